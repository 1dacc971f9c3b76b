import type { Field, FieldType } from '../fields/field.ts';
import {
  fromEntries,
  isBlank,
  isObject,
  isTooDeep,
  type Json,
  type JsonObject,
  MOST_LEVELS,
} from '../lib/json.ts';
import { withCommas } from '../lib/text.ts';
import { quote, Refusal } from '../lib/validation.ts';
import { LIMITS } from '../usermaven/limits.ts';
import { readPageUrl } from '../usermaven/page.ts';
import { type Clock, readEventTime, readTime } from '../usermaven/times.ts';
import { typedValue, type ValueMode } from '../usermaven/values.ts';

/** What a reader has to know beside the value. */
export interface Reading {
  readonly clock: Clock;
  /** How dictionary values are typed; `exact` for JSON, whose values have their types. */
  readonly mode: ValueMode | 'exact';
  /** Dictionary names that stay text whatever the mode. */
  readonly textNames: ReadonlySet<string>;
}

/** A field's value as it is sent; undefined when there is nothing to send. Throws {@link Refusal}. */
export const readField = (field: Field, value: unknown, reading: Reading): Json | undefined => {
  if (isBlank(value)) return undefined;
  refuseTooDeep(value);
  return READERS[field.type](value, field, reading);
};

type Reader = (value: unknown, field: Field, reading: Reading) => Json | undefined;

const READERS: Readonly<Record<FieldType, Reader>> = {
  text: (value) => readText(value),
  event_time: (value, _field, { clock }) => readEventTime(value, clock),
  creation_time: (value, _field, { clock }) => new Date(readTime(value, clock)).toISOString(),
  // The parts are placed beside each other by the caller, which knows the event.
  page_url: (value) => ({ ...readPageUrl(readText(value)) }),
  dictionary: (value, _field, reading) => readDictionary(value, reading),
  json_object: (value) => readJsonObject(value),
  json_array: (value) => readJsonArray(value),
  choice: (value, field) => readChoice(value, field),
  // Not held to the list: the sender may know values that we do not.
  choices: (value) => readNames(value),
  names: (value) => readNames(value),
  rows: (value) => readRows(value),
};

/** Stops at what serializers and hashes could not handle. */
const refuseTooDeep = (value: unknown): void => {
  if (isTooDeep(value)) {
    throw new Refusal(`lists and objects are nested too deeply. Use at most ${MOST_LEVELS} levels.`);
  }
};

/**
 * Text, trimmed. Numbers and booleans are text to an id or a title. Throws {@link Refusal} on lists and objects, and
 * on a number that lost digits before it got here: it would be somebody else's id.
 */
const readText = (value: unknown): string => {
  if (typeof value === 'string') return shortEnough(value.trim());
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new Refusal(
      `${quote(value)} is a number so long that its last digits may be wrong. Map it as text, in JSON between quotes.`,
    );
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Refusal(
    `${quote(value)} is ${Array.isArray(value) ? 'a list' : 'an object'}. Map a single value.`,
  );
};

/** A text that no event has room for is refused here, where the field is known and nothing has been made of it. */
const shortEnough = (text: string): string => {
  if (text.length <= LIMITS.bytesPerEvent) return text;
  throw new Refusal(
    `${withCommas(text.length)} characters, and an event takes ${withCommas(LIMITS.bytesPerEvent)} bytes. Shorten it.`,
  );
};

const readDictionary = (value: unknown, { mode, textNames }: Reading): JsonObject | undefined => {
  if (!isObject(value))
    throw new Refusal(
      `${quote(value)} is not a list of names and values. Give one name and one value a row.`,
    );
  const entries = new Map<string, Json>();
  for (const [typed, raw] of Object.entries(value)) {
    const name = mode === 'exact' ? typed : typed.trim();
    const kept =
      mode === 'exact' ? (raw as Json) : typedValue(raw as Json, textNames.has(name) ? 'text' : mode);
    if (kept === undefined) continue;
    if (name === '') throw new Refusal(`the value ${quote(raw)} has no name. Give it one or remove the row.`);
    if (entries.has(name)) throw new Refusal(`${quote(name)} is there twice. Keep one of the two rows.`);
    entries.set(name, kept);
  }
  return entries.size === 0 ? undefined : fromEntries(entries);
};

const readJsonObject = (value: unknown): JsonObject | undefined => {
  const parsed = typeof value === 'string' ? parse(value) : value;
  if (!isObject(parsed))
    throw new Refusal(`${quote(value)} is not a JSON object. Use the form {"name": "value"}.`);
  return isBlank(parsed) ? undefined : (parsed as JsonObject);
};

const readJsonArray = (value: unknown): Json[] | undefined => {
  const parsed = typeof value === 'string' ? parse(value) : value;
  if (!Array.isArray(parsed))
    throw new Refusal(`${quote(value)} is not a JSON array. Use the form [{...}, {...}].`);
  return isBlank(parsed) ? undefined : parsed;
};

const parse = (text: string): unknown => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Refusal(`${quote(text)} is not valid JSON. Check its quotes, commas and brackets.`);
  }
  refuseTooDeep(parsed);
  return LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : parsed;
};

/** 15 digits always fit into a number. */
const LONG_NUMBER = /\d{16}/;

/** A whole number whose digits would not all be sent again stays text, as one in a dictionary does. */
const keepDigits = (_key: string, value: unknown, { source }: { readonly source?: string } = {}): unknown =>
  typeof value === 'number' && source !== undefined && /^-?\d{16,}$/.test(source) && String(value) !== source
    ? source
    : value;

const readChoice = (value: unknown, field: Field): string => {
  const text = readText(value);
  const choices = field.choices ?? [];
  if (choices.some((choice) => choice.value === text)) return text;
  throw new Refusal(
    `${quote(text)} is not one of the choices. Use ${choices.map((choice) => choice.value).join(' or ')}.`,
  );
};

/** One name an item; text from a single box may hold several, separated by commas. */
const readNames = (value: unknown): string[] => {
  const items = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [value];
  return [...new Set(items.filter((item) => !isBlank(item)).map(readText))];
};

const readRows = (value: unknown): JsonObject[] => {
  const rows = Array.isArray(value) ? value : [value];
  if (!rows.every(isObject))
    throw new Refusal('not line items. Map a value of line items to each of its columns.');
  return rows as JsonObject[];
};
