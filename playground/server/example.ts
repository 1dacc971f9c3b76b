import { kindsIn } from '../../sandbox/zapier/run-recipe.ts';
import type { AppDescription, Example, RecipeSummary } from '../api.ts';
import { findOperation } from './bodies.ts';
import { readForm } from './compiled.ts';
import { compareWithMake } from './make/compare.ts';
import type { StepParts } from './parts.ts';
import { runAction } from './steps.ts';

/** The recipe that has already run when the page is opened, by its name. */
export const EXAMPLE_RECIPE = 'stripe-payment';

/** The recipe of the example. Throws an Error if it is not among them. */
export const exampleAmong = (recipes: AppDescription['recipes']): RecipeSummary => {
  const recipe = recipes.find(({ name }) => name === EXAMPLE_RECIPE);
  if (recipe === undefined) throw new Error(`There is no recipe called ${EXAMPLE_RECIPE} to start with.`);
  return recipe;
};

/**
 * Runs the example. Returns a function that gives it back for as long as its event is there: once the local Usermaven is
 * cleared, there is no example any more, and the page starts blank.
 */
export const runExample = async (
  parts: StepParts,
  { recipes, sandboxConnection: authData }: Pick<AppDescription, 'recipes' | 'sandboxConnection'>,
): Promise<() => Example | null> => {
  const recipe = exampleAmong(recipes);
  const operation = findOperation(parts.app, recipe.operation, ['create']);
  const request = { operation: operation.key, authData, inputData: recipe.mapping, sample: recipe.sample };
  let example: Example | null = {
    fields: await readForm(parts.connector, operation, request),
    response: await runAction(parts, request),
    make: await compareWithMake(parts.makeApp, request, kindsIn(operation.fields)),
  };
  parts.sandbox.store.subscribe(({ kind }) => {
    if (kind === 'cleared') example = null;
  });
  return () => example;
};
