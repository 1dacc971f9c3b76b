import { withCommas } from './text.ts';

/** First and last row of a run of rows, both included. */
export type RowRange = readonly [number, number];

/** Rising row numbers as ranges: 1, 2, 3, 7 is 1-3 and 7-7. */
export const toRanges = (rows: readonly number[]): RowRange[] => {
  const ranges: [number, number][] = [];
  for (const row of [...rows].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last && row <= last[1] + 1) last[1] = Math.max(last[1], row);
    else ranges.push([row, row]);
  }
  return ranges;
};

/** Whether a row is in one of the ranges, which rise as {@link toRanges} makes them. There may be as many as half of all rows. */
export const isInRanges = (row: number, ranges: readonly RowRange[]): boolean => {
  let [from, to] = [0, ranges.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((ranges[middle]?.[1] ?? 0) < row) from = middle + 1;
    else to = middle;
  }
  const [first] = ranges[from] ?? [Number.POSITIVE_INFINITY];
  return first <= row;
};

/** A message with more ranges is read by nobody and has megabytes. */
const MOST_RANGES = 10_000;

/** Rows for a message: `Row 2`, `Rows 2, 5 and 7 to 9`; after 10,000 ranges, how many more rows there are. */
export const rowsInWords = (rows: readonly number[]): string => {
  const ranges = toRanges(rows);
  const more = ranges.slice(MOST_RANGES).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const parts = [
    ...ranges
      .slice(0, MOST_RANGES)
      .flatMap(([first, last]) =>
        last - first < 2 ? [...new Set([first, last])].map(String) : [`${first} to ${last}`],
      ),
    ...(more > 0 ? [`${withCommas(more)} more`] : []),
  ];
  const last = parts.slice(-1).join();
  const list = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last;
  return `${rows.length === 1 ? 'Row' : 'Rows'} ${list}`;
};
