import type { JsonObject } from '../../src/lib/json.ts';
import type { PersonAttributes, ReceivedUser } from './read-events.ts';

/**
 * `anonymous`: a browser nobody has identified. `lead`: known by email only, so that the id is the email.
 * `known`: has an id of the site's own.
 */
export type PersonKind = 'anonymous' | 'lead' | 'known';

/** A person as of now: a copy that later events do not change. */
export interface Person {
  readonly kind: PersonKind;
  /** Null while anonymous. */
  readonly id: string | null;
  /** Browsers, in the order in which they were seen. */
  readonly anonymousIds: readonly string[];
  /** Emails that were a lead's id before the lead became this person. */
  readonly mergedIds: readonly string[];
  readonly attributes: PersonAttributes;
  readonly custom: JsonObject;
  readonly companyIds: readonly string[];
}

/** The store's own record of a person. Changed in place, and gone once another one has absorbed it. */
export interface Profile<Entry> {
  id: string | null;
  readonly anonymousIds: Set<string>;
  readonly mergedIds: Set<string>;
  readonly companyIds: Set<string>;
  readonly entries: Entry[];
  absorbedBy: Profile<Entry> | null;
  attributes: PersonAttributes;
  custom: JsonObject;
}

/** Who is who. `Entry` is whatever the store keeps on a timeline. */
export interface People<Entry> {
  /** The person an event belongs to, created, updated, stitched and merged as the event says. */
  resolve: (user: ReceivedUser, identifies: boolean) => Profile<Entry>;
  /** By id, then by anonymous id, then by email. */
  find: (identifier: string) => Profile<Entry> | undefined;
  /** The profile that a copy now belongs to, which another one may have absorbed since. */
  current: (person: Person) => Profile<Entry> | undefined;
  /** Everybody, in order of first appearance. */
  all: () => readonly Profile<Entry>[];
  clear: () => void;
}

/** Nobody yet. The rules are described in the docstring of `startSandbox`. */
export const createPeople = <Entry>(): People<Entry> => {
  const profiles = new Set<Profile<Entry>>();
  const byId = new Map<string, Profile<Entry>>();
  const byAnonymousId = new Map<string, Profile<Entry>>();
  const leadsByEmail = new Map<string, Set<Profile<Entry>>>();

  const create = (id: string | null): Profile<Entry> => {
    const profile: Profile<Entry> = {
      id,
      anonymousIds: new Set(),
      mergedIds: new Set(),
      companyIds: new Set(),
      entries: [],
      absorbedBy: null,
      attributes: {},
      custom: {},
    };
    profiles.add(profile);
    if (id !== null) byId.set(id, profile);
    return profile;
  };

  /** Moves everything of `from` to `into`, which keeps its own values where both have one. */
  const absorb = (into: Profile<Entry>, from: Profile<Entry>): void => {
    into.attributes = { ...from.attributes, ...into.attributes };
    into.custom = merged(from.custom, into.custom);
    for (const entry of from.entries) into.entries.push(entry);
    for (const id of from.companyIds) into.companyIds.add(id);
    for (const id of from.anonymousIds) {
      into.anonymousIds.add(id);
      if (byAnonymousId.get(id) === from) byAnonymousId.set(id, into);
    }
    for (const id of [...from.mergedIds, ...(from.id === null ? [] : [from.id])]) {
      into.mergedIds.add(id);
      byId.set(id, into);
    }
    from.absorbedBy = into;
    profiles.delete(from);
  };

  const stitch = (profile: Profile<Entry>, anonymousId: string): void => {
    const before = byAnonymousId.get(anonymousId);
    if (before !== undefined && before !== profile && before.id === null) absorb(profile, before);
    // A browser that two people share belongs to whoever used it last; what came before stays where it is.
    byAnonymousId.set(anonymousId, profile);
    profile.anonymousIds.add(anonymousId);
  };

  const mergeLeads = (profile: Profile<Entry>): void => {
    const email = emailKey(profile.attributes.email);
    if (email === undefined || kindOf(profile) !== 'known') return;
    for (const lead of leadsByEmail.get(email) ?? []) {
      // It may have been given another email since.
      if (kindOf(lead) === 'lead') absorb(profile, lead);
    }
    leadsByEmail.delete(email);
  };

  const indexLead = (profile: Profile<Entry>): void => {
    const email = emailKey(profile.attributes.email);
    if (email === undefined || kindOf(profile) !== 'lead') return;
    leadsByEmail.set(email, (leadsByEmail.get(email) ?? new Set()).add(profile));
  };

  const resolve: People<Entry>['resolve'] = (user, identifies) => {
    const existing = user.id === null ? byAnonymousId.get(user.anonymousId ?? '') : byId.get(user.id);
    const profile = existing ?? create(user.id);
    if (user.anonymousId !== null && (identifies || user.id === null)) stitch(profile, user.anonymousId);
    profile.attributes = identifies
      ? { ...profile.attributes, ...user.attributes }
      : { ...user.attributes, ...profile.attributes };
    profile.custom = identifies ? merged(profile.custom, user.custom) : merged(user.custom, profile.custom);
    if (identifies) mergeLeads(profile);
    indexLead(profile);
    return profile;
  };

  const findByEmail = (identifier: string): Profile<Entry> | undefined =>
    [...profiles].find(({ attributes }) => emailKey(attributes.email) === emailKey(identifier));

  return {
    resolve,
    find: (identifier) => byId.get(identifier) ?? byAnonymousId.get(identifier) ?? findByEmail(identifier),
    current: ({ id, anonymousIds: [browser = ''] }) =>
      id === null ? byAnonymousId.get(browser) : byId.get(id),
    all: () => [...profiles],
    clear: () => {
      for (const held of [profiles, byId, byAnonymousId, leadsByEmail]) held.clear();
    },
  };
};

/** See {@link PersonKind}. Emails compare without case. */
export const kindOf = ({ id, attributes }: Pick<Person, 'id' | 'attributes'>): PersonKind => {
  if (id === null) return 'anonymous';
  return emailKey(id) === emailKey(attributes.email) ? 'lead' : 'known';
};

/** The profile that a profile's entries are with now: itself, or whatever has absorbed it since. */
export const survivorOf = <Entry>(profile: Profile<Entry>): Profile<Entry> =>
  profile.absorbedBy === null ? profile : survivorOf(profile.absorbedBy);

/** A copy of a profile to hand out. */
export const toPerson = <Entry>(profile: Profile<Entry>): Person => ({
  kind: kindOf(profile),
  id: profile.id,
  anonymousIds: [...profile.anonymousIds],
  mergedIds: [...profile.mergedIds],
  attributes: { ...profile.attributes },
  custom: merged(profile.custom, {}),
  companyIds: [...profile.companyIds],
});

/** Both, the second winning. fromEntries defines own properties, so that a key called __proto__ stays data. */
export const merged = (first: JsonObject, second: JsonObject): JsonObject =>
  Object.fromEntries([...Object.entries(first), ...Object.entries(second)]);

const emailKey = (email: string | undefined): string | undefined => email?.trim().toLowerCase();
