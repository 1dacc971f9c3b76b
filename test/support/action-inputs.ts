import { loadRecipes, type RecipeTrigger } from '../../recipes/recipe.ts';
import { resolveMapping } from '../../sandbox/zapier/mapping.ts';
import type { Action, BatchAction, EventAction } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { toOutput } from '../../src/userpilot/output.ts';
import { readPayload } from '../../src/userpilot/payload.ts';

const all: readonly Action[] = ACTIONS;

const first = <T>([item]: readonly T[], what: string): T => {
  if (item === undefined) throw new Error(`There is no ${what}.`);
  return item;
};

/** Every action that sends one event. */
export const EVENT_ACTIONS = all.filter((action): action is EventAction => action.kind === 'event');

/** The first action that sends one event, for what holds for all of them. */
export const EVENT_ACTION = first(EVENT_ACTIONS, 'action that sends one event');

/** The first action that sends many events, for what holds for all of them. */
export const BATCH_ACTION = first(
  all.filter((action): action is BatchAction => action.kind === 'batch'),
  'action that sends many events',
);

/** The method of an app that runs an action. */
export const performOf = ({ key }: Pick<Action, 'key'>): string => `creates.${key}.operation.perform`;

const sampleOf = (trigger: RecipeTrigger): JsonObject => {
  if ('sample' in trigger) return trigger.sample;
  const raw = JSON.stringify(trigger.delivery);
  const reading = readPayload(raw);
  if (!reading.ok) throw new Error(reading.reason);
  return JSON.parse(JSON.stringify(toOutput(reading.payload, raw, false)));
};

const RECIPES = loadRecipes();

/** What an action receives in its first recipe. */
export const inputOf = ({ key, fields }: Action): JsonObject => {
  const recipe = first(
    RECIPES.filter(({ action }) => action === key),
    `recipe of ${key}`,
  );
  const keysOf = (type: string) =>
    new Set(
      fieldsOf(fields)
        .filter((field) => field.type === type)
        .map((field) => field.key),
    );
  return resolveMapping(recipe.mapping, sampleOf(recipe.trigger), {
    dictionaries: keysOf('dictionary'),
    lineItems: keysOf('rows'),
  });
};

/** The same without what gives an event its id: the Event ID, and the time of which an id is derived. */
export const inputWithoutId = (action: EventAction): JsonObject => {
  const { event_id: _id, occurred_at: _time, ...input } = inputOf(action);
  return input;
};
