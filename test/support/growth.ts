/**
 * How much larger the larger of two inputs is, and how much more work it may be: twice as much as in step, for caches and the
 * garbage collector also make it slower. Work that grows with the square is 256 times, so a bound this wide still finds a part
 * that does, once it is a fourteenth of the smaller work.
 */
const LARGER = 16;
const MOST_WORK = 2 * LARGER;

/** Code runs slowly at first, so no pair counts before this one. */
const LEAST_ROUNDS = 3;
/** Something else on the machine can make a run slower and never faster, so more rounds only come closer to the truth. */
const MOST_ROUNDS = 30;

/**
 * How many times as much work it is when the input is 16 times as large. Both sizes run in turn, and the least of each
 * counts, so that neither the machine nor what else it does matters. Ends early once the answer is good.
 * @param workOf does the work for an input of a size, and tells how much it was: milliseconds of the processor, say.
 */
export const growthOf = async (
  size: number,
  workOf: (size: number) => Promise<number>,
  most = MOST_WORK,
): Promise<number> => {
  let small = Number.POSITIVE_INFINITY;
  let large = Number.POSITIVE_INFINITY;
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    small = Math.min(small, await workOf(size));
    large = Math.min(large, await workOf(size * LARGER));
    if (round >= LEAST_ROUNDS && large <= most * small) break;
  }
  return large / small;
};

/** Fails unless 16 times the input is at most 32 times the work, or `most` times. */
export const expectToGrowInStep = async (
  size: number,
  workOf: (size: number) => Promise<number>,
  most = MOST_WORK,
): Promise<void> => {
  const growth = await growthOf(size, workOf, most);
  if (growth > most)
    throw new Error(
      `${LARGER} times the input (${size} and ${size * LARGER}) is ${growth.toFixed(1)} times the work, and may be ${most}.`,
    );
};

/** What takes less than this takes as long, milliseconds: shorter times say more of the memory of the machine than of the work. */
const LEAST_MS = 1;

/** Milliseconds of the processor that this process spends on something, at least one. */
export const processorMs = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return Math.max(LEAST_MS, (user + system) / 1_000);
};
