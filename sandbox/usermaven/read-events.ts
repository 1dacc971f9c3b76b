import { createHash } from 'node:crypto';
import { isJsonObject, isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { IDENTIFY, type UsermavenCompany, type UsermavenUser } from '../../src/usermaven/event.ts';

/** Whom the sandbox follows where Usermaven's documentation and the source of its collector disagree. */
export type Reading = 'documentation' | 'collector';

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

/** The `user` of an event: `id` or `anonymousId` is there. */
export interface ReceivedUser {
  readonly id: string | null;
  readonly anonymousId: string | null;
  readonly attributes: PersonAttributes;
  readonly custom: JsonObject;
}

/** The `company` of an event. */
export interface ReceivedCompany {
  readonly id: string;
  readonly attributes: CompanyAttributes;
  readonly custom: JsonObject;
}

/** What an event says of its visit. */
export interface Visit {
  /** The campaign. Attribution reads this and never the address. */
  readonly utm: JsonObject;
  readonly clickId: JsonObject;
  /** The event's own, else the sender's. */
  readonly sourceIp: string;
  /** The event's own, else the sender's. */
  readonly userAgent: string;
  readonly src: string | null;
}

/** One accepted event, parsed. `raw` is the event exactly as it came. */
export interface ReceivedEvent {
  readonly raw: JsonObject;
  readonly type: string;
  /** Null when it is blank, absent or not read: the store then makes one. */
  readonly id: string | null;
  /** UTC milliseconds; null: the time of arrival counts. */
  readonly time: number | null;
  readonly user: ReceivedUser;
  readonly company: ReceivedCompany | null;
  readonly visit: Visit;
  /** Why the event is thrown away although its request is accepted, as a sentence; null: it is stored. */
  readonly dropped: string | null;
}

/** The events of a request body, or why the whole request is refused. */
export type ReadResult =
  | { readonly events: readonly ReceivedEvent[]; readonly refused: null }
  | { readonly events: null; readonly refused: string };

/** What decides about a body beside the body. */
export interface ReadContext {
  readonly reading: Reading;
  /** UTC milliseconds. */
  readonly receivedAt: number;
  /** Address and user agent of whoever sent the request. */
  readonly sender: { readonly ip: string; readonly userAgent: string };
}

/**
 * Reads a request body: one event as an object, or several as an array. The first error found refuses all of
 * it, with a message that counts events from 1.
 */
export const readEvents = (body: string, context: ReadContext): ReadResult => {
  const parsed = parse(body);
  if (parsed === undefined) return refuse(`${UNREADABLE} the body is not JSON: ${body}`);
  if (!Array.isArray(parsed) && !isObject(parsed)) {
    return refuse(`${UNREADABLE} the body is neither an event (an object) nor an array of events: ${body}`);
  }
  const raws = Array.isArray(parsed) ? parsed : [parsed];
  if (raws.length === 0) return refuse('No events in batch');
  const events: ReceivedEvent[] = [];
  for (const [index, raw] of raws.entries()) {
    const event = isJsonObject(raw)
      ? (errorIn(raw, context.reading) ?? receive(raw, context))
      : 'is not an object';
    if (typeof event === 'string')
      return refuse(`${UNREADABLE} JSON payload is invalid: event ${index + 1} ${event}`);
    events.push(event);
  }
  return { events, refused: null };
};

/** The objects in a body, valid or not: for counting and for fault rules. Never throws. */
export const objectsIn = (body: string): readonly JsonObject[] => {
  const parsed = parse(body);
  return (Array.isArray(parsed) ? parsed : [parsed]).filter(isJsonObject);
};

/** How the collector begins whatever it says of a body. */
const UNREADABLE = 'Request decoding error:';

const refuse = (refused: string): ReadResult => ({ events: null, refused });

const parse = (body: string): Json | undefined => {
  try {
    const parsed: Json = JSON.parse(body);
    return parsed;
  } catch {
    return undefined;
  }
};

/** The keys that must have one type or be absent (source of the collector). All others are taken whatever they hold. */
const TYPED_KEYS = {
  text: [
    ...['url', 'page_title', 'doc_path', 'doc_host', 'doc_search', 'doc_encoding', 'screen_resolution'],
    ...['vp_size', 'user_agent', 'user_language', 'source_ip', 'referer', 'utc_time', 'src'],
  ],
  'an object': ['event_attributes', 'autocapture_attributes', 'company', 'ids', 'utm', 'click_id'],
  'a whole number': ['timestamp'],
} as const;

type ValueType = keyof typeof TYPED_KEYS;

const IS_OF_TYPE: Readonly<Record<ValueType, (value: Json) => boolean>> = {
  text: (value) => typeof value === 'string',
  'an object': (value) => isJsonObject(value),
  'a whole number': (value) => Number.isInteger(value),
};

const TYPES = Object.keys(TYPED_KEYS) as ValueType[];

/** What is wrong with an event, as the rest of a sentence. */
const errorIn = (event: JsonObject, reading: Reading): string | undefined => {
  const { event_type: type, user } = event;
  if (textOf(type) === null) return 'has no event_type that is text';
  if (!isJsonObject(user)) return 'has no user that is an object';
  if (reading === 'documentation' && type !== IDENTIFY && !namesPerson(user)) {
    return 'has a user with neither id nor anonymous_id';
  }
  for (const expected of TYPES) {
    const wrong = TYPED_KEYS[expected].find((key) => {
      const value = event[key];
      return value !== undefined && value !== null && !IS_OF_TYPE[expected](value);
    });
    if (wrong !== undefined) return `has a ${wrong} that is not ${expected}`;
  }
  return undefined;
};

/** "A user object containing at least an id or an anonymous_id": Usermaven's WordPress plugin sends both blank for guests. */
const namesPerson = ({ id, anonymous_id }: JsonObject): boolean =>
  typeof id === 'string' || idOf(id) !== null || typeof anonymous_id === 'string';

const receive = (raw: JsonObject, { reading, receivedAt, sender }: ReadContext): ReceivedEvent => {
  const user = objectAt(raw.user);
  const company = objectAt(raw.company);
  const companyId = idOf(company.id);
  const type = textOf(raw.event_type) ?? '';
  const time = timeOf(raw, reading);
  const visit: Visit = {
    utm: objectAt(raw.utm),
    clickId: objectAt(raw.click_id),
    sourceIp: textOf(raw.source_ip) ?? sender.ip,
    userAgent: textOf(raw.user_agent) ?? sender.userAgent,
    src: textOf(raw.src),
  };
  const id = idOf(user.id);
  const anonymousId = textOf(user.anonymous_id);
  return {
    raw,
    type,
    id: reading === 'documentation' ? textOf(raw.event_id) : null,
    time,
    user: {
      id,
      anonymousId: id === null && anonymousId === null ? visitorOf(visit) : anonymousId,
      attributes: pick(user, PERSON_ATTRIBUTES),
      custom: objectAt(user.custom),
    },
    company:
      companyId === null
        ? null
        : { id: companyId, attributes: pick(company, COMPANY_ATTRIBUTES), custom: objectAt(company.custom) },
    visit,
    dropped: (type === IDENTIFY ? identifyDrop(id, company, companyId) : null) ?? timeDrop(time, receivedAt),
  };
};

/** Above it, a `timestamp` is in milliseconds; else in seconds. */
const LAST_SECONDS = 1e12;

const timeOf = (raw: JsonObject, reading: Reading): number | null => {
  const documented = reading === 'documentation' ? wholeNumber(raw._timestamp) : null;
  if (documented !== null) return documented;
  const { timestamp } = raw;
  if (typeof timestamp !== 'number') return null;
  return timestamp > LAST_SECONDS ? timestamp : timestamp * 1_000;
};

/** A whole number, or its digits as text: Usermaven's WordPress plugin sends `_timestamp` so. */
const wholeNumber = (value: Json | undefined): number | null => {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : null;
};

const FIRST_TIME = Date.UTC(1971, 0, 1);
const MAX_AHEAD_MS = 24 * 3_600_000;

const timeDrop = (time: number | null, receivedAt: number): string | null => {
  if (time === null) return null;
  if (time < FIRST_TIME) return 'Its time is before 1971.';
  return time > receivedAt + MAX_AHEAD_MS ? 'Its time is more than 24 hours ahead.' : null;
};

const identifyDrop = (id: string | null, company: JsonObject, companyId: string | null): string | null => {
  if (id === null) return 'A user_identify without user.id.';
  if (Object.keys(company).length > 0 && companyId === null)
    return 'A user_identify with a company without id.';
  return null;
};

/** The visitor that an event without any id belongs to. */
const visitorOf = ({ sourceIp, userAgent }: Visit): string =>
  createHash('md5').update(`${sourceIp}${userAgent}`).digest('hex');

/** The text values under `keys`; blanks and other types are left out, so that they never erase anything. */
const pick = <Key extends string>(from: JsonObject, keys: readonly Key[]): { [key in Key]?: string } => {
  const picked: { [key in Key]?: string } = {};
  for (const key of keys) {
    const value = textOf(from[key]);
    if (value !== null) picked[key] = value;
  }
  return picked;
};

/** The id of a person or company: text, or a whole number. */
const idOf = (value: Json | undefined): string | null =>
  Number.isInteger(value) ? String(value) : textOf(value);

const textOf = (value: Json | undefined): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;

const objectAt = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
