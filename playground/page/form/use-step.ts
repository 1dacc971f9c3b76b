import { useEffect, useReducer } from 'preact/hooks';
import type { JsonObject } from '../../../src/lib/json.ts';
import type { AppDescription, Operation } from '../../api.ts';
import { type AuthData, api } from '../api-client.ts';
import { blankStep, changeStep, type StepChange, type StepState } from './step-state.ts';
import { toInputData } from './values.ts';

/** The step with what changes it. */
export interface Step {
  readonly state: StepState;
  /** The values as the step is given them, references unresolved. */
  readonly inputData: JsonObject;
  readonly change: (change: StepChange) => void;
}

const TYPING_MS = 250;

/** The values that decide on the form's dynamic part, as text. */
const deciding = ({ operation, fields, values }: StepState): string => {
  const altering = fields.filter(({ altersDynamicFields }) => altersDynamicFields);
  return `${operation.key} ${JSON.stringify(toInputData(values, altering))}`;
};

/** Starts with the app's first action; asks for the form again whenever a value changes that it depends on. */
export const useStep = (app: AppDescription, first: Operation, authData: AuthData): Step => {
  const [state, change] = useReducer(changeStep, blankStep(first));
  const inputData = toInputData(state.values, state.fields);
  const { operation } = state;
  const key = deciding(state);

  // Other values do not alter the form.
  useEffect(() => {
    if (!operation.fields.some(({ altersDynamicFields }) => altersDynamicFields)) return;
    let isLate = false;
    const timer = setTimeout(async () => {
      const fields = await api.form({ operation: operation.key, authData, inputData }).catch(() => undefined);
      // While the server is away the form stays as it is; running the step says so.
      if (fields && !isLate) change({ kind: 'fields', of: operation, fields });
    }, TYPING_MS);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [app, key]);

  return { state, inputData, change };
};
