import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_BARS, MAX_NAMES, timesOf } from '../../playground/server/arrived.ts';
import { servedPlayground } from './playground-server.ts';
import { BATCH, TRACKING } from './recipes.ts';

const { run, sandbox, authData } = servedPlayground();

afterEach(() => sandbox({ clear: true }));

const EARLIEST = Date.UTC(1971, 0);
const LATEST = Date.UTC(2040, 0);

const LENGTHS = { day: 10, month: 7, year: 4 } as const;

describe('bars of times', () => {
  test('count every event in the bar of its time, from the first to the last one without a gap', () => {
    const time = fc.integer({ min: EARLIEST, max: LATEST });
    const near = time.chain((from) =>
      fc.array(
        fc.integer({ min: 0, max: 200 * 86_400_000 }).map((after) => from + after),
        { minLength: 1 },
      ),
    );
    fc.assert(
      fc.property(fc.oneof(fc.array(time, { minLength: 1 }), near), (times) => {
        const { unit, bars } = timesOf(times);
        const spanOf = (iso: string): string => iso.slice(0, LENGTHS[unit]);
        expect(bars.length).toBeLessThanOrEqual(MAX_BARS);
        for (const { from, events } of bars)
          expect(events).toBe(
            times.filter((at) => spanOf(new Date(at).toISOString()) === spanOf(from)).length,
          );
        expect(bars.reduce((sum, { events }) => sum + events, 0)).toBe(times.length);
        expect([bars[0]?.events, bars.at(-1)?.events]).not.toContain(0);
        // Each bar begins where the one before ends: at most one unit later, and never twice the same.
        expect(new Set(bars.map(({ from }) => spanOf(from))).size).toBe(bars.length);
        expect(bars.map(({ from }) => from)).toEqual(bars.map(({ from }) => from).toSorted());
      }),
    );
  });

  test.each([
    ['2025-01-01T23:59:59Z', '2025-01-01T00:00:00Z', 'day', 1],
    ['2024-02-28T00:00:00Z', '2024-03-01T00:00:00Z', 'day', 3],
    ['2025-01-01T00:00:00Z', '2025-04-02T00:00:00Z', 'day', MAX_BARS],
    ['2025-01-01T00:00:00Z', '2025-04-03T00:00:00Z', 'month', 4],
    ['2024-12-31T00:00:00Z', '2025-12-01T00:00:00Z', 'month', 13],
    ['1971-01-01T00:00:00Z', '2025-01-01T00:00:00Z', 'year', 55],
  ])('%s and %s: %s, %i bars', (one, other, unit, length) => {
    const { unit: chosen, bars } = timesOf([one, other].map((iso) => Date.parse(iso)));
    expect([chosen, bars.length]).toEqual([unit, length]);
  });

  test('of nothing are none', () => {
    expect(timesOf([])).toEqual({ unit: 'day', bars: [] });
  });
});

describe('what arrived during a run', () => {
  const send = (events: readonly Readonly<Record<string, string>>[]) =>
    run({ operation: BATCH.key, inputData: { events: [...events] } });

  test('is counted by day, by hour and by event name, most frequent first', async () => {
    await run({ operation: TRACKING.key, inputData: { event_name: 'Before', user_id: 'usr_1' } });
    const { arrived } = await send([
      { event_name: 'Called', email: 'a@example.com', occurred_at: '2025-03-05T23:30:00Z' },
      { event_name: 'Paid', user_id: 'usr_1', occurred_at: '2025-03-07T09:00:00Z' },
      { event_name: 'Paid', user_id: 'usr_2', occurred_at: '2025-03-07T09:59:00+00:00' },
    ]);
    expect(arrived).toMatchObject({
      stored: 3,
      dropped: 0,
      times: {
        unit: 'day',
        bars: [
          { from: '2025-03-05T00:00:00.000Z', events: 1 },
          { from: '2025-03-06T00:00:00.000Z', events: 0 },
          { from: '2025-03-07T00:00:00.000Z', events: 2 },
        ],
      },
      names: [
        { name: 'Paid', events: 2 },
        { name: 'Called', events: 1 },
      ],
      otherNames: 0,
      latest: { type: 'Paid', personName: 'usr_2', time: '2025-03-07T09:59:00.000Z' },
    });
    expect(arrived.hours.flatMap((events, hour) => (events > 0 ? [[hour, events]] : []))).toEqual([
      [9, 2],
      [23, 1],
    ]);
  });

  test('a time zone that is taken for another one moves the hours, and a date order the days', async () => {
    const rows = ['05/11/2025 09:00', '06/11/2025 09:00'].map((occurred_at) => ({
      event_name: 'Called',
      user_id: 'usr_1',
      occurred_at,
    }));
    const read = async (settings: Readonly<Record<string, string>>) => {
      const { arrived } = await run({ operation: BATCH.key, inputData: { events: rows, ...settings } });
      return {
        hour: arrived.hours.indexOf(2),
        bars: arrived.times.bars.filter(({ events }) => events > 0).map(({ from }) => from.slice(0, 10)),
      };
    };
    const dayFirst = { date_order: 'day_first', time_zone: 'UTC' };
    expect(await read(dayFirst)).toEqual({ hour: 9, bars: ['2025-11-05', '2025-11-06'] });
    expect(await read({ ...dayFirst, time_zone: 'Asia/Tokyo' })).toEqual({
      hour: 0,
      bars: ['2025-11-05', '2025-11-06'],
    });
    expect(await read({ ...dayFirst, date_order: 'month_first' })).toEqual({
      hour: 9,
      bars: ['2025-05-11', '2025-06-11'],
    });
  });

  test('what Usermaven had stored before is a duplicate, not an arrival', async () => {
    const rows = [{ event_name: 'Paid', user_id: 'usr_1', occurred_at: '2025-03-07T09:00:00Z' }];
    await send(rows);
    expect((await send(rows)).arrived).toMatchObject({
      stored: 0,
      dropped: 1,
      duplicates: 1,
      latest: null,
      times: { bars: [] },
      names: [],
    });
  });

  test('names beyond the most frequent ones are counted, not listed', async () => {
    const rows = Array.from({ length: MAX_NAMES + 3 }, (_, index) => ({
      event_name: `Event ${index}`,
      user_id: 'usr_1',
    }));
    const { names, otherNames } = (await send([...rows, ...rows.slice(-1)])).arrived;
    expect(names[0]).toEqual({ name: `Event ${MAX_NAMES + 2}`, events: 2 });
    expect([names.length, otherNames]).toEqual([MAX_NAMES, 3]);
  });

  test('nothing arrives from a step that stops', async () => {
    const { arrived } = await run({ operation: TRACKING.key, inputData: { event_name: 'Nobody' } });
    expect(arrived).toMatchObject({ stored: 0, dropped: 0, latest: null });
  });

  test('a name that holds a secret is masked', async () => {
    const { api_key = '' } = authData();
    const { arrived } = await run({
      operation: TRACKING.key,
      inputData: { event_name: `Key ${api_key}`, user_id: 'usr_1' },
    });
    expect(arrived).toMatchObject({ names: [{ name: 'Key ***' }], latest: { type: 'Key ***' } });
  });
});
