import type { Mapped, MappedForm } from '../../../sandbox/make/form.ts';
import type { Declaration } from '../../../src/actions/action.ts';
import { columnsOf } from '../../../src/events/columns.ts';
import { readField } from '../../../src/events/read.ts';
import type { ReadContext } from '../../../src/events/read-context.ts';
import { readContext } from '../../../src/events/settings.ts';
import { BATCH_FIELDS } from '../../../src/fields/batch.ts';
import { type Field, type FieldType, type FieldValues, isSent } from '../../../src/fields/field.ts';
import { FIELDS, fieldsOf } from '../../../src/fields/index.ts';
import { isBlank, isJsonObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import { Invalid } from '../../../src/lib/validation.ts';
import { fieldsOnMake } from '../../../src/make/parameters.ts';
import type { Clock } from '../../../src/usermaven/times.ts';

/**
 * The input of a Make module that means the same as the input of the Zapier action. Dictionaries become rows of name and
 * value, including the attributes of the JSON field; dates become Date objects. The input is one that the Zapier app accepts;
 * a detail in it that cannot be read is mapped as it is.
 */
export const moduleInput = (
  { fields }: Pick<Declaration, 'fields'>,
  input: JsonObject,
  clock: Clock,
): MappedForm => {
  const read = exactReader(input, clock);
  return Object.fromEntries(
    fieldsOnMake(fields).map((field): [string, Mapped] => [
      field.key,
      field.type === 'money' ? amountIn(field, input, clock) : mappedTo(field, input, read),
    ]),
  );
};

/** A value as the Zapier app reads it, values of attributes as they are mapped. Undefined when it is blank or cannot be read. */
type ReadExactly = <T extends FieldType>(field: Field<T>, value: Json) => FieldValues[T] | undefined;

const exactReader = (input: JsonObject, clock: Clock): ReadExactly => {
  const context: ReadContext = { ...readContext(input, clock).context, mode: 'exact' };
  return (field, value) => {
    const read = readField(field, value, context);
    return read instanceof Invalid ? undefined : read;
  };
};

/** An amount as a number in the unit in which it is given. */
const amountIn = (field: Field, input: JsonObject, clock: Clock): Mapped => {
  const value = input[field.key] ?? null;
  const { [FIELDS.amount_unit.key]: _unit, ...rest } = input;
  const amount = readField(field, value, readContext(rest, clock).context);
  return typeof amount === 'number' ? amount : value;
};

const mappedTo = (field: Field, input: JsonObject, read: ReadExactly): Mapped => {
  const value = input[field.key] ?? null;
  switch (field.type) {
    case 'dictionary':
      return rowsOf({ ...objectIn(read(field, value)), ...attributesInJson(field, input, read) });
    case 'event_time':
    case 'creation_time': {
      const time = read(field, value);
      return typeof time === 'number' || typeof time === 'string' ? new Date(time) : value;
    }
    case 'choice': {
      const choice = read(field, value);
      return typeof choice === 'string' ? choice : undefined;
    }
    default:
      return isBlank(value) ? undefined : value;
  }
};

const rowsOf = (attributes: JsonObject): Mapped =>
  isBlank(attributes) ? undefined : Object.entries(attributes).map(([key, value]) => ({ key, value }));

/** On Zapier attributes come from two fields, and those of the JSON field win. */
const attributesInJson = ({ key }: Field, input: JsonObject, read: ReadExactly): JsonObject => {
  const json = FIELDS.event_attributes_json;
  return key === FIELDS.event_attributes.key ? objectIn(read(json, input[json.key] ?? null)) : {};
};

/**
 * The input of the Make module that takes a batch: its rows as a user fills in an array aggregator. Shared attributes and
 * the default page URL go into every row, blanks are left out.
 */
export const batchModuleInput = (
  rows: readonly JsonObject[],
  input: JsonObject,
  clock: Clock,
): MappedForm => {
  const read = exactReader(input, clock);
  const attributes = columnsOf(input);
  return {
    [BATCH_FIELDS.events.key]: rows.map((row) => rowOnMake(row, { input, read, attributes })),
  };
};

/** What a row is filled in with, beside its own values. */
interface RowContext {
  readonly input: JsonObject;
  readonly read: ReadExactly;
  /** The names of attributes by the key of their column. */
  readonly attributes: ReadonlyMap<string, string>;
}

const rowOnMake = (row: JsonObject, context: RowContext): Mapped =>
  Object.fromEntries(
    fieldsOf(BATCH_FIELDS.events.columns)
      .filter(isSent)
      .map((field): [string, Mapped] => [field.key, mappedCell(field, row, context)]),
  );

const mappedCell = (field: Field, row: JsonObject, { input, read, attributes }: RowContext): Mapped => {
  const value = row[field.key] ?? null;
  switch (field.type) {
    case 'page_url': {
      const page = isBlank(value) ? (input[BATCH_FIELDS.default_page_url.key] ?? null) : value;
      return isBlank(page) ? undefined : page;
    }
    case 'json_object': {
      const shared = BATCH_FIELDS.shared_attributes;
      const columns = [...attributes].map(([key, name]) => [name, row[key] ?? null] as const);
      return rowsOf({
        ...objectIn(read(shared, input[shared.key] ?? null)),
        ...Object.fromEntries(columns.filter(([, cell]) => !isBlank(cell))),
        ...objectIn(read(field, value)),
      });
    }
    default:
      return mappedTo(field, row, read);
  }
};

const objectIn = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
