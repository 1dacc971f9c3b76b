import declared from './equivalents.json' with { type: 'json' };
import type { Mutation } from './mutants.ts';

/** What tells a mutation from every other one, without the number of its line, since lines may move. */
const PLACE = ['file', 'source', 'at', 'from', 'to'] as const;

/** A mutation that no test can notice, because the program does the same with it. */
export interface Equivalent extends Pick<Mutation, (typeof PLACE)[number]> {
  /** Why nothing changes. */
  readonly reason: string;
}

/** Those that were found: equivalents.json. */
export const EQUIVALENTS: readonly Equivalent[] = declared;

/** Whether a mutation is one that is declared. */
export const isDeclared = (mutation: Mutation, among: readonly Equivalent[] = EQUIVALENTS): boolean =>
  among.some((one) => PLACE.every((key) => one[key] === mutation[key]));
