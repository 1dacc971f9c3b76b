/** Times of a step. Zapier stops a step after 30 s. */
export const TIMING = {
  /** Tries of one request, the first included. */
  tries: 3,
  /** No try starts or continues this many milliseconds after the first byte, */
  budgetMs: 20_000,
  /** nor this many after the step began. */
  stepMs: 25_000,
  /** One try, milliseconds. */
  tryMs: 10_000,
  /** The wait before the second try, milliseconds; doubles for the third, with jitter. */
  backoffMs: 500,
  /** How long to wait for the body of a response, milliseconds: in a success it says nothing, in a refusal the reason. */
  bodyMs: { accepted: 250, refused: 2_000 },
  /** Requests of one batch under way at the same time. */
  concurrency: 4,
  /** How long Zapier is told to wait when the server does not say, seconds. */
  retrySeconds: 60,
  /** Bounds of how long Zapier is told to wait, seconds. */
  minRetrySeconds: 1,
  maxRetrySeconds: 3_600,
  /** After how many seconds Zapier continues a batch that ran out of time. */
  continueSeconds: 5,
  /** How long to wait for the cache, milliseconds. */
  cacheMs: 1_000,
  /** How long the state of a failed run is kept, seconds: if Zapier replays it automatically, and if it does not. */
  keepSeconds: { replayed: 24 * 60 * 60, final: 60 * 60 },
  /** A run that is under way ends within this many seconds, since Zapier stops it after 30. */
  underWaySeconds: 35,
} as const;

type Numbers<T> = T extends number ? number : { readonly [K in keyof T]: Numbers<T[K]> };

/** {@link TIMING}, or the same with other numbers. */
export type Timing = Numbers<typeof TIMING>;
