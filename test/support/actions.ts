import type { Recipe } from '../../recipes/recipe.ts';
import type { Action, BatchAction } from '../../src/actions/action.ts';
import { ACTIONS, EVENT_ACTIONS } from '../../src/actions/index.ts';

export { EVENT_ACTIONS };

/** The actions that send many events at once. */
export const BATCH_ACTIONS: readonly BatchAction[] = ACTIONS.filter((action) => action.kind === 'batch');

const firstOf = <T>([first]: readonly T[]): T => {
  if (first === undefined) throw new Error('There is no such action.');
  return first;
};

/** An action that sends one event, under the name that the user gives it. */
export const TRACKING = firstOf(EVENT_ACTIONS.filter(({ eventType }) => eventType === undefined));

/** An action that sends many events at once. */
export const BATCH = firstOf(BATCH_ACTIONS);

/** The action that a recipe runs. */
export const actionOf = ({ action }: Pick<Recipe, 'action'>): Action =>
  firstOf(ACTIONS.filter(({ key }) => key === action));
