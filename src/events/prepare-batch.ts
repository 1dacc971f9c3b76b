import type { BatchOutput } from '../actions/action.ts';
import { BATCH_FIELDS } from '../fields/batch.ts';
import { FIELDS } from '../fields/index.ts';
import { canonicalJson } from '../lib/json.ts';
import type { Redact } from '../lib/redact.ts';
import { describeRows } from '../lib/row-ranges.ts';
import { formatCount, truncate } from '../lib/text.ts';
import { type Checked, describeIssues, Invalid, type Issue } from '../lib/validation.ts';
import type { EventJson } from '../usermaven/batches.ts';
import { derivedId, occurrenceCounter } from '../usermaven/ids.ts';
import { LIMITS } from '../usermaven/limits.ts';
import type { Credentials } from '../usermaven/request.ts';
import type { Clock } from '../usermaven/times.ts';
import { type Batch, type BatchRow, readBatch } from './batch.ts';
import { ownId, type PreparedEvent, withId } from './prepare.ts';
import type { Input } from './settings.ts';

/** An event of a batch, ready to send. */
export interface PreparedRow extends EventJson {
  readonly row: number;
  readonly id: string;
}

/** An event of a batch that cannot be sent, and why. Its texts are cut. */
export type RejectedRow = BatchOutput['rejected'][number];

/** A batch with every row checked. */
export interface PreparedBatch {
  readonly onInvalid: Batch['onInvalid'];
  readonly good: readonly PreparedRow[];
  readonly rejected: readonly RejectedRow[];
  /** Whether an id depends on the seed: without it, a replay could not send the same ids. */
  readonly usesSeed: boolean;
  /** What was left out of events or changed, a sentence each, with its rows. */
  readonly notes: readonly string[];
}

interface BatchOptions {
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** What ids that are neither given nor a hash are derived from. Called once the batch can be read. */
  readonly makeSeed: () => string | Promise<string>;
  readonly redact: Redact;
}

/** Characters of a name and of a reason: a batch may reject 100,000 rows. */
const NAME_CHARACTERS = 100;
const REASON_CHARACTERS = 500;

/**
 * From the input of a batch to its events, every row checked before anything is sent. Events get the user's id, or a hash of their
 * content if they have a time (identical rows by their occurrence), or an id derived from the run's seed and the row. Issues if the
 * batch cannot be read, or if it is more than one step can hold.
 */
export const prepareBatch = async (
  input: Input,
  { credentials, clock, makeSeed, redact }: BatchOptions,
): Promise<Checked<PreparedBatch>> => {
  const batch = readBatch(input, credentials.apiKey, clock);
  if ('issues' in batch) return batch;
  const seed = await makeSeed();
  const good: PreparedRow[] = [];
  const rejected: RejectedRow[] = [];
  const noted = new Map<string, number[]>();
  const countOccurrence = occurrenceCounter();
  const checkId = idChecker();
  let usesSeed = false;
  let bytes = 0;
  const prepareRow = ({ row, built }: BatchRow): Checked<PreparedEvent> => {
    if ('issues' in built) return built;
    const id = ownId(built.value.event, countOccurrence);
    usesSeed ||= id === undefined;
    return checkId(row, withId(built.value, id ?? derivedId(seed, row), credentials));
  };
  for (const item of batch.value.rows) {
    const { row, name } = item;
    const prepared = prepareRow(item);
    if ('issues' in prepared) {
      const reason = truncate(describeIssues(prepared.issues, redact).join(' '), REASON_CHARACTERS);
      rejected.push({
        row,
        event_name: name === null ? null : truncate(redact(name), NAME_CHARACTERS),
        reason,
      });
      continue;
    }
    const { event, notes, json, bytes: size } = prepared.value;
    for (const note of describeIssues(notes, redact)) addRow(noted, note, row);
    good.push({ row, id: event.event_id, json, bytes: size });
    bytes += size;
    if (bytes > LIMITS.bytesPerStep) return { issues: [TOO_MUCH] };
  }
  const { onInvalid, notes } = batch.value;
  const told = [...describeIssues(notes, redact), ...describeNotes(noted)];
  return { value: { onInvalid, good, rejected, usesSeed, notes: told } };
};

/** Refuses a row with the event id of an earlier row that differs: Usermaven would drop one of the two. Equal rows may share one. */
const idChecker = () => {
  const seen = new Map<string, { readonly row: number; readonly json: string }>();
  return (row: number, prepared: Checked<PreparedEvent>): Checked<PreparedEvent> => {
    if ('issues' in prepared) return prepared;
    const { event, json } = prepared.value;
    const earlier = seen.get(event.event_id);
    if (!earlier) seen.set(event.event_id, { row, json });
    if (!earlier || earlier.json === json || isSame(earlier.json, json)) return prepared;
    const reason = `is already the ${FIELDS.event_id.label} of row ${earlier.row}, whose content differs. Give each event an ID of its own.`;
    return { issues: [{ label: FIELDS.event_id.label, invalid: new Invalid(reason, event.event_id) }] };
  };
};

const isSame = (one: string, other: string): boolean =>
  canonicalJson(JSON.parse(one)) === canonicalJson(JSON.parse(other));

const TOO_MUCH: Issue = {
  label: BATCH_FIELDS.events.label,
  invalid: new Invalid(
    `more than ${formatCount(LIMITS.bytesPerStep)} bytes, including what is added to every event. Split them into several batches, or shorten the shared attributes.`,
  ),
};

const addRow = (noted: Map<string, number[]>, note: string, row: number): void => {
  const rows = noted.get(note);
  if (rows) rows.push(row);
  else noted.set(note, [row]);
};

/** Nobody reads more notes. */
const LISTED_NOTES = 20;

const describeNotes = (noted: ReadonlyMap<string, readonly number[]>): string[] => {
  const listed = [...noted].slice(0, LISTED_NOTES);
  const more = noted.size - listed.length;
  return [
    ...listed.map(([note, rows]) => `${describeRows(rows)}: ${truncate(note, REASON_CHARACTERS)}`),
    ...(more > 0 ? [`And ${formatCount(more)} more notes.`] : []),
  ];
};

/** Nobody reads a message with more reasons. */
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
