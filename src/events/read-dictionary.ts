import { FIELDS } from '../fields/index.ts';
import { fromEntries, isBlank, isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import { trimText } from '../lib/text.ts';
import { Invalid } from '../lib/validation.ts';
import { looksLikeMoney, typedValue } from '../usermaven/values.ts';
import { simplified } from './names.ts';
import type { ReadContext, Remarks } from './read-context.ts';
import { readJsonArray, readJsonObject } from './read-json.ts';

/**
 * Names with values: a dictionary, its JSON text, or a list of `{key, value}`. Undefined when all values are blank. A value without
 * a name is left out; a name that is there twice cannot be taken.
 */
export const readDictionary = (
  value: unknown,
  { mode, textNames }: ReadContext,
  { leaveOut, note }: Remarks,
): JsonObject | undefined | Invalid => {
  const pairs = pairsIn(value);
  if (pairs === undefined || pairs instanceof Invalid) return pairs;
  const entries = new Map<string, Json>();
  for (const [typed, raw] of pairs) {
    const name = mode === 'exact' ? typed : trimText(typed);
    const kept = mode === 'exact' ? raw : typedValue(raw, textNames.has(simplified(name)) ? 'text' : mode);
    if (kept === undefined) continue;
    if (name === '') {
      leaveOut(new Invalid('has no name. Enter a name or remove the row.', raw));
      continue;
    }
    if (entries.has(name)) return new Invalid('appears twice. Keep only one of the two rows.', name);
    if (mode === 'detect' && typeof kept === 'string' && looksLikeMoney(kept)) note(staysText(name));
    entries.set(name, kept);
  }
  return entries.size === 0 ? undefined : fromEntries(entries);
};

const staysText = (name: string): Invalid =>
  new Invalid(
    `looks like an amount and is sent as text, which cannot be summed. In ${FIELDS.attribute_values.label}, choose how numbers are written.`,
    name,
  );

const pairsIn = (value: unknown): readonly (readonly [string, Json])[] | undefined | Invalid => {
  // Text is JSON: an object, or a list of pairs.
  const list = typeof value === 'string' ? readJsonArray(value, '') : undefined;
  const isList = Array.isArray(list) && list.length > 0 && list.every((item) => pairOf(item) !== undefined);
  const given = typeof value !== 'string' ? value : isList ? list : readJsonObject(value);
  if (given === undefined || given instanceof Invalid) return given;
  if (isJsonObject(given)) return Object.entries(given);
  const items = Array.isArray(given) ? given.filter((item) => !isBlank(item)) : [given];
  if (items.length === 0) return undefined;
  const pairs = items.map(pairOf);
  if (pairs.every((pair) => pair !== undefined)) return pairs;
  // A list of one is its item.
  const [only, ...others] = items;
  if (isJsonObject(only) && others.length === 0) return Object.entries(only);
  return new Invalid('is not a list of names and values. Enter one name and one value per row.', value);
};

/** `{key, value}`, as some tools write a dictionary. */
const pairOf = (item: unknown): readonly [string, Json] | undefined => {
  if (!isJsonObject(item)) return undefined;
  const { key = item.name, value, name: _name, ...others } = item;
  const isPair =
    (typeof key === 'string' || typeof key === 'number') && value !== undefined && isBlank(others);
  return isPair ? [String(key), value] : undefined;
};
