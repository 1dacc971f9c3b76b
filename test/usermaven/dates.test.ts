import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Invalid } from '../../src/lib/validation.ts';
import { type DateOrder, readDate, type WallTime } from '../../src/usermaven/dates.ts';
import { RUNS, text } from '../support/arbitraries.ts';

/** What a clock and a calendar show, each part with its zeros. */
interface Shown {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
  readonly fraction: string;
  /** Of a clock with twelve hours. */
  readonly hour12: string;
  readonly half: 'AM' | 'PM';
  readonly monthName: string;
  readonly weekday: string;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const show = (time: number): Shown => {
  const date = new Date(time);
  const [year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = ''] = date
    .toISOString()
    .split(/\D/);
  return {
    ...{ year, month, day, hour, minute, second, fraction },
    hour12: String(date.getUTCHours() % 12 || 12),
    half: date.getUTCHours() < 12 ? 'AM' : 'PM',
    monthName: MONTHS[date.getUTCMonth()] ?? '',
    weekday: WEEKDAYS[date.getUTCDay()] ?? '',
  };
};

const short = (name: string): string => name.slice(0, 3);
const bare = (digits: string): string => String(Number(digits));

const ordinal = (day: string): string => {
  const number = Number(day);
  if (number > 10 && number < 14) return `${number}th`;
  return `${number}${['th', 'st', 'nd', 'rd'][number % 10] ?? 'th'}`;
};

type Write = (shown: Shown) => string;

/** Every way to write a day in which nothing can be mixed up. */
const DAYS: Readonly<Record<string, Write>> = {
  'ISO 8601': ({ year, month, day }) => `${year}-${month}-${day}`,
  'ISO 8601 without zeros': ({ year, month, day }) => `${year}-${bare(month)}-${bare(day)}`,
  'ISO 8601 without dashes': ({ year, month, day }) => `${year}${month}${day}`,
  'year first, with slashes': ({ year, month, day }) => `${year}/${month}/${day}`,
  'year first, with slashes and without zeros': ({ year, month, day }) =>
    `${year}/${bare(month)}/${bare(day)}`,
  'year first, with full stops': ({ year, month, day }) => `${year}.${month}.${day}`,
  'day first, with full stops': ({ year, month, day }) => `${day}.${month}.${year}`,
  'day first, with full stops and without zeros': ({ year, month, day }) =>
    `${bare(day)}.${bare(month)}.${year}`,
  'RFC 2822': ({ year, monthName, day, weekday }) =>
    `${short(weekday)}, ${bare(day)} ${short(monthName)} ${year}`,
  'an HTTP date': ({ year, monthName, day, weekday }) =>
    `${short(weekday)}, ${day} ${short(monthName)} ${year}`,
  'an old HTTP date': ({ year, monthName, day, weekday }) =>
    `${weekday}, ${day}-${short(monthName)}-${year.slice(2)}`,
  "JavaScript's Date": ({ year, monthName, day, weekday }) =>
    `${short(weekday)} ${short(monthName)} ${day} ${year}`,
  'Nov 25, 2026': ({ year, monthName, day }) => `${short(monthName)} ${bare(day)}, ${year}`,
  'Nov 25 2026': ({ year, monthName, day }) => `${short(monthName)} ${day} ${year}`,
  'Nov. 25, 2026': ({ year, monthName, day }) => `${short(monthName)}. ${day}, ${year}`,
  'November 25th, 2026': ({ year, monthName, day }) => `${monthName} ${ordinal(day)}, ${year}`,
  'Wednesday, November 25, 2026': ({ year, monthName, day, weekday }) =>
    `${weekday}, ${monthName} ${bare(day)}, ${year}`,
  '25 Nov 2026': ({ year, monthName, day }) => `${bare(day)} ${short(monthName)} ${year}`,
  '25 nov 2026': ({ year, monthName, day }) => `${day} ${short(monthName).toLowerCase()} ${year}`,
  '25-Nov-2026': ({ year, monthName, day }) => `${day}-${short(monthName)}-${year}`,
  '25-NOV-26': ({ year, monthName, day }) => `${day}-${short(monthName).toUpperCase()}-${year.slice(2)}`,
  '25/Nov/26': ({ year, monthName, day }) => `${day}/${short(monthName)}/${year.slice(2)}`,
  '25/Nov/2026': ({ year, monthName, day }) => `${day}/${short(monthName)}/${year}`,
  'Nov-25-2026': ({ year, monthName, day }) => `${short(monthName)}-${day}-${year}`,
  'Nov 25,2026': ({ year, monthName, day }) => `${short(monthName)} ${bare(day)},${year}`,
  '2026-Nov-25': ({ year, monthName, day }) => `${year}-${short(monthName)}-${day}`,
  '2026 November 25': ({ year, monthName, day }) => `${year} ${monthName} ${bare(day)}`,
  '25 November, 2026': ({ year, monthName, day }) => `${bare(day)} ${monthName}, ${year}`,
  '25th of November 2026': ({ year, monthName, day }) => `${ordinal(day)} of ${monthName} ${year}`,
};

/** Days that are read only where the order of day and month is said. */
const ORDERED_DAYS: readonly (readonly [form: string, order: DateOrder, write: Write])[] = [
  ['11/25/2026', 'month_first', ({ year, month, day }) => `${month}/${day}/${year}`],
  ['11/5/2026', 'month_first', ({ year, month, day }) => `${bare(month)}/${bare(day)}/${year}`],
  ['11-25-2026', 'month_first', ({ year, month, day }) => `${month}-${day}-${year}`],
  ['11/25/26', 'month_first', ({ year, month, day }) => `${month}/${day}/${year.slice(2)}`],
  ['25/11/2026', 'day_first', ({ year, month, day }) => `${day}/${month}/${year}`],
  ['5/11/2026', 'day_first', ({ year, month, day }) => `${bare(day)}/${bare(month)}/${year}`],
  ['25-11-2026', 'day_first', ({ year, month, day }) => `${day}-${month}-${year}`],
  ['25/11/26', 'day_first', ({ year, month, day }) => `${day}/${month}/${year.slice(2)}`],
];

const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAY_MS = 24 * HOUR;

/** Every way to write the time of a day after it, and to what it is exact. */
const TIMES: Readonly<Record<string, { readonly exact: number; readonly write: Write }>> = {
  'no time': { exact: DAY_MS, write: () => '' },
  T09: { exact: HOUR, write: ({ hour }) => `T${hour}` },
  'T09:14': { exact: MINUTE, write: ({ hour, minute }) => `T${hour}:${minute}` },
  'T9:14': { exact: MINUTE, write: ({ hour, minute }) => `T${bare(hour)}:${minute}` },
  T0914: { exact: MINUTE, write: ({ hour, minute }) => `T${hour}${minute}` },
  'T09:14:30': { exact: 1_000, write: ({ hour, minute, second }) => `T${hour}:${minute}:${second}` },
  't09:14:30': { exact: 1_000, write: ({ hour, minute, second }) => `t${hour}:${minute}:${second}` },
  T091430: { exact: 1_000, write: ({ hour, minute, second }) => `T${hour}${minute}${second}` },
  'T09:14:30.123': {
    exact: 1,
    write: ({ hour, minute, second, fraction }) => `T${hour}:${minute}:${second}.${fraction}`,
  },
  'T09:14:30,123': {
    exact: 1,
    write: ({ hour, minute, second, fraction }) => `T${hour}:${minute}:${second},${fraction}`,
  },
  'T09:14:30.123999999': {
    exact: 1,
    write: ({ hour, minute, second, fraction }) => `T${hour}:${minute}:${second}.${fraction}999999`,
  },
  ' 09:14': { exact: MINUTE, write: ({ hour, minute }) => ` ${hour}:${minute}` },
  ' 9:14:30': { exact: 1_000, write: ({ hour, minute, second }) => ` ${bare(hour)}:${minute}:${second}` },
  ' 09:14:30.123': {
    exact: 1,
    write: ({ hour, minute, second, fraction }) => ` ${hour}:${minute}:${second}.${fraction}`,
  },
  ', 09:14': { exact: MINUTE, write: ({ hour, minute }) => `, ${hour}:${minute}` },
  ' at 09:14': { exact: MINUTE, write: ({ hour, minute }) => ` at ${hour}:${minute}` },
  ' 9:14 AM': { exact: MINUTE, write: ({ hour12, minute, half }) => ` ${hour12}:${minute} ${half}` },
  ' 09:14AM': {
    exact: MINUTE,
    write: ({ hour12, minute, half }) => ` ${hour12.padStart(2, '0')}:${minute}${half}`,
  },
  ', 9:14:30 am': {
    exact: 1_000,
    write: ({ hour12, minute, second, half }) => `, ${hour12}:${minute}:${second} ${half.toLowerCase()}`,
  },
  ' at 9:14 a.m.': {
    exact: MINUTE,
    write: ({ hour12, minute, half }) => ` at ${hour12}:${minute} ${half === 'AM' ? 'a.m.' : 'p.m.'}`,
  },
  ' 9 AM': { exact: HOUR, write: ({ hour12, half }) => ` ${hour12} ${half}` },
};

/** Every way to name a zone after a time. */
const ZONES: readonly (readonly [written: string, zone: WallTime['zone']])[] = [
  ['', undefined],
  ['Z', 0],
  ['z', 0],
  [' Z', 0],
  [' UTC', 0],
  [' GMT', 0],
  ['+00:00', 0],
  ['+02:00', 120],
  ['-03:30', -210],
  ['+0530', 330],
  ['-08', -480],
  [' +0000', 0],
  [' +05', 300],
  [' UTC+2', 120],
  [' GMT-5', -300],
  ['+14:00', 840],
  [' GMT+0100 (Central European Standard Time)', 60],
  [' +0100 (CET)', 60],
  [' GMT-0600 (Central Standard Time (Mexico))', -360],
  [' UTC +01:00', 60],
  ['\u221205:00', -300],
  ['Z UTC', 0],
  [' +0000 UTC', 0],
  [' +0100 CET', 60],
  ['+01:00 Europe/Berlin', 60],
  ['-06:00[America/Chicago][u-ca=gregory]', -360],
  ['Z[UTC]', 0],
  ['+01:00[Europe/Berlin]', 60],
  ['[Europe/Berlin]', 'Europe/Berlin'],
  [' Europe/Berlin', 'Europe/Berlin'],
  [' America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  [' America/Port-au-Prince', 'America/Port-au-Prince'],
  [' Etc/GMT+5', 'Etc/GMT+5'],
];

/** Years that two digits can say. */
const anyTime = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2070, 0, 1) - 1 });
const anyTimeForm = fc.constantFrom(...Object.values(TIMES));
const anyZone = fc.constantFrom(...ZONES);

/** A time with its zone: letters after AM and PM stand by themselves. */
const withZone = (written: string, zone: string): string =>
  `${written}${/[a-z.]$/i.test(written) && /^[a-z]/i.test(zone) ? ' ' : ''}${zone}`;

const floor = (time: number, exact: number): number => Math.floor(time / exact) * exact;

/** Fails unless a day written so, with any time and any zone after it, reads back as what it says. */
const expectToReadBack = (write: Write, order: DateOrder | undefined): void => {
  const check = (
    time: number,
    { exact, write: writeTime }: { exact: number; write: Write },
    [zone, read]: (typeof ZONES)[number],
  ) => {
    const shown = show(time);
    const written = `${write(shown)}${writeTime(shown)}`;
    // A day alone has no zone.
    const isDay = exact === DAY_MS;
    expect(readDate(isDay ? written : withZone(written, zone), order)).toEqual({
      time: floor(time, exact),
      zone: isDay ? undefined : read,
    });
  };
  fc.assert(fc.property(anyTime, anyTimeForm, anyZone, check), RUNS);
};

describe.each(Object.entries(DAYS))('the day as %s', (_form, write) => {
  test('with any time and any zone after it reads back as what it says', () => {
    expectToReadBack(write, undefined);
  });

  test.each<[order: DateOrder]>([['month_first'], ['day_first']])(
    'is the same whatever Date Order says: %s',
    (order) => {
      const check = (time: number) => {
        const written = write(show(time));
        expect(readDate(written, order)).toEqual(readDate(written, undefined));
      };
      fc.assert(fc.property(anyTime, check), { numRuns: 200 });
    },
  );
});

describe.each(ORDERED_DAYS)('the day as %s', (_form, order, write) => {
  test(`reads back as what it says with ${order}, with any time and any zone after it`, () => {
    expectToReadBack(write, order);
  });

  test('is refused without Date Order, whatever the day', () => {
    const check = (time: number, { write: writeTime }: { write: Write }) => {
      const written = `${write(show(time))}${writeTime(show(time))}`;
      expect(readDate(written, undefined)).toStrictEqual(
        new Invalid(
          'may be read in two ways. Choose in Date Order whether the month or the day comes first.',
          written,
        ),
      );
    };
    fc.assert(fc.property(anyTime, anyTimeForm, check), RUNS);
  });
});

describe('a day that the order rules out', () => {
  test.each<[written: string, order: DateOrder, first: string]>([
    ['11/25/2026', 'day_first', 'day'],
    ['25/11/2026', 'month_first', 'month'],
    ['13/13/2026', 'day_first', 'day'],
    ['02/30/2026', 'month_first', 'month'],
    ['00/10/2026', 'month_first', 'month'],
    ['11/25/2026 25:00', 'month_first', 'month'],
  ])('%s is refused under %s', (written, order, first) => {
    expect(readDate(written, order)).toStrictEqual(
      new Invalid(`is not a date with the ${first} first. Check Date Order.`, written),
    );
  });
});

describe('what programs write', () => {
  const MOMENT = Date.UTC(2026, 10, 25, 9, 14, 30);
  const date = new Date(MOMENT);
  const here = { time: MOMENT, zone: undefined };
  const browser = (language: string, style: Intl.DateTimeFormatOptions = {}) =>
    date.toLocaleString(language, { timeZone: 'UTC', ...style });

  test.each<[program: string, written: string, order: DateOrder | undefined, read: WallTime]>([
    ['toISOString', date.toISOString(), undefined, { time: MOMENT, zone: 0 }],
    ['toUTCString', date.toUTCString(), undefined, { time: MOMENT, zone: 0 }],
    [
      'toString, in winter in Berlin',
      'Wed Nov 25 2026 09:14:30 GMT+0100 (Central European Standard Time)',
      undefined,
      { time: MOMENT, zone: 60 },
    ],
    ['C, and HTTP of old', 'Wed Nov 25 09:14:30 2026', undefined, here],
    [
      'C, early in the month',
      'Thu Nov  5 09:14:30 2026',
      undefined,
      { time: Date.UTC(2026, 10, 5, 9, 14, 30), zone: undefined },
    ],
    ['the command date', 'Wed Nov 25 09:14:30 UTC 2026', undefined, { time: MOMENT, zone: 0 }],
    ['Java', '2026-11-25T09:14:30+01:00[Europe/Berlin]', undefined, { time: MOMENT, zone: 60 }],
    ['Ruby', '2026-11-25 09:14:30 +0100', undefined, { time: MOMENT, zone: 60 }],
    ['Python', '2026-11-25 09:14:30.000000+00:00', undefined, { time: MOMENT, zone: 0 }],
    ['PostgreSQL', '2026-11-25 09:14:30+00', undefined, { time: MOMENT, zone: 0 }],
    ['a German browser', browser('de-DE'), undefined, here],
    ['a Swedish browser', browser('sv-SE'), undefined, here],
    ['an American browser', browser('en-US'), 'month_first', here],
    ['a British browser', browser('en-GB'), 'day_first', here],
    [
      'an American browser, in words',
      browser('en-US', { dateStyle: 'medium', timeStyle: 'medium' }),
      undefined,
      here,
    ],
    [
      'an American browser, in full',
      browser('en-US', { dateStyle: 'full', timeStyle: 'medium' }),
      undefined,
      here,
    ],
    [
      "Zapier's now",
      '11/25/26 09:14AM',
      'month_first',
      { time: Date.UTC(2026, 10, 25, 9, 14), zone: undefined },
    ],
  ])('%s: %s', (_program, written, order, read) => {
    expect(readDate(written, order)).toEqual(read);
  });
});

describe('around a date', () => {
  const NOV_25 = { time: Date.UTC(2026, 10, 25), zone: undefined };

  test.each([
    ' 2026-11-25\n',
    '"2026-11-25"',
    "'2026-11-25'",
    '“2026-11-25”',
    '„2026-11-25“',
    '‘2026-11-25’',
    '\u00a02026-11-25\u202f',
  ])('quotes and white space of any kind are passed over: %j', (written) => {
    expect(readDate(written, undefined)).toEqual(NOV_25);
  });

  test.each(['\u2010', '\u2011', '\u2012', '\u2013', '\u2212'])(
    'a hyphen as word processors and AI steps put it is one: %j',
    (hyphen) => {
      expect(readDate(`2026${hyphen}11${hyphen}25`, undefined)).toEqual(NOV_25);
    },
  );

  test('several spaces, and those that word processors put, are one', () => {
    expect(readDate('Nov\u00a025,\t 2026', undefined)).toEqual(NOV_25);
  });

  test('anything else is not, however far behind it stands', () => {
    for (const written of [
      'on 2026-11-25',
      '2026-11-25.',
      '2026-11-25 approx',
      `2026-11-25${' '.repeat(90)}or later`,
    ]) {
      expect(readDate(written, undefined)).toBeInstanceOf(Invalid);
    }
  });
});

describe('a clock', () => {
  const at = (time: string) => readDate(`2026-11-25 ${time}`, undefined);
  const midnight = Date.UTC(2026, 10, 25);

  test.each<[time: string, ms: number]>([
    ['00:00', 0],
    ['12:00 AM', 0],
    ['12:30 am', 30 * MINUTE],
    ['12:00 PM', 12 * HOUR],
    ['12:59 p.m.', 12 * HOUR + 59 * MINUTE],
    ['11:59 PM', 23 * HOUR + 59 * MINUTE],
    // The end of the day in ISO 8601, and a leap second as the next one.
    ['24:00', DAY_MS],
    ['24:00:00', DAY_MS],
    ['23:59:60', DAY_MS],
    ['09:14:30.1', 9 * HOUR + 14 * MINUTE + 30_100],
  ])('shows %s', (time, ms) => {
    expect(at(time)).toEqual({ time: midnight + ms, zone: undefined });
  });

  test.each(['24:01', '24:00:01', '25:00', '09:60', '09:14:61', '13:00 PM', '0:30 AM', '24:00 PM', '99'])(
    'does not show %s',
    (time) => {
      expect(at(time)).toStrictEqual(
        new Invalid(
          'is not a date and time that exists. Check the day, the hour and the offset.',
          `2026-11-25 ${time}`,
        ),
      );
    },
  );
});

describe('a calendar', () => {
  test.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-32',
    '31.06.2026',
  ])('does not have %s', (written) => {
    expect(readDate(written, undefined)).toStrictEqual(
      new Invalid('is not a date and time that exists. Check the day, the hour and the offset.', written),
    );
  });

  test.each<[written: string, day: string]>([
    ['2024-02-29', '2024-02-29'],
    ['29 Feb 2000', '2000-02-29'],
    ['1912-06-23', '1912-06-23'],
    ['1000-01-01', '1000-01-01'],
    ['9999-12-31', '9999-12-31'],
    // Two digits are of the years from 1970 to 2069.
    ['31-Dec-69', '2069-12-31'],
    ['1-Jan-70', '1970-01-01'],
    ['1-Jan-00', '2000-01-01'],
  ])('has %s', (written, day) => {
    expect(readDate(written, undefined)).toEqual({ time: Date.parse(day), zone: undefined });
  });

  test('has no years before 1000, which are slips', () => {
    expect(readDate('0026-11-25', undefined)).toBeInstanceOf(Invalid);
    expect(readDate('0999-12-31', undefined)).toBeInstanceOf(Invalid);
  });
});

describe('a zone', () => {
  test.each(['EST', 'CET', 'PDT', 'IST', 'BST', 'est', 'AMT', 'PMST', 'UTCX'])(
    'by letters that stand for several is refused: %s',
    (zone) => {
      for (const written of [
        `2026-11-25 09:14 ${zone}`,
        `Nov 25, 2026 9:14 AM ${zone}`,
        `25.11.2026 09:14:30 ${zone}`,
        `2026-11-25T09:14:30${zone}`,
        `Wed Nov 25 09:14:30 ${zone} 2026`,
      ]) {
        expect(readDate(written, undefined)).toStrictEqual(
          new Invalid(
            'has a time zone abbreviation, which may stand for several zones. Use UTC, an offset such as +02:00, or a name such as Europe/Berlin.',
            written,
          ),
        );
      }
    },
  );

  // The letters at the end are no zone, so what is wrong is something else.
  test.each(['09:14:30:20 pm', '9:14:30:20 AM', '9-14 UTC', '09:14 CET tomorrow'])(
    'is not what a text is refused for that says none: %s',
    (clock) => {
      expect(readDate(`2026-11-25 ${clock}`, undefined)).toHaveProperty(
        'reason',
        expect.stringMatching(/^is not a date or time that we can read\./),
      );
    },
  );

  test.each([
    '2026-25-Nov',
    '2026-11-25 09:14 +01:00 pm',
    '2026-11-25 09:14 +0100 (CET) - 10:14 +0100 (CET)',
  ])('is not what stands there for another reason: %s', (written) => {
    expect(readDate(written, undefined)).toHaveProperty(
      'reason',
      expect.stringMatching(/^is not a date or time that we can read\./),
    );
  });

  test.each(['+15:00', '-14:01', '+02:60', '+99'])('that no place has is refused: %s', (zone) => {
    expect(readDate(`2026-11-25T09:14${zone}`, undefined)).toStrictEqual(
      new Invalid(
        'is not a date and time that exists. Check the day, the hour and the offset.',
        `2026-11-25T09:14${zone}`,
      ),
    );
  });
});

/** What is no date, or not one that we read. `day` and `month` have two digits. */
const UNREAD: Readonly<Record<string, Write>> = {
  'a month alone': ({ year, month }) => `${year}-${month}`,
  'a month in words': ({ year, monthName }) => `${monthName} ${year}`,
  'a day without a year': ({ monthName, day }) => `${monthName} ${bare(day)}`,
  'a time alone': ({ hour, minute }) => `${hour}:${minute}`,
  'a week': ({ year, day }) => `${year}-W${day}-1`,
  'a day of the year': ({ year, day }) => `${year}-0${day}`,
  'a quarter': ({ year }) => `Q4 ${year}`,
  'a year with a sign': ({ year, month, day }) => `+00${year}-${month}-${day}`,
  'three numbers of two digits with full stops': ({ year, month, day }) => `${day}.${month}.${year.slice(2)}`,
  'a month in another language': ({ year, day }) => `${day} de noviembre de ${year}`,
  'two days': ({ year, month, day }) => `${year}-${month}-${day} - ${year}-${month}-${day}`,
  'two days with a slash': ({ year, month, day }) => `${year}-${month}-${day}/${year}-${month}-${day}`,
  'a sentence': ({ year, month, day }) => `since ${year}-${month}-${day}`,
  'a date with a day and no time but a zone': ({ year, month, day }) => `${year}-${month}-${day}+02:00`,
};

describe('what we do not read is refused for the same reason on every day of the year', () => {
  const FORMATS = 'Use a date such as 2026-01-31T09:30:00Z, or Unix time in seconds or milliseconds.';

  test.each(Object.entries(UNREAD))('%s', (_what, write) => {
    const check = (time: number, order: DateOrder | undefined) => {
      const written = write(show(time));
      expect(readDate(written, order)).toStrictEqual(
        new Invalid(`is not a date or time that we can read. ${FORMATS}`, written),
      );
    };
    fc.assert(
      fc.property(
        anyTime,
        fc.constantFrom<(DateOrder | undefined)[]>(undefined, 'month_first', 'day_first'),
        check,
      ),
      { numRuns: 400 },
    );
  });

  test.each([
    '',
    'banana',
    'now',
    'today',
    'yesterday',
    'next Friday',
    'in 3 days',
    'tomorrow at noon',
    'N/A',
    '-',
  ])('%j', (written) => {
    expect(readDate(written, undefined)).toStrictEqual(
      new Invalid(`is not a date or time that we can read. ${FORMATS}`, written),
    );
  });
});

test('a form is taken or refused as a form: what it does on one day it does on every day that all months have', () => {
  const forms = [
    ...Object.values(DAYS),
    ...Object.values(UNREAD),
    ...ORDERED_DAYS.map(([, , write]) => write),
  ];
  for (const write of forms) {
    const reasons = new Set<string>();
    for (let month = 0; month < 12; month += 1) {
      for (let day = 1; day <= 28; day += 1) {
        const read = readDate(write(show(Date.UTC(2026, month, day, 13, 5, 9))), undefined);
        reasons.add(read instanceof Invalid ? read.reason : 'read');
      }
    }
    expect([...reasons]).toHaveLength(1);
  }
});

test('any text is a moment of the calendar, or refused with itself and with what to do', () => {
  const check = (written: string) => {
    const read = readDate(written, undefined);
    if (read instanceof Invalid) {
      expect(read.value).toBe(written);
      expect(read.reason).toMatch(/^[a-z].*\.$/);
    } else expect(new Date(read.time).getUTCFullYear()).toBeGreaterThanOrEqual(1000);
  };
  const pieces = fc
    .array(fc.constantFrom(...'0123456789-/.: ,TZ+', 'Nov', '2026', 'pm', 'UTC', '25', 'Europe/Berlin'), {
      maxLength: 14,
    })
    .map((parts) => parts.join(''));
  fc.assert(fc.property(fc.oneof(text, pieces), check), { numRuns: 5_000 });
});
