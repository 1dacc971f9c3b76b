import type { DraftEvent } from '../events/build.ts';
import type { FieldKey } from '../fields/index.ts';
import type { ReservedNames } from '../usermaven/event.ts';

/** What an action that sends one event hands to later steps. */
export const EVENT_OUTPUTS = [
  { key: 'id', label: 'Event ID', type: 'string', always: true },
  { key: 'event_name', label: 'Event Name', type: 'string', always: true },
  { key: 'user_id', label: 'User ID', type: 'string' },
  { key: 'anonymous_id', label: 'Anonymous ID', type: 'string' },
  { key: 'email', label: 'Email', type: 'string' },
  { key: 'company_id', label: 'Company ID', type: 'string' },
  { key: 'occurred_at', label: 'Occurred At', type: 'datetime' },
  { key: 'accepted', label: 'Accepted', type: 'boolean', always: true },
] as const satisfies readonly Output[];

/** The output of an action that sends one event; `occurred_at` is null when the time of arrival counts. */
export type EventOutput = OutputOf<typeof EVENT_OUTPUTS>;

/** The output for an event that the API accepted. */
export const eventOutput = (event: DraftEvent, id: string): EventOutput => ({
  id,
  event_name: event.event_type,
  user_id: event.user.id ?? null,
  anonymous_id: event.user.anonymous_id ?? null,
  email: event.user.email ?? null,
  company_id: event.company?.id ?? null,
  occurred_at: event._timestamp === undefined ? null : new Date(event._timestamp).toISOString(),
  accepted: true,
});

/** What a platform shows of an operation. */
export interface Wording {
  readonly label: string;
  /** Third person, one or two sentences, with a period. */
  readonly description: string;
}

/** The type of an output value; dates are ISO 8601. */
export type OutputType = 'string' | 'number' | 'integer' | 'boolean' | 'datetime';

/** A value that an operation hands to later steps. Keys are a contract. */
export interface Output {
  readonly key: string;
  readonly label: string;
  readonly type: OutputType;
  /** Never null. */
  readonly always?: true;
  /** Several values, or several objects with the children. */
  readonly list?: true;
  readonly children?: readonly Output[];
}

interface ValueOfType {
  string: string;
  number: number;
  integer: number;
  boolean: boolean;
  datetime: string;
}

type ValueOf<O extends Output> = O extends { readonly children: readonly (infer C extends Output)[] }
  ? OutputOf<readonly C[]>[]
  : O extends { readonly list: true }
    ? ValueOfType[O['type']][]
    : O extends { readonly always: true }
      ? ValueOfType[O['type']]
      : ValueOfType[O['type']] | null;

/** The TypeScript type of what a list of outputs declares: every key always there. */
export type OutputOf<L extends readonly Output[]> = { [O in L[number] as O['key']]: ValueOf<O> };

/** An action, as data over fields. */
export interface Operation {
  readonly key: string;
  /** What the action makes, for Zapier. */
  readonly noun: string;
  readonly zapier: Wording;
  readonly make: Wording;
  /** The inputs, in the order of the form. */
  readonly fields: readonly FieldKey[];
  /** The event type, where no field gives it. */
  readonly eventType?: string;
  /** Event names that this action refuses, each with what to do instead. */
  readonly reserved: ReservedNames;
  readonly outputs: readonly Output[];
  /** What the outputs look like, for building a Zap before the first run. */
  readonly sample: Readonly<Record<string, unknown>>;
}
