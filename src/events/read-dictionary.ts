import { FIELDS } from '../fields/index.ts';
import { fromEntries, isBlank, isJsonObject, type Json, type JsonObject, loneItem } from '../lib/json.ts';
import { trimText } from '../lib/text.ts';
import { Invalid } from '../lib/validation.ts';
import { looksLikeMoney, typedValue } from '../usermaven/values.ts';
import { simplified } from './names.ts';
import type { ReadContext, Remarks } from './read-context.ts';
import { readJsonObject, valuesOf } from './read-json.ts';

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
    const own = mode !== 'exact' && textNames.has(simplified(name)) ? 'text' : mode;
    const kept = own === 'exact' ? raw : typedValue(raw ?? null, own);
    if (kept === undefined) continue;
    if (name === '') {
      leaveOut(new Invalid('has no name. Enter a name or remove the row.', raw));
      continue;
    }
    if (entries.has(name)) return new Invalid('appears twice. Keep only one of the two rows.', name);
    if (own === 'detect' && typeof kept === 'string' && looksLikeMoney(kept)) note(staysText(name));
    entries.set(name, kept);
  }
  return entries.size === 0 ? undefined : fromEntries(entries);
};

const staysText = (name: string): Invalid =>
  new Invalid(
    `looks like an amount and is sent as text, which cannot be summed. In ${FIELDS.attribute_values.label}, choose how numbers are written.`,
    name,
  );

type Pair = readonly [name: string, value: Json | undefined];

const pairsIn = (value: unknown): readonly Pair[] | undefined | Invalid => {
  const values = valuesOf(value);
  if (values instanceof Invalid) return values;
  const given = values.length === 1 ? values[0] : values;
  if (isJsonObject(given)) return Object.entries(given);
  const items = (Array.isArray(given) ? given : [given]).filter((item) => !isBlank(item));
  if (items.length === 0) return undefined;
  const pairs = items.map(pairOf);
  const hasValue = items.some((item) => isJsonObject(item) && Object.hasOwn(item, 'value'));
  if (hasValue && pairs.every((pair) => pair !== undefined)) return pairs;
  const only = loneItem(items);
  if (isJsonObject(only)) return Object.entries(only);
  const object = typeof value === 'string' ? readJsonObject(value) : undefined;
  return object instanceof Invalid
    ? object
    : new Invalid('is not a list of names and values. Enter one name and one value per row.', value);
};

/** `{key, value}`, as some tools write a dictionary. A blank value may be missing. */
const pairOf = (item: unknown): Pair | undefined => {
  if (!isJsonObject(item)) return undefined;
  const { key = item.name, value, name: _name, ...others } = item;
  const isPair = key === null || typeof key === 'string' || typeof key === 'number';
  return isPair && isBlank(others) ? [String(key ?? ''), value] : undefined;
};
