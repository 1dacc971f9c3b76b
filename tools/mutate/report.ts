import type { Measured } from './measure.ts';
import type { Mutation } from './mutants.ts';

/** How much of a mutated text is shown. */
const SHOWN = 100;

const shown = (text: string): string => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
};

/** A mutation as one line: where, and what became of what. */
export const describeMutation = ({ file, line, column, mutator, from, to }: Mutation): string =>
  `${file}:${line}:${column} ${mutator}: ${shown(from)} -> ${shown(to)}`;

/** The share of mutations that were killed, with one decimal, such as `97.3 %`; `-` where nothing ran. */
export const scoreOf = (measured: readonly Measured[]): string => {
  if (measured.length === 0) return '-';
  const killed = measured.filter(({ outcome }) => outcome === 'killed').length;
  // Rounded down: what has a survivor is not at 100 %.
  return `${(Math.floor((killed / measured.length) * 1_000) / 10).toFixed(1)} %`;
};

/** The line about one file, or about all: the score, and what it is of. */
export const summaryOf = (name: string, measured: readonly Measured[], declared: number): string => {
  const killed = measured.filter(({ outcome }) => outcome === 'killed').length;
  const left = declared > 0 ? `, ${declared} declared equivalent` : '';
  return `${scoreOf(measured).padStart(7)}  ${name}: ${killed} of ${measured.length} killed${left}`;
};

/** The survivors, a line each. */
export const survivorsIn = (measured: readonly Measured[]): string[] =>
  measured.filter(({ outcome }) => outcome === 'survived').map(({ mutation }) => describeMutation(mutation));
