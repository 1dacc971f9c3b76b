import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from '@stryker-mutator/api/core';
import type { Logger } from '@stryker-mutator/api/logging';
import { commonTokens } from '@stryker-mutator/api/plugin';
import { createInstrumenter } from '@stryker-mutator/instrumenter';
import { createInjector } from 'typed-inject';
import { TYPES } from './plugin.ts';

/** One change of a source file that a test should notice. */
export interface Mutation {
  /** Stryker's name for it among those of its file. */
  readonly id: string;
  /** From the project's folder, with forward slashes. */
  readonly file: string;
  /** Where it begins, counted from one. */
  readonly line: number;
  readonly column: number;
  /** The kind of change, as Stryker calls it: `ConditionalExpression`, `Regex`. */
  readonly mutator: string;
  /** The line where it begins, trimmed, and where it begins in that, counted from one. */
  readonly source: string;
  readonly at: number;
  /** What is replaced, and by what. */
  readonly from: string;
  readonly to: string;
}

const silent = (): void => {};
const never = (): boolean => false;
const SILENT: Logger = {
  isTraceEnabled: never,
  isDebugEnabled: never,
  isInfoEnabled: never,
  isWarnEnabled: never,
  isErrorEnabled: never,
  isFatalEnabled: never,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
};

/** What Stryker says of a mutant of a text. Its lines and columns begin at zero. */
const describeMutant = (
  file: string,
  text: string,
  { id, location: { start, end }, mutatorName, replacement }: Mutant,
): Mutation => {
  const lines = text.split('\n');
  const covered = lines.slice(start.line, end.line + 1);
  // The end is cut first: both may be on the same line.
  covered.push((covered.pop() ?? '').slice(0, end.column));
  covered[0] = (covered[0] ?? '').slice(start.column);
  const line = lines[start.line] ?? '';
  return {
    id,
    file,
    line: start.line + 1,
    column: start.column + 1,
    mutator: mutatorName,
    source: line.trim(),
    at: start.column + 1 - (line.length - line.trimStart().length),
    from: covered.join('\n'),
    to: replacement,
  };
};

/** Every mutation that Stryker knows for the text of a source file. */
export const mutationsIn = async (file: string, text: string): Promise<Mutation[]> => {
  const injector = createInjector()
    .provideValue(commonTokens.logger, SILENT)
    .provideValue(commonTokens.getLogger, () => SILENT);
  const { mutants } = await createInstrumenter(injector).instrument(
    [{ name: file, mutate: true, content: text }],
    { plugins: null, excludedMutations: [], ignorers: [TYPES] },
  );
  return mutants
    .filter(({ status }) => status === undefined)
    .map((mutant) => describeMutant(file, text, mutant));
};

/** Every mutation of some source files of the project. */
export const mutationsOf = async (root: string, files: readonly string[]): Promise<Mutation[]> => {
  const found: Mutation[] = [];
  for (const file of files) found.push(...(await mutationsIn(file, readFileSync(join(root, file), 'utf8'))));
  return found;
};

const lotOf = ({ file, line, column, mutator, to }: Mutation, seed: string): string =>
  hash('sha256', JSON.stringify([seed, file, line, column, mutator, to]));

/** As many of the mutations as `size`, drawn by chance: the same ones for the same seed. */
export const sampleOf = (mutations: readonly Mutation[], size: number, seed: string): Mutation[] => {
  const drawn = mutations
    .map((mutation) => ({ mutation, lot: lotOf(mutation, seed) }))
    .sort((one, other) => (one.lot < other.lot ? -1 : 1))
    .slice(0, size);
  const chosen = new Set(drawn.map(({ mutation }) => mutation));
  return mutations.filter((mutation) => chosen.has(mutation));
};
