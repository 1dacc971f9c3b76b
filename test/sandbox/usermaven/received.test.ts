import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { objectsIn, readEvents, SANDBOX_LIMITS } from '../../../sandbox/usermaven/received.ts';
import { createStore } from '../../../sandbox/usermaven/store.ts';
import { CREDENTIALS, event } from './posting.ts';

const read = (body: string) => readEvents(body, CREDENTIALS.apiKey, SANDBOX_LIMITS);

/** Bodies from hopeless to nearly right: a good event with some of its parts replaced by any JSON. */
const bodies = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .dictionary(
      fc.constantFrom(...Object.keys(event()), 'company', 'event_id', '_timestamp', '__proto__'),
      fc.jsonValue(),
    )
    .map((changes) => JSON.stringify([event(), { ...event(), ...changes }])),
);

test('any body is either read whole or refused with a sentence, and what is read can be stored', () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const { events, refused } = read(body);
      if (events === null) {
        expect(refused).toMatch(/^[A-Z].+\.$/);
        return;
      }
      expect(events).toHaveLength(objectsIn(body).length);
      const store = createStore();
      store.add(events, 0);
      expect(store.events.length + store.duplicates).toBe(events.length);
      expect(store.people().flatMap((person) => store.timeline(person))).toHaveLength(store.events.length);
    }),
    { numRuns: 2_000 },
  );
});

test('an event is kept exactly as it came', () => {
  const raw = event({ event_attributes: { amount: 29.9, nested: [{ deep: null }] }, unknown: true });
  expect(read(JSON.stringify(raw)).events).toMatchObject([{ raw }]);
});
