import { SENT_FIELDS } from '../fields/index.ts';
import { isBlank, type JsonObject } from '../lib/json.ts';
import { Invalid, type Issue } from '../lib/validation.ts';

/** What other tools call things, by the key of the field that is meant. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  event_name: ['event', 'name', 'type', 'event_type'],
  event_attributes: ['attributes', 'properties', 'props', 'event_properties', 'custom_attributes'],
  occurred_at: ['timestamp', 'time', 'date', 'event_time', 'happened_at'],
  event_id: ['message_id', 'insert_id'],
  user_id: ['uid', 'id', 'distinct_id', 'customer_id'],
  email: ['email_address', 'user_email'],
  anonymous_id: ['visitor_id'],
  page_url: ['page', 'link'],
};

/** A name without what people write differently: capitals, spaces, underscores, dots. */
export const simplified = (name: string): string => name.toLowerCase().replace(/[\s_.-]+/g, '');

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

/** The names that a field goes by, and the one that is right here. */
interface Known {
  readonly right: string;
  readonly others: readonly string[];
}

const closest = (name: string, known: readonly Known[]): string | undefined => {
  const wanted = simplified(name);
  const goesBy = ({ right, others }: Known) => [right, ...others].map(simplified);
  const same = known.find((each) => goesBy(each).includes(wanted));
  const close = () =>
    wanted.length < SLIP_LENGTH
      ? undefined
      : known.find((each) => goesBy(each).some((other) => isOneSlipAway(wanted, other)));
  return (same ?? close())?.right;
};

interface KeyWords {
  /** What a key of this row is called. */
  readonly what: string;
  /** The right name of a field in this row. */
  readonly nameOf: (field: { readonly key: string; readonly path?: string }) => string;
  /** What to do about a key of which more is known. */
  readonly adviceFor?: (key: string) => string | undefined;
}

/**
 * Issues for the members of a row that are none of its keys: lost in silence, a misspelt one would be noticed weeks later.
 * Blank members lose nothing.
 */
export const checkKeys = (
  row: JsonObject,
  keys: ReadonlySet<string>,
  { what, nameOf, adviceFor = () => undefined }: KeyWords,
): Issue[] => {
  const unknown = Object.keys(row).filter((key) => !keys.has(key) && !isBlank(row[key]));
  if (unknown.length === 0) return [];
  const known = SENT_FIELDS.map(({ key, path = '', label }): Known => {
    const right = nameOf({ key, path });
    return { right, others: [key, path, label, ...(SYNONYMS[key] ?? [])] };
  });
  return unknown.map((key) => {
    const right = closest(key, known);
    const advice =
      adviceFor(key) ?? (right === undefined ? 'Put attributes into event_attributes.' : `Use ${right}.`);
    return { invalid: new Invalid(`is not ${what}. ${advice}`, key) };
  });
};
