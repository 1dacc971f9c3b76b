import { beforeAll, describe, expect, test } from '@jest/globals';
import { totalsOf } from '../../../proof/faults/results.ts';
import { type CaseResult, runCases } from '../../../proof/faults/run-cases.ts';
import { casesOf, SCENARIOS } from '../../../proof/faults/scenarios.ts';
import { BUILD_ZIP, readBuild } from '../../support/built.ts';

/**
 * `npm run faults` in short: every fault that does not make a run wait until its time is over, on events without time and
 * id, whose duplicates are the hardest to prevent.
 */

const SIZES = [1, 230];

const quick = SCENARIOS.filter(({ waits }) => !waits);

let results: readonly CaseResult[] = [];

beforeAll(async () => {
  await readBuild();
  const cases = casesOf({ sizes: SIZES, scenarios: quick, identities: ['none'], durations: ['lasting'] });
  const withIds = quick.filter(({ identities }) => identities && !identities.includes('none'));
  cases.push(...casesOf({ sizes: SIZES, scenarios: withIds, identities: ['id'], durations: ['lasting'] }));
  // Small batches mostly wait between two attempts.
  results = await runCases(BUILD_ZIP, cases, undefined, { working: 8, waiting: 0 });
});

describe('a fault on the way to Usermaven', () => {
  test.each(quick)('$name', (scenario) => {
    const cases = results.filter((result) => result.scenario === scenario);
    expect(cases.map(({ workload }) => workload.size)).toEqual(
      SIZES.filter((size) => scenario.sizes === undefined || (scenario.sizes === 'one') === (size === 1)),
    );
    expect(cases.flatMap(({ misses }) => misses)).toEqual([]);
  });

  test('loses nothing, stores nothing twice and lets no secret out', () => {
    const { events, stored, lost, duplicated, secrets } = totalsOf(results);
    expect(events).toBeGreaterThan(8_000);
    expect({ stored, lost, duplicated, secrets }).toEqual({
      stored: events,
      lost: 0,
      duplicated: 0,
      secrets: 0,
    });
  });

  test('stores something twice, were IDs not read, in each fault that is said to', () => {
    const copied = quick.filter(({ copies }) => copies !== undefined);
    expect(copied.length).toBeGreaterThan(5);
    for (const scenario of copied) {
      const cases = results.filter((result) => result.scenario === scenario);
      const copies = cases.reduce((sum, result) => sum + result.copies, 0);
      expect([scenario.name, copies > 0]).toEqual([scenario.name, true]);
    }
  });

  test('stores a duplicate at the known limits, and loses nothing', () => {
    const limits = results.filter(({ scenario }) => scenario.limit !== undefined);
    expect(limits.length).toBeGreaterThan(2);
    for (const { duplicated, lost } of limits) {
      expect(duplicated).toBeGreaterThan(0);
      expect(lost).toBe(0);
    }
  });
});
