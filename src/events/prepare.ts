import type { BatchOutput, EventAction } from '../actions/action.ts';
import { BATCH_FIELDS } from '../fields/batch.ts';
import { connectionLabel } from '../fields/connection.ts';
import { isSent, valueAt } from '../fields/field.ts';
import { FIELDS, fieldsOf, SENT_FIELDS } from '../fields/index.ts';
import type { Redact } from '../lib/redact.ts';
import { describeRows } from '../lib/row-ranges.ts';
import { formatCount } from '../lib/text.ts';
import { type Checked, describeIssues, Invalid, type Issue } from '../lib/validation.ts';
import { type EventJson, isTooLarge, toEventJson } from '../usermaven/batches.ts';
import type { DraftEvent, UsermavenEvent } from '../usermaven/event.ts';
import { derivedId, occurrenceCounter, stableId } from '../usermaven/ids.ts';
import { LIMITS } from '../usermaven/limits.ts';
import type { Credentials } from '../usermaven/request.ts';
import type { Clock } from '../usermaven/times.ts';
import { type Batch, type BatchRow, readBatch } from './batch.ts';
import { type Built, buildEvent } from './build.ts';
import { type Input, readContext } from './settings.ts';

/** An event ready to send. */
export interface PreparedEvent extends EventJson {
  readonly event: UsermavenEvent;
  readonly notes: readonly Issue[];
}

interface EventOptions {
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** True while the user builds the Zap and can fix the mapping. */
  readonly isBuilding: boolean;
  readonly randomId: () => string | Promise<string>;
}

/**
 * From the input of an action to the event that it sends, with its id: the user's, else a hash of the event if it has a time,
 * else what `randomId` gives, which is asked for nothing else.
 */
export const prepareEvent = async (
  { fields, eventType, reserved, needs }: EventAction,
  input: Input,
  { credentials, clock, isBuilding, randomId }: EventOptions,
): Promise<Checked<PreparedEvent>> => {
  const { context, issues } = readContext(input, clock);
  const built = buildEvent(input, {
    fields: fieldsOf(fields),
    labelOf: ({ label }) => label,
    eventType,
    reserved,
    needs: () => needs,
    apiKey: credentials.apiKey,
    context,
    details: isBuilding ? 'refuse' : 'leave_out',
  });
  if ('issues' in built) return { issues: [...issues, ...built.issues] };
  if (issues.length > 0) return { issues };
  return withId(built.value, ownId(built.value.event) ?? (await randomId()), credentials);
};

/** The id that an event brings along: the user's, else a hash of what it says if it has a time. */
const ownId = (event: DraftEvent, countOccurrence = (_id: string) => 0): string | undefined => {
  if (event.event_id !== undefined) return event.event_id;
  if (event._timestamp === undefined) return undefined;
  const first = stableId(event);
  const occurrence = countOccurrence(first);
  return occurrence === 0 ? first : stableId(event, occurrence);
};

const withId = (
  { event: draft, notes }: Built,
  id: string,
  { serverToken }: Credentials,
): Checked<PreparedEvent> => {
  const event = { ...draft, event_id: id };
  const sized = toEventJson(event);
  if (isTooLarge(sized)) return { issues: [tooLarge(sized)] };
  const leaks = fieldsWithToken(event, sized.json, serverToken);
  return leaks.length > 0 ? { issues: leaks } : { value: { event, notes, ...sized } };
};

/** Shorter tokens may stand in any text. */
const TOKEN_LENGTH = 12;

/** Issues for what holds the server token: it would be stored in analytics. */
const fieldsWithToken = (event: UsermavenEvent, json: string, serverToken: string): Issue[] => {
  const token = JSON.stringify(serverToken).slice(1, -1);
  if (serverToken.length < TOKEN_LENGTH || !json.includes(token)) return [];
  const places = SENT_FIELDS.filter(isSent).filter(({ path }) =>
    JSON.stringify(valueAt(event, path))?.includes(token),
  );
  const labels = [...new Map(places.map(({ path, label }) => [path, label])).values()];
  const reason = `holds the ${connectionLabel('server_token')} of the connection, which must not be stored in analytics. Map something else.`;
  return [{ label: labels.join(', ') || 'The event', invalid: new Invalid(reason) }];
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
  /** What was left out of events or changed, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * From the input of a batch to its events, every row decided before anything is sent. Events get the user's id, else a hash of
 * their content if they have a time (identical rows by their occurrence), else an id derived from the run's seed and the row.
 * Issues when no row can be read, or when all of it is more than one step can hold.
 */
export const prepareBatch = (
  input: Input,
  {
    credentials,
    clock,
    seed,
    redact,
  }: { credentials: Credentials; clock: Clock; seed: string; redact: Redact },
): Checked<PreparedBatch> => {
  const batch = readBatch(input, credentials.apiKey, clock);
  if ('issues' in batch) return batch;
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
    return withId(built.value, id ?? derivedId(seed, row), credentials);
  };
  for (const item of batch.value.rows) {
    const { row, name } = item;
    const prepared = checkId(row, prepareRow(item));
    if ('issues' in prepared) {
      const reason = describeIssues(prepared.issues, redact).join(' ');
      rejected.push({ row, event_name: name === null ? null : redact(name), reason });
      continue;
    }
    const { event, notes, json, bytes: size } = prepared.value;
    for (const note of describeIssues(notes, redact)) noted.set(note, [...(noted.get(note) ?? []), row]);
    good.push({ row, id: event.event_id, json, bytes: size });
    bytes += size;
    if (bytes > LIMITS.bytesPerStep) return { issues: [TOO_MUCH] };
  }
  return {
    value: { onInvalid: batch.value.onInvalid, good, rejected, usesSeed, notes: describeNotes(noted) },
  };
};

/** Refuses a row whose event id stands on an earlier row that differs: Usermaven would drop one of the two. Equal rows may share one. */
const idChecker = () => {
  const seen = new Map<string, { readonly row: number; readonly json: string }>();
  return (row: number, prepared: Checked<PreparedEvent>): Checked<PreparedEvent> => {
    if ('issues' in prepared) return prepared;
    const { event, json } = prepared.value;
    const earlier = seen.get(event.event_id);
    if (!earlier) seen.set(event.event_id, { row, json });
    if (!earlier || earlier.json === json) return prepared;
    const reason = `is the ${FIELDS.event_id.label} of row ${earlier.row}, too, which differs. Use another one for each event.`;
    return { issues: [{ label: FIELDS.event_id.label, invalid: new Invalid(reason, event.event_id) }] };
  };
};

const TOO_MUCH: Issue = {
  label: BATCH_FIELDS.events.label,
  invalid: new Invalid(
    `more than ${formatCount(LIMITS.bytesPerStep)} bytes, including what is added to every event. Split them into several batches, or shorten the shared attributes.`,
  ),
};

/** More notes are read by nobody. */
const LISTED_NOTES = 20;

/** Notes with their rows: `Rows 1 to 3: ...`. */
const describeNotes = (noted: ReadonlyMap<string, readonly number[]>): string[] =>
  [...noted].slice(0, LISTED_NOTES).map(([note, rows]) => `${describeRows(rows)}: ${note}`);

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
