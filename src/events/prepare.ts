import type { RejectedEvent } from '../actions/send-batch.ts';
import { BATCH_FIELDS } from '../fields/batch.ts';
import { rowsInWords } from '../lib/row-ranges.ts';
import { withCommas } from '../lib/text.ts';
import { InputError } from '../lib/validation.ts';
import { isTooBig, type Prepared, prepare } from '../usermaven/batches.ts';
import { derivedId, stableId, turnCounter } from '../usermaven/ids.ts';
import { LIMITS } from '../usermaven/limits.ts';
import type { Batch, BatchRow } from './batch.ts';
import type { DraftEvent } from './build.ts';

/** An event of a batch, ready to send. */
export interface PreparedRow extends Prepared {
  readonly row: number;
  readonly id: string;
}

const TOO_MUCH = `${BATCH_FIELDS.events.label}: more than ${withCommas(LIMITS.bytesPerStep)} bytes with what is added to every event. Send them in parts, or shorten the shared attributes.`;

/** A batch, every row decided. */
export interface PreparedBatch {
  readonly good: readonly PreparedRow[];
  readonly rejected: readonly RejectedEvent[];
  /** Whether an id hangs on the seed: without it, a replay could not send the same ids. */
  readonly usesSeed: boolean;
}

/**
 * Decides every row before anything is sent. Events get the user's id, else a hash of their content if they have a
 * time (identical rows by their turn), else an id derived from the run's seed and the row. Throws {@link InputError}
 * when all of it is more than one step can hold.
 */
export const prepareBatch = (batch: Batch, seed: string): PreparedBatch => {
  const good: PreparedRow[] = [];
  const rejected: RejectedEvent[] = [];
  let usesSeed = false;
  let bytes = 0;
  const turn = turnCounter();
  const idOf = (event: DraftEvent, row: number): string => {
    if (event.event_id !== undefined) return event.event_id;
    if (event._timestamp === undefined) {
      usesSeed = true;
      return derivedId(seed, row);
    }
    const first = stableId(event);
    const nth = turn(first);
    return nth === 0 ? first : stableId(event, nth);
  };
  const decide = (item: BatchRow): void => {
    const reject = (reason: string) => rejected.push({ row: item.row, event_name: item.name, reason });
    if ('problems' in item) {
      reject(item.problems.join(' '));
      return;
    }
    const id = idOf(item.event, item.row);
    const event = prepare({ ...item.event, event_id: id });
    if (isTooBig(event)) reject(tooBig(event));
    else {
      good.push({ ...event, row: item.row, id });
      bytes += event.bytes;
    }
    if (bytes > LIMITS.bytesPerStep) throw new InputError([TOO_MUCH]);
  };
  for (const item of batch.rows) decide(item);
  return { good, rejected, usesSeed };
};

/** A message with more reasons is read by nobody, and with thousands of bad rows it would have megabytes. */
const MOST_REASONS = 100;

/** The rejected rows for a message, a line a reason: `Rows 2 and 5: …`. After 100 reasons, the rows only. */
export const rejectedInWords = (rejected: readonly RejectedEvent[]): string => {
  const groups = [...Map.groupBy(rejected, ({ reason }) => reason)];
  const others = groups.slice(MOST_REASONS).flatMap(([, items]) => items);
  return [
    ...groups.slice(0, MOST_REASONS),
    ...(others.length > 0 ? [['other reasons, which show when these are mended.', others] as const] : []),
  ]
    .map(([reason, items]) => `${rowsInWords(items.map(({ row }) => row))}: ${reason}`)
    .join('\n');
};

/** Says that an event is too big, by how much, and what to do. */
export const tooBig = ({ bytes }: Prepared): string =>
  `The event has ${withCommas(bytes)} bytes, and Usermaven takes ${withCommas(LIMITS.bytesPerEvent)}. Shorten or remove attributes.`;
