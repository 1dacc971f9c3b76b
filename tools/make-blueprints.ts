import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRecipes } from '../recipes/recipe.ts';
import { writeBlueprints } from './blueprints/write.ts';
import { readOrigins } from './make-deploy/origin.ts';

/**
 * `npm run make:blueprints`: writes every recipe as a scenario that can be imported into Make, for each app that
 * make-origin.json knows. Only there is the name that Make gave the app, and modules are referred to by it.
 */

const pathTo = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

const main = (): void => {
  const origins = readOrigins(pathTo('make-origin.json'));
  if (origins.length === 0) {
    throw new Error(
      'There is no make-origin.json yet. Scenarios name the app as Make does, and Make gives it its name when it is deployed for the first time: run npm run make:deploy first (docs/deploy.md).',
    );
  }
  const recipes = loadRecipes();
  for (const { zone, app, version } of origins) {
    const folder = writeBlueprints(recipes, { app, version }, pathTo('blueprints'));
    console.log(`Wrote ${recipes.length} scenarios for ${app} in ${zone}: ${relative(pathTo('.'), folder)}/`);
  }
  console.log('Import one into Make as docs/make.md says.');
};

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
