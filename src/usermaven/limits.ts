/**
 * Sizes. Usermaven documents none; these are where its own Python client stops (usermaven-python 0.1.2), so
 * every deployment takes them. See docs/assumptions.md.
 */
export const LIMITS = {
  /** Events in one request. */
  eventsPerRequest: 100,
  /** Bytes of one request body, UTF-8. */
  bytesPerRequest: 475_000,
  /** Bytes of one event as JSON, UTF-8. */
  bytesPerEvent: 32 * 1024,
  /** Events in one step: more than Zapier's 6 MB of input have room for, unless they are next to empty. Ours. */
  eventsPerStep: 100_000,
  /** Bytes of all events of one step, UTF-8: what is in memory at the same time. Ours. */
  bytesPerStep: 64_000_000,
} as const;

/** Times. Zapier stops a step after 30 s. */
export const TIMING = {
  /** Tries of one request, the first included. */
  tries: 3,
  /** No try starts, and none goes on, after this many milliseconds of one run. */
  budgetMs: 20_000,
  /** One try, milliseconds. */
  tryMs: 10_000,
  /** The wait before the second try, milliseconds; doubles for the third, with jitter. */
  backoffMs: 500,
  /** How long the body of an answer is waited for, milliseconds: a success says nothing in it, a refusal its reason. */
  bodyMs: { accepted: 250, refused: 2_000 },
  /** Requests of one batch under way at the same time. */
  concurrency: 4,
  /** What Zapier is told to wait when the server does not say, seconds. */
  laterSeconds: 60,
  /** Bounds of what Zapier is told to wait, seconds. */
  leastLaterSeconds: 1,
  mostLaterSeconds: 3_600,
  /** How long an answer of the cache is worth waiting for, milliseconds. */
  cacheMs: 1_500,
  /** How long an unfinished run is remembered, seconds. */
  rememberSeconds: 24 * 60 * 60,
} as const;

type Numbers<T> = T extends number ? number : { readonly [K in keyof T]: Numbers<T[K]> };

/** {@link TIMING}, or the same with other numbers. */
export type Timing = Numbers<typeof TIMING>;
