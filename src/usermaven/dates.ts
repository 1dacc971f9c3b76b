import { trimText } from '../lib/text.ts';
import { Invalid } from '../lib/validation.ts';

/** Which of day and month comes first in `11/05/2026`. */
export type DateOrder = 'month_first' | 'day_first';

/** A date and time as a text gives it. */
export interface WallTime {
  /** As if it were UTC, milliseconds. */
  readonly time: number;
  /** Minutes ahead of UTC, or the name of a zone; undefined where the text names none. */
  readonly zone: number | string | undefined;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const WEEKDAY = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,? +)?';
const ORDINAL = '(?:st|nd|rd|th)?';
const CLOCK =
  '(?<hour>\\d{1,2})(?::?(?<minute>\\d{2})(?::?(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?)?(?: *(?<half>[ap])\\.?m\\.?(?![a-z]))?';
const ZONE_NAME = '[a-z]+(?:/[a-z_+\\-\\d]+)+';
/**
 * A zone, perhaps with its name once more, in brackets as Java and JavaScript write it, or behind as Go does; or the name in brackets
 * alone. `09:00-10:30 CET` may be from nine to half past ten, so a name behind a minus needs seconds or a `T`.
 */
const ZONE = `(?: *(?<zone>z|(?:(?:utc|gmt) *)?[+-]\\d{1,2}(?::?\\d{2})?|utc|gmt|${ZONE_NAME})(?: *(?:\\[[^\\][]*\\]|\\((?:[^()]|\\([^()]*\\))*\\)))*(?:(?<=z|\\+\\d{2}:?\\d{2}|(?:t[\\d:.,]+|:\\d{2}:[\\d.,]+) *-\\d{2}:?\\d{2}) +(?:${ZONE_NAME}|(?![ap]m\\b)[a-z]{2,5}))?| *[[(](?<name>[a-z_/+\\-\\d:]+)[\\])])?`;
const TIME = `(?:(?:[t,]|,? +(?:at +)?)${CLOCK}${ZONE})?`;

const pattern = (date: string, rest = TIME): RegExp => new RegExp(`^${date}${rest}$`, 'i');

/** Unambiguous dates. */
const PATTERNS: readonly RegExp[] = [
  // 2026-11-25, 2026/11/25, 2026.11.25
  pattern('(?<year>\\d{4})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})'),
  // 20261125
  pattern('(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})'),
  // 25.11.2026
  pattern('(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d{4})'),
  // 25 Nov 2026, 25-Nov-26, 25/Nov/26, Wed, 25 Nov 2026
  pattern(`${WEEKDAY}(?<day>\\d{1,2})${ORDINAL}[ /-]+(?:of +)?${MONTH}[ ,/-]+(?<year>\\d{4}|\\d{2})`),
  // Nov 25, 2026; Nov-25-2026; Wed Nov 25 2026
  pattern(`${WEEKDAY}${MONTH}[ /-]+(?<day>\\d{1,2})${ORDINAL}[ ,/-]+(?<year>\\d{4})`),
  // 2026-Nov-25, 2026 November 25
  pattern(`(?<year>\\d{4})[ ,/-]+${MONTH}[ /-]+(?<day>\\d{1,2})${ORDINAL}`),
  // Wed Nov 25 09:14:00 2026
  pattern(`${WEEKDAY}${MONTH} +(?<day>\\d{1,2}) +${CLOCK}`, `${ZONE} +(?<year>\\d{4})`),
];

const ORDERED: Readonly<Record<DateOrder, RegExp>> = {
  month_first: pattern('(?<month>\\d{1,2})[/-](?<day>\\d{1,2})[/-](?<year>\\d{4}|\\d{2})'),
  day_first: pattern('(?<day>\\d{1,2})[/-](?<month>\\d{1,2})[/-](?<year>\\d{4}|\\d{2})'),
};

/** A zone such as EST or CET at the end of a date, or between time and year: the same letters stand for several zones. */
const ABBREVIATED = /\d[:./-]\d.*(?<=[ \d])(?!(?:utc|gmt|[ap]m)$)[a-z]{2,5}$|:\d{2} [a-z]{2,5} \d{4}$/i;

/** The text of a date or time with one kind of space and of hyphen, out of quotes. */
export const tidyDate = (text: string): string =>
  trimText(text)
    .replace(/^["'“”„‘’]/, '')
    .replace(/["'“”„‘’]$/, '')
    .replace(/\s+/g, ' ')
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .trim();

/** The date and time that a text gives, or {@link Invalid} with what is wrong with it and what to do. */
export const readDate = (text: string, order: DateOrder | undefined): WallTime | Invalid => {
  const date = tidyDate(text);
  for (const each of PATTERNS) {
    const groups = each.exec(date)?.groups;
    if (groups)
      return (
        toWallTime(groups) ??
        new Invalid('is not a date and time that exists. Check the day, the hour and the offset.', text)
      );
  }
  if (ORDERED.month_first.test(date)) {
    if (order === undefined) {
      return new Invalid(
        'may be read in two ways. Choose in Date Order whether the month or the day comes first.',
        text,
      );
    }
    const groups = ORDERED[order].exec(date)?.groups;
    const read = groups && toWallTime(groups);
    return (
      read ??
      new Invalid(
        `is not a date with the ${order === 'month_first' ? 'month' : 'day'} first. Check Date Order.`,
        text,
      )
    );
  }
  if (ABBREVIATED.test(date)) {
    return new Invalid(AMBIGUOUS_ZONE, text);
  }
  return new Invalid(`is not a date or time that we can read. ${FORMATS}`, text);
};

/** What is wrong with EST or CET. */
export const AMBIGUOUS_ZONE =
  'has a time zone abbreviation, which may stand for several zones. Use UTC, an offset such as +02:00, or a name such as Europe/Berlin.';

/** What to use instead of a date that cannot be read. */
export const FORMATS = 'Use a date such as 2026-01-31T09:30:00Z, or Unix time in seconds or milliseconds.';

type Groups = { readonly [name: string]: string | undefined };

const toWallTime = (groups: Groups): WallTime | undefined => {
  const {
    year = '',
    month = '',
    day = '',
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    half,
  } = groups;
  const clock = { hour: hourOf(Number(hour), half), minute: Number(minute), second: Number(second) };
  // 24:00 is the end of a day (ISO 8601), and a leap second counts as the next one.
  const isMidnight = clock.hour === 24 && clock.minute === 0 && clock.second === 0;
  if ((!(clock.hour <= 23) && !isMidnight) || clock.minute > 59 || clock.second > 60) return undefined;
  const monthIndex = MONTHS.indexOf(month.slice(0, 3).toLowerCase());
  const [y, m, d] = [fullYear(year), monthIndex < 0 ? Number(month) - 1 : monthIndex, Number(day)];
  const midnight = Date.UTC(y, m, d);
  // A day that its month does not have ends up in another month.
  const exists = y >= 1000 && new Date(midnight).getUTCMonth() === m;
  const zone = zoneOf(groups);
  if (!exists || zone === null) return undefined;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return {
    time: midnight + ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1000 + milliseconds,
    zone,
  };
};

const hourOf = (hour: number, half: string | undefined): number => {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
};

/** Two digits mean the years from 1970 to 2069. */
const fullYear = (year: string): number =>
  year.length === 2 ? Number(year) + (Number(year) < 70 ? 2000 : 1900) : Number(year);

/** The widest offset that exists. */
const MAX_OFFSET_MINUTES = 14 * 60;

/** Minutes ahead of UTC, the name of a zone, or undefined; null for an offset that does not exist. */
const zoneOf = ({ zone, name }: Groups): WallTime['zone'] | null => {
  const text = zone ?? name;
  if (text === undefined) return undefined;
  const offset = text.replace(/^(?:utc|gmt|z) */i, '');
  if (offset === '') return 0;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(offset) ?? [];
  if (sign === undefined) return text;
  const total = Number(hours) * 60 + Number(minutes);
  return total > MAX_OFFSET_MINUTES || Number(minutes) > 59 ? null : sign === '-' ? -total : total;
};
