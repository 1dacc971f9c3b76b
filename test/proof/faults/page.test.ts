import { describe, expect, test } from '@jest/globals';
import { casesOf, FULL_SIZES } from '../../../proof/faults/cases.ts';
import type { Judged } from '../../../proof/faults/fault-run.ts';
import { PAGE, withResults } from '../../../proof/faults/page.ts';
import { onPaper } from '../../../proof/faults/paper.ts';
import type { Run } from '../../../proof/faults/run-case.ts';
import { SCENARIOS } from '../../../proof/faults/scenarios.ts';
import { readText } from '../../docs/guides.ts';

const page = readText(PAGE);

const RUNS: readonly Run[] = [
  { end: 'later', message: 'Try again in about 60 seconds.', delay: 60, seconds: 21.6 },
  { end: 'accepted', message: null, seconds: 0.2 },
];

const result = (misses: readonly string[] = []): Judged[] =>
  casesOf({ sizes: FULL_SIZES }).map((one) => ({
    ...one,
    runs: RUNS,
    requests: 2,
    stored: one.workload.size,
    lost: 0,
    doubled: 0,
    secrets: 0,
    strayed: 0,
    misses,
  }));

const rowOf = (name: string): string => page.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '';

describe('the page of the results', () => {
  test.each(SCENARIOS.filter(({ limit }) => limit === undefined))(
    'shows $name, with nothing lost, twice or let out',
    ({ name }) => {
      const [, , , events, stored, lost, twice, , secrets] = rowOf(name).split(' | ').join('|').split('|');
      expect(events?.trim()).toMatch(/^[\d,]+$/);
      expect(stored).toBe(events);
      expect([lost, twice, secrets].map((cell) => cell?.trim())).toEqual(['0', '0', '0']);
    },
  );

  test.each(SCENARIOS.filter(({ limit }) => limit !== undefined))(
    'shows the limit $name and why',
    (scenario) => {
      expect(rowOf(scenario.name)).toContain(` | ${scenario.limit} |`);
    },
  );

  test('says that no case falls short', () => {
    expect(page).toContain('**0 lost, 0 stored twice, 0 secrets found**');
    expect(page).toContain('Cases that fall short of a target: 0.');
  });

  test('names no date and no machine', () => {
    const [, results = ''] = page.split('\n## Results\n');
    expect(results).not.toMatch(/\b20\d\d-\d\d|\b20\d\d\b|GHz|\bGB\b|linux|darwin/i);
  });

  test('takes new results in the place of the old ones, and keeps what was written by hand', () => {
    const written = withResults(page, result());
    expect(written).toContain('took 22 of 30 seconds');
    expect(withResults(written, result())).toBe(written);
    expect(written.split('## Results')[0]).toBe(page.split('## Results')[0]);
    expect(written.split('## What is not promised')[1]).toBe(page.split('## What is not promised')[1]);
  });

  test('is refused without its marks', () => {
    expect(() => withResults('# Another page', result())).toThrow('no marks');
  });
});

describe('the table for a terminal', () => {
  test('fits 100 columns', () => {
    const widest = Math.max(
      ...onPaper(result())
        .split('\n')
        .map((line) => [...line].length),
    );
    expect(widest).toBeLessThanOrEqual(100);
  });

  test('ends with the verdict', () => {
    expect(onPaper(result())).toMatch(/✓ All targets met\.$/);
    expect(onPaper(result(['1 lost']))).toMatch(/✗ \d+ cases fall short\.$/);
    expect(onPaper(result(['1 lost']))).toContain('✗ HTTP 400, once, 10,000 ids: 1 lost');
  });
});
