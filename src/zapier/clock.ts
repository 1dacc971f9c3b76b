import type { Bundle } from 'zapier-platform-core';
import type { Clock } from '../usermaven/times.ts';

/** Now, and the time zone of the account for dates without one; whatever is no text is none. */
export const clockOf = (bundle: Bundle): Clock => {
  const timeZone: unknown = bundle.meta?.timezone;
  return { now: Date.now(), timeZone: typeof timeZone === 'string' ? timeZone : undefined };
};
