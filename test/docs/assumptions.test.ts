import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SECTIONS } from '../../proof/assumptions.ts';
import { assumptionsPage } from '../../tools/generate/assumptions.ts';
import { SERVICES } from '../../tools/verify/services.ts';
import { PROJECT, readText } from './guides.ts';

const ROWS = SECTIONS.flatMap(({ rows }) => rows);

/** What stands more than once in a list. */
const repeated = (texts: readonly string[]): string[] =>
  texts.filter((text, index) => texts.indexOf(text) !== index);

describe('assumptions', () => {
  test('have ids that reports can name, each its own', () => {
    const ids = ROWS.map(({ id }) => id);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
    expect(repeated(ids)).toEqual([]);
  });

  test('name files that exist', () => {
    const places = ROWS.flatMap(({ where }) => where.map((path) => path.split('#')[0] ?? ''));
    expect(places.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
    expect(ROWS.filter(({ where }) => where.length === 0)).toEqual([]);
  });

  test('are checked by one service of verify at most, and only what is there is checked', () => {
    const probed = SERVICES.flatMap(({ rows }) => rows);
    expect(repeated(probed)).toEqual([]);
    expect(probed.filter((id) => !ROWS.some((row) => row.id === id))).toEqual([]);
  });

  test('which nobody has settled are checked by a command, or say why that cannot be', () => {
    const probed = new Set(SERVICES.flatMap(({ rows }) => rows));
    const asked = SECTIONS.filter(
      ({ service }) => service === undefined || SERVICES.some(({ name }) => name === service),
    );
    const silent = asked.flatMap(({ byHand, rows }) =>
      rows.filter(
        (row) => row.state !== 'settled' && probed.has(row.id) === ((row.byHand ?? byHand) !== undefined),
      ),
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  test('what the collector cannot tell stays open until it was checked: what becomes of people, companies and goals', () => {
    const silent = ROWS.filter(({ source }) => /(People|Companies|Goals) (is|are) not in/.test(source));
    expect(silent.length).toBeGreaterThan(3);
    expect(silent.filter(({ state, checked }) => state !== 'open' && checked === undefined)).toEqual([]);
  });

  test('the page says of a row how it is checked, and when it was', () => {
    const [section] = SECTIONS;
    const [first, ...rest] = section?.rows ?? [];
    if (section === undefined || first === undefined) throw new Error('There is no row.');
    const others = rest.map(({ checked: _checked, ...row }) => row);
    const rows = [{ ...first, checked: '2026-11-26: It was | seen.' }, ...others];
    const { content } = assumptionsPage([{ ...section, rows }]);
    expect(content).toContain(`1 of ${rows.length} have been checked with a real account so far`);
    expect(content).toContain(
      'Checked 2026-11-26: It was \\| seen. | `npm run verify -- usermaven`. By hand: ',
    );
    expect(content).toContain('By hand, since a run sends too little');
  });

  test('the page says where the knowledge of the collector comes from', () => {
    expect(readText('docs/assumptions.md')).toContain(
      "the source of Usermaven's collector as published in 2026",
    );
  });
});
