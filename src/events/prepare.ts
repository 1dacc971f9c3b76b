import type { BatchOutput, EventAction } from '../actions/action.ts';
import { BATCH_FIELDS } from '../fields/batch.ts';
import { fieldsOf } from '../fields/index.ts';
import type { Redact } from '../lib/redact.ts';
import { describeRows } from '../lib/row-ranges.ts';
import { formatCount } from '../lib/text.ts';
import { type Checked, describeIssues, Invalid, type Issue } from '../lib/validation.ts';
import { type EventJson, isTooLarge, toEventJson } from '../usermaven/batches.ts';
import type { DraftEvent, UsermavenEvent } from '../usermaven/event.ts';
import { derivedId, occurrenceCounter, stableId } from '../usermaven/ids.ts';
import { LIMITS } from '../usermaven/limits.ts';
import type { Clock } from '../usermaven/times.ts';
import { type Batch, type BatchRow, readBatch } from './batch.ts';
import { buildEvent } from './build.ts';
import { type Input, readContext } from './settings.ts';

/** An event ready to send. */
export interface PreparedEvent extends EventJson {
  readonly event: UsermavenEvent;
}

/**
 * From the input of an action to the event that it sends, with its id: the user's, else a hash of the event if it has a time,
 * else what `randomId` gives, which is asked for nothing else.
 */
export const prepareEvent = async (
  { fields, eventType, reserved, needs }: EventAction,
  input: Input,
  { apiKey, clock, randomId }: { apiKey: string; clock: Clock; randomId: () => string | Promise<string> },
): Promise<Checked<PreparedEvent>> => {
  // What is wrong with a setting is said as of any field of the action.
  const { context } = readContext(input, clock);
  const built = buildEvent(input, {
    fields: fieldsOf(fields),
    labelOf: ({ label }) => label,
    eventType,
    reserved,
    needs,
    apiKey,
    context,
  });
  if ('issues' in built) return built;
  return withId(built.value, ownId(built.value) ?? (await randomId()));
};

/** The id that an event brings along: the user's, else a hash of what it says if it has a time. */
const ownId = (event: DraftEvent, countOccurrence = (_id: string) => 0): string | undefined => {
  if (event.event_id !== undefined) return event.event_id;
  if (event._timestamp === undefined) return undefined;
  const first = stableId(event);
  const occurrence = countOccurrence(first);
  return occurrence === 0 ? first : stableId(event, occurrence);
};

const withId = (draft: DraftEvent, id: string): Checked<PreparedEvent> => {
  const event = { ...draft, event_id: id };
  const sized = toEventJson(event);
  return isTooLarge(sized) ? { issues: [tooLarge(sized)] } : { value: { event, ...sized } };
};

const tooLarge = ({ bytes }: EventJson): Issue => ({
  invalid: new Invalid(
    `The event has ${formatCount(bytes)} bytes, but Usermaven accepts at most ${formatCount(LIMITS.bytesPerEvent)}. Shorten or remove attributes.`,
  ),
});

/** An event of a batch, ready to send. */
export interface PreparedRow extends EventJson {
  readonly row: number;
  readonly id: string;
}

/** An event of a batch that cannot be sent, and why. */
export type RejectedRow = BatchOutput['rejected'][number];

/** A batch, every row decided. */
export interface PreparedBatch {
  readonly onInvalid: Batch['onInvalid'];
  readonly good: readonly PreparedRow[];
  readonly rejected: readonly RejectedRow[];
  /** Whether an id depends on the seed: without it, a replay could not send the same ids. */
  readonly usesSeed: boolean;
}

interface BatchOptions {
  readonly apiKey: string;
  readonly clock: Clock;
  /** What ids are derived from that are neither given nor a hash. Asked for when the batch can be read. */
  readonly makeSeed: () => string | Promise<string>;
  readonly redact: Redact;
}

/**
 * From the input of a batch to its events, every row decided before anything is sent. Events get the user's id, else a hash of
 * their content if they have a time (identical rows by their occurrence), else an id derived from the run's seed and the row.
 * Issues when no row can be read, or when all of it is more than one step can hold.
 */
export const prepareBatch = async (
  input: Input,
  { apiKey, clock, makeSeed, redact }: BatchOptions,
): Promise<Checked<PreparedBatch>> => {
  const batch = readBatch(input, apiKey, clock);
  if ('issues' in batch) return batch;
  const seed = await makeSeed();
  const good: PreparedRow[] = [];
  const rejected: RejectedRow[] = [];
  const countOccurrence = occurrenceCounter();
  let usesSeed = false;
  let bytes = 0;
  const prepareRow = ({ row, built }: BatchRow): Checked<PreparedEvent> => {
    if ('issues' in built) return built;
    const id = ownId(built.value, countOccurrence);
    usesSeed ||= id === undefined;
    return withId(built.value, id ?? derivedId(seed, row));
  };
  for (const item of batch.value.rows) {
    const { row, name } = item;
    const prepared = prepareRow(item);
    if ('issues' in prepared) {
      const reason = describeIssues(prepared.issues, redact).join(' ');
      rejected.push({ row, event_name: name === null ? null : redact(name), reason });
      continue;
    }
    const { event, json, bytes: size } = prepared.value;
    good.push({ row, id: event.event_id, json, bytes: size });
    bytes += size;
    if (bytes > LIMITS.bytesPerStep) return { issues: [TOO_MUCH] };
  }
  return { value: { onInvalid: batch.value.onInvalid, good, rejected, usesSeed } };
};

const TOO_MUCH: Issue = {
  label: BATCH_FIELDS.events.label,
  invalid: new Invalid(
    `more than ${formatCount(LIMITS.bytesPerStep)} bytes, including what is added to every event. Split them into several batches, or shorten the shared attributes.`,
  ),
};

/** A message with more reasons is read by nobody, and with thousands of bad rows it would have megabytes. */
const LISTED_REASONS = 100;

/** The rejected rows for a message, a line for each reason: `Rows 2 and 5: ...`. After 100 reasons, the rows only. */
export const describeRejected = (rejected: readonly RejectedRow[]): string => {
  const groups = [...Map.groupBy(rejected, ({ reason }) => reason)];
  const others = groups.slice(LISTED_REASONS).flatMap(([, rows]) => rows);
  const listed = [
    ...groups.slice(0, LISTED_REASONS),
    ...(others.length > 0 ? [['other reasons, shown once these are fixed.', others] as const] : []),
  ];
  return listed.map(([reason, rows]) => `${describeRows(rows.map(({ row }) => row))}: ${reason}`).join('\n');
};
