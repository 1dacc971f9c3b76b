import { isBlank, isJsonObject, isTooDeep, type Json, type JsonObject, MAX_LEVELS } from '../lib/json.ts';
import { Invalid } from '../lib/validation.ts';

/** {@link Invalid} for a value nested so deep that serializers and hashes cannot handle it. */
export const checkDepth = (value: unknown): Invalid | undefined =>
  isTooDeep(value)
    ? new Invalid(`lists and objects are nested too deeply. Use at most ${MAX_LEVELS} levels.`)
    : undefined;

/** A JSON object, or its text; undefined when it is empty. */
export const readJsonObject = (value: unknown): JsonObject | undefined | Invalid => {
  const parsed = typeof value === 'string' ? parse(value) : value;
  if (parsed instanceof Invalid) return parsed;
  if (!isJsonObject(parsed))
    return new Invalid('is not a JSON object. Use the form {"name": "value"}.', value);
  return isBlank(parsed) ? undefined : parsed;
};

/** A JSON array, or its text; undefined when it is empty. */
export const readJsonArray = (value: unknown): Json[] | undefined | Invalid => {
  const parsed = typeof value === 'string' ? parse(value) : value;
  if (parsed instanceof Invalid) return parsed;
  if (!Array.isArray(parsed)) return new Invalid('is not a JSON array. Use the form [{...}, {...}].', value);
  return parsed.length === 0 ? undefined : parsed;
};

/** 15 digits always fit into a number. */
const LONG_NUMBER = /\d{16}/;

const parse = (text: string): unknown => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return new Invalid('is not valid JSON. Check its quotes, commas and brackets.', text);
  }
  return checkDepth(parsed) ?? (LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : parsed);
};

/** A whole number whose digits would not all be sent again stays text, as in a dictionary. */
const keepDigits = (_key: string, value: unknown, { source }: { readonly source?: string } = {}): unknown =>
  typeof value === 'number' && source !== undefined && /^-?\d{16,}$/.test(source) && String(value) !== source
    ? source
    : value;
