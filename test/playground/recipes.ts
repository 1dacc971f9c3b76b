import { loadRecipes, type Recipe } from '../../recipes/recipe.ts';
import { ACTIONS } from '../../src/actions/index.ts';

/** A recipe by its name. Throws if there is none. */
export const recipeNamed = (name: string): Recipe => {
  const recipe = loadRecipes().find((one) => one.name === name);
  if (recipe === undefined) throw new Error(`There is no recipe called ${name}.`);
  return recipe;
};

/** The action that a recipe runs. */
export const actionOf = ({ action }: Pick<Recipe, 'action'>): (typeof ACTIONS)[number] => {
  const declared = ACTIONS.find(({ key }) => key === action);
  if (declared === undefined) throw new Error(`There is no action called ${action}.`);
  return declared;
};

/** An action that sends one event, whose name the user chooses. */
export const TRACKING = actionOf(recipeNamed('stripe'));

/** An action that updates a person. */
export const IDENTIFYING = actionOf(recipeNamed('sign-up'));

/** An action that sends many events. */
export const BATCH = actionOf(recipeNamed('historical-import'));
