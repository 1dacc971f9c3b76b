import type { JsonObject } from '../../../src/lib/json.ts';
import type { AppDescription, FormField, Operation, RecipeSummary } from '../../api.ts';
import { labelsOf, type TriggerStep } from './references.ts';
import { type FieldValue, type FormValues, readValues } from './values.ts';

/** The step that the visitor is building. */
export interface StepState {
  readonly operation: Operation;
  /** The form as it is now, dynamic columns included. */
  readonly fields: readonly FormField[];
  /** Kept when another action is chosen, so that fields of the same key stay filled in. */
  readonly values: FormValues;
  /** What the step started from. */
  readonly recipe: RecipeSummary | null;
  /** The step before, whose sample can be changed; null without a recipe. */
  readonly trigger: TriggerStep | null;
}

/** What can happen to a step. */
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

/** The step after a change. */
export const changeStep = (state: StepState, change: StepChange): StepState => {
  switch (change.kind) {
    case 'operation':
      // A trigger comes first, so there is nothing before it to map from.
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
      // The answer to an earlier question, about another operation, comes too late.
      return change.of === state.operation ? { ...state, fields: change.fields } : state;
    case 'sample':
      return state.trigger ? { ...state, trigger: { ...state.trigger, sample: change.sample } } : state;
  }
};

const fromRecipe = (recipe: RecipeSummary, app: AppDescription): StepState | undefined => {
  const operation = app.operations.find(({ key }) => key === recipe.operation);
  if (operation === undefined) return undefined;
  // A recipe may start from a trigger of our own, whose definition names its outputs.
  const trigger = app.operations.find(({ kind, label }) => kind === 'trigger' && label === recipe.event);
  return {
    operation,
    fields: operation.fields,
    values: readValues(recipe.mapping, operation.fields),
    recipe,
    trigger: { sample: recipe.sample, labels: labelsOf(trigger?.outputs ?? []) },
  };
};
