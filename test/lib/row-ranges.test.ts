import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeRows, type RowRange, rowsOf, toRanges } from '../../src/lib/row-ranges.ts';
import { RUNS } from '../support/arbitraries.ts';

describe('rows as ranges', () => {
  test.each<[rows: number[], ranges: [number, number][]]>([
    [[], []],
    [[3], [[3, 3]]],
    [
      [1, 2, 3, 7],
      [
        [1, 3],
        [7, 7],
      ],
    ],
    [
      [7, 3, 1, 2],
      [
        [1, 3],
        [7, 7],
      ],
    ],
    [[5, 5, 6], [[5, 6]]],
    [
      [9, 10, 11, 100],
      [
        [9, 11],
        [100, 100],
      ],
    ],
  ])('%j is %j', (rows, ranges) => {
    expect(toRanges(rows)).toEqual(ranges);
  });

  test('hold the rows and no other, in as few ranges as may be, and leave the list of rows as it was', () => {
    const check = (rows: readonly number[]) => {
      const ranges = toRanges(Object.freeze(rows));
      expect([...rowsOf(ranges)]).toEqual([...new Set(rows)].sort((one, other) => one - other));
      for (const [at, [first]] of ranges.entries()) {
        expect(first).toBeGreaterThan((ranges[at - 1]?.[1] ?? -1) + 1);
      }
    };
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 40 })), check), RUNS);
  });

  test.each<[ranges: RowRange[], rows: number[]]>([
    [[], []],
    [[[3, 3]], [3]],
    [
      [
        [1, 3],
        [7, 8],
      ],
      [1, 2, 3, 7, 8],
    ],
  ])('%j are the rows %j, both ends included', (ranges, rows) => {
    expect(rowsOf(ranges)).toEqual(new Set(rows));
  });
});

describe('rows in words', () => {
  test.each<[rows: number[], words: string]>([
    [[2], 'Row 2'],
    [[2, 3], 'Rows 2 and 3'],
    [[2, 3, 4], 'Rows 2 to 4'],
    [[2, 5], 'Rows 2 and 5'],
    [[2, 5, 7, 8, 9], 'Rows 2, 5 and 7 to 9'],
    [[1, 2, 3, 5, 6], 'Rows 1 to 3, 5 and 6'],
    [[9, 2], 'Rows 2 and 9'],
  ])('%j is "%s"', (rows, words) => {
    expect(describeRows(rows)).toBe(words);
  });

  test('name 200 rows or ranges, and count the others', () => {
    const odd = (count: number) => Array.from({ length: count }, (_, index) => 2 * index + 1);
    expect(describeRows(odd(200))).toMatch(/, 397 and 399$/);
    expect(describeRows(odd(201))).toMatch(/, 399 and 1 more$/);
    expect(describeRows([...odd(1_200), 30_000, 30_001, 30_002])).toMatch(/, 399 and 1,003 more$/);
  });

  test('are short however many there are', () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => 2 * index + 1);
    expect(describeRows(rows).length).toBeLessThan(2_000);
  });
});
