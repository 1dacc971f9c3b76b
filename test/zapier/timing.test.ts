import { expect, test } from '@jest/globals';
import { TIMING } from '../../src/zapier/timing.ts';

test('a run tries three times within 20 seconds of its first byte, and leaves Zapier its 30', () => {
  expect(TIMING).toMatchObject({ tries: 3, budgetMs: 20_000, stepMs: 25_000 });
  const { stepMs, bodyMs, cacheMs } = TIMING;
  // A run that fails reads the reason and keeps its state: one call of the cache.
  expect(stepMs + bodyMs.refused + cacheMs).toBeLessThan(30_000);
  // A run that goes well makes at most four calls of the cache when it removes its state.
  expect(stepMs + bodyMs.accepted + 4 * cacheMs).toBeLessThan(30_000);
});

test('one try takes up to ten seconds, and up to four requests of a batch are sent at once', () => {
  expect(TIMING).toMatchObject({ tryMs: 10_000, concurrency: 4 });
});

test('Zapier is told to wait between a second and an hour, about a minute unless the server says', () => {
  expect(TIMING).toMatchObject({ minRetrySeconds: 1, retrySeconds: 60, maxRetrySeconds: 3_600 });
});

test('a failed run is kept for a day where Zapier replays it, else for an hour; continued after five seconds if only time ran out', () => {
  expect(TIMING).toMatchObject({ keepSeconds: { replayed: 86_400, final: 3_600 }, continueSeconds: 5 });
});

test('a run that began longer ago than Zapier lets one run was killed', () => {
  expect(TIMING.underWaySeconds).toBeGreaterThan(30);
  expect(TIMING.underWaySeconds).toBeLessThanOrEqual(35);
});
