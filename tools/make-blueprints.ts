import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRecipes } from '../recipes/recipe.ts';
import { writeBlueprints } from './blueprints/write.ts';
import { readOrigins } from './make-deploy/origin.ts';
import { checkNoArguments } from './run.ts';

/**
 * `npm run make:blueprints`: writes every recipe as a scenario that can be imported into Make, for each app that
 * make-origin.json knows: it holds the name that Make gave the app, by which scenarios refer to its modules.
 */

const pathTo = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

const main = (): void => {
  checkNoArguments('npm run make:blueprints');
  const origins = readOrigins(pathTo('make-origin.json'));
  if (origins.length === 0) {
    throw new Error(
      'There is no make-origin.json yet. Scenarios refer to the app by the name that Make gives it at its first deployment, so run npm run make:deploy first (docs/deploy.md).',
    );
  }
  const recipes = loadRecipes();
  for (const { zone, app, version } of origins) {
    const folder = writeBlueprints(recipes, { app, version }, pathTo('blueprints'));
    console.log(`Wrote ${recipes.length} scenarios for ${app} in ${zone}: ${relative(pathTo('.'), folder)}/`);
  }
  console.log('How to import one into Make: docs/make.md#import-a-recipe.');
};

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
