import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  batchBody,
  chunk,
  type EventJson,
  halve,
  isTooLarge,
  toEventJson,
} from '../../src/usermaven/batches.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { anyJsonObject, RUNS } from '../support/arbitraries.ts';

/** An event of so many bytes. */
const ofBytes = (bytes: number): EventJson => toEventJson({ a: 'x'.repeat(bytes - 8) });

const countsOf = (chunks: readonly (readonly unknown[])[]): number[] => chunks.map(({ length }) => length);
const bytesOf = (events: readonly EventJson[]): number => Buffer.byteLength(batchBody(events));

describe('an event ready to send', () => {
  test('is counted in bytes, not in characters', () => {
    expect(toEventJson({ a: 'é😀' })).toEqual({ json: '{"a":"é😀"}', bytes: 14 });
    expect(ofBytes(1_000).bytes).toBe(1_000);
  });

  test('may have 32 KiB and no byte more', () => {
    expect(isTooLarge(ofBytes(32_768))).toBe(false);
    expect(isTooLarge(ofBytes(32_769))).toBe(true);
  });
});

describe('a request', () => {
  test.each<[events: number, requests: number[]]>([
    [0, []],
    [1, [1]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('takes at most 100 events: %d go as %j', (events, requests) => {
    expect(countsOf(chunk(Array.from({ length: events }, () => ofBytes(10))))).toEqual(requests);
  });

  test('takes 475,000 bytes, brackets and commas counted, and no byte more', () => {
    // Two brackets, eighteen commas and nineteen events.
    const room = 475_000 - 2 - 18 - 18 * 25_000;
    const events = (last: number) => [...Array.from({ length: 18 }, () => ofBytes(25_000)), ofBytes(last)];
    expect(bytesOf(events(room))).toBe(475_000);
    expect(countsOf(chunk(events(room)))).toEqual([19]);
    expect(countsOf(chunk(events(room + 1)))).toEqual([18, 1]);
  });

  test('counts every request for itself', () => {
    const events = Array.from({ length: 40 }, () => ofBytes(32_768));
    expect(countsOf(chunk(events))).toEqual([14, 14, 12]);
  });

  test('takes an event that fills it alone, and leaves what is larger to the server', () => {
    const limits = { eventsPerRequest: 10, bytesPerRequest: 22 };
    expect(countsOf(chunk([ofBytes(20), ofBytes(20), ofBytes(30), ofBytes(9), ofBytes(10)], limits))).toEqual(
      [1, 1, 1, 2],
    );
  });

  test('its body is a JSON array of its events', () => {
    expect(batchBody([])).toBe('[]');
    expect(batchBody([toEventJson({ a: 1 })])).toBe('[{"a":1}]');
    expect(batchBody([toEventJson({ a: 1 }), toEventJson({ b: '😀' })])).toBe('[{"a":1},{"b":"😀"}]');
  });
});

describe('whatever the events', () => {
  const events = fc.array(anyJsonObject.map(toEventJson), { maxLength: 30 });
  const limits = fc.record({
    eventsPerRequest: fc.integer({ min: 1, max: 10 }),
    bytesPerRequest: fc.integer({ min: 2, max: 400 }),
  });

  test('chunks keep their order and lose none, within the limits, in no more requests than needed', () => {
    const check = (
      all: readonly EventJson[],
      most: { eventsPerRequest: number; bytesPerRequest: number },
    ) => {
      const chunks = chunk(all, most);
      expect(chunks.flat()).toEqual(all);
      for (const [index, events] of chunks.entries()) {
        expect(events.length).toBeGreaterThan(0);
        expect(events.length).toBeLessThanOrEqual(most.eventsPerRequest);
        if (events.length > 1) expect(bytesOf(events)).toBeLessThanOrEqual(most.bytesPerRequest);
        const next = chunks[index + 1]?.[0];
        if (next === undefined) continue;
        const isFull = events.length === most.eventsPerRequest;
        expect(isFull || bytesOf([...events, next]) > most.bytesPerRequest).toBe(true);
      }
    };
    fc.assert(fc.property(events, limits, check), RUNS);
  });

  test('halves keep their order and lose none, and each is smaller than the whole', () => {
    const check = (all: readonly EventJson[]) => {
      const halves = halve(all);
      expect(halves.flat()).toEqual(all);
      expect(halves.length).toBe(Math.min(2, all.length));
      const [first = [], second = []] = halves;
      if (all.length > 1) expect(first.length - second.length).toBe(all.length % 2);
    };
    fc.assert(fc.property(events, check), RUNS);
  });
});

test('an event that may be sent fits into a request of its own', () => {
  expect(LIMITS.bytesPerEvent + 2).toBeLessThanOrEqual(LIMITS.bytesPerRequest);
});
