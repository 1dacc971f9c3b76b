import { trimText } from './text.ts';

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A JSON object. Its keys come from users and may be any text, `__proto__` too: see {@link fromEntries}. */
export type JsonObject = { [key: string]: Json };

/**
 * The object with these members, in their order; the last of a name wins. A key called `__proto__` stays data, as with
 * Object.fromEntries, which takes five times as long (V8 12.4).
 */
export const fromEntries = <T>(entries: Iterable<readonly [string, T]>): Record<string, T> => {
  const object: Record<string, T> = {};
  for (const [key, value] of entries) {
    if (key === '__proto__') {
      Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
    } else object[key] = value;
  }
  return object;
};

/** True for an object literal or a parsed JSON object; false for null, arrays and everything else. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** {@link isObject} for what a platform passes on: it was JSON, so its members are. */
export const isJsonObject = (value: unknown): value is JsonObject => isObject(value);

/**
 * Blank as the connector understands it: undefined, null, `""`, white space or invisible characters, `[]` or `{}`. `0` and `false` are values.
 * Zapier passes blanks on because `cleanInputData` is off.
 */
export const isBlank = (value: unknown): boolean => {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return trimText(value) === '';
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
};

/** The item of a list of one, at any depth; any other value as it is. */
export const loneItem = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 1 ? loneItem(value[0]) : value;

/** JSON text with sorted keys at every depth, so that equal content has equal text. Undefined members drop out. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sorted(value)) ?? 'null';

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
};

/** Deeper nesting has no use in an event, and serializers run out of stack at some thousands of levels. */
export const MAX_LEVELS = 100;

/** True when the value is nested so deep that it cannot be handled safely. */
export const isTooDeep = (value: unknown, levels = MAX_LEVELS): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isTooDeep(member, levels - 1));
};
