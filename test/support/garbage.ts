import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Bytes of the heap that something still holds on to: garbage is collected first. */
export const bytesHeld = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};
