import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { loadRecipes, type Recipe } from '../../recipes/recipe.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { runRecipe } from '../../sandbox/zapier/run-recipe.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { expectedPayloads, printedPayloads } from '../support/expected-payloads.ts';
import { appInProcess } from '../support/in-process.ts';

const RECIPES = loadRecipes();

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env[HOST_VARIABLE] = sandbox.url;
});
afterEach(() => sandbox.clear());
afterAll(async () => {
  delete process.env[HOST_VARIABLE];
  await sandbox.stop();
});

/** Runs a recipe and returns what Usermaven received, each event as it came. Throws what a user would see. */
const received = async (recipe: Recipe): Promise<object[]> => {
  const authData = {
    workspace_name: 'Acme',
    api_key: sandbox.apiKey,
    server_token: sandbox.serverToken,
  };
  // The times of all recipes have a zone, so an account in another one changes nothing.
  const { outcome } = await runRecipe(appInProcess(), recipe, {
    authData,
    meta: { timezone: 'Pacific/Auckland' },
  });
  if ('error' in outcome) throw outcome.error;
  return sandbox.store.events.map(({ raw }) => raw);
};

describe.each(RECIPES)('the recipe $name', (recipe) => {
  it('delivers exactly what it expects', async () => {
    expect(await received(recipe)).toEqual(expectedPayloads(recipe, sandbox.apiKey));
  });

  it('counts once when it runs twice', async () => {
    const once = await received(recipe);
    expect(await received(recipe)).toEqual(once);
    expect(sandbox.store.duplicates).toBe(once.length);
  });
});

it.each(RECIPES.filter(({ printed }) => printed !== null))(
  'the recipe $name delivers every key of the payload that its guide prints, as printed',
  async (recipe) => {
    expect(await received(recipe)).toMatchObject(printedPayloads(recipe, sandbox.apiKey));
  },
);
