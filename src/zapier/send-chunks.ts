import type { PreparedRow } from '../events/prepare.ts';
import { batchBody, chunk, halve } from '../usermaven/batches.ts';
import { TIMING } from '../usermaven/limits.ts';
import type { Answer } from '../usermaven/response.ts';
import { post, type Sender } from './client.ts';

/** What came of sending rows in chunks. */
export interface ChunksSent {
  /** Rows that were accepted. */
  readonly accepted: readonly number[];
  readonly requests: number;
  /** What stopped the run, and the rows of the chunk it stopped at; none when all were accepted. */
  readonly stopped?: {
    readonly answer: Exclude<Answer, { kind: 'accepted' }>;
    readonly rows: readonly number[];
  };
  /** True when only the time ran out. */
  readonly outOfTime: boolean;
}

/**
 * Sends rows in their order, some requests at a time. A chunk that is too large for the server goes in two halves. The
 * first chunk that is not accepted stops the run: what is under way is waited for, nothing more starts.
 */
export const sendChunks = async (sender: Sender, rows: readonly PreparedRow[]): Promise<ChunksSent> => {
  const { timing = TIMING } = sender;
  const queue = chunk(rows);
  const accepted: number[] = [];
  let requests = 0;
  let stopped: ChunksSent['stopped'];
  let outOfTime = false;
  const work = async (): Promise<void> => {
    while (!stopped && !outOfTime) {
      const events = queue.shift();
      if (!events) return;
      if (Date.now() >= sender.deadline) {
        outOfTime = true;
        return;
      }
      const sent = await post(sender, batchBody(events));
      requests += sent.requests;
      if (sent.answer.kind === 'accepted') accepted.push(...events.map(({ row }) => row));
      else if (sent.answer.kind === 'too_large' && events.length > 1) queue.unshift(...halve(events));
      else if (accepted.length > 0 && isCutOff(sent.answer, sender.deadline)) outOfTime = true;
      else stopped ??= { answer: sent.answer, rows: events.map(({ row }) => row) };
    }
  };
  await Promise.all(Array.from({ length: Math.min(timing.concurrency, queue.length) }, work));
  return { accepted, requests, ...(stopped ? { stopped } : {}), outOfTime: outOfTime && !stopped };
};

/** True when a request got no answer because the time of the run was over. Timers may be a millisecond early. */
const isCutOff = (answer: Answer, deadline: number): boolean =>
  answer.kind === 'again' && answer.status === null && Date.now() + 1 >= deadline;
