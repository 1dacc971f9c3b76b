import type { Person, Sandbox, StoredEvent } from '../../sandbox/usermaven/server.ts';
import type { PersonSummary, StreamEvent, Timeline } from '../api.ts';
import type { Mask } from './mask.ts';

/** A name to find somebody by again: stays valid when the person is merged into another one. */
export const handleOf = ({ id, anonymousIds: [browser = ''] }: Person): string => id ?? browser;

/** What somebody is called where there is room for one line. */
const nameOf = ({ id, anonymousIds: [browser = ''], attributes }: Person): string => {
  const { first_name, last_name, email } = attributes;
  const full = [first_name, last_name].filter((part) => part !== undefined).join(' ');
  return full || email || id || `Anonymous ${browser}`;
};

/** As far from 1970 as a date can be; the sandbox takes any integer as a time. */
const FARTHEST = 8.64e15;

const isoTime = (milliseconds: number): string =>
  new Date(Math.max(-FARTHEST, Math.min(FARTHEST, milliseconds))).toISOString();

/** Somebody in the list of people. */
export const personSummary = ({ store }: Sandbox, person: Person, mask: Mask): PersonSummary => ({
  handle: handleOf(person),
  name: mask.text(nameOf(person)),
  kind: person.kind,
  events: store.timeline(person).length,
});

/** An event as the page shows it, with whoever it belongs to now. */
export const streamEvent = (event: StoredEvent, person: Person, mask: Mask): StreamEvent => ({
  id: event.id,
  type: mask.text(event.type),
  time: isoTime(event.time),
  receivedAt: isoTime(event.receivedAt),
  person: handleOf(person),
  personName: mask.text(nameOf(person)),
  raw: mask.object(event.raw),
});

/** Somebody's story, oldest event first; null when nobody has this handle. */
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
