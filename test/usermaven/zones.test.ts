import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { isTimeZone, toUtc } from '../../src/usermaven/zones.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** What a clock shows, as if it were UTC. */
const wall = (shown: string): number => Date.parse(shown.includes('T') ? `${shown}Z` : shown);

const utcOf = (shown: string, zone: string | undefined): string =>
  new Date(toUtc(wall(shown), zone)).toISOString();

describe('the name of a zone', () => {
  test.each([
    'Europe/Berlin',
    'europe/berlin',
    'UTC',
    'America/Port-au-Prince',
    'Etc/GMT+5',
    'US/Eastern',
    '+05:30',
  ])('may be %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  test.each([
    '',
    ' ',
    'Mars/Olympus_Mons',
    'Berlin',
    'Eastern Time',
    'Europe/Berlin ',
    '+25:00',
    'x'.repeat(10_000),
  ])('is not %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });

  test('is known for every zone there is, in any case', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      expect([name, isTimeZone(name), isTimeZone(name.toLowerCase())]).toEqual([name, true, true]);
    }
  });
});

describe('the time on a wall as UTC', () => {
  test.each<[shown: string, zone: string, utc: string]>([
    ['2026-01-31T09:30', 'Europe/Berlin', '2026-01-31T08:30:00.000Z'],
    ['2025-07-31T09:30', 'Europe/Berlin', '2025-07-31T07:30:00.000Z'],
    ['2025-07-31T09:30', 'europe/BERLIN', '2025-07-31T07:30:00.000Z'],
    ['2026-01-31', 'Asia/Kolkata', '2026-01-30T18:30:00.000Z'],
    ['2026-01-31T09:30:00.750', 'America/St_Johns', '2026-01-31T13:00:00.750Z'],
    ['2026-01-31T00:00', 'Pacific/Kiritimati', '2026-01-30T10:00:00.000Z'],
    ['2026-01-31T00:00', 'Pacific/Pago_Pago', '2026-01-31T11:00:00.000Z'],
    ['2026-01-31T09:30', '+05:30', '2026-01-31T04:00:00.000Z'],
    // The hour that the clock shows twice is the first one.
    ['2025-10-26T02:30', 'Europe/Berlin', '2025-10-26T00:30:00.000Z'],
    ['2025-11-02T01:30', 'America/New_York', '2025-11-02T05:30:00.000Z'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
    // The hour that the clock skips is read with the offset before the jump.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
    ['2025-10-05T02:15', 'Australia/Lord_Howe', '2025-10-04T15:45:00.000Z'],
    // The last second before and the first after.
    ['2026-03-29T01:59:59', 'Europe/Berlin', '2026-03-29T00:59:59.000Z'],
    ['2026-03-29T03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2025-10-26T01:59:59', 'Europe/Berlin', '2025-10-25T23:59:59.000Z'],
    ['2025-10-26T03:00:00', 'Europe/Berlin', '2025-10-26T02:00:00.000Z'],
    // Samoa had no 30 December 2011.
    ['2011-12-29T23:59', 'Pacific/Apia', '2011-12-30T09:59:00.000Z'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
    ['2011-12-31T00:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('%s in %s is %s', (shown, zone, utc) => {
    expect(utcOf(shown, zone)).toBe(utc);
  });

  test.each(['Mars/Olympus_Mons', '', 'x'.repeat(100), undefined])(
    'in a zone that nobody knows (%j) is as it is shown',
    (zone) => {
      expect(utcOf('2026-01-31T09:30', zone)).toBe('2026-01-31T09:30:00.000Z');
    },
  );
});

const LATEST = Date.UTC(2100, 0, 1);

const clockIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (time: number) => format.format(time).replace(' ', 'T');
};

/** Every moment at which a clock shows this: none in a gap, two in an overlap. Offsets are quarters of an hour. */
const momentsOf = (shown: string, clock: (time: number) => string): number[] =>
  Array.from({ length: 4 * 27 }, (_, quarter) => wall(shown) + (quarter - 4 * 15) * 900_000).filter(
    (time) => clock(time) === shown,
  );

describe('goes to UTC and back', () => {
  const anyShown = fc
    .integer({ min: Date.UTC(1973, 0, 1) / 1000, max: LATEST / 1000 })
    .map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 19));

  // Ten in each of some 400 zones, and so more than 4,000 in all.
  test.each(Intl.supportedValuesOf('timeZone'))('in %s', (timeZone) => {
    const clock = clockIn(timeZone);
    const check = (shown: string) => {
      if (clock(toUtc(wall(shown), timeZone)) !== shown) expect(momentsOf(shown, clock)).toEqual([]);
    };
    fc.assert(fc.property(anyShown, check), { numRuns: 10 });
  });
});

describe('where a clock is changed', () => {
  /** The zones that change their clock in 2025 in a direction, and the first moment of the new time. */
  const changes = (isTurned: (before: number, after: number) => boolean) =>
    Intl.supportedValuesOf('timeZone').flatMap((timeZone) => {
      const clock = clockIn(timeZone);
      const ahead = (time: number) => wall(clock(time)) - time;
      const days = Array.from({ length: 365 }, (_, day) => Date.UTC(2025, 0, 1) + day * DAY_MS);
      const day = days.find((time) => isTurned(ahead(time), ahead(time + DAY_MS)));
      if (day === undefined) return [];
      let moment = day;
      while (ahead(moment) === ahead(day)) moment += HOUR_MS / 2;
      return [{ timeZone, clock, moment, before: ahead(day), after: ahead(moment) }];
    });

  test('an hour shown twice is the first, in every zone that turns its clock back', () => {
    const turnedBack = changes((before, after) => after < before);
    expect(turnedBack.length).toBeGreaterThan(100);
    for (const { timeZone, clock, moment } of turnedBack) {
      const shown = clock(moment);
      const [first, second] = momentsOf(shown, clock);
      expect(second).toBeGreaterThan(first ?? Number.NaN);
      expect([timeZone, toUtc(wall(shown), timeZone)]).toEqual([timeZone, first]);
    }
  });

  test('an hour that is skipped counts from the last moment before, in every zone that turns its clock ahead', () => {
    const turnedAhead = changes((before, after) => after > before);
    expect(turnedAhead.length).toBeGreaterThan(100);
    for (const { timeZone, moment, before, after } of turnedAhead) {
      for (let skipped = 0; skipped < after - before; skipped += 900_000) {
        expect([timeZone, toUtc(moment + before + skipped, timeZone)]).toEqual([timeZone, moment + skipped]);
      }
      expect(toUtc(moment + after, timeZone)).toBe(moment);
    }
  });
});

describe('a formatter', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  // In a spelling that no other test here has asked for.
  test('is made once for a zone, known or not', () => {
    const made = jest.spyOn(Intl, 'DateTimeFormat');
    for (let time = 0; time < 1_000; time += 1) {
      for (const zone of ['EUROPE/Madrid', 'Nowhere/Known']) {
        toUtc(Date.UTC(2026, 0, 1) + time * HOUR_MS, zone);
        isTimeZone(zone);
      }
    }
    expect(made.mock.calls.map(([, options]) => options?.timeZone)).toEqual([
      'EUROPE/Madrid',
      'Nowhere/Known',
    ]);
  });

  test('is asked for no name that is longer than any zone has, and none of such is kept', () => {
    const made = jest.spyOn(Intl, 'DateTimeFormat');
    expect(isTimeZone(`Europe/${'x'.repeat(60)}`)).toBe(false);
    expect(made).not.toHaveBeenCalled();
    made.mockRestore();
  });

  test('is asked once for each day and the days around it, however many times there are', () => {
    const asked = jest.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
    const [first, days] = [Date.UTC(2026, 5, 1), 10];
    for (let second = 0; second < days * 86_400; second += 60) toUtc(first + second * 1_000, 'EUROPE/Lisbon');
    expect(asked.mock.calls.length).toBeLessThanOrEqual(days + 4);
    asked.mockClear();
    for (let second = 0; second < days * 86_400; second += 60) toUtc(first + second * 1_000, 'EUROPE/Lisbon');
    expect(asked).not.toHaveBeenCalled();
  });

  test('is not asked at all without a zone', () => {
    const asked = jest.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
    toUtc(Date.UTC(2026, 5, 1), undefined);
    toUtc(Date.UTC(2026, 5, 1), 'Nowhere/Known');
    expect(asked).not.toHaveBeenCalled();
  });
});

test('more zones and days than are kept are read all the same', () => {
  for (let days = 0; days < 5_000; days += 1) {
    const time = Date.UTC(2020, 0, 1) + days * DAY_MS;
    expect(toUtc(time, 'Asia/Kolkata')).toBe(time - 5.5 * HOUR_MS);
  }
  for (let name = 0; name < 2_500; name += 1) expect(isTimeZone(`Nowhere/${name}`)).toBe(false);
  // The first of them was let go.
  const made = jest.spyOn(Intl, 'DateTimeFormat');
  expect(toUtc(0, 'Asia/Kolkata')).toBe(-5.5 * HOUR_MS);
  expect(made).toHaveBeenCalledTimes(1);
  made.mockRestore();
});
