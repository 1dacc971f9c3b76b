import { lookUp } from '../../../sandbox/zapier/mapping.ts';
import { isObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import type { AppDescription, FormField, Operation, RecipeSummary } from '../../api.ts';
import { labelsOf, partsOf, type TriggerStep } from './references.ts';
import { type FieldValue, type FormValues, readValues } from './values.ts';

/** The step that the visitor builds. */
export interface StepState {
  readonly operation: Operation;
  /** The current form, dynamic columns included. */
  readonly fields: readonly FormField[];
  /** Kept when another action is chosen, so that fields with the same key stay filled in. */
  readonly values: FormValues;
  /** The recipe that the step started from. */
  readonly recipe: RecipeSummary | null;
  /** The trigger step, whose sample can be changed; null if the step is typed in. */
  readonly trigger: NamedTrigger | null;
}

/** The trigger step with its names. */
export interface NamedTrigger extends TriggerStep {
  readonly app: string;
  readonly event: string;
  /** Another one for every recipe and delivery. */
  readonly id: string;
}

/** What a delivery to a trigger gave the steps after it. */
export interface DeliveredOutput {
  readonly trigger: Operation;
  readonly output: JsonObject;
  /** The number of the delivery. */
  readonly number: number;
}

/** A change of the step. */
export type StepChange =
  | { readonly kind: 'operation'; readonly operation: Operation }
  | { readonly kind: 'recipe'; readonly recipe: RecipeSummary; readonly app: AppDescription }
  | { readonly kind: 'delivery'; readonly delivered: DeliveredOutput; readonly app: AppDescription }
  | { readonly kind: 'blank'; readonly operation?: Operation }
  | { readonly kind: 'value'; readonly key: string; readonly value: FieldValue }
  | { readonly kind: 'fields'; readonly of: Operation; readonly fields: readonly FormField[] }
  | { readonly kind: 'sample'; readonly sample: JsonObject };

/** Whether a change begins another step, which no earlier run belongs to. */
export const startsAnew = ({ kind }: StepChange): boolean =>
  kind === 'operation' || kind === 'recipe' || kind === 'delivery' || kind === 'blank';

/** A blank step. */
export const blankStep = (operation: Operation): StepState => ({
  operation,
  fields: operation.fields,
  values: {},
  recipe: null,
  trigger: null,
});

/** Applies a change. */
export const changeStep = (state: StepState, change: StepChange): StepState => {
  switch (change.kind) {
    case 'operation':
      // A trigger is the first step, so it has nothing to map from.
      return change.operation.kind === 'trigger'
        ? blankStep(change.operation)
        : { ...state, operation: change.operation, fields: change.operation.fields };
    case 'recipe':
      return fromRecipe(change.recipe, change.app) ?? state;
    case 'delivery':
      return fromDelivery(change.delivered, change.app) ?? state;
    case 'blank':
      return blankStep(change.operation ?? state.operation);
    case 'value':
      return { ...state, values: { ...state.values, [change.key]: change.value } };
    case 'fields':
      // Drops a late response for another operation.
      return change.of === state.operation ? { ...state, fields: change.fields } : state;
    case 'sample':
      return state.trigger ? { ...state, trigger: { ...state.trigger, sample: change.sample } } : state;
  }
};

const fromRecipe = (recipe: RecipeSummary, app: AppDescription): StepState | undefined => {
  const operation = app.operations.find(({ key }) => key === recipe.operation);
  if (operation === undefined) return undefined;
  // A recipe may start from our own trigger, whose definition labels its outputs.
  const trigger = app.operations.find(({ kind, label }) => kind === 'trigger' && label === recipe.event);
  return {
    operation,
    fields: operation.fields,
    values: readValues(recipe.mapping, operation.fields),
    recipe,
    trigger: {
      app: recipe.app,
      event: recipe.event,
      id: recipe.name,
      sample: recipe.sample,
      labels: labelsOf(trigger?.outputs ?? []),
    },
  };
};

/** What Zapier calls the app of our own trigger. */
const OWN_APP = 'Usermaven';

/** The action that follows a trigger of ours: the app's first one. */
export const actionAfterTrigger = ({ operations }: AppDescription): Operation | undefined =>
  operations.find(({ kind }) => kind === 'create');

/** Mapped as in a recipe for the same trigger and action, if there is one. */
const fromDelivery = (
  { trigger, output, number }: DeliveredOutput,
  app: AppDescription,
): StepState | undefined => {
  const operation = actionAfterTrigger(app);
  if (operation === undefined) return undefined;
  const recipe = app.recipes.find(
    (one) => one.operation === operation.key && one.app === OWN_APP && one.event === trigger.label,
  );
  return {
    operation,
    fields: operation.fields,
    values: readValues(withValues(recipe?.mapping ?? {}, output), operation.fields),
    recipe: null,
    trigger: {
      app: OWN_APP,
      event: trigger.label,
      id: `${trigger.key} ${number}`,
      sample: output,
      labels: labelsOf(trigger.outputs),
    },
  };
};

/** A mapping without what refers only to fields that are blank in the sample: another type of event has other fields. */
const withValues = (mapping: JsonObject, sample: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(mapping).flatMap(([key, value]): [string, Json][] => {
      if (isObject(value)) return [[key, withValues(value, sample)]];
      return typeof value === 'string' && isBlankIn(value, sample) ? [] : [[key, value]];
    }),
  );

const isBlankIn = (template: string, sample: JsonObject): boolean => {
  const parts = partsOf(template);
  const hasValue = (path: string): boolean => ![undefined, null, ''].includes(lookUp(sample, path) as null);
  return parts.length > 0 && parts.every((part) => part.kind === 'reference' && !hasValue(part.path));
};
