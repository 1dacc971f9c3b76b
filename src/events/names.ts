import { type Field, splitPath } from '../fields/field.ts';
import { isBlank, type JsonObject } from '../lib/json.ts';
import { joinWords, trimText } from '../lib/text.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';

/** What other tools call things, by the key of the field that is meant. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  event_name: ['event', 'name', 'type', 'event_type'],
  event_attributes: ['attributes', 'properties', 'props', 'event_properties', 'custom_attributes'],
  occurred_at: [
    'timestamp',
    'time',
    'date',
    'datetime',
    'event_time',
    'created_at',
    'happened_at',
    'sent_at',
  ],
  event_id: ['message_id', 'insert_id'],
  user_id: ['uid', 'id', 'distinct_id'],
  email: ['email_address', 'user_email'],
  anonymous_id: ['visitor_id', 'anon_id'],
  page_url: ['page', 'link'],
  page_title: ['title'],
  ip_address: ['ip', 'user_ip', 'client_ip'],
};

/** A name as names are compared: without case, spaces and underscores. */
export const simplified = (name: string): string => name.toLowerCase().replace(/[\s_]+/g, '');

/** {@link simplified}, also without what separates the words of keys elsewhere. */
const asKey = (name: string): string => simplified(name).replace(/[.-]+/g, '');

/** True when one text becomes the other by one letter more, less or changed, or by two that change places. */
const isOneSlipAway = (one: string, other: string): boolean => {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const restOf = (text: string, skipped: number) => text.slice(start + skipped);
  if (short.length < long.length) return restOf(short, 0) === restOf(long, 1);
  const swapped = short.slice(start, start + 2) === [...long.slice(start, start + 2)].reverse().join('');
  return restOf(short, 1) === restOf(long, 1) || (swapped && restOf(short, 2) === restOf(long, 2));
};

/** Shorter names are too much alike. */
const SLIP_LENGTH = 5;

/** A field that may be meant: its right name here, and what else it is called. */
interface Candidate {
  readonly right: string;
  /** What it is called here, as {@link asKey} writes it. */
  readonly names: readonly string[];
  /** What other tools call it, likewise. */
  readonly synonyms: readonly string[];
  /** The section of the API's own shape that it is in. */
  readonly section?: string | undefined;
}

/** Fields as candidates under the names that they have in a row. */
export const candidatesFrom = (fields: readonly Field[], nameOf: (field: Field) => string): Candidate[] =>
  fields.map((field) => {
    const { key, label, path = key } = field;
    return {
      right: nameOf(field),
      names: [key, label, path, splitPath(path).name].map(asKey),
      synonyms: (SYNONYMS[key] ?? []).map(asKey),
      section: splitPath(path).section,
    };
  });

/** A candidate for keys that are one of these names, written differently. Typing mistakes do not count, since names that users choose may be similar. */
export const candidateNamed = (right: string, names: readonly string[]): Candidate => ({
  right,
  names: [],
  synonyms: names.map(asKey),
});

/**
 * The right name for a key that is nearly one: written differently, called as in other tools, or with one typing mistake. A key that
 * may mean several gets all of them: `name` may be that of an event or of a company, and `user.plan` any of those in `user`.
 */
export const closest = (key: string, candidates: readonly Candidate[]): string | undefined => {
  const wanted = asKey(key);
  const isSlip = (name: string) => name.length >= SLIP_LENGTH && isOneSlipAway(wanted, name);
  const [start = ''] = key.split('.').map(asKey);
  const ways: readonly ((candidate: Candidate) => boolean)[] = [
    ({ names }) => names[0] === wanted,
    ({ names, synonyms }) => [...names, ...synonyms].includes(wanted),
    ({ section }) => section === start,
  ];
  const found = ways.map((way) => candidates.filter(way)).find(({ length }) => length > 0);
  const likely = found ?? candidates.filter(({ names }) => names.some(isSlip)).slice(0, 1);
  return joinWords([...new Set(likely.map(({ right }) => right))], 'or') || undefined;
};

/** A candidate for keys that are nearly this one. */
export const candidateOf = (key: string): Candidate => ({ right: key, names: [asKey(key)], synonyms: [] });

interface KeyWords {
  /** What a key of this row is called. */
  readonly what: string;
  readonly candidates: () => readonly Candidate[];
  /** What to do about a key that is like none of the candidates. */
  readonly otherwise: (key: string) => string;
}

/**
 * Issues for members of a row that are not among its keys: if they were dropped silently, a misspelled one might go unnoticed for
 * weeks. Blank members are ignored.
 */
export const checkKeys = (
  row: JsonObject,
  keys: ReadonlySet<string>,
  { what, candidates, otherwise }: KeyWords,
): Issue[] => {
  const unknown = Object.keys(row).filter((key) => !keys.has(key) && !isBlank(row[key]));
  if (unknown.length === 0) return [];
  const known = candidates();
  return unknown.map((key) => {
    const clean = trimText(key);
    if (keys.has(clean))
      return { invalid: new Invalid(`has something invisible around it. Use ${clean}.`, key) };
    const right = closest(key, known);
    const advice = right === undefined ? otherwise(key) : `Use ${right}.`;
    return { invalid: new Invalid(`is not ${what}. ${advice}`, key) };
  });
};

/**
 * Adds the issues of a row's keys to what became of its values. Left out are issues about missing values, which may be under one of
 * those keys, and issues with a label that already has one.
 */
export const withKeyIssues = <T>(issues: readonly Issue[], checked: Checked<T>): Checked<T> => {
  if (issues.length === 0) return checked;
  const told = new Set(issues.map(({ label }) => label));
  const others = 'issues' in checked ? checked.issues : [];
  return {
    issues: [
      ...issues,
      ...others.filter(({ label, invalid }) => invalid.value !== undefined && !told.has(label)),
    ],
  };
};
