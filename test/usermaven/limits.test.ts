import { expect, test } from '@jest/globals';
import { LIMITS } from '../../src/usermaven/limits.ts';

// Where Usermaven's own Python client stops.
test('no request and no event is larger than what every deployment takes', () => {
  expect(LIMITS).toMatchObject({ eventsPerRequest: 100, bytesPerRequest: 475_000, bytesPerEvent: 32_768 });
});

test('a step takes at most 100,000 events of 64 MB in all', () => {
  expect(LIMITS).toMatchObject({ eventsPerStep: 100_000, bytesPerStep: 64_000_000 });
});

test('a step takes more than fits into the 6 MB of input that Zapier hands over', () => {
  expect(LIMITS.bytesPerStep).toBeGreaterThan(6_000_000);
  expect(LIMITS.eventsPerStep * '{"event_name":"a","user_id":"b"}'.length).toBeLessThan(LIMITS.bytesPerStep);
});
