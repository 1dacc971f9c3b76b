import { expect, test } from '@jest/globals';
import { TIMING } from '../../src/zapier/timing.ts';

test('a run tries three times within 20 seconds, and leaves Zapier its 30', () => {
  expect(TIMING).toMatchObject({ tries: 3, budgetMs: 20_000 });
  const { budgetMs, bodyMs, cacheMs } = TIMING;
  // One cache call before and one after, and the body of the last response.
  expect(budgetMs + bodyMs.refused + 2 * cacheMs).toBeLessThan(30_000);
});

test('one try takes up to ten seconds, and up to four requests of a batch are sent at once', () => {
  expect(TIMING).toMatchObject({ tryMs: 10_000, concurrency: 4 });
});

test('Zapier is told to wait between a second and an hour, about a minute unless the server says', () => {
  expect(TIMING).toMatchObject({ minRetrySeconds: 1, retrySeconds: 60, maxRetrySeconds: 3_600 });
});

test('an unfinished run is kept for a day, and continued after five seconds if only time ran out', () => {
  expect(TIMING).toMatchObject({ keepSeconds: 86_400, continueSeconds: 5 });
});
