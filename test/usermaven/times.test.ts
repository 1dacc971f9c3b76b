import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Invalid } from '../../src/lib/validation.ts';
import { type Clock, readCreationTime, readEventTime } from '../../src/usermaven/times.ts';
import { RUNS, text } from '../support/arbitraries.ts';
import { expectToGrowInStep, processorMs } from '../support/growth.ts';

const NOW = Date.UTC(2026, 5, 15, 12);
const HOUR_MS = 3_600_000;
const CLOCK: Clock = { now: NOW };

/** A creation time, which may be older than any event, as ISO 8601. A time that is refused fails the test. */
const iso = (value: unknown, clock: Partial<Clock> = {}): string => {
  const time = readCreationTime(value, { ...CLOCK, ...clock });
  if (time instanceof Invalid) throw new Error(time.reason);
  return new Date(time).toISOString();
};

const FORMATS = 'Use a date such as 2026-01-31T09:30:00Z, or Unix time in seconds or milliseconds.';
const UNREAD = `is not a date or time that we can read. ${FORMATS}`;
const SPREADSHEET =
  'looks like a spreadsheet date, a number of days. Format the cell as a date, or turn it into text such as 2026-01-31 09:30.';

describe('a number is Unix time', () => {
  test.each<[unit: string, value: unknown, utc: string]>([
    ['seconds', 1_700_000_000, '2023-11-14T22:13:20.000Z'],
    ['seconds', '1700000000', '2023-11-14T22:13:20.000Z'],
    ['seconds with a fraction', 1_700_000_000.25, '2023-11-14T22:13:20.250Z'],
    ['seconds with a fraction', '1700000000.25', '2023-11-14T22:13:20.250Z'],
    ['seconds with thousands separators', '1,700,000,000', '2023-11-14T22:13:20.000Z'],
    ['seconds of nine digits', 100_000_000, '1973-03-03T09:46:40.000Z'],
    ['seconds of nine digits with thousands separators', '999,999,999', '2001-09-09T01:46:39.000Z'],
    ['milliseconds', 1_700_000_000_123, '2023-11-14T22:13:20.123Z'],
    ['milliseconds', '1700000000123', '2023-11-14T22:13:20.123Z'],
    ['milliseconds with a fraction', '1700000000123.6', '2023-11-14T22:13:20.123Z'],
    ['milliseconds with thousands separators', '1,700,000,000,123', '2023-11-14T22:13:20.123Z'],
    ['milliseconds of twelve digits with separators', '999,999,999,999', '2001-09-09T01:46:39.999Z'],
    ['milliseconds of twelve digits', 978_307_200_000, '2001-01-01T00:00:00.000Z'],
    [
      'the first milliseconds of twelve digits that an event can have',
      '946684800000',
      '2000-01-01T00:00:00.000Z',
    ],
    ['microseconds', '1700000000123456', '2023-11-14T22:13:20.123Z'],
    ['microseconds', 1_700_000_000_123_456, '2023-11-14T22:13:20.123Z'],
    ['milliseconds as .NET writes them in JSON', '/Date(1700000000123)/', '2023-11-14T22:13:20.123Z'],
    [
      'the same with an offset, which says nothing of the moment',
      '/Date(1700000000123+0200)/',
      '2023-11-14T22:13:20.123Z',
    ],
    ['the same with its slashes escaped', '\\/Date(1700000000123)\\/', '2023-11-14T22:13:20.123Z'],
    ['the same before 1970', '/Date(-1000)/', '1969-12-31T23:59:59.000Z'],
    ['anything in quotes and white space', ' "1700000000" \n', '2023-11-14T22:13:20.000Z'],
  ])('in %s: %j', (_unit, value, utc) => {
    expect(iso(value)).toBe(utc);
  });

  test('in any unit, as a number or as text, every moment reads back as itself', () => {
    const grouped = (digits: string, separator: string) =>
      Number(digits).toLocaleString('en-US').replaceAll(',', separator);
    const separators = fc.constantFrom(',', '.', "'", '’', ' ', '\u00a0', '\u202f');
    const check = (time: number, separator: string) => {
      const [ms, seconds] = [String(time), String(Math.trunc(time / 1000))];
      const whole = Number(seconds) * 1000;
      for (const [value, moment] of [
        [time, time],
        [ms, time],
        [grouped(ms, separator), time],
        [time * 1000 + 999, time],
        [`${ms}999`, time],
        [`/Date(${ms})/`, time],
        [Number(seconds), whole],
        [seconds, whole],
        [grouped(seconds, separator), whole],
        [`${seconds}.5`, whole + 500],
      ] as const) {
        expect([value, readEventTime(value, { ...CLOCK, timeZone: 'Asia/Tokyo' })]).toEqual([value, moment]);
      }
    };
    // From here on milliseconds have thirteen digits.
    fc.assert(fc.property(fc.integer({ min: Date.UTC(2001, 8, 10), max: NOW }), separators, check), RUNS);
  });

  test('as long as it has digits for it: each number of digits is one unit or none', () => {
    const firstDigitsOf = (length: number) =>
      Array.from({ length: 9 }, (_, first) => `${first + 1}${'5'.repeat(length - 1)}`);
    const unitOf = (digits: string): string => {
      const read = readCreationTime(digits, { now: Number.MAX_VALUE });
      if (read instanceof Invalid) return read.reason === SPREADSHEET ? 'spreadsheet' : 'none';
      const unit = [1_000, 1, 0.001].find((factor) => Math.trunc(Number(digits) * factor) === read);
      return unit === undefined ? 'date' : String(unit);
    };
    const units = (length: number) => [...new Set(firstDigitsOf(length).map(unitOf))];
    for (const length of [1, 2, 3, 4, 6, 7, 14, 15, 17, 18, 19, 20])
      expect([length, units(length)]).toEqual([length, ['none']]);
    for (const length of [9, 10, 11]) expect([length, units(length)]).toEqual([length, ['1000']]);
    expect(units(13)).toEqual(['1']);
    expect(units(16)).toEqual(['0.001']);
    // Days since 1900: of 1954 to 2118 in a spreadsheet.
    expect(units(5)).toEqual(['none', 'spreadsheet']);
  });

  test('of twelve digits only where it can be milliseconds of an event, since it may be a date without separators', () => {
    expect(readEventTime(946_684_799_999, CLOCK)).toStrictEqual(new Invalid(UNREAD, 946_684_799_999));
    for (const value of ['202601310930', 202_601_310_930]) {
      expect(readEventTime(value, CLOCK)).toStrictEqual(new Invalid(UNREAD, value));
    }
    expect(readEventTime(999_999_999_999, CLOCK)).toBe(999_999_999_999);
  });
});

describe('a number that is not', () => {
  test.each<[what: string, value: unknown]>([
    ['nothing', 0],
    ['nothing', '0'],
    ['seconds before 1970', -1_700_000_000],
    ['a year', 2026],
    ['a number of eight digits', 99_999_999],
    ['an exponent', '1.7e9'],
    ['a date and time without separators', '20260131093000'],
    ['nanoseconds', '1700000000123456789'],
    ['too large for a number', 1e21],
    ['more digits than any number has', '9'.repeat(400)],
    ['not a number', Number.NaN],
    ['endless', Number.POSITIVE_INFINITY],
    ['thousands separators at odd places', '17,00,000,000'],
    ['thousands separators of two kinds', '1,700.000,000'],
    ['a number of eight digits with thousands separators', '20,260,131'],
    ['nothing in nine digits', '000000000'],
    ['a thousands separator too many', '100,000,000,5'],
    ['thousands with a digit too many', '100,000,0005'],
    ['more behind what .NET writes', '/Date(1700000000123)/ or later'],
    ['a number with a decimal comma', '1700000000,5'],
    ['several numbers', '1700000000 1700000000'],
  ])('%s is refused: %j', (_what, value) => {
    expect(readEventTime(value, CLOCK)).toBeInstanceOf(Invalid);
    expect(readCreationTime(value, CLOCK)).toBeInstanceOf(Invalid);
  });

  test.each<[value: unknown]>([
    [46_053],
    ['46053'],
    ['46053.396'],
    [46_053.396],
    ['20000'],
    [79_999],
    [' 46351 '],
    ['46,351'],
    ['46351,384'],
    ['46,351.38'],
    ['"46351"'],
  ])('but the days of a spreadsheet is refused by that name: %j', (value) => {
    expect(readEventTime(value, CLOCK)).toStrictEqual(new Invalid(SPREADSHEET, value));
  });

  test.each<[value: unknown]>([[19_999], [80_000], ['9999'], ['463,51']])(
    '%j is no day of a spreadsheet',
    (value) => {
      expect(readEventTime(value, CLOCK)).toStrictEqual(new Invalid(UNREAD, value));
    },
  );

  test('of eight digits is a date, as text and as a number', () => {
    expect(iso('20260131')).toBe('2026-01-31T00:00:00.000Z');
    expect(iso(20_260_131)).toBe('2026-01-31T00:00:00.000Z');
    expect(readEventTime('20261331', CLOCK)).toStrictEqual(
      new Invalid('is not a date and time that exists. Check the day, the hour and the offset.', '20261331'),
    );
  });
});

test.each<[value: unknown]>([
  [true],
  [null],
  [undefined],
  [[]],
  [['2026-01-31']],
  [{ date: '2026-01-31' }],
  [new Date(0)],
])('what is neither text nor number is no time: %j', (value) => {
  expect(readEventTime(value, CLOCK)).toStrictEqual(new Invalid(UNREAD, value));
});

describe('a date is read as its text says', () => {
  test('a zone of its own wins over the one that is set, and Unix time has none', () => {
    const timeZone = 'Asia/Tokyo';
    expect(iso('2026-01-31T09:30', { timeZone })).toBe('2026-01-31T00:30:00.000Z');
    expect(iso('2026-01-31T09:30Z', { timeZone })).toBe('2026-01-31T09:30:00.000Z');
    expect(iso('2026-01-31T09:30-03:30', { timeZone })).toBe('2026-01-31T13:00:00.000Z');
    expect(iso('2026-01-31 09:30 Europe/Berlin', { timeZone })).toBe('2026-01-31T08:30:00.000Z');
    expect(iso('2026-01-31 09:30 America/Chicago', { timeZone })).toBe('2026-01-31T15:30:00.000Z');
    expect(iso('2026-01-31 13:05 America/New_York', { timeZone })).toBe('2026-01-31T18:05:00.000Z');
    expect(iso('2025-07-31T09:30[Europe/Berlin]', { timeZone })).toBe('2025-07-31T07:30:00.000Z');
    expect(iso(1_700_000_000, { timeZone })).toBe('2023-11-14T22:13:20.000Z');
  });

  test('without any zone it is UTC', () => {
    expect(iso('2026-01-31T09:30')).toBe('2026-01-31T09:30:00.000Z');
  });

  test.each([
    '2026-01-31T09:30 Mars/Base',
    '2026-01-31T09:30[Mars/Base]',
    '2026-01-31T09:30 America/Nowhere',
  ])('a zone that nobody knows is refused: %s', (value) => {
    expect(readEventTime(value, CLOCK)).toStrictEqual(
      new Invalid('names a time zone that does not exist. Use a name such as Europe/Berlin.', value),
    );
  });

  test.each(['2026-01-31T09:30[Berlin]', '2026-01-31T09:30[EST]', '2026-01-31T09:30 (CET)'])(
    'letters in brackets that stand for several are refused, if nothing else says the zone: %s',
    (value) => {
      expect(readEventTime(value, CLOCK)).toStrictEqual(
        new Invalid(
          'has a time zone abbreviation, which may stand for several zones. Use UTC, an offset such as +02:00, or a name such as Europe/Berlin.',
          value,
        ),
      );
    },
  );

  test('the order of day and month is the one that is set', () => {
    expect(iso('11/05/2025', { dateOrder: 'month_first' })).toBe('2025-11-05T00:00:00.000Z');
    expect(iso('11/05/2025', { dateOrder: 'day_first' })).toBe('2025-05-11T00:00:00.000Z');
    expect(readEventTime('11/05/2025', CLOCK)).toHaveProperty(
      'reason',
      'may be read in two ways. Choose in Date Order whether the month or the day comes first.',
    );
  });

  test.each([' "2026-01-31T09:30:00Z"\n', '"2026-01-31T09:30:00Z"', "'2026-01-31T09:30:00Z'"])(
    'in quotes and white space: %j',
    (value) => {
      expect(iso(value)).toBe('2026-01-31T09:30:00.000Z');
    },
  );

  test.each<[value: string]>([['banana'], ['2026-02-30'], ['2026-01-31 09:14 CET'], [' banana ']])(
    'one that is refused is quoted as it was given: %j',
    (value) => {
      expect(readEventTime(value, CLOCK)).toHaveProperty('value', value);
    },
  );
});

describe('the time of an event', () => {
  test('is at most 23 hours ahead, and a message says what to do about what is planned', () => {
    const latest = NOW + 23 * HOUR_MS;
    expect(readEventTime(latest, CLOCK)).toBe(latest);
    expect(readEventTime(latest + 1, CLOCK)).toStrictEqual(
      new Invalid(
        'is more than 23 hours ahead (2026-06-16), and Usermaven drops such events. Check the unit or the year. For something planned, such as a booked meeting, send the time of the booking, and the date of the meeting as an attribute.',
        latest + 1,
      ),
    );
  });

  test('is not before 2000, a unit mistake', () => {
    const last = '1999-12-31T23:59:59.999Z';
    expect(readEventTime('2000-01-01T00:00:00Z', CLOCK)).toBe(Date.UTC(2000, 0, 1));
    for (const [value, day] of [
      [last, '1999-12-31'],
      [500_000_000, '1985-11-05'],
      ['/Date(0)/', '1970-01-01'],
    ] as const) {
      expect(readEventTime(value, CLOCK)).toStrictEqual(
        new Invalid(`is before the year 2000 (${day}). Check the unit or the year. ${FORMATS}`, value),
      );
    }
  });

  test.each<[what: string, value: unknown, day: string]>([
    ['a wrong year', '2062-01-31', '2062-01-31'],
    ['the last year of four digits', '9999-12-31', '9999-12-31'],
    ['the last seconds of eleven digits', 99_999_999_999, '5138-11-16'],
    ['the last milliseconds of thirteen digits', 9_999_999_999_999, '2286-11-20'],
    ['a year of five digits', `/Date(${Date.UTC(10_000, 0, 1)})/`, 'the year 10000'],
    ['more than a calendar has', `/Date(${'9'.repeat(30)})/`, 'beyond any calendar'],
  ])('names the day that was read: %s', (_what, value, day) => {
    expect(readEventTime(value, CLOCK)).toHaveProperty(
      'reason',
      expect.stringContaining(`ahead (${day}), and`),
    );
  });
});

describe('the time of a creation', () => {
  test('may be older than any event', () => {
    expect(iso('1912-06-23')).toBe('1912-06-23T00:00:00.000Z');
    expect(iso('1999-12-31T23:59:59.999Z')).toBe('1999-12-31T23:59:59.999Z');
  });

  test('is at most a day ahead, where the next day has begun', () => {
    const latest = NOW + 24 * HOUR_MS;
    expect(readCreationTime(latest, CLOCK)).toBe(latest);
    expect(readCreationTime(latest + 1, CLOCK)).toStrictEqual(
      new Invalid(`is in the future (2026-06-16). Check the unit or the year. ${FORMATS}`, latest + 1),
    );
  });

  test('is refused for whatever that of an event is refused for', () => {
    expect(readCreationTime('banana', CLOCK)).toStrictEqual(readEventTime('banana', CLOCK));
  });
});

describe('whatever the value', () => {
  const pieces = fc
    .array(
      fc.constantFrom(
        ...'0123456789-/.: ,TZ+()',
        'Nov',
        '2026',
        'pm',
        'UTC',
        '25',
        '1700000000',
        'now',
        'Date',
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join(''));
  const value = fc.oneof(text, pieces, fc.double(), fc.integer(), fc.integer({ min: 0, max: NOW * 1_001 }));

  test('it is never the time of the run: what is read does not depend on now', () => {
    const check = (given: string | number) => {
      const [one, other] = [NOW, NOW + 7_777_777].map((now) => readEventTime(given, { now }));
      if (typeof one === 'number' && typeof other === 'number') expect(other).toBe(one);
    };
    fc.assert(fc.property(value, check), { numRuns: 5_000 });
  });

  test('it is a whole number of milliseconds of this century up to tomorrow, or refused with itself', () => {
    const check = (given: string | number) => {
      const read = readEventTime(given, { ...CLOCK, dateOrder: 'day_first' });
      if (read instanceof Invalid) expect(read.value).toBe(given);
      else {
        expect(Number.isSafeInteger(read)).toBe(true);
        expect(read).toBeGreaterThanOrEqual(Date.UTC(2000, 0, 1));
        expect(read).toBeLessThanOrEqual(NOW + 23 * HOUR_MS);
      }
    };
    fc.assert(fc.property(value, check), { numRuns: 5_000 });
  });

  test.each([' ', '"', '1', 'a', '1,'])(
    'it is read or refused in a time that grows in step with its length, also with many of %j in it',
    async (repeated) => {
      await expectToGrowInStep(2_500, (times) =>
        processorMs(() => readEventTime(`a${repeated.repeat(times)}a`, CLOCK)),
      );
    },
  );
});
