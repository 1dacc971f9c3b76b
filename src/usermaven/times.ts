import { Invalid } from '../lib/validation.ts';

const DAY_MS = 86_400_000;
/** Unix times from here on are milliseconds: as seconds this would be the year 5138. */
const MIN_MILLISECONDS = 1e11;
/** Smaller numbers are years, spreadsheet dates or counts: as seconds this is March 1973. */
const MIN_SECONDS = 1e8;
/** Event times before this are unit mistakes: Usermaven did not exist. */
const EARLIEST_EVENT_MS = Date.UTC(2000, 0, 1);

const NUMBER = /^-?\d+(\.\d+)?$/;
/** Years from 1000 on: 0001 is what some programs write for no date at all. */
const ISO =
  /^([1-9]\d{3}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

const FORMATS = 'Use a date such as 2026-01-31T09:30:00Z, or unix time in seconds or milliseconds.';

/** What reading a time depends on beside its text. */
export interface Clock {
  /** Now, UTC milliseconds. */
  readonly now: number;
  /** The account's time zone (IANA name), for dates that carry none. Absent or unknown: UTC. */
  readonly timeZone?: string | undefined;
}

/**
 * A point in time as users give it: ISO 8601 with zone or else in the account's time zone, unix seconds or milliseconds as
 * number or text. Returns UTC milliseconds, or {@link Invalid}.
 */
export const readTime = (value: unknown, clock: Clock): number | Invalid => {
  const text =
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : undefined;
  const time =
    text === undefined ? undefined : NUMBER.test(text) ? fromUnix(Number(text)) : fromIso(text, clock);
  if (time === undefined) return new Invalid(`is not a date or time that we can read. ${FORMATS}`, value);
  if (time > clock.now + DAY_MS) {
    return new Invalid(`is in the future (${day(time)}). Check the unit or the year. ${FORMATS}`, value);
  }
  return time;
};

/** {@link readTime} for the time of an event, which is refused before 2000: that is a unit mistake. */
export const readEventTime = (value: unknown, clock: Clock): number | Invalid => {
  const time = readTime(value, clock);
  if (time instanceof Invalid || time >= EARLIEST_EVENT_MS) return time;
  return new Invalid(`is before the year 2000 (${day(time)}). Check the unit or the year. ${FORMATS}`, value);
};

/** The day of a time, as far as a calendar with four digits goes. */
const day = (time: number): string => {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return 'beyond any calendar';
  const year = date.getUTCFullYear();
  return year > 9999 ? `the year ${year}` : date.toISOString().slice(0, 10);
};

const fromUnix = (unix: number): number | undefined => {
  if (!(unix >= MIN_SECONDS)) return undefined;
  return Math.round(unix >= MIN_MILLISECONDS ? unix : unix * 1000);
};

const fromIso = (text: string, clock: Clock): number | undefined => {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, date, time = '00:00', second = '00', fraction = '', zone] = match;
  const wall = wallTime(`${date}T${time}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  if (wall === undefined) return undefined;
  if (zone === undefined) return fromWallTime(wall, clock.timeZone);
  const offset = offsetOf(zone);
  return offset === undefined ? undefined : wall - offset;
};

/** The text as if it were UTC, milliseconds; undefined when the calendar or the clock has no such moment. */
const wallTime = (iso: string): number | undefined => {
  const time = Date.parse(iso);
  // Date.parse takes 30 February for 2 March, and 24:00 for the next day.
  return new Date(time).getUTCDate() === Number(iso.slice(8, 10)) ? time : undefined;
};

/** `+02:00`, `+0200`, `+02` or `Z` in milliseconds; undefined past the widest offset that exists. */
const offsetOf = (zone: string): number | undefined => {
  if (/^z$/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

/**
 * Wall-clock time of a zone as UTC. An hour that the clock shows twice is the first one; an hour that it skips is
 * read with the offset before the jump (as RFC 5545 and Temporal's "compatible" do).
 */
const fromWallTime = (wall: number, timeZone: string | undefined): number => {
  const format = formatOf(timeZone);
  if (!format) return wall;
  const before = offsetAt(wall - DAY_MS, format);
  const after = offsetAt(wall + DAY_MS, format);
  const isRight = (offset: number) => offsetAt(wall - offset, format) === offset;
  return wall - (isRight(before) || !isRight(after) ? before : after);
};

/** The longest IANA name has 32 characters. */
const MAX_ZONE_LENGTH = 64;
/** Of some 600 zones. */
const MAX_FORMATS = 100;
const formats = new Map<string, Intl.DateTimeFormat | undefined>();

/** Making a formatter costs far more than using it, so one for each zone is kept. Undefined for an unknown zone. */
const formatOf = (timeZone: string | undefined): Intl.DateTimeFormat | undefined => {
  if (!timeZone || timeZone.length > MAX_ZONE_LENGTH) return undefined;
  if (!formats.has(timeZone)) {
    if (formats.size >= MAX_FORMATS) formats.clear();
    let format: Intl.DateTimeFormat | undefined;
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      format = undefined;
    }
    formats.set(timeZone, format);
  }
  return formats.get(timeZone);
};

/** How far the zone's clock is ahead of UTC at a moment, milliseconds. */
const offsetAt = (time: number, format: Intl.DateTimeFormat): number => {
  const part = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const get = (type: Intl.DateTimeFormatPartTypes) => Number(part.get(type));
  const wall = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
  return wall - Math.floor(time / 1000) * 1000;
};
