/** `1 event`, `10,000 events`. */
export const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

/** `34 ms`, `1.2 s`. */
export const duration = (milliseconds: number): string =>
  milliseconds < 1_000
    ? `${Math.round(milliseconds)}\u00a0ms`
    : `${(milliseconds / 1_000).toFixed(1)}\u00a0s`;

const KILOBYTE = 1_000;

/** `812 B`, `44 kB`. */
export const size = (bytes: number): string =>
  bytes < KILOBYTE ? `${bytes}\u00a0B` : `${Math.round(bytes / KILOBYTE).toLocaleString('en')}\u00a0kB`;

const MOMENT = new Intl.DateTimeFormat('en', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
  hour12: false,
});
const CLOCK = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hour12: false });

/** `Mar 5, 2025, 14:31 UTC`, of an ISO 8601 time. */
export const moment = (iso: string): string => `${MOMENT.format(new Date(iso))} UTC`;

const SPANS = {
  day: new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' }),
  year: new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: 'UTC' }),
} as const;

/** `Mar 5, 2025`, `Mar 2025` or `2025`: a span of time, by its ISO 8601 start in UTC. */
export const timeOfUnit = (iso: string, unit: keyof typeof SPANS): string =>
  SPANS[unit].format(new Date(iso));

/** `15:31:12`, in the visitor's time zone. */
export const clock = (iso: string): string => CLOCK.format(new Date(iso));
