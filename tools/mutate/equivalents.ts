import type { Mutation } from './mutants.ts';

/** A mutation that no test can notice, because the program does the same with it. */
export interface Equivalent extends Pick<Mutation, 'file' | 'source' | 'at' | 'from' | 'to'> {
  /** Why nothing changes. */
  readonly reason: string;
}

/** Those that were found. Nothing in them depends on other lines, which may move. */
export const EQUIVALENTS: readonly Equivalent[] = [];

/** Whether a mutation is one that is declared. */
export const isDeclared = (mutation: Mutation, declared: readonly Equivalent[] = EQUIVALENTS): boolean =>
  declared.some((one) => PLACE.every((key) => one[key] === mutation[key]));

/** What tells a mutation from every other one. */
const PLACE = ['file', 'source', 'at', 'from', 'to'] as const;
