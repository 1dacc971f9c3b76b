import type { Judged } from './fault-run.ts';
import type { End, Scenario } from './scenarios.ts';

/** How Zapier calls the ways in which a run ends. */
export const END_NAMES: Readonly<Record<End, string>> = {
  accepted: 'accepted',
  later: 'ThrottledError',
  expired: 'ExpiredAuthError',
  error: 'Error',
  halted: 'HaltedError',
  unknown: 'unknown class',
  killed: 'killed',
};

/** All cases of one scenario, added up. */
export interface Summary {
  readonly scenario: Scenario;
  readonly cases: number;
  /** How the first run ended where it did not end well; `accepted` if it always did. */
  readonly end: End;
  /** Events that were to be stored. */
  readonly events: number;
  readonly stored: number;
  readonly lost: number;
  readonly doubled: number;
  readonly secrets: number;
  /** The longest run for each number of events in the whole, seconds; null where the scenario takes no such number. */
  readonly seconds: readonly (number | null)[];
  readonly misses: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const longestOf = (cases: readonly Judged[]): number | null =>
  cases.length === 0 ? null : Math.max(...cases.flatMap(({ runs }) => runs.map(({ seconds }) => seconds)));

/** Seconds for a table: rounded, for each number of events. */
export const inSeconds = ({ seconds }: Summary, between: string): string =>
  seconds.map((value) => (value === null ? '-' : Math.round(value))).join(between);

/** The results scenario by scenario, in their order. */
export const summarize = (results: readonly Judged[]): Summary[] => {
  const byScenario = Map.groupBy(results, ({ scenario }) => scenario);
  const sizes = new Set(results.map(({ workload }) => workload.size));
  return [...byScenario].map(([scenario, cases]) => {
    const ends = cases.flatMap(({ runs: [first] }) => first?.end ?? []);
    return {
      scenario,
      cases: cases.length,
      end: ends.find((end) => end !== 'accepted') ?? 'accepted',
      events: sum(cases.map(({ workload }) => workload.size)),
      stored: sum(cases.map(({ stored }) => stored)),
      lost: sum(cases.map(({ lost }) => lost)),
      doubled: sum(cases.map(({ doubled }) => doubled)),
      secrets: sum(cases.map(({ secrets }) => secrets)),
      seconds: [...sizes].map((size) => longestOf(cases.filter(({ workload }) => workload.size === size))),
      misses: cases.filter(({ misses }) => misses.length > 0).length,
    };
  });
};

/** Everything added up. What is a limit and no target is left out. */
export interface Totals {
  readonly cases: number;
  readonly runs: number;
  readonly events: number;
  readonly stored: number;
  readonly lost: number;
  readonly doubled: number;
  readonly secrets: number;
  /** The longest run of all, seconds. */
  readonly longest: number;
  /** Cases that fell short of something. */
  readonly missed: number;
}

/** The bottom line. */
export const totalsOf = (results: readonly Judged[]): Totals => {
  const held = results.filter(({ scenario }) => scenario.limit === undefined);
  return {
    cases: held.length,
    runs: sum(held.map(({ runs }) => runs.length)),
    events: sum(held.map(({ workload }) => workload.size)),
    stored: sum(held.map(({ stored }) => stored)),
    lost: sum(held.map(({ lost }) => lost)),
    doubled: sum(held.map(({ doubled }) => doubled)),
    secrets: sum(results.map(({ secrets }) => secrets)),
    longest: longestOf(results) ?? 0,
    missed: results.filter(({ misses }) => misses.length > 0).length,
  };
};
