import type { PreparedRow } from '../events/prepare-batch.ts';
import { batchBody, chunk, halve } from '../usermaven/batches.ts';
import type { ApiResponse, FailedResponse } from '../usermaven/response.ts';
import type { Client } from './client.ts';

/** Why a run ended before all rows were accepted. */
export type Stop =
  | { readonly kind: 'out_of_time' }
  /** `rows` are those of the chunk that was not accepted. */
  | { readonly kind: 'failed'; readonly response: FailedResponse; readonly rows: readonly number[] };

/** The result of sending rows in chunks. */
export interface ChunksSent {
  readonly accepted: ReadonlySet<number>;
  readonly requests: number;
  /** Absent if all rows were accepted. The first of several failures; any failure rather than running out of time. */
  readonly stop?: Stop;
}

/**
 * Sends rows in their order, some requests at a time. A chunk that is too large for the server goes in two halves. The first
 * chunk that is not accepted stops the run: requests under way are waited for, no other starts.
 */
export const sendChunks = async (client: Client, rows: readonly PreparedRow[]): Promise<ChunksSent> => {
  const queue = chunk(rows);
  const accepted = new Set<number>();
  const stops: Stop[] = [];
  let requests = 0;
  const sendNext = async (events: readonly PreparedRow[]): Promise<void> => {
    if (Date.now() >= client.deadline) {
      stops.push({ kind: 'out_of_time' });
      return;
    }
    const { response, requests: made } = await client.send(batchBody(events), { log: false });
    requests += made;
    if (response.kind === 'accepted') for (const { row } of events) accepted.add(row);
    else if (response.kind === 'too_large' && events.length > 1) queue.unshift(...halve(events));
    else if (accepted.size > 0 && isCutOff(response, client.deadline)) stops.push({ kind: 'out_of_time' });
    else stops.push({ kind: 'failed', response, rows: events.map(({ row }) => row) });
  };
  const work = async (): Promise<void> => {
    for (let events = queue.shift(); events; events = stops.length === 0 ? queue.shift() : undefined) {
      await sendNext(events);
    }
  };
  await Promise.all(Array.from({ length: Math.min(client.timing.concurrency, queue.length) }, work));
  const stop = stops.find(({ kind }) => kind === 'failed') ?? stops[0];
  return { accepted, requests, ...(stop ? { stop } : {}) };
};

/** True when a request got no response because the time of the run was over. Timers may be a millisecond early. */
const isCutOff = (response: ApiResponse, deadline: number): boolean =>
  response.kind === 'retryable' && response.status === null && Date.now() + 1 >= deadline;
