import { type Field, splitPath } from '../fields/field.ts';
import { isBlank, type JsonObject } from '../lib/json.ts';
import { Invalid, type Issue } from '../lib/validation.ts';

/** What other tools call things, by the key of the field that is meant. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  event_name: ['event', 'name', 'type', 'event_type'],
  event_attributes: ['attributes', 'properties', 'props', 'event_properties', 'custom_attributes'],
  occurred_at: ['timestamp', 'time', 'date', 'event_time', 'happened_at'],
  event_id: ['message_id', 'insert_id'],
  user_id: ['uid', 'id', 'distinct_id'],
  email: ['email_address', 'user_email'],
  anonymous_id: ['visitor_id'],
  page_url: ['page', 'link'],
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
}

/** Fields as candidates under the names that they have in a row. */
export const candidatesFrom = (fields: readonly Field[], nameOf: (field: Field) => string): Candidate[] =>
  fields.map((field) => {
    const { key, label, path = key } = field;
    return {
      right: nameOf(field),
      names: [key, label, path, splitPath(path).name].map(asKey),
      synonyms: (SYNONYMS[key] ?? []).map(asKey),
    };
  });

/** The right name for a key that is nearly one: written differently, called as in other tools, or with one typing mistake. */
export const closest = (key: string, candidates: readonly Candidate[]): string | undefined => {
  const wanted = asKey(key);
  const same = candidates.find(({ names, synonyms }) => [...names, ...synonyms].includes(wanted));
  const close = () =>
    wanted.length < SLIP_LENGTH
      ? undefined
      : candidates.find(({ names }) => names.some((name) => isOneSlipAway(wanted, name)));
  return (same ?? close())?.right;
};

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
    const right = closest(key, known);
    const advice = right === undefined ? otherwise(key) : `Use ${right}.`;
    return { invalid: new Invalid(`is not ${what}. ${advice}`, key) };
  });
};
