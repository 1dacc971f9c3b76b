import type { Action, EventAction } from '../../src/actions/action.ts';
import { type BatchRow, readBatch } from '../../src/events/batch.ts';
import type { EventPlan } from '../../src/events/plan.ts';
import { type PreparedEvent, prepareEvent } from '../../src/events/prepare.ts';
import { type PreparedBatch, prepareBatch } from '../../src/events/prepare-batch.ts';
import type { Input } from '../../src/events/settings.ts';
import { SENT_FIELDS } from '../../src/fields/index.ts';
import { IDENTIFIERS } from '../../src/fields/person.ts';
import { type Checked, describeIssues, type Issue } from '../../src/lib/validation.ts';
import type { DraftEvent, UsermavenEvent } from '../../src/usermaven/event.ts';

/** The moment at which these tests happen. */
export const NOW = Date.UTC(2026, 5, 15, 12);

/** The API key of the connection of these tests. */
export const API_KEY = 'UMabcdefgh';

/** The connection of these tests. */
export const CREDENTIALS = { apiKey: API_KEY, serverToken: '9f1c2d3e-token' };

/** The id of an event that brings none along. */
export const RANDOM_ID = '5f0c1d9e-2b7a-4c3d-8e6f-1a2b3c4d5e6f';

/** A plan that reads every field that describes an event in a live run, with dictionaries typed as on Zapier and names as in forms. */
export const PLAN: EventPlan = {
  fields: SENT_FIELDS,
  labelOf: ({ label }) => label,
  reserved: {},
  needs: IDENTIFIERS,
  apiKey: API_KEY,
  context: { clock: { now: NOW }, mode: 'detect', textNames: new Set(), input: {} },
  details: 'leave_out',
};

const unchanged = (text: string) => text;

/** Issues as a user reads them, of a connection without secrets. */
export const asMessages = (issues: readonly Issue[]): string[] => describeIssues(issues, unchanged);

/** The issues of a check, as a user reads them; none when it has a value. */
export const issuesIn = (checked: Checked<unknown>): string[] =>
  'issues' in checked ? asMessages(checked.issues) : [];

/** The value of a check. Issues fail the test, which shows them. */
export const valueFrom = <T>(checked: Checked<T>): T => {
  if ('issues' in checked) throw new Error(asMessages(checked.issues).join('\n'));
  return checked.value;
};

/** How a step runs: where its account is, and whether its user is still building the Zap. */
interface Circumstances {
  readonly timeZone?: string | undefined;
  readonly isBuilding?: boolean;
}

const clockIn = (timeZone: string | undefined) => ({ now: NOW, timeZone });

/** What an action that sends one event makes of an input. */
export const prepare = (
  action: EventAction,
  input: Input,
  { timeZone, isBuilding = false }: Circumstances = {},
): Promise<Checked<PreparedEvent>> =>
  prepareEvent(action, input, {
    credentials: CREDENTIALS,
    clock: clockIn(timeZone),
    isBuilding,
    randomId: () => RANDOM_ID,
  });

/** What a batch is made of. `redact` masks what is secret. */
export const prepareRows = (
  input: Input,
  { timeZone, redact = unchanged }: Circumstances & { readonly redact?: (text: string) => string } = {},
): Promise<Checked<PreparedBatch>> =>
  prepareBatch(input, {
    credentials: CREDENTIALS,
    clock: clockIn(timeZone),
    makeSeed: () => RANDOM_ID,
    redact,
  });

/** The events that an action sends for an input, whatever its kind. What cannot be sent fails the test, which shows why. */
export const eventsOf = async (
  action: Action,
  input: Input,
  timeZone?: string,
): Promise<UsermavenEvent[]> => {
  if (action.kind === 'event') return [valueFrom(await prepare(action, input, { timeZone })).event];
  const { good, rejected } = valueFrom(await prepareRows(input, { timeZone }));
  if (rejected.length > 0) throw new Error(rejected.map(({ reason }) => reason).join('\n'));
  return good.map(({ json }) => JSON.parse(json));
};

/** The rows of a batch as they were read, each an event or its issues. A batch that is refused fails the test. */
export const readRows = (input: Input, timeZone?: string): BatchRow[] => [
  ...valueFrom(readBatch(input, API_KEY, clockIn(timeZone))).rows,
];

/** The events of a batch, still without ids of ours. A row that is none fails the test. */
export const readEvents = (input: Input, timeZone?: string): DraftEvent[] =>
  readRows(input, timeZone).map(({ built }) => valueFrom(built).event);
