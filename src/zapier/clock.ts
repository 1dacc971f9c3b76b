import type { Bundle } from 'zapier-platform-core';
import type { Clock } from '../usermaven/times.ts';

/** Now, and the time zone of the account for dates without one. */
export const clockOf = (bundle: Bundle): Clock => ({
  now: Date.now(),
  timeZone: bundle.meta?.timezone ?? undefined,
});
