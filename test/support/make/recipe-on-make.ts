import type { Recipe } from '../../../recipes/recipe.ts';
import type { Mapped, MappedForm } from '../../../sandbox/make/form.ts';
import { jsonOf } from '../../../sandbox/make/values.ts';
import { lookUp, referencesIn } from '../../../sandbox/zapier/mapping.ts';
import type { FieldType } from '../../../src/fields/field.ts';
import { FIELDS } from '../../../src/fields/index.ts';
import { isBlank, isJsonObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import { Invalid } from '../../../src/lib/validation.ts';
import { readEventTime } from '../../../src/usermaven/times.ts';
import { actionOf } from '../actions.ts';
import { deliverToUserpilot } from './app.ts';

/**
 * A recipe as somebody builds it in a scenario: the same trigger, mapped to the form of the module. Values keep the types
 * that they have in the trigger. Attributes become rows of name and value, and Unix seconds stay numbers. Rows of a batch are filled
 * in as an array aggregator does: the shared attributes and the page address in each row, nothing for blank cells.
 */
export const recipeOnMake = (recipe: Recipe): MappedForm => {
  const sample = sampleOf(recipe);
  if (actionOf(recipe).kind === 'batch') return { events: rowsOf(recipe.mapping, sample) };
  return Object.fromEntries(
    Object.entries(recipe.mapping).map(([key, template]) => [key, mapped(typeOf(key), template, sample)]),
  );
};

const sampleOf = ({ trigger }: Recipe): JsonObject => {
  if ('sample' in trigger) return trigger.sample;
  const bundle = deliverToUserpilot({}, { body: JSON.stringify(trigger.delivery) });
  return JSON.parse(jsonOf(bundle) ?? '{}') as JsonObject;
};

const typeOf = (key: string): FieldType | undefined =>
  Object.values(FIELDS).find((field) => field.key === key)?.type;

const mapped = (type: FieldType | undefined, template: Json, sample: JsonObject): Mapped => {
  switch (type) {
    case 'dictionary':
      return Object.entries(objectIn(template)).map(([key, value]) => ({
        key,
        value: filled(value, sample),
      }));
    default:
      return filled(template, sample);
  }
};

const REFERENCE = /\{\{([^{}]+)\}\}/g;

/** A lone reference keeps the type of its value. */
const filled = (template: Json, sample: JsonObject): Json => {
  if (typeof template !== 'string') return template;
  const read = (path: string): Json => lookUp(sample, path.trim()) ?? '';
  const lone = /^\{\{([^{}]+)\}\}$/.exec(template)?.[1];
  if (lone !== undefined) return read(lone);
  return template.replace(REFERENCE, (_reference, path: string) => String(read(path)));
};

const objectIn = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

const ATTRIBUTE = /^column_(.+)$/;

const rowsOf = (mapping: JsonObject, sample: JsonObject): Mapped[] => {
  const columns = Object.entries(objectIn(mapping.events)).map(([name, template]) => {
    const [path = ''] = referencesIn(template);
    // What is no column is the same in every row.
    return [name, path.includes('[]') ? lookUp(sample, path) : filled(template, sample)] as const;
  });
  const rows = Math.max(...columns.map(([, cells]) => (Array.isArray(cells) ? cells.length : 1)));
  return Array.from({ length: rows }, (_row, at) => {
    const cells = columns.flatMap(([name, column]): [string, Json][] => {
      const cell = (Array.isArray(column) ? column[at] : column) ?? '';
      return isBlank(cell) ? [] : [[name, cell]];
    });
    return rowOf(Object.fromEntries(cells), mapping, sample);
  });
};

const rowOf = (cells: JsonObject, mapping: JsonObject, sample: JsonObject): Mapped => {
  const attributes = Object.entries(cells).flatMap(([name, value]): [string, Json][] => {
    const attribute = ATTRIBUTE.exec(name)?.[1];
    return attribute === undefined ? [] : [[attribute, value]];
  });
  const { event_name, user_id, email, occurred_at, event_id } = cells;
  const shared = Object.entries(objectIn(mapping.shared_attributes));
  return {
    event_name,
    user_id,
    email,
    event_id,
    occurred_at: asDate(occurred_at),
    page_url: mapping.default_page_url,
    attributes: Object.entries({
      ...Object.fromEntries(shared.map(([name, template]) => [name, filled(template, sample)])),
      ...Object.fromEntries(attributes),
    }).map(([key, value]) => ({ key, value })),
  };
};

/** A date as Make reads it in a cell: without a zone it is in that of the organization, here UTC. */
const asDate = (cell: Json | undefined): Mapped => {
  if (typeof cell !== 'string') return cell;
  const time = readEventTime(cell, { now: Date.now() });
  if (time instanceof Invalid) throw new Error(`${cell} ${time.reason}`);
  return new Date(time);
};
