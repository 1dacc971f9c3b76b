import type { Person, Sandbox, SandboxRequest, StoredEvent } from '../../sandbox/usermaven/server.ts';
import type {
  Behavior,
  DroppedEvent,
  PersonSummary,
  RejectedRequest,
  SandboxState,
  StreamEvent,
  Timeline,
} from '../api.ts';
import { rejectionReason } from './behavior.ts';
import type { Mask } from './mask.ts';

/** The local Usermaven as the page shows it. `mask` is that of its own credentials, which every event contains. */

/** The most entries that a list shows. */
const MAX_ENTRIES = 200;

/** The current state: totals, and the newest events, rejected requests and people. */
export const sandboxState = (sandbox: Sandbox, behavior: Behavior, mask: Mask): SandboxState => {
  const { store } = sandbox;
  const newest = store.events.toReversed();
  return {
    behavior,
    stored: newest.length,
    duplicates: store.duplicates,
    events: newest.slice(0, MAX_ENTRIES).flatMap((event) => {
      const person = store.owner(event.id);
      return person ? [streamEvent(event, person, mask)] : [];
    }),
    rejected: rejectedRequests(sandbox, mask),
    dropped: droppedEvents(sandbox, mask),
    people: recentPeople(sandbox).map((person) => personSummary(sandbox, person, mask)),
  };
};

const HTTP_ERROR = 400;

/** What a connection test sends: that it is refused with a 400 shows that the credentials were accepted. */
const NO_EVENTS = '[]';

const rejectedRequests = ({ requests }: Sandbox, mask: Mask): RejectedRequest[] =>
  requests
    .filter(isRejected)
    .slice(-MAX_ENTRIES)
    .reverse()
    .map((request) => ({
      receivedAt: new Date(request.time).toISOString(),
      status: request.status,
      // It may repeat what was sent.
      reason: mask.text(rejectionReason(request)),
      events: request.events,
    }));

/** Whether a request was refused or got no response. A request in progress is neither, and nor is a connection test that passes. */
const isRejected = ({ status, milliseconds, body }: SandboxRequest): boolean =>
  milliseconds !== null &&
  (status === null || status > HTTP_ERROR || (status === HTTP_ERROR && body !== NO_EVENTS));

const droppedEvents = ({ store }: Sandbox, mask: Mask): DroppedEvent[] =>
  store.dropped
    .slice(-MAX_ENTRIES)
    .reverse()
    .map(({ type, receivedAt, reason, raw }) => ({
      receivedAt: isoTime(receivedAt),
      type: mask.text(type),
      reason: mask.text(reason),
      raw: mask.object(raw),
    }));

/** People by their last event, latest first. */
const recentPeople = ({ store }: Sandbox): Person[] => {
  const people = new Map<string, Person>();
  for (const { id } of store.events.toReversed()) {
    if (people.size === MAX_ENTRIES) break;
    const person = store.owner(id);
    if (person) people.set(handleOf(person), person);
  }
  return [...people.values()];
};

/** An ID that finds a person again, also after the person was merged into another one. */
const handleOf = ({ id, anonymousIds: [anonymousId = ''] }: Person): string => id ?? anonymousId;

/** A person's name on one line. */
const nameOf = ({ id, anonymousIds: [anonymousId = ''], attributes }: Person): string => {
  const { first_name, last_name, email } = attributes;
  const fullName = [first_name, last_name].filter((part) => part !== undefined).join(' ');
  return fullName || email || id || `Anonymous ${anonymousId}`;
};

/** The largest time that a Date can hold, milliseconds; the sandbox accepts any integer as a time. */
const MAX_TIME = 8.64e15;

const isoTime = (milliseconds: number): string =>
  new Date(Math.max(-MAX_TIME, Math.min(MAX_TIME, milliseconds))).toISOString();

const personSummary = ({ store }: Sandbox, person: Person, mask: Mask): PersonSummary => ({
  handle: handleOf(person),
  name: mask.text(nameOf(person)),
  kind: person.kind,
  events: store.timeline(person).length,
});

/** An event with the person it belongs to now. */
export const streamEvent = (event: StoredEvent, person: Person, mask: Mask): StreamEvent => ({
  id: event.id,
  type: mask.text(event.type),
  time: isoTime(event.time),
  receivedAt: isoTime(event.receivedAt),
  person: handleOf(person),
  personName: mask.text(nameOf(person)),
  raw: mask.object(event.raw),
});

/** A person's timeline, oldest event first; null if there is no such person. */
export const timelineOf = ({ store }: Sandbox, handle: string, mask: Mask): Timeline | null => {
  const person = store.person(handle);
  if (!person) return null;
  const { email = null, ...others } = person.attributes;
  const attributes = mask.object({ ...person.custom, ...others });
  const names = new Map(store.companies().map(({ id, attributes: { name } }) => [id, name]));
  return {
    handle: handleOf(person),
    name: mask.text(nameOf(person)),
    kind: person.kind,
    email,
    id: person.id,
    anonymousIds: person.anonymousIds,
    attributes,
    companies: person.companyIds.map((id) => names.get(id) ?? id),
    events: store
      .timeline(person)
      .map((event) => ({ ...streamEvent(event, person, mask), arrivedAs: event.arrivedAs })),
  };
};
