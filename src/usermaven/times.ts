import { Invalid } from '../lib/validation.ts';
import { AMBIGUOUS_ZONE, type DateOrder, FORMATS, readDate, tidyDate } from './dates.ts';
import { isTimeZone, toUtc } from './zones.ts';

const HOUR_MS = 3_600_000;
/** Usermaven drops events that are 24 hours ahead (source of its collector); an hour is left for clocks that differ. */
const MAX_AHEAD_HOURS = 23;
/** A creation date may be of tomorrow, where the day has begun. */
const MAX_CREATION_AHEAD_HOURS = 24;
/** Event times before this are unit mistakes: Usermaven did not exist. */
const EARLIEST_EVENT_MS = Date.UTC(2000, 0, 1);

/** What reading a time depends on besides its text. */
export interface Clock {
  /** Now, UTC milliseconds. */
  readonly now: number;
  /** The time zone (IANA name) for dates that do not state one. Absent or unknown: UTC. */
  readonly timeZone?: string | undefined;
  /** How dates such as 11/05/2026 are read. Absent: not at all. */
  readonly dateOrder?: DateOrder | undefined;
}

/** The longest date that a program writes has some 70 characters. */
const DATE_CHARACTERS = 100;

const NUMBER = /^-?\d+(?:\.\d+)?$/;
/** With thousands separators, all of one kind. */
const GROUPED_NUMBER = /^\d{1,3}([,.'’ ])\d{3}(?:\1\d{3})+$/;
/** From 20,000 to 79,999 days since 1900, perhaps with the time as a fraction and as a spreadsheet of any language shows it. */
const SPREADSHEET = /^[2-7]\d,?\d{3}(?:[.,]\d+)?$/;
/** `/Date(1795598040000)/`, as older .NET programs write JSON, also with its slashes escaped. */
const DOTNET = /^\\?\/?Date\((-?\d+)(?:[+-]\d{4})?\)\\?\/?$/;

/** A point in time as users give it: a date as {@link readDate} reads it, or Unix time. UTC milliseconds, or {@link Invalid}. */
const readMoment = (value: unknown, { timeZone, dateOrder }: Clock): number | Invalid => {
  if (typeof value !== 'number' && typeof value !== 'string') {
    return new Invalid(`is not a date or time that we can read. ${FORMATS}`, value);
  }
  const text = tidyDate(String(value));
  if (text.length > DATE_CHARACTERS)
    return new Invalid(`is not a date or time that we can read. ${FORMATS}`, value);
  const [, milliseconds] = DOTNET.exec(text) ?? [];
  if (milliseconds !== undefined) return Number(milliseconds);
  if (SPREADSHEET.test(text)) {
    return new Invalid(
      'looks like a spreadsheet date, a number of days. Format the cell as a date, or turn it into text such as 2026-01-31 09:30.',
      value,
    );
  }
  const plain = GROUPED_NUMBER.test(text) ? text.replace(/\D/g, '') : text;
  // Eight digits are a date: as Unix time they would be in 1970.
  if (NUMBER.test(plain) && !/^\d{8}$/.test(plain)) return fromUnix(plain, value);
  const read = readDate(text, dateOrder);
  if (read instanceof Invalid) return new Invalid(read.reason, value);
  const { time, zone } = read;
  if (typeof zone === 'number') return time - zone * 60_000;
  if (zone !== undefined && !zone.includes('/')) return new Invalid(AMBIGUOUS_ZONE, value);
  if (zone !== undefined && !isTimeZone(zone)) {
    return new Invalid('names a time zone that does not exist. Use a name such as Europe/Berlin.', value);
  }
  return toUtc(time, zone ?? timeZone);
};

const fromUnix = (text: string, value: unknown): number | Invalid => {
  const number = Number(text);
  const digits = text.replace(/\..*$/, '').length;
  if (digits === 16) return Math.trunc(number / 1000);
  // Twelve digits are milliseconds only of 2000 and 2001; before, they are likely to be a date without separators.
  if (digits === 13 || (digits === 12 && number >= EARLIEST_EVENT_MS)) return Math.trunc(number);
  if (digits >= 9 && digits <= 11 && number > 0) return Math.round(number * 1000);
  return new Invalid(`is not a date or time that we can read. ${FORMATS}`, value);
};

/** When a person or company was created, UTC milliseconds. {@link Invalid} when that is more than a day ahead. */
export const readCreationTime = (value: unknown, clock: Clock): number | Invalid => {
  const time = readMoment(value, clock);
  if (time instanceof Invalid || time <= clock.now + MAX_CREATION_AHEAD_HOURS * HOUR_MS) return time;
  return new Invalid(`is in the future (${day(time)}). Check the unit or the year. ${FORMATS}`, value);
};

/** When an event happened, UTC milliseconds. {@link Invalid} before 2000, a unit mistake, and too far ahead. */
export const readEventTime = (value: unknown, clock: Clock): number | Invalid => {
  const time = readMoment(value, clock);
  if (time instanceof Invalid) return time;
  if (time < EARLIEST_EVENT_MS) {
    return new Invalid(
      `is before the year 2000 (${day(time)}). Check the unit or the year. ${FORMATS}`,
      value,
    );
  }
  if (time <= clock.now + MAX_AHEAD_HOURS * HOUR_MS) return time;
  return new Invalid(
    `is more than ${MAX_AHEAD_HOURS} hours ahead (${day(time)}), and Usermaven drops such events. Check the unit or the year. For something planned, such as a booked meeting, send the time of the booking, and the date of the meeting as an attribute.`,
    value,
  );
};

/** The day of a time, as far as a calendar with four digits goes. */
const day = (time: number): string => {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return 'beyond any calendar';
  const year = date.getUTCFullYear();
  return year > 9999 ? `the year ${year}` : date.toISOString().slice(0, 10);
};
