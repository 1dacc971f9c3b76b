import type { Choice, Field, FieldType, FieldValues } from '../fields/field.ts';
import { fromEntries, isBlank, isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import { formatCount } from '../lib/text.ts';
import { Invalid } from '../lib/validation.ts';
import { LIMITS } from '../usermaven/limits.ts';
import { readPageUrl } from '../usermaven/page.ts';
import { type Clock, readEventTime, readTime } from '../usermaven/times.ts';
import { typedValue, type ValueMode } from '../usermaven/values.ts';
import { checkDepth, readJsonArray, readJsonObject } from './read-json.ts';

/** What a reader needs beside the value. */
export interface ReadContext {
  readonly clock: Clock;
  /** How dictionary values are typed; `exact` for JSON, whose values have their types. */
  readonly mode: ValueMode | 'exact';
  /** Dictionary names that stay text whatever the mode. */
  readonly textNames: ReadonlySet<string>;
}

type Reader<T extends FieldType> = (
  value: unknown,
  field: Field<T>,
  context: ReadContext,
) => FieldValues[T] | undefined | Invalid;

const READERS: { readonly [T in FieldType]: Reader<T> } = {
  text: (value) => readText(value),
  event_time: (value, _field, { clock }) => readEventTime(value, clock),
  creation_time: (value, _field, { clock }) => {
    const time = readTime(value, clock);
    return time instanceof Invalid ? time : new Date(time).toISOString();
  },
  page_url: (value) => {
    const text = readText(value);
    return text instanceof Invalid ? text : readPageUrl(text);
  },
  dictionary: (value, _field, context) => readDictionary(value, context),
  json_object: (value) => readJsonObject(value),
  json_array: (value) => readJsonArray(value),
  choice: (value, { choices = [] }) => readChoice(value, choices),
  // Not held to the list: the sender may know values that we do not.
  choices: (value) => readNames(value),
  names: (value) => readNames(value),
  rows: (value) => readRows(value),
};

/** A field's value as it is sent; undefined when it is blank, {@link Invalid} when it cannot be taken. */
export const readField = <T extends FieldType>(
  field: Field<T>,
  value: unknown,
  context: ReadContext,
): FieldValues[T] | undefined | Invalid => {
  if (isBlank(value)) return undefined;
  const read: Reader<T> = READERS[field.type];
  return checkDepth(value) ?? read(value, field, context);
};

/**
 * Text, trimmed. Numbers and booleans are text to an id or a title. {@link Invalid} for lists and objects, and for a number that
 * lost digits before it reached us: it would be somebody else's id.
 */
const readText = (value: unknown): string | Invalid => {
  if (typeof value === 'string') return checkLength(value.trim());
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return new Invalid(
      'is a number so long that its last digits may be wrong. Map it as text (in JSON, put it in quotes).',
      value,
    );
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return new Invalid(`is ${Array.isArray(value) ? 'a list' : 'an object'}. Map a single value.`, value);
};

/** Text that no event has room for is refused here, where the field is known. */
const checkLength = (text: string): string | Invalid =>
  text.length <= LIMITS.bytesPerEvent
    ? text
    : new Invalid(
        `${formatCount(text.length)} characters is too long: an event can have at most ${formatCount(LIMITS.bytesPerEvent)} bytes. Shorten it.`,
      );

const readDictionary = (
  value: unknown,
  { mode, textNames }: ReadContext,
): JsonObject | undefined | Invalid => {
  if (!isJsonObject(value)) {
    return new Invalid('is not a list of names and values. Enter one name and one value per row.', value);
  }
  const entries = new Map<string, Json>();
  for (const [typed, raw] of Object.entries(value)) {
    const name = mode === 'exact' ? typed : typed.trim();
    const kept = mode === 'exact' ? raw : typedValue(raw, textNames.has(name) ? 'text' : mode);
    if (kept === undefined) continue;
    if (name === '') return new Invalid('has no name. Enter a name or remove the row.', raw);
    if (entries.has(name)) return new Invalid('appears twice. Keep only one of the two rows.', name);
    entries.set(name, kept);
  }
  return entries.size === 0 ? undefined : fromEntries(entries);
};

/** The value of one of the choices, or {@link Invalid}. */
export const readChoice = <V extends string>(
  value: unknown,
  choices: readonly (Choice & { readonly value: V })[],
): V | Invalid => {
  const text = readText(value);
  if (text instanceof Invalid) return text;
  const choice = choices.find((candidate) => candidate.value === text);
  if (choice) return choice.value;
  const values = choices.map((candidate) => candidate.value).join(' or ');
  return new Invalid(`is not one of the choices. Use ${values}.`, text);
};

/** One name an item; text from a single box may hold several, separated by commas. */
const readNames = (value: unknown): string[] | Invalid => {
  const items = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [value];
  const names = new Set<string>();
  for (const item of items) {
    if (isBlank(item)) continue;
    const name = readText(item);
    if (name instanceof Invalid) return name;
    names.add(name);
  }
  return [...names];
};

const readRows = (value: unknown): JsonObject[] | Invalid => {
  const rows: unknown[] = Array.isArray(value) ? value : [value];
  return rows.every(isJsonObject) ? rows : new Invalid('not line items. Map line items to its columns.');
};
