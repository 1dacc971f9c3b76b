const DAY_MS = 86_400_000;

/** The longest IANA name has 32 characters. */
const MAX_NAME_LENGTH = 64;
/** Of some 600 zones, and of days of each. */
const MAX_ENTRIES = 2_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** How far the clock is ahead of UTC when a day of UTC begins, by the number of the day. */
  readonly offsets: Map<number, number>;
}

const zones = new Map<string, Zone | undefined>();

/** Making a formatter costs far more than using it, so one for each zone is kept. Undefined for an unknown zone. */
const zoneNamed = (name: string): Zone | undefined => {
  if (name === '' || name.length > MAX_NAME_LENGTH) return undefined;
  if (!zones.has(name)) {
    if (zones.size >= MAX_ENTRIES) zones.clear();
    zones.set(name, makeZone(name));
  }
  return zones.get(name);
};

const makeZone = (timeZone: string): Zone | undefined => {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    return { format, offsets: new Map() };
  } catch {
    return undefined;
  }
};

/** True for the name of a time zone (IANA), in any case. */
export const isTimeZone = (name: string): boolean => zoneNamed(name) !== undefined;

/**
 * Wall-clock time of a zone as UTC, both in milliseconds; UTC for an unknown zone. An hour that the clock shows twice is the first
 * one; an hour that it skips is read with the offset before the jump (as RFC 5545 and Temporal's "compatible" do).
 */
export const toUtc = (wallTime: number, timeZone: string | undefined): number => {
  const zone = timeZone === undefined ? undefined : zoneNamed(timeZone);
  if (!zone) return wallTime;
  const before = offsetAt(wallTime - DAY_MS, zone);
  const after = offsetAt(wallTime + DAY_MS, zone);
  const isRight = (offset: number) => offsetAt(wallTime - offset, zone) === offset;
  return wallTime - (isRight(before) || !isRight(after) ? before : after);
};

/** How far the zone's clock is ahead of UTC at a moment, milliseconds. Asked of the formatter once a day, and more when it changes. */
const offsetAt = (time: number, zone: Zone): number => {
  const day = Math.floor(time / DAY_MS);
  const start = offsetOfDay(day, zone);
  return start === offsetOfDay(day + 1, zone) ? start : exactOffset(time, zone);
};

const offsetOfDay = (day: number, zone: Zone): number => {
  const known = zone.offsets.get(day);
  if (known !== undefined) return known;
  if (zone.offsets.size >= MAX_ENTRIES) zone.offsets.clear();
  const offset = exactOffset(day * DAY_MS, zone);
  zone.offsets.set(day, offset);
  return offset;
};

const exactOffset = (time: number, { format }: Zone): number => {
  const part = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const get = (type: Intl.DateTimeFormatPartTypes) => Number(part.get(type));
  const wall = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
  return wall - Math.floor(time / 1000) * 1000;
};
