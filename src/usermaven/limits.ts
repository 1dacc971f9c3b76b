/**
 * Sizes. Usermaven documents none; those of a request and an event are the limits of its own Python client (usermaven-python
 * 0.1.2), so every deployment should take them. See docs/assumptions.md.
 */
export const LIMITS = {
  /** Events in one request. */
  eventsPerRequest: 100,
  /** Bytes of one request body, UTF-8. */
  bytesPerRequest: 475_000,
  /** Bytes of one event as JSON, UTF-8. */
  bytesPerEvent: 32 * 1024,
  /** Events in one step: more than the input of a step has room for, unless they are next to empty. Ours. */
  eventsPerStep: 100_000,
  /** Bytes of all events of one step, UTF-8: what is in memory at the same time. Ours. */
  bytesPerStep: 64_000_000,
} as const;
