import { useEffect, useReducer } from 'preact/hooks';
import type { JsonObject } from '../../../src/lib/json.ts';
import type { AppDescription, Operation } from '../../api.ts';
import { type AuthData, api } from '../api-client.ts';
import { blankStep, changeStep, type StepChange, type StepState } from './step-state.ts';
import { toInputData } from './values.ts';

/** The step, and how to change it. */
export interface Step {
  readonly state: StepState;
  /** The values for the step, references unresolved. */
  readonly inputData: JsonObject;
  readonly change: (change: StepChange) => void;
}

const firstStep = (app: AppDescription, operation: Operation): StepState => {
  const recipe = app.example && app.recipes.find(({ name }) => name === app.exampleRecipe);
  const blank = blankStep(operation);
  return recipe ? changeStep(blank, { kind: 'recipe', recipe, app }) : blank;
};

const TYPING_MS = 250;

/** The values that the dynamic part of the form depends on, as text. */
const formKeyOf = ({ operation, fields, values }: StepState): string => {
  const altering = fields.filter(({ altersDynamicFields }) => altersDynamicFields);
  return `${operation.key} ${JSON.stringify(toInputData(values, altering))}`;
};

/** Starts with the example, else with a blank form of the given operation. Loads the form again whenever a value changes that it depends on. */
export const useStep = (app: AppDescription, first: Operation, authData: AuthData): Step => {
  const [state, change] = useReducer(changeStep, first, (operation) => firstStep(app, operation));
  const inputData = toInputData(state.values, state.fields);
  const { operation } = state;
  const formKey = formKeyOf(state);

  useEffect(() => {
    if (!operation.fields.some(({ altersDynamicFields }) => altersDynamicFields)) return;
    let isStale = false;
    const timer = setTimeout(async () => {
      const fields = await api.form({ operation: operation.key, authData, inputData }).catch(() => undefined);
      // If the server does not respond, the form stays as it is; running the step reports the error.
      if (fields && !isStale) change({ kind: 'fields', of: operation, fields });
    }, TYPING_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [app, formKey]);

  return { state, inputData, change };
};
