import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Invalid } from '../../src/lib/validation.ts';
import { type Clock, readEventTime, readTime } from '../../src/usermaven/times.ts';

const NOW = Date.UTC(2026, 5, 15, 12);
const DAY_MS = 86_400_000;

/** A time that has to be understood. */
const timeOf = (value: unknown, clock: Clock): number => {
  const time = readTime(value, clock);
  if (time instanceof Invalid) throw new Error(time.reason);
  return time;
};

const iso = (value: unknown, timeZone?: string): string =>
  new Date(timeOf(value, { now: NOW, timeZone })).toISOString();

const FORMATS = 'Use a date such as 2026-01-31T09:30:00Z, or unix time in seconds or milliseconds.';
const CLOCK = { now: NOW };

describe('a time that is understood', () => {
  test.each<[value: unknown, utc: string]>([
    // With its zone.
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
    ['2026-01-31t09:30:00z', '2026-01-31T09:30:00.000Z'],
    ['2026-01-31T09:30:00+02:00', '2026-01-31T07:30:00.000Z'],
    ['2026-01-31T09:30:00-0330', '2026-01-31T13:00:00.000Z'],
    ['2026-01-31 09:30:00 +05', '2026-01-31T04:30:00.000Z'],
    ['2026-01-31T09:30+02:59', '2026-01-31T06:31:00.000Z'],
    ['2026-01-31T00:30+14:00', '2026-01-30T10:30:00.000Z'],
    // To the millisecond, whatever is beyond.
    ['2026-01-31T09:30:00.5Z', '2026-01-31T09:30:00.500Z'],
    ['2026-01-31T09:30:00,123Z', '2026-01-31T09:30:00.123Z'],
    ['2026-01-31T09:30:00.123456789Z', '2026-01-31T09:30:00.123Z'],
    // Without a zone: UTC, when the account has none either.
    ['2026-01-31T09:30:15', '2026-01-31T09:30:15.000Z'],
    ['2026-01-31 09:30', '2026-01-31T09:30:00.000Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    [' 2026-01-31\n', '2026-01-31T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    // Unix seconds and milliseconds are told apart by size.
    [1_700_000_000, '2023-11-14T22:13:20.000Z'],
    ['1700000000', '2023-11-14T22:13:20.000Z'],
    [1_700_000_000.25, '2023-11-14T22:13:20.250Z'],
    [1_700_000_000_123, '2023-11-14T22:13:20.123Z'],
    ['1700000000123', '2023-11-14T22:13:20.123Z'],
    ['1700000000123.6', '2023-11-14T22:13:20.124Z'],
    [100_000_000, '1973-03-03T09:46:40.000Z'],
    [100_000_000_000, '1973-03-03T09:46:40.000Z'],
    // A person or a company may be older than any event.
    ['1912-06-23', '1912-06-23T00:00:00.000Z'],
    ['1000-01-01T00:00:00Z', '1000-01-01T00:00:00.000Z'],
  ])('%j is %s', (value, utc) => {
    expect(iso(value)).toBe(utc);
  });
});

describe('a time that is refused', () => {
  test.each<[value: unknown]>([
    ['banana'],
    ['yesterday'],
    ['31.01.2026'],
    ['01/31/2026'],
    ['Jan 31, 2026'],
    ['2026-1-31'],
    ['2026-01'],
    ['2026-W05-6'],
    ['2026-01-31T09'],
    ['2026-01-31T09:30:00 Berlin'],
    ['2026-01-31T09:30:00+15:00'],
    ['2026-01-31T09:30:00+02:60'],
    ['20260131'],
    ['+002026-01-31'],
    ['0001-01-01T00:00:00Z'],
    // What no calendar and no clock has.
    ['2026-02-30'],
    ['2025-02-29'],
    ['2026-13-01'],
    ['2026-00-10'],
    ['2026-01-00'],
    ['2026-01-31T24:00:00Z'],
    ['2026-01-31T09:60:00Z'],
    ['2026-06-30T23:59:60Z'],
    // Years, counts, days of a spreadsheet.
    [0],
    ['0'],
    [-1_700_000_000],
    [2026],
    ['46053'],
    [99_999_999],
    ['1,700,000,000'],
    ['1.7e9'],
    [1e21],
    [Number.NaN],
    // Nothing that a time can be written as.
    [true],
    [['2026-01-31']],
    [{ date: '2026-01-31' }],
  ])('%j is not a date', (value) => {
    expect(readTime(value, CLOCK)).toStrictEqual(
      new Invalid(`is not a date or time that we can read. ${FORMATS}`, value),
    );
  });

  test.each<[what: string, value: unknown, day: string]>([
    ['microseconds', '1700000000123456', 'the year 55840'],
    ['nanoseconds', 1.7e18, 'beyond any calendar'],
    ['more digits than any number has', '9'.repeat(400), 'beyond any calendar'],
    ['a wrong year', '2062-01-31', '2062-01-31'],
    ['the last year of four digits', '9999-12-31', '9999-12-31'],
    ['the first of five', Date.UTC(10_000, 0, 1), 'the year 10000'],
  ])('%s are in the future', (_what, value, day) => {
    expect(readTime(value, CLOCK)).toStrictEqual(
      new Invalid(`is in the future (${day}). Check the unit or the year. ${FORMATS}`, value),
    );
  });

  test('a day ahead is the most, since clocks and zones differ', () => {
    expect(readTime(NOW + DAY_MS, CLOCK)).toBe(NOW + DAY_MS);
    expect(readTime(NOW + DAY_MS + 1, CLOCK)).toStrictEqual(
      new Invalid(`is in the future (2026-06-16). Check the unit or the year. ${FORMATS}`, NOW + DAY_MS + 1),
    );
  });

  test('an event before the year 2000 is a unit mistake, the creation of a company is not', () => {
    const last = '1999-12-31T23:59:59.999Z';
    const tooOld = (value: unknown, day: string) =>
      new Invalid(`is before the year 2000 (${day}). Check the unit or the year. ${FORMATS}`, value);
    expect(readEventTime('2000-01-01T00:00:00Z', CLOCK)).toBe(Date.UTC(2000, 0, 1));
    expect(readEventTime(last, CLOCK)).toStrictEqual(tooOld(last, '1999-12-31'));
    expect(readEventTime(500_000_000, CLOCK)).toStrictEqual(tooOld(500_000_000, '1985-11-05'));
    expect(readTime(last, CLOCK)).toBe(Date.UTC(2000, 0, 1) - 1);
  });

  test('an event is refused for whatever a time is refused for', () => {
    expect(readEventTime('banana', CLOCK)).toStrictEqual(readTime('banana', CLOCK));
    expect(readEventTime('2062-01-31', CLOCK)).toHaveProperty(
      'reason',
      expect.stringMatching(/^is in the future/),
    );
  });
});

describe("a time without a zone is in the account's", () => {
  test.each<[wall: string, zone: string, utc: string]>([
    ['2026-01-31T09:30', 'Europe/Berlin', '2026-01-31T08:30:00.000Z'],
    ['2025-07-31T09:30', 'Europe/Berlin', '2025-07-31T07:30:00.000Z'],
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
    ['2025-10-26T03:00:00', 'Europe/Berlin', '2025-10-26T02:00:00.000Z'],
    // Samoa had no 30 December 2011.
    ['2011-12-29T23:59', 'Pacific/Apia', '2011-12-30T09:59:00.000Z'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
    ['2011-12-31T00:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('%s in %s is %s', (wall, zone, utc) => {
    expect(iso(wall, zone)).toBe(utc);
  });

  test.each(['Mars/Olympus_Mons', '', 'x'.repeat(100), undefined])(
    'a zone that nobody knows (%j) is UTC',
    (zone) => {
      expect(iso('2026-01-31T09:30', zone)).toBe('2026-01-31T09:30:00.000Z');
    },
  );

  test('a zone of its own wins over the account, and unix time has none', () => {
    expect(iso('2026-01-31T09:30Z', 'Asia/Tokyo')).toBe('2026-01-31T09:30:00.000Z');
    expect(iso(1_700_000_000, 'Asia/Tokyo')).toBe('2023-11-14T22:13:20.000Z');
  });
});

describe('the clock on the wall goes to UTC and back', () => {
  const LATEST = Date.UTC(2100, 0, 1);
  const clockOn = (timeZone: string) => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    return (time: number) => format.format(time).replace(' ', 'T');
  };
  const wall = fc
    .integer({ min: Date.UTC(1973, 0, 1) / 1000, max: LATEST / 1000 })
    .map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 19));

  /** Every moment at which a clock shows this: none in a gap, two in an overlap. Offsets are quarters of an hour. */
  const momentsOf = (shown: string, clock: (time: number) => string): number[] =>
    Array.from(
      { length: 4 * 27 },
      (_, quarter) => Date.parse(`${shown}Z`) + (quarter - 4 * 15) * 900_000,
    ).filter((time) => clock(time) === shown);

  // Ten in each of some 400 zones, and so more than 4,000 in all.
  test.each(Intl.supportedValuesOf('timeZone'))('in %s', (timeZone) => {
    const clock = clockOn(timeZone);
    const check = (shown: string) => {
      const time = timeOf(shown, { now: LATEST, timeZone });
      if (clock(time) !== shown) expect(momentsOf(shown, clock)).toEqual([]);
    };
    fc.assert(fc.property(wall, check), { numRuns: 10 });
  });

  test('an hour shown twice is the first, in every zone that turns its clock back in 2025', () => {
    const days = Array.from({ length: 365 }, (_, day) => Date.UTC(2025, 0, 1) + day * DAY_MS);
    const turned = Intl.supportedValuesOf('timeZone').flatMap((timeZone) => {
      const clock = clockOn(timeZone);
      const ahead = (time: number) => Date.parse(`${clock(time)}Z`) - time;
      const turns = (time: number) => ahead(time + DAY_MS) < ahead(time);
      const day = days.find(turns);
      if (day === undefined) return [];
      let back = day;
      while (ahead(back) === ahead(day)) back += 1_800_000;
      return [{ timeZone, clock, shown: clock(back) }];
    });
    expect(turned.length).toBeGreaterThan(100);
    for (const { timeZone, clock, shown } of turned) {
      const [first, second] = momentsOf(shown, clock);
      expect(second).toBeGreaterThan(first ?? Number.NaN);
      expect(readTime(shown, { now: LATEST, timeZone })).toBe(first);
    }
  });
});
