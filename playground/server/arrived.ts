import type { Sandbox } from '../../sandbox/usermaven/server.ts';
import type { Arrived } from '../api.ts';
import type { Mask } from './mask.ts';
import type { RecordedEvents } from './recording.ts';
import { streamEvent } from './sandbox-state.ts';

/** What reached the local Usermaven during a run, counted by time and by event name. */

/** More bars than this would be too thin to see. */
export const MAX_BARS = 92;

/** How many event names are listed. */
export const MAX_NAMES = 12;

const HOURS = 24;
const DAY_MS = 86_400_000;
const MONTHS = 12;

/** Units of time, finest first. Each numbers its spans without gaps, and says when a span begins. Times are UTC milliseconds. */
const UNITS = [
  {
    unit: 'day',
    indexOf: (time: number) => Math.floor(time / DAY_MS),
    startOf: (index: number) => index * DAY_MS,
  },
  {
    unit: 'month',
    indexOf: (time: number) => yearOf(time) * MONTHS + new Date(time).getUTCMonth(),
    startOf: (index: number) => Date.UTC(Math.floor(index / MONTHS), index % MONTHS),
  },
  {
    unit: 'year',
    indexOf: (time: number) => yearOf(time),
    startOf: (index: number) => Date.UTC(index, 0),
  },
] as const;

const yearOf = (time: number): number => new Date(time).getUTCFullYear();

/**
 * Counts what a run has left in the local Usermaven.
 * @param mask is that of the sandbox's own credentials.
 */
export const arrivedOf = (
  { stored, dropped, duplicates }: RecordedEvents,
  { store }: Pick<Sandbox, 'store'>,
  mask: Mask,
): Arrived => {
  const times = stored.map(({ time }) => time);
  const names = [...countBy(stored.map(({ type }) => mask.text(type)))].sort(
    ([, one], [, other]) => other - one,
  );
  const hours = countBy(times.map((time) => new Date(time).getUTCHours()));
  const latest = stored.at(-1);
  const person = latest && store.owner(latest.id);
  return {
    stored: stored.length,
    dropped,
    duplicates,
    latest: latest && person ? streamEvent(latest, person, mask) : null,
    times: timesOf(times),
    hours: Array.from({ length: HOURS }, (_, hour) => hours.get(hour) ?? 0),
    names: names.slice(0, MAX_NAMES).map(([name, events]) => ({ name, events })),
    otherNames: Math.max(0, names.length - MAX_NAMES),
  };
};

/**
 * Times in the finest unit that needs at most {@link MAX_BARS} bars from the first to the last of them, else in years.
 * Spans without an event have a bar too: a gap is what gives a wrong date away.
 */
export const timesOf = (times: readonly number[]): Arrived['times'] => {
  const [first, last] = times.reduce(
    ([low, high], time) => [Math.min(low, time), Math.max(high, time)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (times.length === 0) return { unit: 'day', bars: [] };
  const { unit, indexOf, startOf } =
    UNITS.find((finer) => finer.indexOf(last) - finer.indexOf(first) < MAX_BARS) ?? UNITS[2];
  const counts = countBy(times.map(indexOf));
  const from = indexOf(first);
  return {
    unit,
    bars: Array.from({ length: indexOf(last) - from + 1 }, (_, offset) => ({
      from: new Date(startOf(from + offset)).toISOString(),
      events: counts.get(from + offset) ?? 0,
    })),
  };
};

const countBy = <Key>(keys: readonly Key[]): Map<Key, number> => {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};
