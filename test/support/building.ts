import type { Operation } from '../../src/actions/action.ts';
import { IDENTIFY_USER } from '../../src/actions/identify-user.ts';
import { SEND_BATCH } from '../../src/actions/send-batch.ts';
import { TRACK_EVENT } from '../../src/actions/track-event.ts';
import { type Batch, type BatchRow, buildBatch } from '../../src/events/batch.ts';
import { buildEvent, type DraftEvent } from '../../src/events/build.ts';
import { readTyping } from '../../src/events/settings.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import { InputError } from '../../src/lib/validation.ts';

/** What a user filled in, by key. */
export type Input = Readonly<Record<string, unknown>>;

/** The moment at which these tests happen. */
export const NOW = Date.UTC(2026, 5, 15, 12);

/** The API key of the connection of these tests. */
export const API_KEY = 'UMabcdefgh';

const clockOf = (timeZone: string | undefined) => ({ now: NOW, timeZone });

/** Builds the event of an action that sends one, as every platform does. */
export const build = (operation: Operation, input: Input, timeZone?: string): DraftEvent =>
  buildEvent(input, {
    fields: fieldsOf(operation.fields),
    reserved: operation.reserved,
    ...(operation.eventType === undefined ? {} : { eventType: operation.eventType }),
    apiKey: API_KEY,
    reading: readTyping(input, clockOf(timeZone)),
  });

/** The event of Track Event, of a known user unless told. */
export const track = (input: Input = {}, timeZone?: string): DraftEvent =>
  build(TRACK_EVENT, { event_name: 'Signed Up', user_id: 'usr_1', ...input }, timeZone);

/** The event of Identify User, of a known user unless told. */
export const identify = (input: Input = {}, timeZone?: string): DraftEvent =>
  build(IDENTIFY_USER, { user_id: 'usr_1', ...input }, timeZone);

/** The batch of Send Batch, its rows not yet read. */
export const batchOf = (input: Input, timeZone?: string): Batch =>
  buildBatch(input, { apiKey: API_KEY, reserved: SEND_BATCH.reserved }, clockOf(timeZone));

/** The rows of Send Batch, each an event or its problems. */
export const rowsOf = (input: Input, timeZone?: string): BatchRow[] => [...batchOf(input, timeZone).rows];

/** The events of Send Batch. A row that is none fails the test with its problems. */
export const eventsOf = (input: Input, timeZone?: string): DraftEvent[] =>
  rowsOf(input, timeZone).map((row) => {
    if ('problems' in row) throw new InputError(row.problems);
    return row.event;
  });

/** What is wrong with an input, a sentence or two each; fails the test when nothing is, or when something else is thrown. */
export const problemsOf = (run: () => unknown): readonly string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  throw new Error('Nothing was wrong with this input.');
};
