import { availableParallelism } from 'node:os';
import { table } from '../../tools/generate/markdown.ts';
import type { Figure, Results, Spread, Step, Unit } from './figures.ts';

/** What the generated part of docs/performance.md stands between. */
export const MARKS = {
  start: '<!-- Written by `npm run bench -- --write`. Do not edit. -->',
  end: '<!-- End of what is written by `npm run bench -- --write`. -->',
} as const;

const digits = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: Math.max(3, Math.ceil(Math.log10(value + 1))) });

const scaleOf = (unit: Unit, value: number): { readonly by: number; readonly name: string } => {
  if (unit === 'ms') return { by: 1, name: ' ms' };
  if (unit === 'count') return { by: 1, name: '' };
  return value < 1e7 ? { by: 1e3, name: ' kB' } : { by: 1e6, name: ' MB' };
};

/** `3.1 ms (2.9 to 4.4)`, or the value alone when there is no spread. */
const inWords = ({ min, median, max }: Spread, unit: Unit): string => {
  const { by, name } = scaleOf(unit, median);
  const middle = `${digits(median / by)}${name}`;
  return min === max ? middle : `${middle} (${digits(min / by)} to ${digits(max / by)})`;
};

const ratio = (result: number): string =>
  result < 0.1 ? result.toLocaleString('en-US', { maximumSignificantDigits: 2 }) : result.toFixed(2);

const times = (result: number): string => `${ratio(result)}x`;

/** `1.08x (0.97 to 1.21)`: the result, and between what half of the turns are. */
const resultOf = ({ result, quartiles: [low, high] = [result, result] }: Figure): string =>
  low === high ? times(result) : `${times(result)} (${ratio(low)} to ${ratio(high)})`;

/** Whether a figure holds its target; null when it has none. */
export const holds = ({ result, target }: Figure): boolean | null =>
  target === undefined ? null : result <= target;

const verdict = (figure: Figure): string => {
  const { target } = figure;
  return target === undefined ? '' : `at most ${times(target)}: ${holds(figure) ? 'met' : 'missed'}`;
};

/** One figure as a few lines for the terminal. */
export const asText = (figure: Figure): string =>
  [
    `${resultOf(figure).padStart(21)}  ${figure.what}, against ${figure.against}`,
    `${' '.repeat(23)}${[verdict(figure), inWords(figure.ours, figure.unit), inWords(figure.baseline, figure.unit)].filter((part) => part !== '').join('  |  ')}`,
  ].join('\n');

const stepsTable = (steps: readonly Step[]): string =>
  table(
    ['Rows', 'Microseconds a row'],
    steps.map(({ rows, perRow: { min, median, max } }) => [
      rows.toLocaleString('en-US'),
      `${median.toFixed(1)} (${min.toFixed(1)} to ${max.toFixed(1)})`,
    ]),
  );

/** Everything as Markdown, for the page and the terminal. */
export const asMarkdown = ({ figures, steps, growth, bundleBytes }: Results): string =>
  [
    `Node ${process.versions.node}, ${availableParallelism()} processors, bundle ${digits(bundleBytes / 1000)} kB. Medians; in brackets between what half of the turns are, and for each side the least and the most.`,
    table(
      ['What', 'Against', 'Result', 'Target', 'Ours', 'Baseline'],
      figures.map((figure) => [
        figure.what,
        figure.against,
        resultOf(figure),
        verdict(figure),
        inWords(figure.ours, figure.unit),
        inWords(figure.baseline, figure.unit),
      ]),
    ),
    'What a row costs in batches of different sizes, everything included, at instant answers:',
    stepsTable(steps),
    `The time of a batch grows with its rows to the power of ${growth.toFixed(2)}; 1 is a flat cost per row.`,
  ].join('\n\n');

/** The page with its generated part replaced. Throws when the page has lost its marks. */
export const withResults = (page: string, results: string): string => {
  const start = page.indexOf(MARKS.start);
  const end = page.indexOf(MARKS.end);
  if (start < 0 || end < start) throw new Error(`The page needs ${MARKS.start} and, after it, ${MARKS.end}.`);
  return `${page.slice(0, start + MARKS.start.length)}\n\n${results}\n\n${page.slice(end)}`;
};
