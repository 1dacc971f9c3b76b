import type { Mutation } from './mutants.ts';

/** A mutation that no test can notice, because the program does the same with it. */
export interface Equivalent extends Pick<Mutation, 'file' | 'source' | 'from' | 'to'> {
  /** Why nothing changes. */
  readonly reason: string;
}

/** Those that were found. `source` is the line in which the mutation begins, trimmed, so that other lines may move. */
export const EQUIVALENTS: readonly Equivalent[] = [];

/** Whether a mutation is one that is declared. */
export const isDeclared = (mutation: Mutation, declared: readonly Equivalent[] = EQUIVALENTS): boolean =>
  declared.some(
    ({ file, source, from, to }) =>
      file === mutation.file && source === mutation.source && from === mutation.from && to === mutation.to,
  );
