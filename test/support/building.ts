import type { Action, EventAction } from '../../src/actions/action.ts';
import { type BatchRow, readBatch } from '../../src/events/batch.ts';
import type { EventPlan } from '../../src/events/build.ts';
import { type PreparedEvent, prepareBatch, prepareEvent } from '../../src/events/prepare.ts';
import type { Input } from '../../src/events/settings.ts';
import { SENT_FIELDS } from '../../src/fields/index.ts';
import { IDENTIFIERS } from '../../src/fields/person.ts';
import { type Checked, describeIssues, type Issue } from '../../src/lib/validation.ts';
import type { DraftEvent, UsermavenEvent } from '../../src/usermaven/event.ts';

/** The moment at which these tests happen. */
export const NOW = Date.UTC(2026, 5, 15, 12);

/** The API key of the connection of these tests. */
export const API_KEY = 'UMabcdefgh';

/** The id of an event that brings none along. */
export const RANDOM_ID = '5f0c1d9e-2b7a-4c3d-8e6f-1a2b3c4d5e6f';

/** A plan that reads every field that describes an event, with dictionaries typed as on Zapier and names as in forms. */
export const PLAN: EventPlan = {
  fields: SENT_FIELDS,
  labelOf: ({ label }) => label,
  reserved: {},
  needs: IDENTIFIERS,
  apiKey: API_KEY,
  context: { clock: { now: NOW }, mode: 'detect', textNames: new Set() },
};

/** Issues as a user reads them, of a connection without secrets. */
export const asMessages = (issues: readonly Issue[]): string[] => describeIssues(issues, (text) => text);

/** The issues of a check, as a user reads them; none when it has a value. */
export const issuesIn = (checked: Checked<unknown>): string[] =>
  'issues' in checked ? asMessages(checked.issues) : [];

/** The value of a check. Issues fail the test, which shows them. */
export const valueFrom = <T>(checked: Checked<T>): T => {
  if ('issues' in checked) throw new Error(asMessages(checked.issues).join('\n'));
  return checked.value;
};

const optionsIn = (timeZone: string | undefined) => ({ apiKey: API_KEY, clock: { now: NOW, timeZone } });

/** What an action that sends one event makes of an input. */
export const prepare = (
  action: EventAction,
  input: Input,
  timeZone?: string,
): Promise<Checked<PreparedEvent>> =>
  prepareEvent(action, input, { ...optionsIn(timeZone), randomId: () => RANDOM_ID });

/** The events that an action sends for an input, whatever its kind. What cannot be sent fails the test, which shows why. */
export const eventsOf = async (
  action: Action,
  input: Input,
  timeZone?: string,
): Promise<UsermavenEvent[]> => {
  if (action.kind === 'event') return [valueFrom(await prepare(action, input, timeZone)).event];
  const options = { ...optionsIn(timeZone), makeSeed: () => RANDOM_ID, redact: (text: string) => text };
  const { good, rejected } = valueFrom(await prepareBatch(input, options));
  if (rejected.length > 0) throw new Error(rejected.map(({ reason }) => reason).join('\n'));
  return good.map(({ json }) => JSON.parse(json));
};

/** The rows of a batch as they were read, each an event or its issues. A batch that is refused fails the test. */
export const readRows = (input: Input, timeZone?: string): BatchRow[] => {
  const { apiKey, clock } = optionsIn(timeZone);
  return [...valueFrom(readBatch(input, apiKey, clock)).rows];
};

/** The events of a batch, still without ids of ours. A row that is none fails the test. */
export const readEvents = (input: Input, timeZone?: string): DraftEvent[] =>
  readRows(input, timeZone).map(({ built }) => valueFrom(built));
