import type { JsonObject } from '../../../src/lib/json.ts';
import type { AppDescription, FormField, Operation, RecipeSummary } from '../../api.ts';
import { labelsOf, type TriggerStep } from './references.ts';
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
  /** The trigger step, whose sample can be changed; null without a recipe. */
  readonly trigger: TriggerStep | null;
}

/** A change of the step. */
export type StepChange =
  | { readonly kind: 'operation'; readonly operation: Operation }
  | { readonly kind: 'recipe'; readonly recipe: RecipeSummary; readonly app: AppDescription }
  | { readonly kind: 'blank' }
  | { readonly kind: 'value'; readonly key: string; readonly value: FieldValue }
  | { readonly kind: 'fields'; readonly of: Operation; readonly fields: readonly FormField[] }
  | { readonly kind: 'sample'; readonly sample: JsonObject };

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
    case 'blank':
      return blankStep(state.operation);
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
    trigger: { sample: recipe.sample, labels: labelsOf(trigger?.outputs ?? []) },
  };
};
