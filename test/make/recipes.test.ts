import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRecipes } from '../../recipes/recipe.ts';
import { READINGS } from '../../sandbox/make/readings.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { runRecipe } from '../../sandbox/zapier/run-recipe.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { appInProcess } from '../support/in-process.ts';
import { type Allowed, allowing, type Pair, type Typing } from '../support/make/differences.ts';
import { type Arrived, onMake, takeFrom } from '../support/make/parity.ts';
import { recipeOnMake } from '../support/make/recipe-on-make.ts';

/** The differences that show in the request of each recipe, by their keys. */
const ALLOWED: Readonly<Record<string, readonly Allowed[]>> = {
  'attio-known-user': ['event_ids'],
  'attio-lead': ['event_ids'],
  callrail: ['event_ids'],
  'historical-import': ['event_ids', 'types', 'batch_rows'],
  hubspot: ['event_ids'],
  'sign-up': ['event_ids'],
  stripe: ['event_ids'],
  'userpilot-nps': ['event_ids'],
};

const RECIPES = loadRecipes();

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env[HOST_VARIABLE] = sandbox.url;
});
afterAll(async () => {
  delete process.env[HOST_VARIABLE];
  await sandbox.stop();
});

test('every recipe is tried', () => {
  expect(Object.keys(ALLOWED)).toEqual(RECIPES.map(({ name }) => name));
});

describe.each(RECIPES)('the recipe $name', (recipe) => {
  const allowed = ALLOWED[recipe.name] ?? [];
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
      const { requests, error } = await onMake(sandbox, recipe.action, recipeOnMake(recipe), reading);
      expect(error).toBeUndefined();
      expect(requests).toHaveLength(1);
      const [make] = requests;
      expect({ ...make, events: make?.events.length }).toEqual({ ...zapier, events: zapier?.events.length });
      const pairs = pairsWith(make).map((pair) => allowing(allowed, pair, typing));
      expect(pairs.map(({ make }) => make)).toEqual(pairs.map(({ zapier }) => zapier));
    },
  );

  test.each(allowed)('does not without the difference %s', async (difference) => {
    const { requests } = await onMake(sandbox, recipe.action, recipeOnMake(recipe));
    const others = allowed.filter((key) => key !== difference);
    const pairs = pairsWith(requests[0]).map((pair) => allowing(others, pair, typing));
    expect(pairs.map(({ make }) => make)).not.toEqual(pairs.map(({ zapier }) => zapier));
  });
});
