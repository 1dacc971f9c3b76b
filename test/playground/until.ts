import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 20;
const TIMEOUT_MS = 120_000;

/**
 * Waits for something that is no event of this process, such as the end of another one. Rejects after two minutes, which only a
 * hang takes, also on a busy machine.
 * @param what completes "Timed out waiting for ...".
 */
export const until = async (what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + TIMEOUT_MS;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`Timed out waiting for ${what}.`);
    await sleep(INTERVAL_MS);
  }
};
