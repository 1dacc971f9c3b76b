import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRecipes, type Recipe } from '../../recipes/recipe.ts';
import { READINGS } from '../../sandbox/make/readings.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { runRecipe } from '../../sandbox/zapier/run-recipe.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { isObject } from '../../src/lib/json.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { actionOf } from '../support/actions.ts';
import { appInProcess } from '../support/in-process.ts';
import { type Allowed, allowing, type Pair, type Typing } from '../support/make/differences.ts';
import { type Arrived, onMake, takeFrom } from '../support/make/parity.ts';
import { recipeOnMake } from '../support/make/recipe-on-make.ts';

const RECIPES = loadRecipes();

/** Recipes with attributes that come as text and that Zapier recognizes as numbers or booleans. */
const TYPED = ['historical-import', 'hubspot-company', 'shopify-items'];

/** The differences that show in the request of a recipe. */
const differencesIn = (recipe: Recipe): Allowed[] => {
  const { events, ...mapping } = recipe.mapping;
  const filled = { ...mapping, ...(isObject(events) ? events : {}) };
  const hasPage = 'page_url' in filled || 'default_page_url' in filled;
  return [
    ...('event_id' in filled || 'transaction_id' in filled ? [] : ['event_ids' as const]),
    ...(TYPED.includes(recipe.name) ? ['types' as const] : []),
    ...(actionOf(recipe).kind === 'batch' && hasPage ? ['batch_rows' as const] : []),
  ];
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env[HOST_VARIABLE] = sandbox.url;
});
afterAll(async () => {
  delete process.env[HOST_VARIABLE];
  await sandbox.stop();
});

test('every action has a recipe', () => {
  const run = new Set(RECIPES.map(({ action }) => action));
  expect(ACTIONS.map(({ key }) => key).filter((key) => !run.has(key))).toEqual([]);
});

describe.each(RECIPES)('the recipe $name', (recipe) => {
  const allowed = differencesIn(recipe);
  const { text_attributes } = recipe.mapping;
  const typing: Typing = Array.isArray(text_attributes)
    ? { textAttributes: text_attributes.map(String) }
    : {};

  let zapier: Arrived | undefined;
  beforeAll(async () => {
    const authData = { workspace_name: 'Acme', api_key: sandbox.apiKey, server_token: sandbox.serverToken };
    const { outcome } = await runRecipe(appInProcess(), recipe, { authData });
    expect(outcome).toHaveProperty('output');
    [zapier] = takeFrom(sandbox);
  });

  const pairsWith = (make: Arrived | undefined): Pair[] =>
    (zapier?.events ?? []).map((event, at) => ({ zapier: event, make: make?.events[at] ?? {} }));

  test.each(READINGS)(
    'sends from Make what it sends from Zapier, reading Make %s',
    async (_name, reading) => {
      const { requests, error } = await onMake(sandbox, actionOf(recipe), recipeOnMake(recipe), reading);
      expect(error).toBeUndefined();
      expect(requests).toHaveLength(1);
      const [make] = requests;
      expect({ ...make, events: make?.events.length }).toEqual({ ...zapier, events: zapier?.events.length });
      const pairs = pairsWith(make).map((pair) => allowing(allowed, pair, typing));
      expect(pairs.map(({ make }) => make)).toEqual(pairs.map(({ zapier }) => zapier));
    },
  );

  test('does not without any one of its differences', async () => {
    const { requests } = await onMake(sandbox, actionOf(recipe), recipeOnMake(recipe));
    const needless = allowed.filter((difference) => {
      const others = allowed.filter((key) => key !== difference);
      const pairs = pairsWith(requests[0]).map((pair) => allowing(others, pair, typing));
      return isDeepStrictEqual(
        pairs.map(({ make }) => make),
        pairs.map(({ zapier }) => zapier),
      );
    });
    expect(needless).toEqual([]);
  });
});
