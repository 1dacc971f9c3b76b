import type { Choice, Field, FieldType, FieldValues } from '../fields/field.ts';
import { FIELDS } from '../fields/index.ts';
import { isBlank, isJsonObject, type JsonObject, loneItem } from '../lib/json.ts';
import { trimText } from '../lib/text.ts';
import { Invalid } from '../lib/validation.ts';
import { isNothing } from '../usermaven/nobody.ts';
import { readPageUrl } from '../usermaven/page.ts';
import { readCreationTime, readEventTime } from '../usermaven/times.ts';
import { readAmount, readCurrency } from './read-amount.ts';
import type { ReadContext, Remarks } from './read-context.ts';
import { readDictionary } from './read-dictionary.ts';
import { checkDepth, readJsonArray, readJsonObject } from './read-json.ts';
import {
  checkPlaceholder,
  readEmail,
  readId,
  readIpAddress,
  readName,
  readText,
  readTimeZone,
} from './read-text.ts';

type Reader<T extends FieldType> = (
  value: unknown,
  field: Field<T>,
  context: ReadContext,
  remarks: Remarks,
) => FieldValues[T] | undefined | Invalid;

const READERS: { readonly [T in FieldType]: Reader<T> } = {
  text: (value) => orBlank(readText(value)),
  id: (value) => readId(value),
  email: (value) => readEmail(value),
  name: (value) => readName(value),
  ip_address: (value) => readIpAddress(value),
  money: (value, _field, context) => {
    const { amount_unit: unit, currency } = FIELDS;
    const chosen = readBeside(unit, context);
    return readAmount(value, {
      mode: context.mode,
      unit: typeof chosen === 'string' ? chosen : unit.default,
      currency: readBeside(currency, context),
    });
  },
  currency: (value) => readCurrency(value),
  time_zone: (value) => readTimeZone(value),
  event_time: (value, _field, { clock }) => readTime(value, (time) => readEventTime(time, clock)),
  creation_time: (value, _field, { clock }) => {
    const time = readTime(value, (text) => readCreationTime(text, clock));
    return typeof time === 'number' ? new Date(time).toISOString() : time;
  },
  page_url: (value) => {
    const text = readText(value);
    return text instanceof Invalid ? text : (checkPlaceholder(text) ?? readPageUrl(text));
  },
  dictionary: (value, _field, context, remarks) => readDictionary(value, context, remarks),
  json_object: (value) => readJsonObject(value),
  json_array: (value, { wrapper }) => readJsonArray(value, wrapper),
  choice: (value, { choices = [] }) => readChoice(value, choices),
  // Not held to the list: the sender may know values that we do not.
  choices: (value, { choices = [] }) => readNames(value, (name) => choiceOf(name, choices)?.value ?? name),
  names: (value) => readNames(value),
  rows: (value) => readRows(value),
};

/**
 * A field's value as it is sent; undefined if it is blank, {@link Invalid} if it cannot be used. `remarks` gets the parts of a value
 * that cannot be used although the rest can.
 */
export const readField = <T extends FieldType>(
  field: Field<T>,
  value: unknown,
  context: ReadContext,
  remarks: Remarks = SILENT,
): FieldValues[T] | undefined | Invalid => {
  const tooDeep = checkDepth(value);
  if (tooDeep) return tooDeep;
  const single = LISTS.has(field.type) && !isTextOfList(value) ? value : loneItem(value);
  if (isBlank(single)) return undefined;
  const read: Reader<T> = READERS[field.type];
  return read(single, field, context, remarks);
};

/** True for a list of one text, which may be the text of a list. */
const isTextOfList = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 1 && typeof value[0] === 'string';

/** The value of another field of the same input. */
const readBeside = <T extends FieldType>(field: Field<T>, context: ReadContext) =>
  readField(field, context.input[field.key], context);

const LISTS: ReadonlySet<FieldType> = new Set(['dictionary', 'json_array', 'choices', 'names', 'rows']);

const SILENT: Remarks = { leaveOut: () => {}, note: () => {} };

const orBlank = (text: string | Invalid): string | undefined | Invalid => (text === '' ? undefined : text);

/** A time from the value that a form passes on. */
const readTime = (value: unknown, read: (time: unknown) => number | Invalid): number | Invalid => {
  if (typeof value !== 'string') return read(value);
  const text = trimText(value);
  if (isNothing(text)) return new Invalid('is not a date. Map a date, or leave the field blank.', text);
  return checkPlaceholder(text) ?? read(text);
};

const choiceOf = (text: string, choices: readonly Choice[]): Choice | undefined => {
  const wanted = text.toLowerCase();
  return (
    choices.find(({ value }) => value === text) ??
    choices.find(({ value, label }) => value.toLowerCase() === wanted || label.toLowerCase() === wanted)
  );
};

/** The value of one of the choices, given by value or label in any case, or {@link Invalid}. */
export const readChoice = (value: unknown, choices: readonly Choice[]): string | Invalid => {
  const text = readText(value);
  if (text instanceof Invalid) return text;
  const choice = choiceOf(text, choices);
  if (choice) return choice.value;
  const labels = choices.map(({ value: name, label }) => `"${label}" (${name})`).join(', ');
  return new Invalid(`is not one of the choices. Use one of ${labels}.`, text);
};

/** Names, given as items or several in one, separated by commas or line breaks, or as the JSON text of a list. */
const readNames = (value: unknown, toName = (name: string) => name): string[] | Invalid => {
  const names = new Set<string>();
  // Any other text with brackets is a name, such as `[1] Plan`.
  const isList = typeof value === 'string' && /^\[.*\]$/s.test(trimText(value));
  const list = isList ? (readJsonArray(value) ?? []) : value;
  const given = list instanceof Invalid ? value : list;
  for (const item of Array.isArray(given) ? given : [given]) {
    if (isBlank(item)) continue;
    const text = readText(item);
    if (text instanceof Invalid) return text;
    for (const part of text.split(/[,\n\r]+/)) {
      const name = trimText(part);
      if (name !== '') names.add(toName(name));
    }
  }
  return [...names];
};

const readRows = (given: unknown): JsonObject[] | Invalid => {
  const value = typeof given === 'string' ? readJsonArray(given) : given;
  if (value instanceof Invalid) return value;
  const rows: unknown[] = Array.isArray(value) ? value : [value];
  // Zapier passes a row without anything in it as null.
  const filled = rows.map((row) => row ?? {});
  return filled.every(isJsonObject) ? filled : new Invalid('not line items. Map line items to its columns.');
};
