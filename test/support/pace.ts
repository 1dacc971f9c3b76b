import { expect } from '@jest/globals';

/** What {@link fixedWork} takes on the machine that docs/performance.md was measured on, milliseconds of the processor. */
const NOMINAL_MS = 70;

/** How often something that took too long is tried again: a machine that is busy slows the same work by half and more. */
const MOST_TRIES = 4;

/** Milliseconds of the processor that the whole process spends while something runs; waiting costs nothing. */
export const processorMs = async (run: () => unknown): Promise<number> => {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

/** Work of the kind that the connector does, always the same: an object with many keys, made, written, read, sorted. */
const fixedWork = (): void => {
  const many = 40_000;
  const object = Object.fromEntries(
    Array.from({ length: many }, (_, at) => [`name_${(at * 7_919) % many}`, at]),
  );
  const read: Record<string, number> = JSON.parse(JSON.stringify(object));
  Object.entries(read).sort(([one], [other]) => (one < other ? -1 : 1));
};

/** How many times as long as on the nominal machine work takes here and now; at least 1. */
export const slowness = async (): Promise<number> => {
  const turns: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) turns.push(await processorMs(fixedWork));
  const [, , middle = NOMINAL_MS] = turns.sort((one, other) => one - other);
  return Math.max(1, middle / NOMINAL_MS);
};

/**
 * Fails when something takes more of the processor than it may on the nominal machine: on a slower or busy one, as much
 * more as fixed work takes more at that moment. `first` is what a first run took, where one was needed anyway.
 */
export const expectProcessorMs = async (most: number, run: () => unknown, first?: number): Promise<void> => {
  let ratio = (first ?? (await processorMs(run))) / most;
  for (let again = 1; ratio > 1 && again < MOST_TRIES; again += 1) {
    ratio = Math.min(ratio, (await processorMs(run)) / (most * (await slowness())));
  }
  expect(ratio).toBeLessThanOrEqual(1);
};
