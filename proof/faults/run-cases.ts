import { unpack } from '../../sandbox/zapier/unpack.ts';
import { missesOf } from './check.ts';
import { type CaseOutcome, startWorker } from './run-case.ts';
import type { Case } from './scenarios.ts';

/** A case, what happened, and which targets it misses. */
export interface CaseResult extends Case, CaseOutcome {
  readonly misses: readonly string[];
}

/** How many cases run at the same time: those that use the processor, and those that mostly wait. */
export interface Workers {
  readonly working: number;
  readonly waiting: number;
}

/** For two processors. */
const WORKERS: Workers = { working: 3, waiting: 8 };

/**
 * Runs cases through the handler of a build, several at a time, and leaves no process running.
 * @param build the build.zip.
 * @param onDone called after each case.
 * @param workers each needs a process of the app, of some 100 MB.
 */
export const runCases = async (
  build: string,
  cases: readonly Case[],
  onDone: (result: CaseResult) => void = () => {},
  workers = WORKERS,
): Promise<CaseResult[]> => {
  const unpacked = unpack(build);
  const results = new Map<Case, CaseResult>();
  const work = async (queue: Case[]): Promise<void> => {
    if (queue.length === 0) return;
    const worker = await startWorker(unpacked.folder);
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const outcome = await worker.run(next);
        const result = { ...next, ...outcome, misses: missesOf(next, outcome) };
        results.set(next, result);
        onDone(result);
      }
    } finally {
      await worker.stop();
    }
  };
  try {
    const waiting = cases.filter(({ scenario }) => scenario.waits);
    const working = cases.filter(({ scenario }) => !scenario.waits);
    await Promise.all([
      ...Array.from({ length: workers.waiting }, () => work(waiting)),
      ...Array.from({ length: workers.working }, () => work(working)),
    ]);
  } finally {
    await unpacked.remove();
  }
  return cases.flatMap((one) => results.get(one) ?? []);
};
