import {
  isBlank,
  isJsonObject,
  isTooDeep,
  type Json,
  type JsonObject,
  loneItem,
  MAX_LEVELS,
} from '../lib/json.ts';
import { readLenientJson } from '../lib/lenient-json.ts';
import { exactNumber, parseExactly } from '../lib/parse-json.ts';
import { trimText } from '../lib/text.ts';
import { Invalid } from '../lib/validation.ts';

/** {@link Invalid} for a value nested so deep that serializers and hashes cannot handle it. */
export const checkDepth = (value: unknown): Invalid | undefined =>
  isTooDeep(value)
    ? new Invalid(`lists and objects are nested too deeply. Use at most ${MAX_LEVELS} levels.`)
    : undefined;

/** A JSON object, or its text; undefined when it is empty. */
export const readJsonObject = (value: unknown): JsonObject | undefined | Invalid => {
  const values = valuesOf(value);
  if (values instanceof Invalid) return values;
  const [first, ...others] = values;
  const object = loneItem(first);
  if (isBlank(object) && others.length === 0) return undefined;
  if (others.length > 0)
    return new Invalid('has several JSON values one after another. Use one object.', value);
  if (!isJsonObject(object))
    return new Invalid('is not a JSON object. Use the form {"name": "value"}.', value);
  return object;
};

/**
 * A JSON array, or its text; undefined when it is empty. One object is a list of one, several one after another (as in files with
 * one object a line) are a list, and so is what a lone member `wrapper` holds.
 */
export const readJsonArray = (value: unknown, wrapper?: string): Json[] | undefined | Invalid => {
  const values = valuesOf(value);
  if (values instanceof Invalid) return values;
  const [first] = values;
  if (values.length === 1) {
    if (isBlank(first)) return undefined;
    if (Array.isArray(first)) return first;
    if (isJsonObject(first) && wrapper !== undefined && Object.keys(first).join() === wrapper)
      return readJsonArray(first[wrapper]);
  }
  return values.every(isJsonObject)
    ? [...values]
    : new Invalid('is not a JSON array. Use the form [{...}, {...}].', value);
};

/** The JSON values in a value: itself, or those in its text. */
export const valuesOf = (value: unknown): readonly Json[] | Invalid =>
  typeof value === 'string' && !isBlank(value) ? parse(value) : [value as Json];

/** JSON text within JSON text: a step that quotes what it got. More levels are a mistake. */
const QUOTED_LEVELS = 2;

/**
 * The values in a JSON text. Strict JSON is read as such; what people and language models make of it is read where it has one
 * reading only: see {@link readLenientJson}. Text around it without any bracket, such as a code fence, is passed over.
 */
const parse = (text: string, levels = QUOTED_LEVELS): readonly Json[] | Invalid => {
  const strict = parseStrict(text);
  if (strict instanceof Invalid) return strict;
  const values = strict === undefined ? parseLenient(text) : [strict];
  if (values instanceof Invalid) return values;
  const [first] = values;
  const isQuoted = values.length === 1 && typeof first === 'string' && /[{[]/.test(first);
  return isQuoted && levels > 0 ? parse(first, levels - 1) : values;
};

/** Undefined for what is not JSON. */
const parseStrict = (text: string): Json | undefined | Invalid => {
  const infinite: string[] = [];
  const parsed = parseExactly(text, (digits) => {
    if (!Number.isFinite(Number(digits))) infinite.push(digits);
  });
  if (infinite[0] !== undefined) return notFinite(infinite[0]);
  return checkDepth(parsed) ?? parsed;
};

const parseLenient = (text: string): readonly Json[] | Invalid => {
  const infinite: string[] = [];
  const [from, to] = withoutProse(text);
  const read = readLenientJson(text.slice(from, to), (digits) => {
    if (!Number.isFinite(Number(digits))) infinite.push(digits);
    return exactNumber(digits);
  });
  if (infinite.length > 0) return notFinite(infinite[0] ?? '');
  if ('values' in read) return read.values;
  const at = from + read.fault.at;
  if (read.fault.isCutOff) {
    return new Invalid(
      `is not valid JSON: it ends at character ${to}, before all its brackets and quotes are closed. Is a part missing?`,
      text,
      to,
    );
  }
  return new Invalid(
    `is not valid JSON. The error is at character ${at + 1}. Check the quotes, commas and brackets there.`,
    text,
    at,
  );
};

/** Where the JSON in a text begins and ends, if what is around it has no bracket. What is cut off ends with the text. */
const withoutProse = (text: string): readonly [from: number, to: number] => {
  const start = text.search(/[{[]/);
  const isQuoted = /^["“„]/.test(trimText(text));
  if (isQuoted || start < 0 || /[}\]]/.test(text.slice(0, start))) return [0, text.length];
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
  return [start, end === 0 || /[{[]/.test(text.slice(end)) ? text.length : end];
};

const notFinite = (digits: string): Invalid =>
  new Invalid('is a number that is too large. Put it in quotes to send it as text.', digits);
