import { unpack } from '../../sandbox/zapier/unpack.ts';
import { CREDENTIALS } from './credentials.ts';
import { missesOf } from './judge.ts';
import { type Lane, openLane } from './lane.ts';
import { type Case, type Outcome, runCase } from './run-case.ts';
import { startServer } from './server.ts';

/** A case, what came of it, and what it falls short of. */
export interface Judged extends Case, Outcome {
  readonly misses: readonly string[];
}

/** How many cases run at the same time: those that use the processor, and those that mostly wait. */
export interface Lanes {
  readonly working: number;
  readonly waiting: number;
}

/** For two processors. */
export const LANES: Lanes = { working: 3, waiting: 8 };

/**
 * Runs cases against a server in a process of its own, through the handler of a build, several at a time. Nothing of
 * it is left running.
 * @param build the build.zip.
 * @param onDone called after each case.
 * @param lanes each needs a process of the app, of some 100 MB.
 */
export const faultRun = async (
  build: string,
  cases: readonly Case[],
  onDone: (judged: Judged) => void = () => {},
  lanes = LANES,
): Promise<Judged[]> => {
  const unpacked = unpack(build);
  const server = await startServer();
  const done = new Map<Case, Judged>();
  const work = async (queue: Case[]): Promise<void> => {
    if (queue.length === 0) return;
    const elsewhere = await server.open(CREDENTIALS.apiKey, CREDENTIALS.serverToken);
    const lane: Lane = await openLane(server, unpacked.folder);
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const outcome = await runCase({ server, elsewhere }, lane, next);
        const judged = { ...next, ...outcome, misses: missesOf(next, outcome) };
        done.set(next, judged);
        onDone(judged);
      }
    } finally {
      await lane.stop();
    }
  };
  try {
    const waiting = cases.filter(({ scenario }) => scenario.waits);
    const working = cases.filter(({ scenario }) => !scenario.waits);
    await Promise.all([
      ...Array.from({ length: lanes.waiting }, () => work(waiting)),
      ...Array.from({ length: lanes.working }, () => work(working)),
    ]);
  } finally {
    await server.stop();
    await unpacked.remove();
  }
  return cases.flatMap((one) => done.get(one) ?? []);
};
