import { beforeAll, describe, expect, test } from '@jest/globals';
import { casesOf } from '../../../proof/faults/cases.ts';
import { faultRun, type Judged } from '../../../proof/faults/fault-run.ts';
import { SCENARIOS } from '../../../proof/faults/scenarios.ts';
import { totalsOf } from '../../../proof/faults/summary.ts';
import { BUILD_ZIP, readBuild } from '../../support/built.ts';

/**
 * `npm run faults` in short: every fault that does not make a run wait until its time is over, on events without time and
 * id, which are the hardest to count once.
 */

const SIZES = [1, 230];

const quick = SCENARIOS.filter(({ waits }) => !waits);

let results: readonly Judged[] = [];

beforeAll(async () => {
  await readBuild();
  const cases = casesOf({ sizes: SIZES, scenarios: quick, identities: ['bare'], spells: ['lasting'] });
  const withIds = quick.filter(({ identities }) => identities && !identities.includes('bare'));
  cases.push(...casesOf({ sizes: SIZES, scenarios: withIds, identities: ['ids'], spells: ['lasting'] }));
  // Small batches: mostly they wait between two tries.
  results = await faultRun(BUILD_ZIP, cases, undefined, { working: 5, waiting: 0 });
}, 90_000);

describe('a fault on the way to Usermaven', () => {
  test.each(quick)('$name', (scenario) => {
    const cases = results.filter((result) => result.scenario === scenario);
    expect(cases.map(({ workload }) => workload.size)).toEqual(
      SIZES.filter((size) => scenario.sizes === undefined || (scenario.sizes === 'one') === (size === 1)),
    );
    expect(cases.flatMap(({ misses }) => misses)).toEqual([]);
  });

  test('all in all: nothing lost, nothing twice, nothing let out', () => {
    const { events, stored, lost, doubled, secrets, longest } = totalsOf(results);
    expect(events).toBeGreaterThan(8_000);
    expect({ stored, lost, doubled, secrets }).toEqual({ stored: events, lost: 0, doubled: 0, secrets: 0 });
    expect(longest).toBeLessThan(25);
  });

  test('the known limits are limits: a copy is stored, and nothing is lost', () => {
    const limits = results.filter(({ scenario }) => scenario.limit !== undefined);
    expect(limits.length).toBeGreaterThan(2);
    for (const { doubled, lost } of limits) {
      expect(doubled).toBeGreaterThan(0);
      expect(lost).toBe(0);
    }
  });
});
