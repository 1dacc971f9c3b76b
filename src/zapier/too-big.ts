import type { Prepared } from '../usermaven/batches.ts';
import { withCommas } from '../usermaven/counts.ts';
import { LIMITS } from '../usermaven/limits.ts';

/** Says that an event is too big, by how much, and what to do. */
export const tooBig = ({ bytes }: Prepared): string =>
  `The event has ${withCommas(bytes)} bytes, and Usermaven takes ${withCommas(LIMITS.bytesPerEvent)}. Shorten or remove attributes.`;
