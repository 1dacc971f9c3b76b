import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from '../../recipes/recipe.ts';
import type { Blueprint } from '../../sandbox/make/blueprint.ts';
import { makeApp } from '../../src/make/app.ts';
import { APP_PLACEHOLDER, type AppName, blueprintOf } from './blueprint.ts';
import { problemsIn } from './check.ts';

/**
 * A recipe as a scenario that is known to fit the app as it is here.
 * @throws Error that lists what does not fit, or names what a scenario cannot do.
 */
export const checkedBlueprint = (recipe: Recipe, name: AppName = APP_PLACEHOLDER): Blueprint => {
  const blueprint = blueprintOf(recipe, name);
  const problems = problemsIn(blueprint, makeApp(), name);
  if (problems.length > 0)
    throw new Error(`recipes/${recipe.name}.json is no scenario that fits the app:\n${problems.join('\n')}`);
  return blueprint;
};

/** A scenario as the text of a file. */
export const blueprintText = (blueprint: Blueprint): string => `${JSON.stringify(blueprint, null, 2)}\n`;

/** The name of the file with a recipe's scenario. */
export const blueprintFile = ({ name }: Pick<Recipe, 'name'>): string => `${name}.blueprint.json`;

/**
 * Writes one scenario for each recipe into a folder of the app's name, in place of what was there before. Returns the folder.
 * @throws Error as {@link checkedBlueprint} does, before anything is written.
 */
export const writeBlueprints = (recipes: readonly Recipe[], name: AppName, parent: string): string => {
  const files = recipes.map(
    (recipe) => [blueprintFile(recipe), blueprintText(checkedBlueprint(recipe, name))] as const,
  );
  const folder = join(parent, name.app);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of files) writeFileSync(join(folder, file), text);
  return folder;
};
