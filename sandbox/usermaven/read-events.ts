import { isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import type { UsermavenCompany, UsermavenUser } from '../../src/usermaven/event.ts';

/** Above which sizes the sandbox refuses a request. Usermaven documents neither number. */
export interface SandboxLimits {
  /** Bytes of one request body. Our choice, and generous: only a body that grew by mistake exceeds it. */
  requestBytes: number;
  /** Bytes of one event as compact JSON. Where the API's ancestor, Jitsu Classic, stops. */
  eventBytes: number;
}

/** {@link SandboxLimits} unless a caller says otherwise. */
export const SANDBOX_LIMITS: SandboxLimits = { requestBytes: 1024 * 1024, eventBytes: 51_200 };

const PERSON_ATTRIBUTES = [
  'email',
  'first_name',
  'last_name',
  'created_at',
] as const satisfies readonly (keyof UsermavenUser)[];

const COMPANY_ATTRIBUTES = ['name', 'created_at'] as const satisfies readonly (keyof UsermavenCompany)[];

/** What is known about a person beside ids and custom attributes. Keys without a value are absent. */
export type PersonAttributes = { [key in (typeof PERSON_ATTRIBUTES)[number]]?: string };
/** What is known about a company beside its id and custom attributes. Keys without a value are absent. */
export type CompanyAttributes = { [key in (typeof COMPANY_ATTRIBUTES)[number]]?: string };

/** The `user` of an accepted event: `id` or `anonymousId` is there. */
export interface ReceivedUser {
  readonly id: string | null;
  readonly anonymousId: string | null;
  readonly attributes: PersonAttributes;
  readonly custom: JsonObject;
}

/** The `company` of an accepted event. */
export interface ReceivedCompany {
  readonly id: string;
  readonly attributes: CompanyAttributes;
  readonly custom: JsonObject;
}

/** One accepted event, parsed. `raw` is the event exactly as it came. */
export interface ReceivedEvent {
  readonly raw: JsonObject;
  readonly type: string;
  /** Null when blank, absent or not text: the store then makes one. */
  readonly id: string | null;
  /** UTC milliseconds; null: the time of arrival counts. */
  readonly time: number | null;
  readonly user: ReceivedUser;
  readonly company: ReceivedCompany | null;
}

/** The events of a request body, or why the whole request is refused. */
export type ReadResult =
  | { readonly events: readonly ReceivedEvent[]; readonly refused: null }
  | { readonly events: null; readonly refused: string };

/**
 * Reads a request body: one event as an object, or several as an array. The first error found refuses all of
 * it, with a message that counts events from 1.
 */
export const readEvents = (body: string, apiKey: string, limits: SandboxLimits): ReadResult => {
  const parsed = parse(body);
  if (parsed === undefined) return refuse('The body is not JSON.');
  if (!Array.isArray(parsed) && !isObject(parsed)) {
    return refuse('The body is neither an event (a JSON object) nor an array of events.');
  }
  const events: ReceivedEvent[] = [];
  for (const [index, raw] of (Array.isArray(parsed) ? parsed : [parsed]).entries()) {
    const event = isJsonObject(raw) ? (errorIn(raw, apiKey, limits) ?? receive(raw)) : 'is not a JSON object';
    if (typeof event === 'string') return refuse(`Event ${index + 1} ${event}.`);
    events.push(event);
  }
  return { events, refused: null };
};

/** The objects in a body, valid or not: for counting and for fault rules. Never throws. */
export const objectsIn = (body: string): readonly JsonObject[] => {
  const parsed = parse(body);
  return (Array.isArray(parsed) ? parsed : [parsed]).filter(isJsonObject);
};

const refuse = (refused: string): ReadResult => ({ events: null, refused });

const parse = (body: string): Json | undefined => {
  try {
    const parsed: Json = JSON.parse(body);
    return parsed;
  } catch {
    return undefined;
  }
};

interface Rule {
  readonly broken: (event: JsonObject, apiKey: string, limits: SandboxLimits) => boolean;
  readonly says: string;
}

/** In the order in which they are checked. */
const RULES: readonly Rule[] = [
  { broken: (event) => text(event.api_key) === null, says: 'has no api_key' },
  { broken: (event, apiKey) => event.api_key !== apiKey, says: 'has another api_key than the token' },
  { broken: (event) => text(event.event_type) === null, says: 'has no event_type' },
  { broken: (event) => !isJsonObject(event.user), says: 'has no user object' },
  {
    broken: ({ user }) => isJsonObject(user) && [user.id, user.anonymous_id].some(isNotText),
    says: 'has a user.id or user.anonymous_id that is not text',
  },
  {
    broken: ({ user }) => isJsonObject(user) && text(user.id) === null && text(user.anonymous_id) === null,
    says: 'has a user with neither id nor anonymous_id',
  },
  {
    broken: ({ _timestamp }) => _timestamp !== undefined && !Number.isSafeInteger(_timestamp),
    says: 'has a _timestamp that is not an integer (UTC milliseconds)',
  },
  {
    broken: (event, _, { eventBytes }) => Buffer.byteLength(JSON.stringify(event)) > eventBytes,
    says: 'is too big',
  },
];

const errorIn = (event: JsonObject, apiKey: string, limits: SandboxLimits): string | undefined =>
  RULES.find(({ broken }) => broken(event, apiKey, limits))?.says;

const receive = (raw: JsonObject): ReceivedEvent => {
  const user = objectAt(raw.user);
  const company = objectAt(raw.company);
  const companyId = text(company.id);
  return {
    raw,
    type: text(raw.event_type) ?? '',
    id: text(raw.event_id),
    time: typeof raw._timestamp === 'number' ? raw._timestamp : null,
    user: {
      id: text(user.id),
      anonymousId: text(user.anonymous_id),
      attributes: pick(user, PERSON_ATTRIBUTES),
      custom: objectAt(user.custom),
    },
    company:
      companyId === null
        ? null
        : { id: companyId, attributes: pick(company, COMPANY_ATTRIBUTES), custom: objectAt(company.custom) },
  };
};

/** The text values under `keys`; blanks and other types are left out, so that they never erase anything. */
const pick = <Key extends string>(from: JsonObject, keys: readonly Key[]): { [key in Key]?: string } => {
  const picked: { [key in Key]?: string } = {};
  for (const key of keys) {
    const value = text(from[key]);
    if (value !== null) picked[key] = value;
  }
  return picked;
};

const text = (value: Json | undefined): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;

const isNotText = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && typeof value !== 'string';

const isJsonObject = (value: Json | undefined): value is JsonObject => isObject(value);

const objectAt = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
