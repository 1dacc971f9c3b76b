import type { Mapped, MappedForm } from '../../../sandbox/make/form.ts';
import type { Declaration } from '../../../src/actions/action.ts';
import { type ReadContext, readField } from '../../../src/events/read.ts';
import { ATTRIBUTE_COLUMN, BATCH_FIELDS } from '../../../src/fields/batch.ts';
import { type Field, isSent, splitPath } from '../../../src/fields/field.ts';
import { FIELDS, fieldsOf } from '../../../src/fields/index.ts';
import { isBlank, isObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import { Invalid } from '../../../src/lib/validation.ts';
import { ROW_NAME } from '../../../src/make/batch-module.ts';
import { isOnMake } from '../../../src/make/parameters.ts';
import { type Clock, readTime } from '../../../src/usermaven/times.ts';
import { isJsonObject } from '../../json.ts';

/**
 * The input of a Make module that means the same as the input of the Zapier action. Dictionaries become rows of name and
 * value, including the attributes of the JSON field; dates become Date objects. The input is one that the Zapier app accepts.
 */
export const moduleInput = (
  { fields }: Pick<Declaration, 'fields'>,
  input: JsonObject,
  clock: Clock,
): MappedForm =>
  Object.fromEntries(
    fieldsOf(fields)
      .filter(isOnMake)
      .filter(isSent)
      .map((field): [string, Mapped] => [field.key, mappedTo(field, withJson(field, input, clock), clock)]),
  );

/** On Zapier attributes come from two fields, and those of the JSON field win. */
const withJson = ({ key, type }: Field, input: JsonObject, clock: Clock): Json => {
  const value = input[key] ?? null;
  const json = FIELDS.event_attributes_json;
  if (type !== 'dictionary' || key !== 'event_attributes' || isBlank(input[json.key])) return value;
  return { ...objectIn(value), ...objectIn(exactly(json, input, clock)) };
};

const mappedTo = (field: Field, value: Json, clock: Clock): Mapped => {
  if (isBlank(value)) return undefined;
  switch (field.type) {
    case 'dictionary':
      return Object.entries(objectIn(value)).map(([name, member]) => ({ key: name, value: member }));
    case 'event_time':
    case 'creation_time':
      return new Date(timeIn(value, clock));
    default:
      return value;
  }
};

/**
 * The input of the Make module that takes a batch: its rows in the shape of the API, as a user fills in an array
 * aggregator. A blank user ID becomes the email, shared attributes and the default page URL go into every row, times are
 * milliseconds, blanks are left out.
 */
export const batchModuleInput = (
  rows: readonly JsonObject[],
  input: JsonObject,
  clock: Clock,
): MappedForm => ({
  [BATCH_FIELDS.events.key]: rows.map((row) => rowOnMake(row, input, clock)),
});

const rowOnMake = (row: JsonObject, input: JsonObject, clock: Clock): Mapped => {
  const item: { [key: string]: { [key: string]: Mapped } | Mapped } = {};
  for (const field of fieldsOf(BATCH_FIELDS.events.columns).filter(isSent)) {
    const { section, name } = splitPath(field.path);
    const value = rowValue(field, row, input, clock);
    if (isBlank(value)) continue;
    if (section === undefined) item[name === 'event_type' ? ROW_NAME : name] = value;
    else item[section] = { ...(isObject(item[section]) ? item[section] : {}), [name]: value };
  }
  return item;
};

const rowValue = (field: Field, row: JsonObject, input: JsonObject, clock: Clock): Json => {
  const own = row[field.key] ?? null;
  const value = isBlank(own) && field.fallback !== undefined ? (row[field.fallback] ?? null) : own;
  if (field.type === 'event_time') return isBlank(value) ? null : timeIn(value, clock);
  if (field.type === 'page_url')
    return isBlank(value) ? (input[BATCH_FIELDS.default_page_url.key] ?? null) : value;
  if (field.type !== 'json_object') return value;
  return {
    ...objectIn(input[BATCH_FIELDS.shared_attributes.key] ?? null),
    ...attributeColumns(row),
    ...(isBlank(value) ? {} : objectIn(exactly(field, row, clock))),
  };
};

const attributeColumns = (row: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([key, value]) => key.startsWith(ATTRIBUTE_COLUMN) && !isBlank(value))
      .map(([key, value]) => [key.slice(ATTRIBUTE_COLUMN.length), value]),
  );

const exactly = (field: Field, input: JsonObject, clock: Clock): Json => {
  const context: ReadContext = { clock, mode: 'exact', textNames: new Set() };
  const value = readField(field, input[field.key], context) ?? null;
  return value instanceof Invalid ? null : value;
};

/** The time in a value that the Zapier app accepts. */
const timeIn = (value: Json, clock: Clock): number => {
  const time = readTime(value, clock);
  return time instanceof Invalid ? Number.NaN : time;
};

const objectIn = (value: Json): JsonObject => (isJsonObject(value) ? value : {});
