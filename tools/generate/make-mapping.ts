import type { Recipe } from '../../recipes/recipe.ts';
import { lookUp, referencesIn } from '../../sandbox/zapier/mapping.ts';
import { columnsOf } from '../../src/events/columns.ts';
import { BATCH_FIELDS } from '../../src/fields/batch.ts';
import { type Field, isSent, type SentField } from '../../src/fields/field.ts';
import { FIELDS, type FieldKey, fieldsOf } from '../../src/fields/index.ts';
import { isBlank, isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { expressionIn, onMake, type Reference, wrapFor } from './make-values.ts';

/** A recipe with what its trigger hands over, and how that is referred to. */
export interface MappedRecipe {
  readonly recipe: Recipe;
  readonly sample: JsonObject;
  readonly reference: Reference;
}

/** What a recipe is for. Its words on running an import twice rest on ids that only code can make. */
export const storyOnMake = ({ story }: Recipe): string => story.replace(/ Running the import again .*$/, '');

/** One value that a user maps: to a field, or to a name of a dictionary. */
export interface MappedValue {
  readonly key: string;
  /** The name within a dictionary. */
  readonly name?: string;
  /** As the recipe has it. */
  readonly template: Json;
  /** As it is typed on Make; a value without references that is not text stays what it is. */
  readonly value: Json;
}

/** The field of that key; undefined for a column of attributes. */
export const fieldOf = (key: string): Field | undefined =>
  Object.hasOwn(FIELDS, key) ? FIELDS[key as FieldKey] : undefined;

/** What a path such as `user.custom` leads to in what is expected. */
const expectedAt = (expected: Json, path: string): Json | undefined =>
  path
    .split('.')
    .reduce<Json | undefined>(
      (value, name) => (isObject(value) ? (value[name] as Json) : undefined),
      expected,
    );

/** What the first reference of a template leads to. */
const valueIn = (template: Json, sample: JsonObject): Json | undefined =>
  lookUp(sample, referencesIn(template)[0] ?? '');

const typed = (template: Json, { reference }: MappedRecipe, wrap: (text: string) => string): Json =>
  typeof template === 'string' ? onMake(template, reference, wrap) : template;

/** Everything that is mapped to the module of an action that sends one event. */
export const eventMapping = (mapped: MappedRecipe): MappedValue[] => {
  const { recipe, sample } = mapped;
  return Object.entries(recipe.mapping).flatMap(([key, template]): MappedValue[] => {
    const field = fieldOf(key);
    if (!isObject(template)) {
      const wrap = wrapFor(field, valueIn(template, sample));
      return [{ key, template, value: typed(template, mapped, wrap) }];
    }
    const sent = expectedAt(recipe.expected as Json, field?.path ?? key);
    return Object.entries(template as JsonObject).map(([name, member]) => {
      const expected = isObject(sent) ? (sent[name] as Json) : undefined;
      const value = typed(member, mapped, wrapFor(field, valueIn(member, sample), expected));
      return { key, name, template: member, value };
    });
  });
};

/** The name of an attribute that has no value, until it is taken out: JSON text cannot leave one out by itself. */
const BLANK = 'blank';

/** How a row is gathered for a batch. */
export interface RowMapping {
  /** The attributes of the row as JSON text, under the key `attributes`, for a module that parses it. */
  readonly json: string;
  /** What is mapped to the columns of a row, by the path of each in the event. */
  readonly columns: readonly { readonly field: SentField; readonly value: string }[];
}

/** The key that the JSON text of a row's attributes has. */
const ATTRIBUTES = 'attributes';

/**
 * What a batch needs on Make: rows in the shape of the API. `parsed` refers to a value of the module that parses the JSON.
 * Throws an Error when the recipe uses what a scenario cannot do row by row.
 */
export const rowMapping = (mapped: MappedRecipe, parsed: Reference): RowMapping => {
  const { recipe } = mapped;
  const { events: columns } = recipe.mapping;
  if (!isObject(columns))
    throw new Error(`recipes/${recipe.name}.json: Make gathers rows, and it maps none.`);
  const cells = columns as JsonObject;
  const lines = [...attributeLines(mapped, cells), ...sharedLines(mapped)];
  const omitted = lines.some((line) => line.includes(`"${BLANK}"`));
  const attributes = omitted ? `omit(${parsed(ATTRIBUTES)}; "${BLANK}")` : parsed(ATTRIBUTES);
  const fields = fieldsOf(BATCH_FIELDS.events.columns).filter(isSent);
  return {
    // The braces stand apart, since two of them would close an expression.
    json: `{"${ATTRIBUTES}": {\n  ${lines.join(',\n  ')}\n  }\n}`,
    columns: fields.flatMap((field) => {
      const value =
        field.key === BATCH_FIELDS.attributes.key ? `{{${attributes}}}` : cellOf(field, mapped, cells);
      return value === '' ? [] : [{ field, value }];
    }),
  };
};

const cellOf = (field: SentField, mapped: MappedRecipe, cells: JsonObject): string => {
  const { recipe, sample, reference } = mapped;
  const own = cells[field.key] ?? '';
  const other = field.fallback === undefined ? '' : (cells[field.fallback] ?? '');
  if (field.type === 'page_url' && isBlank(own))
    return String(recipe.mapping[BATCH_FIELDS.default_page_url.key] ?? '');
  const [first = null] = [valueIn(own, sample)].flat();
  const wrap = wrapFor(field, first);
  if (field.type === 'event_time' && !isBlank(own))
    return onMake(own, reference, (text) => `formatDate(${wrap(text)}; "x")`);
  const [one, two] = [own, other].map((template) => expressionIn(template, reference));
  if (isBlank(own)) return isBlank(other) ? '' : onMake(other, reference);
  return one !== undefined && two !== undefined
    ? `{{ifempty(${one}; ${two})}}`
    : onMake(own, reference, wrap);
};

/** Each attribute of its type: text in quotes, numbers and booleans without. One that is blank is called {@link BLANK}. */
const attributeLines = ({ recipe, reference }: MappedRecipe, cells: JsonObject): string[] => {
  if (!isBlank(cells[BATCH_FIELDS.attributes.key] ?? null))
    throw new Error(
      `recipes/${recipe.name}.json: Make cannot join ${BATCH_FIELDS.attributes.label} with columns.`,
    );
  return [...columnsOf(recipe.mapping)].map(([key, name]) => {
    const template = cells[key] ?? '';
    const expression = expressionIn(template, reference);
    if (expression === undefined) return `${jsonName(recipe, name)}: ${JSON.stringify(template)}`;
    const found = [recipe.expected].flat().map((event) => expectedAt(event, `event_attributes.${name}`));
    const types = new Set(found.map((value) => typeof value));
    const shown = types.has('number')
      ? `{{ifempty(${expression}; "null")}}`
      : types.has('boolean')
        ? `{{ifempty(lower(${expression}); "null")}}`
        : `"{{${expression}}}"`;
    jsonName(recipe, name);
    return `"{{if(ifempty(${expression}; "") = ""; "${BLANK}"; "${name}")}}": ${shown}`;
  });
};

const sharedLines = ({ recipe, reference }: MappedRecipe): string[] => {
  const shared = recipe.mapping[BATCH_FIELDS.shared_attributes.key];
  if (!isObject(shared)) return [];
  return Object.entries(shared as JsonObject).map(([name, template]) => {
    const text = typeof template === 'string' ? JSON.stringify(onMake(template, reference)) : template;
    return `${jsonName(recipe, name)}: ${typeof text === 'string' ? text : JSON.stringify(text)}`;
  });
};

/** A name in JSON. What would end a text of Make's cannot be written within one. */
const jsonName = ({ name: recipe }: Recipe, name: string): string => {
  if (/["\\{}]/.test(name) || name === BLANK)
    throw new Error(`recipes/${recipe}.json: a scenario cannot name an attribute ${JSON.stringify(name)}.`);
  return JSON.stringify(name);
};
