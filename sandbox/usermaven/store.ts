import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../src/lib/json.ts';
import { IDENTIFY } from '../../src/usermaven/event.ts';
import {
  createPeople,
  kindOf,
  merged,
  type Person,
  type PersonKind,
  type Profile,
  survivorOf,
  toPerson,
} from './people.ts';
import type { CompanyAttributes, ReceivedCompany, ReceivedEvent, Visit } from './read-events.ts';

/** One event that was stored. Never changes afterwards. */
export interface StoredEvent extends Visit {
  /** The event's own id, or a UUID where it had none or event ids are not read. */
  readonly id: string;
  readonly type: string;
  /** When it happened, UTC milliseconds; the time of arrival where the event does not say. */
  readonly time: number;
  /** When it arrived, UTC milliseconds. */
  readonly receivedAt: number;
  /** Its number among everything that was stored, from 1. */
  readonly sequence: number;
  /**
   * What was known about the person just after this event. `anonymous` on the timeline of a `known` person is
   * an event that was anonymous first and stitched later; `lead` one that came before the lead signed up.
   */
  readonly arrivedAs: PersonKind;
  /** The event exactly as it came. */
  readonly raw: JsonObject;
}

/** One event that was accepted and then thrown away: the sender was told nothing of it. */
export interface DroppedEvent {
  readonly type: string;
  /** When it arrived, UTC milliseconds. */
  readonly receivedAt: number;
  /** Why, as a sentence. */
  readonly reason: string;
  /** The event exactly as it came. */
  readonly raw: JsonObject;
}

/** A company as of now: a copy that later events do not change. */
export interface Company {
  readonly id: string;
  readonly attributes: CompanyAttributes;
  readonly custom: JsonObject;
}

/** What a subscriber is told, in order. */
export type Change =
  | { readonly kind: 'stored'; readonly event: StoredEvent; readonly person: Person }
  | { readonly kind: 'dropped'; readonly event: DroppedEvent }
  | { readonly kind: 'cleared' };

/** Everything the sandbox knows, in memory. */
export interface Store {
  /** Stores accepted events in order. `receivedAt`: UTC milliseconds. */
  readonly add: (events: readonly ReceivedEvent[], receivedAt: number) => void;
  /** Every stored event, in order of arrival. */
  readonly events: readonly StoredEvent[];
  /** Every event that was accepted and then thrown away, in order of arrival. */
  readonly dropped: readonly DroppedEvent[];
  /** How many of these had an id that had been stored before. */
  readonly duplicates: number;
  /** Everybody, in order of first appearance; those merged into another person are gone. */
  readonly people: () => readonly Person[];
  /** Somebody by id, else by anonymous id, else by email. The id of a merged lead finds the merged person. */
  readonly person: (idOrAnonymousIdOrEmail: string) => Person | undefined;
  /** On whose timeline a stored event is now; nobody for an id that was never stored. */
  readonly owner: (eventId: string) => Person | undefined;
  /** A person's events in order of time, then of arrival. Takes what `person` takes too; nobody: empty. */
  readonly timeline: (person: Person | string) => readonly StoredEvent[];
  /** Every company, in order of first appearance. */
  readonly companies: () => readonly Company[];
  /** Deletes everything but the subscribers. */
  readonly clear: () => void;
  /** Calls `listener`, which must not throw, at every change from now on. Returns a function that ends this. */
  readonly subscribe: (listener: (change: Change) => void) => () => void;
}

const REPEATED = 'Its event_id was stored before.';

/** An empty store. What it does with events is described in the docstring of `startSandbox`. */
export const createStore = (): Store => {
  const people = createPeople<StoredEvent>();
  const companies = new Map<string, Company>();
  const events = new Map<string, StoredEvent>();
  const profiles = new Map<string, Profile<StoredEvent>>();
  const dropped: DroppedEvent[] = [];
  const listeners = new Set<(change: Change) => void>();

  const tell = (change: Change): void => {
    for (const listener of [...listeners]) listener(change);
  };

  const upsertCompany = ({ id, attributes, custom }: ReceivedCompany): void => {
    const known = companies.get(id);
    companies.set(id, {
      id,
      attributes: { ...known?.attributes, ...attributes },
      custom: merged(known?.custom ?? {}, custom),
    });
  };

  const addOne = (received: ReceivedEvent, receivedAt: number): void => {
    const reason = received.dropped ?? (events.has(received.id ?? '') ? REPEATED : null);
    if (reason !== null) {
      const event = { type: received.type, receivedAt, reason, raw: received.raw };
      dropped.push(event);
      tell({ kind: 'dropped', event });
      return;
    }
    const profile = people.resolve(received.user, received.type === IDENTIFY);
    if (received.company !== null) {
      upsertCompany(received.company);
      profile.companyIds.add(received.company.id);
    }
    const event: StoredEvent = {
      id: received.id ?? randomUUID(),
      type: received.type,
      time: received.time ?? receivedAt,
      receivedAt,
      sequence: events.size + 1,
      arrivedAs: kindOf(profile),
      ...received.visit,
      raw: received.raw,
    };
    events.set(event.id, event);
    profiles.set(event.id, profile);
    profile.entries.push(event);
    tell({ kind: 'stored', event, person: toPerson(profile) });
  };

  const profileOf = (person: Person | string): Profile<StoredEvent> | undefined =>
    typeof person === 'string' ? people.find(person) : people.current(person);

  return {
    add: (received, receivedAt) => {
      for (const event of received) addOne(event, receivedAt);
    },
    get events() {
      return [...events.values()];
    },
    get dropped() {
      return [...dropped];
    },
    get duplicates() {
      return dropped.filter(({ reason }) => reason === REPEATED).length;
    },
    people: () => people.all().map(toPerson),
    person: (identifier) => {
      const profile = people.find(identifier);
      return profile && toPerson(profile);
    },
    owner: (eventId) => {
      const profile = profiles.get(eventId);
      return profile && toPerson(survivorOf(profile));
    },
    timeline: (person) => [...(profileOf(person)?.entries ?? [])].sort(byTime),
    companies: () => [...companies.values()],
    clear: () => {
      people.clear();
      companies.clear();
      events.clear();
      profiles.clear();
      dropped.length = 0;
      tell({ kind: 'cleared' });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};

const byTime = (one: StoredEvent, other: StoredEvent): number =>
  one.time - other.time || one.sequence - other.sequence;
