import { availableParallelism } from 'node:os';
import { table } from '../../tools/generate/markdown.ts';
import { type Figure, isMet, type Spread } from './figures.ts';

const number = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: Math.max(3, Math.ceil(Math.log10(value + 1))) });

const scaleOf = (unit: Figure['unit'], value: number): readonly [divisor: number, name: string] => {
  if (unit === 'ms') return [1, ' ms'];
  if (unit === 'count') return [1, ''];
  return value < 1e7 ? [1e3, ' kB'] : [1e6, ' MB'];
};

/** `3.1 ms (2.9 to 4.4)`, or the value alone when there is no spread. */
const showSpread = ({ min, median, max }: Spread, unit: Figure['unit']): string => {
  const [divisor, name] = scaleOf(unit, median);
  const middle = `${number(median / divisor)}${name}`;
  return min === max ? middle : `${middle} (${number(min / divisor)} to ${number(max / divisor)})`;
};

const ratio = (value: number): string =>
  value < 0.1 ? value.toLocaleString('en-US', { maximumSignificantDigits: 2 }) : value.toFixed(2);

/** `1.08x (0.97 to 1.21)`: the result, and between what half of the turns are. */
const showResult = ({ result, quartiles: [low, high] }: Figure): string =>
  low === high ? `${ratio(result)}x` : `${ratio(result)}x (${ratio(low)} to ${ratio(high)})`;

const showTarget = (figure: Figure): string => {
  const floor = figure.floor === undefined ? '' : `; floor ${ratio(figure.floor)}x`;
  return `at most ${ratio(figure.target)}x: ${isMet(figure) ? 'met' : `missed${floor}`}`;
};

/** One figure as two lines for the terminal. */
export const asText = (figure: Figure): string => {
  const { what, against, unit, ours, baseline } = figure;
  const details = [showTarget(figure), showSpread(ours, unit), showSpread(baseline, unit)].join('  |  ');
  return `${showResult(figure).padStart(21)}  ${what}, against ${against}\n${' '.repeat(23)}${details}`;
};

/** How many targets are met, and which are not. */
export const summary = (figures: readonly Figure[]): string => {
  const missed = figures.filter((figure) => !isMet(figure));
  return [
    `${figures.length - missed.length} of ${figures.length} targets met.`,
    ...missed.map(
      (figure) =>
        `Missed: ${figure.what}, against ${figure.against}: ${ratio(figure.result)}x, ${showTarget(figure)}.`,
    ),
  ].join('\n');
};

/** Everything as Markdown. `bundleBytes` is the size of our bundle. */
export const asMarkdown = (figures: readonly Figure[], bundleBytes: number): string =>
  [
    `Node ${process.versions.node}, ${availableParallelism()} processors, bundle ${number(bundleBytes / 1000)} kB. Medians; in brackets between what half of the turns are, and for each side the least and the most.`,
    table(
      ['What', 'Against', 'Result', 'Target', 'Ours', 'Baseline'],
      figures.map((figure) => [
        figure.what,
        figure.against,
        showResult(figure),
        showTarget(figure),
        showSpread(figure.ours, figure.unit),
        showSpread(figure.baseline, figure.unit),
      ]),
    ),
  ].join('\n\n');
