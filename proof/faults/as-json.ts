import type { Judged } from './fault-run.ts';
import { TARGETS } from './judge.ts';
import { totalsOf } from './summary.ts';

/** The results as JSON, case by case. Seconds are exact. */
export const asJson = (results: readonly Judged[]): string => {
  const cases = results.map(({ scenario, workload, ...rest }) => ({
    scenario: scenario.name,
    events: workload.size,
    identity: workload.identity,
    ...(scenario.limit === undefined ? {} : { limit: scenario.limit }),
    ...rest,
  }));
  const totals = totalsOf(results);
  return `${JSON.stringify({ passed: totals.missed === 0, targets: TARGETS, totals, cases }, null, 2)}\n`;
};
