import type { Recipe } from '../../recipes/recipe.ts';
import { lookUp, referencesIn } from '../../sandbox/zapier/mapping.ts';
import { columnsOf } from '../../src/events/columns.ts';
import { BATCH_FIELDS } from '../../src/fields/batch.ts';
import { type Field, isSent } from '../../src/fields/field.ts';
import { FIELDS, type FieldKey, fieldsOf } from '../../src/fields/index.ts';
import { isBlank, isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { sheetColumns, startOf } from '../blueprints/start.ts';
import { columnIn, onMake, type Reference, valueAt, valuesOf, type Wrap, wrapFor } from './make-values.ts';

/** A recipe with what its trigger hands over, and how that is referred to. */
export interface MappedRecipe {
  readonly recipe: Recipe;
  readonly sample: JsonObject;
  readonly reference: Reference;
}

/** A recipe with references to the first module: columns of a sheet by their number, anything else by its names. */
export const mappedFrom = (recipe: Recipe, sample: JsonObject): MappedRecipe => {
  const columns = startOf(recipe).kind === 'rows' ? sheetColumns(recipe, sample) : undefined;
  const reference = columns
    ? (path: string) => valueAt(1, String(columns.indexOf(columnIn(path))))
    : valuesOf(1, sample);
  return { recipe, sample, reference };
};

/** What a recipe is for. Its words on running an import twice rest on ids that only code can make. */
export const storyOnMake = ({ story }: Recipe): string => story.replace(/ Running the import again .*$/, '');

/** One value that a user maps: to a field or column, or to a name of its dictionary. */
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

const typed = (template: Json, { reference }: MappedRecipe, wrap?: Wrap): Json =>
  typeof template === 'string' ? onMake(template, reference, wrap) : template;

/** Everything that is mapped to the module of an action that sends one event. */
export const eventMapping = (mapped: MappedRecipe): MappedValue[] => {
  const { recipe, sample } = mapped;
  return Object.entries(recipe.mapping).flatMap(([key, template]): MappedValue[] => {
    if (!isObject(template)) return [{ key, template, value: typed(template, mapped) }];
    const sent = expectedAt(recipe.expected as Json, fieldOf(key)?.path ?? key);
    return Object.entries(template as JsonObject).map(([name, member]) => {
      const expected = isObject(sent) ? (sent[name] as Json) : undefined;
      const value = typed(member, mapped, wrapFor(valueIn(member, sample), expected));
      return { key, name, template: member, value };
    });
  });
};

/**
 * What is mapped to the columns of a row, for an action that sends many events. Throws an Error when the recipe uses what a
 * scenario cannot do row by row.
 */
export const rowMapping = (mapped: MappedRecipe): MappedValue[] => {
  const { recipe } = mapped;
  const { mapping, name } = recipe;
  const columns = mapping[BATCH_FIELDS.events.key];
  if (!isObject(columns)) throw new Error(`recipes/${name}.json: Make gathers rows, and it maps none.`);
  const cells = columns as JsonObject;
  const { attributes, default_page_url: page } = BATCH_FIELDS;
  if (!isBlank(cells[attributes.key] ?? null))
    throw new Error(`recipes/${name}.json: Make has no column ${attributes.label}.`);
  return fieldsOf(BATCH_FIELDS.events.columns)
    .filter(isSent)
    .flatMap((field): MappedValue[] => {
      if (field.key === attributes.key) return attributesOf(mapped, cells);
      const own = cells[field.key] ?? null;
      const template = field.type === 'page_url' && isBlank(own) ? (mapping[page.key] ?? null) : own;
      if (isBlank(template)) return [];
      return [{ key: field.key, template, value: typed(template, mapped) }];
    });
};

/** The attributes of a row: a column each, and those that all rows share. */
const attributesOf = (mapped: MappedRecipe, cells: JsonObject): MappedValue[] => {
  const { recipe, sample } = mapped;
  const shared = recipe.mapping[BATCH_FIELDS.shared_attributes.key];
  const { key } = BATCH_FIELDS.attributes;
  const own = [...columnsOf(recipe.mapping)].map(([column, name]): MappedValue => {
    const template = cells[column] ?? '';
    const found = [recipe.expected].flat().map((event) => expectedAt(event, `event_attributes.${name}`));
    const expected = found.find((value) => value !== undefined);
    const values = [valueIn(template, sample)].flat();
    const wrap = wrapFor(
      values.find((value) => !isBlank(value ?? null)),
      expected,
    );
    return { key, name, template, value: typed(template, mapped, wrap) };
  });
  const names = own.map(({ name }) => name);
  const ofAll = isObject(shared) ? Object.entries(shared as JsonObject) : [];
  return [
    ...own,
    ...ofAll
      .filter(([name]) => !names.includes(name))
      .map(([name, template]) => ({ key, name, template, value: typed(template, mapped) })),
  ];
};
