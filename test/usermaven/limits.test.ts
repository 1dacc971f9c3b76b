import { expect, test } from '@jest/globals';
import { LIMITS, TIMING } from '../../src/usermaven/limits.ts';

// Where Usermaven's own Python client stops.
test('no request and no event is larger than what every deployment takes', () => {
  expect(LIMITS).toMatchObject({ eventsPerRequest: 100, bytesPerRequest: 475_000, bytesPerEvent: 32_768 });
});

test('a step takes more than fits into the 6 MB of input that Zapier hands over', () => {
  expect(LIMITS.bytesPerStep).toBeGreaterThan(6_000_000);
  expect(LIMITS.eventsPerStep * '{"event_name":"a","user_id":"b"}'.length).toBeLessThan(LIMITS.bytesPerStep);
});

test('a run tries three times within 20 seconds, and leaves Zapier its 30', () => {
  expect(TIMING).toMatchObject({ tries: 3, budgetMs: 20_000 });
  const { budgetMs, bodyMs, cacheMs } = TIMING;
  // One cache call before and one after, and the body of the last answer.
  expect(budgetMs + bodyMs.refused + 2 * cacheMs).toBeLessThan(30_000);
});

test('Zapier is told to wait between a second and an hour, about a minute unless the server says', () => {
  expect(TIMING).toMatchObject({ leastLaterSeconds: 1, laterSeconds: 60, mostLaterSeconds: 3_600 });
});

test('an unfinished run is remembered for a day', () => {
  expect(TIMING.rememberSeconds).toBe(86_400);
});
