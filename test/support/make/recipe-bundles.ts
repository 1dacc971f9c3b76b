import type { Recipe } from '../../../recipes/recipe.ts';
import { type Collection, isCollection } from '../../../sandbox/make/values.ts';
import { rowsIn, sheetColumns, startOf } from '../../../tools/blueprints/start.ts';
import { sampleOf } from '../../../tools/generate/recipes.ts';
import { deliverToUserpilot } from './app.ts';

/**
 * What the first module of a recipe's scenario hands over: what our trigger makes of the delivery, the sample as a
 * webhook receives it, or the rows of a sheet with a cell for each column, by its number.
 */
export const bundlesOf = (recipe: Recipe): Collection[] => {
  const { trigger } = recipe;
  if ('delivery' in trigger) {
    const bundle = deliverToUserpilot({}, { body: JSON.stringify(trigger.delivery) });
    if (!isCollection(bundle)) throw new Error('The trigger made nothing of the delivery.');
    return [bundle];
  }
  const sample = sampleOf(recipe);
  if (startOf(recipe).kind !== 'rows') return [sample];
  const columns = sheetColumns(recipe, sample);
  return rowsIn(recipe, sample).map((row) =>
    Object.fromEntries(columns.map((name, at) => [String(at), String(row[name] ?? '')])),
  );
};
