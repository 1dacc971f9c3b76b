import { formatCount, joinWords } from './text.ts';

/** First and last row of a run of rows, both included. */
export type RowRange = readonly [number, number];

/** Row numbers in any order as rising ranges: 1, 2, 3, 7 is 1-3 and 7-7. */
export const toRanges = (rows: Iterable<number>): RowRange[] => {
  const ranges: [number, number][] = [];
  for (const row of [...rows].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last && row <= last[1] + 1) last[1] = Math.max(last[1], row);
    else ranges.push([row, row]);
  }
  return ranges;
};

/** The rows of some ranges. */
export const rowsOf = (ranges: readonly RowRange[]): Set<number> =>
  new Set(
    ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index)),
  );

/** Nobody reads a message with more ranges. */
const LISTED_RANGES = 200;

/** Rows for a message: `Row 2`, `Rows 2, 5 and 7 to 9`; after 200 ranges, how many more rows there are. */
export const describeRows = (rows: readonly number[]): string => {
  const ranges = toRanges(rows);
  const listed = ranges
    .slice(0, LISTED_RANGES)
    .flatMap(([first, last]) =>
      last - first < 2 ? [...new Set([first, last])].map(String) : [`${first} to ${last}`],
    );
  const more = ranges.slice(LISTED_RANGES).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const list = joinWords(more > 0 ? [...listed, `${formatCount(more)} more`] : listed);
  return `${rows.length === 1 ? 'Row' : 'Rows'} ${list}`;
};
