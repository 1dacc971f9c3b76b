import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SECTIONS } from '../../proof/assumptions.ts';
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
    expect(repeated(ROWS.flatMap(({ probe }) => probe ?? []))).toEqual([]);
  });

  test('name files that exist', () => {
    const places = ROWS.flatMap(({ where }) => where.map((path) => path.split('#')[0] ?? ''));
    expect(places.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
    expect(ROWS.filter(({ where }) => where.length === 0)).toEqual([]);
  });

  test('what the collector cannot tell stays open: what becomes of people, companies and goals', () => {
    const silent = ROWS.filter(({ source }) => /(People|Companies|Goals) (is|are) not in/.test(source));
    expect(silent.length).toBeGreaterThan(3);
    expect(silent.filter(({ state }) => state !== 'open')).toEqual([]);
  });

  test('the page says where the knowledge of the collector comes from', () => {
    expect(readText('docs/assumptions.md')).toContain(
      "the source of Usermaven's collector as published in 2026",
    );
  });
});
