import type { EventAction } from '../actions/action.ts';
import { connectionLabel } from '../fields/connection.ts';
import { type Field, isSent } from '../fields/field.ts';
import { fieldsOf, SENT_FIELDS } from '../fields/index.ts';
import { decodedText } from '../lib/redact.ts';
import { formatCount } from '../lib/text.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';
import { type EventJson, isTooLarge, toEventJson } from '../usermaven/batches.ts';
import type { DraftEvent, UsermavenEvent } from '../usermaven/event.ts';
import { stableId, transactionId } from '../usermaven/ids.ts';
import { LIMITS } from '../usermaven/limits.ts';
import type { Credentials } from '../usermaven/request.ts';
import type { Clock } from '../usermaven/times.ts';
import { type Built, buildEvent } from './build.ts';
import { valueAt } from './raw.ts';
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
  /** Makes an id for an event that has none of its own. */
  readonly randomId: () => string | Promise<string>;
}

/**
 * From the input of an action to the event that it sends, with its id: the user's, or a hash of the event if it has a time,
 * or what `randomId` returns, which is called for nothing else.
 */
export const prepareEvent = async (
  { fields: uses, eventType, reserved, needs, personReason }: EventAction,
  input: Input,
  { credentials, clock, isBuilding, randomId }: EventOptions,
): Promise<Checked<PreparedEvent>> => {
  // Settings are fields of the action, too, so buildEvent reports what is wrong with them.
  const { context } = readContext(input, clock);
  const fields = fieldsOf(uses);
  const built = buildEvent(input, {
    fields,
    labelOf: ({ label }) => label,
    eventType,
    reserved,
    needs,
    personReason,
    apiKey: credentials.apiKey,
    context,
    details: isBuilding ? 'refuse' : 'leave_out',
  });
  if ('issues' in built) return built;
  const { event } = built.value;
  return withId(built.value, idOfThing(event, fields) ?? ownId(event) ?? (await randomId()), credentials);
};

/** The event id made from the id of a thing, such as a transaction; undefined if the user gave an event id, or there is no such thing. */
const idOfThing = (event: DraftEvent, fields: readonly Field[]): string | undefined => {
  if (event.event_id !== undefined) return undefined;
  const thing = fields.find(({ identifies }) => identifies)?.path;
  const id = thing === undefined ? undefined : valueAt(event, thing);
  return typeof id === 'string' ? transactionId(event.event_type, id) : undefined;
};

/**
 * The id that an event has of its own: the user's, or a hash of what it says if it has a time. `countOccurrence` returns how often
 * an id came before, so that equal rows of a batch stay separate events.
 */
export const ownId = (event: DraftEvent, countOccurrence = (_id: string) => 0): string | undefined => {
  if (event.event_id !== undefined) return event.event_id;
  if (event._timestamp === undefined) return undefined;
  const first = stableId(event);
  const occurrence = countOccurrence(first);
  return occurrence === 0 ? first : stableId(event, occurrence);
};

/** An event with its id and its size. Issues if it is too large, or holds something that must not be stored. */
export const withId = (
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

/** Shorter tokens may occur in any text. */
const TOKEN_LENGTH = 12;

/** Issues for fields that hold the server token: it would be stored in analytics. */
const fieldsWithToken = (event: UsermavenEvent, json: string, serverToken: string): Issue[] => {
  const token = decodedText(JSON.stringify(serverToken).slice(1, -1));
  if (token.length < TOKEN_LENGTH) return [];
  const holdsToken = (text = '') => decodedText(text).includes(token);
  if (!holdsToken(json)) return [];
  const places = SENT_FIELDS.filter(isSent).filter(({ path }) =>
    holdsToken(JSON.stringify(valueAt(event, path))),
  );
  // Of two fields with one path, the first.
  const labels = [...new Map(places.reverse().map(({ path, label }) => [path, label])).values()].reverse();
  const reason = `holds the ${connectionLabel('server_token')} of the connection, which must not be stored in analytics. Map something else.`;
  return [{ label: labels.join(', ') || 'The event', invalid: new Invalid(reason) }];
};

const tooLarge = ({ bytes }: EventJson): Issue => ({
  invalid: new Invalid(
    `The event has ${formatCount(bytes)} bytes, but at most ${formatCount(LIMITS.bytesPerEvent)} can be sent. Shorten or remove attributes.`,
  ),
});
