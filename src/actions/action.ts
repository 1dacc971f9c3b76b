import { FIELDS, type FieldUse, fieldsOf, withHint } from '../fields/index.ts';
import { IDENTIFIERS, type IdentifierKey } from '../fields/person.ts';
import type { Output, OutputOf } from '../lib/outputs.ts';
import { joinWords } from '../lib/text.ts';
import type { ReservedNames, UsermavenEvent } from '../usermaven/event.ts';

/** What Zapier shows of an action or trigger. */
export interface ZapierWording {
  /** Title Case. */
  readonly label: string;
  /** Third person, one or two sentences, with a period. */
  readonly description: string;
}

/** What Make shows of an action or trigger. */
export interface MakeWording {
  /** Scenarios refer to a module by its id: a contract. Letters and digits. */
  readonly id: string;
  /** Sentence case, with an article. */
  readonly label: string;
  /** As on Zapier, if not given. */
  readonly description?: string;
}

/** The declaration that every action and the trigger have in common. Keys are a contract. */
export interface Declaration<K extends string = string> {
  readonly key: K;
  /** What it makes, for Zapier. */
  readonly noun: string;
  readonly zapier: ZapierWording;
  readonly make: MakeWording;
  /** The inputs, in the order of the form. */
  readonly fields: readonly FieldUse[];
}

interface Outputs<L extends readonly Output[]> {
  readonly outputs: L;
  /** What the outputs look like, for building a Zap before the first run. */
  readonly sample: OutputOf<L>;
}

/** What an action that sends one event passes to later steps. */
const EVENT_OUTPUTS = [
  { key: 'id', label: 'Event ID', type: 'string', always: true },
  { key: 'event_name', label: 'Event Name', type: 'string', always: true },
  { key: 'user_id', label: 'User ID', type: 'string' },
  { key: 'anonymous_id', label: 'Anonymous ID', type: 'string' },
  { key: 'email', label: 'Email', type: 'string' },
  { key: 'company_id', label: 'Company ID', type: 'string' },
  { key: 'occurred_at', label: 'Occurred At', type: 'datetime' },
  { key: 'accepted', label: 'Accepted', type: 'boolean', always: true },
  { key: 'notes', label: 'Notes', type: 'string', list: true },
] as const satisfies readonly Output[];

/**
 * The output of an action that sends one event; `occurred_at` is null if the time of arrival counts. `notes` say what was left
 * out or read in a way that the user should know about, one sentence each.
 */
export type EventOutput = OutputOf<typeof EVENT_OUTPUTS>;

/** The output for an event that the API accepted. */
export const eventOutput = (event: UsermavenEvent, notes: readonly string[]): EventOutput => ({
  id: event.event_id,
  event_name: event.event_type,
  user_id: event.user.id ?? null,
  anonymous_id: event.user.anonymous_id ?? null,
  email: event.user.email ?? null,
  company_id: event.company?.id ?? null,
  occurred_at: event._timestamp === undefined ? null : new Date(event._timestamp).toISOString(),
  accepted: true,
  notes: [...notes],
});

interface EventDeclaration<K extends string = string> extends Declaration<K> {
  /** The event type, where no field gives it. */
  readonly eventType?: string;
  /** Event names that this action refuses, each with what to do instead. None, if not given. */
  readonly reserved?: ReservedNames;
  /** The fields of which one has to be filled, so that the event has a person. Any identifier, if not given. */
  readonly needs?: readonly IdentifierKey[];
  /** Why it needs a person, where that may surprise: a sentence. */
  readonly personReason?: string;
}

/** An action that sends one event. */
export interface EventAction<K extends string = string>
  extends EventDeclaration<K>,
    Outputs<typeof EVENT_OUTPUTS> {
  readonly kind: 'event';
  readonly reserved: ReservedNames;
  readonly needs: readonly IdentifierKey[];
}

/** The sample of an action that sends one event, from the placeholders of its fields. */
const sampleOf = ({ fields, eventType }: EventDeclaration): EventOutput => {
  const used = fieldsOf(fields);
  const sentAs = (wanted: string) =>
    used.find(({ path, copies = [] }) => path === wanted || copies.includes(wanted));
  const placeholder = (path: string) => sentAs(path)?.placeholder ?? null;
  return {
    id: FIELDS.event_id.placeholder,
    event_name: eventType ?? sentAs('event_type')?.default ?? FIELDS.event_name.placeholder,
    user_id: placeholder('user.id'),
    anonymous_id: placeholder('user.anonymous_id'),
    email: placeholder('user.email'),
    company_id: placeholder('company.id'),
    occurred_at: new Date(FIELDS.occurred_at.placeholder).toISOString(),
    accepted: true,
    notes: [],
  };
};

/** Declares an action that sends one event. */
export const eventAction = <const K extends string>(declaration: EventDeclaration<K>): EventAction<K> => {
  const { needs = IDENTIFIERS, personReason, fields } = declaration;
  return {
    kind: 'event',
    reserved: {},
    ...declaration,
    needs,
    // One of them has to be filled in, which no form can require by itself.
    fields: needs.length > 1 ? withHint(fields, needs, hintOf(needs, personReason)) : fields,
    outputs: EVENT_OUTPUTS,
    sample: sampleOf(declaration),
  };
};

/** The hint of fields of which one has to be filled in. */
export const atLeastOne = (keys: readonly IdentifierKey[]): string =>
  `Fill in at least one of ${joinWords(keys.map((key) => FIELDS[key].label))}.`;

const hintOf = (keys: readonly IdentifierKey[], reason: string | undefined): string =>
  reason === undefined ? atLeastOne(keys) : `${reason} ${atLeastOne(keys)}`;

/** What a batch passes to later steps. */
const BATCH_OUTPUTS = [
  { key: 'id', label: 'Batch ID', type: 'string', always: true },
  { key: 'events_received', label: 'Events Received', type: 'integer', always: true },
  { key: 'events_accepted', label: 'Events Accepted', type: 'integer', always: true },
  { key: 'events_resumed', label: 'Events Resumed', type: 'integer', always: true },
  { key: 'events_rejected', label: 'Events Rejected', type: 'integer', always: true },
  { key: 'requests_made', label: 'Requests Made', type: 'integer', always: true },
  {
    key: 'rejected',
    label: 'Rejected',
    type: 'object',
    list: true,
    children: [
      { key: 'row', label: 'Rejected Row', type: 'integer', always: true },
      { key: 'event_name', label: 'Rejected Event Name', type: 'string' },
      { key: 'reason', label: 'Rejected Reason', type: 'string', always: true },
    ],
  },
  { key: 'event_ids', label: 'Event IDs', type: 'string', list: true },
  { key: 'notes', label: 'Notes', type: 'string', list: true },
] as const satisfies readonly Output[];

/**
 * The output of a batch. Rows are numbered from 1; `event_ids` are those of the accepted events, in their order. `events_resumed`
 * counts the accepted events that were sent by the run which this one resumes. Lists that would become too long are cut.
 */
export type BatchOutput = OutputOf<typeof BATCH_OUTPUTS>;

/** An action that sends many events at once. */
export interface BatchAction<K extends string = string>
  extends Declaration<K>,
    Outputs<typeof BATCH_OUTPUTS> {
  readonly kind: 'batch';
}

/** Declares an action that sends many events at once. */
export const batchAction = <const K extends string>(
  declaration: Declaration<K> & Pick<BatchAction, 'sample'>,
): BatchAction<K> => ({ kind: 'batch', ...declaration, outputs: BATCH_OUTPUTS });

/** Any action. `kind` says what it sends, and so how a platform runs it. */
export type Action = EventAction | BatchAction;
