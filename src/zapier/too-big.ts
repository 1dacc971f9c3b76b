import type { Prepared } from '../usermaven/batches.ts';
import { LIMITS } from '../usermaven/limits.ts';

/** Says that an event is too big, by how much, and what to do. */
export const tooBig = ({ bytes }: Prepared): string =>
  `The event has ${bytes.toLocaleString('en-US')} bytes, and Usermaven takes ${LIMITS.bytesPerEvent.toLocaleString('en-US')}. Shorten or remove attributes.`;
