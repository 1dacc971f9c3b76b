import { loadRecipes, type RecipeTrigger } from '../../recipes/recipe.ts';
import { resolveMapping } from '../../sandbox/zapier/mapping.ts';
import type { Action, EventAction } from '../../src/actions/action.ts';
import type { FieldType } from '../../src/fields/field.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { toOutput } from '../../src/userpilot/output.ts';
import { readPayload } from '../../src/userpilot/payload.ts';

const RECIPES = loadRecipes();

/** The method of an app that runs an action. */
export const performOf = ({ key }: Pick<Action, 'key'>): string => `creates.${key}.operation.perform`;

const sampleOf = (trigger: RecipeTrigger): JsonObject => {
  if ('sample' in trigger) return trigger.sample;
  const raw = JSON.stringify(trigger.delivery);
  const reading = readPayload(raw);
  if (!reading.ok) throw new Error(reading.reason);
  return JSON.parse(JSON.stringify(toOutput(reading.payload, raw, false)));
};

/** What an action receives in its first recipe. */
export const inputOf = ({ key, fields }: Action): JsonObject => {
  const recipe = RECIPES.find(({ action }) => action === key);
  if (!recipe) throw new Error(`There is no recipe of ${key}.`);
  const declared = fieldsOf(fields);
  const keysOf = (type: FieldType) =>
    new Set(declared.filter((field) => field.type === type).map((field) => field.key));
  return resolveMapping(recipe.mapping, sampleOf(recipe.trigger), {
    dictionaries: keysOf('dictionary'),
    lineItems: keysOf('rows'),
  });
};

/** The same without what gives an event its id: the Event ID, and the time or transaction of which an id is derived. */
export const inputWithoutId = (action: EventAction): JsonObject => {
  const things = fieldsOf(action.fields).flatMap(({ key, identifies }) => (identifies ? [key] : []));
  const left = ['event_id', 'occurred_at', ...things];
  return Object.fromEntries(Object.entries(inputOf(action)).filter(([key]) => !left.includes(key)));
};
