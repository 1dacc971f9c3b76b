import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const bytesHeld = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

/** Bytes of the heap that are still held when something is over, and were not before: garbage is collected first. */
export const bytesKept = async (work: () => Promise<void>): Promise<number> => {
  const before = bytesHeld();
  await work();
  return bytesHeld() - before;
};
