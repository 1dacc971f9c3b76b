import type { Recipe } from '../../recipes/recipe.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { isObject, type JsonObject } from '../../src/lib/json.ts';
import { asTyped, type FormField } from './input-types.ts';
import { type Lambda, type StepBundle, StepError } from './lambda.ts';
import { type FieldKinds, resolveMapping } from './mapping.ts';

export type { FormField } from './input-types.ts';

/** How one recipe went. */
export interface RecipeRun {
  /** The output of the trigger. */
  readonly sample: JsonObject;
  /** The form as Zapier would show it for this mapping. */
  readonly form: readonly FormField[];
  /** What our step received. */
  readonly inputData: JsonObject;
  /** The output of our step, or what it threw. */
  readonly outcome: { readonly output: unknown } | { readonly error: StepError };
}

/** What a recipe runs with: the stored values of a connection, and the account's settings. */
export type RecipeConnection = Pick<StepBundle, 'authData' | 'meta'>;

/**
 * Runs one recipe as Zapier would: the trigger's sample (or a webhook to our own trigger), the form, the mapping, the
 * action. Errors of the step come back as the outcome; anything else is thrown.
 */
export const runRecipe = async (
  lambda: Pick<Lambda, 'invoke'>,
  recipe: Recipe,
  connection: RecipeConnection,
): Promise<RecipeRun> => {
  const sample = await sampleOf(lambda, recipe, connection);
  const method = `creates.${recipe.action}.operation`;
  const form = (await lambda.invoke(`${method}.inputFields`, {
    ...connection,
    inputData: recipe.mapping,
  })) as FormField[];
  const mapped = resolveMapping(recipe.mapping, sample, kindsIn(form));
  const inputData = asTyped(mapped, form);
  try {
    return {
      sample,
      form,
      inputData,
      outcome: { output: await lambda.invoke(`${method}.perform`, { ...connection, inputData }) },
    };
  } catch (error) {
    if (error instanceof StepError) return { sample, form, inputData, outcome: { error } };
    throw error;
  }
};

/** The output of a recipe's trigger: its sample, or what our own trigger makes of its delivery. */
export const sampleOf = async (
  lambda: Pick<Lambda, 'invoke'>,
  { trigger }: Pick<Recipe, 'trigger'>,
  connection: RecipeConnection,
): Promise<JsonObject> => {
  if ('sample' in trigger) return trigger.sample;
  const content = JSON.stringify(trigger.delivery);
  const results = await lambda.invoke(`triggers.${USERPILOT_EVENT.key}.operation.perform`, {
    ...connection,
    inputData: {},
    rawRequest: { method: 'POST', headers: { 'Http-Content-Type': 'application/json' }, content },
    cleanedRequest: trigger.delivery,
  });
  const [first] = Array.isArray(results) ? results : [];
  if (!isObject(first)) throw new Error('The Userpilot trigger made no event of the delivery.');
  return first as JsonObject;
};

/** Which inputs Zapier fills by name, read from the form as it shows it. */
export const kindsIn = (form: readonly FormField[]): FieldKinds => ({
  dictionaries: new Set(form.filter(({ dict }) => dict === true).map(({ key }) => key)),
  lineItems: new Set(form.filter(({ children }) => children !== undefined).map(({ key }) => key)),
});
