import { expect, test } from '@jest/globals';
import { type AppDescription, PATHS } from '../../playground/api.ts';
import { EXAMPLE_RECIPE, exampleAmong } from '../../playground/server/example.ts';
import { expectedPayloads } from '../support/expected-payloads.ts';
import { servedPlayground } from './playground-server.ts';
import { actionOf, recipeNamed } from './recipes.ts';

const { description, get, authData } = servedPlayground();

const RECIPE = recipeNamed(EXAMPLE_RECIPE);
const MASKED = '***';

test('when the playground starts, the connection to the local Usermaven has been tested', () => {
  expect(description().connected).toEqual({ ok: true, label: authData().workspace_name });
});

test('and the example has run: its event is in Usermaven, and its run and the comparison with Make are there', () => {
  const { example, exampleRecipe, recipes } = description();
  expect(recipes.map(({ name }) => name)).toContain(exampleRecipe);
  const sent = expectedPayloads(RECIPE, MASKED);
  expect(example?.response).toMatchObject({
    result: { ok: true },
    arrived: { stored: sent.length, dropped: 0, latest: { raw: sent.at(-1) } },
  });
  expect(example?.response.requests.map(({ body }) => body)).toEqual(sent);
  expect(example?.fields.map(({ key }) => key)).toEqual(expect.arrayContaining(Object.keys(RECIPE.mapping)));
  expect(example?.make).toMatchObject({ module: actionOf(RECIPE).make.label });
});

test('its secrets are masked', () => {
  const shown = JSON.stringify(description().example);
  for (const key of ['api_key', 'server_token', 'userpilot_secret'])
    expect(shown).not.toContain(authData()[key]);
});

test('once Usermaven is cleared there is no example any more, and the connection stays', async () => {
  const { body } = await get<AppDescription>(PATHS.app);
  expect(body).toEqual({ ...description(), example: null });
});

test('a recipe that does not exist is an error that names it', () => {
  const others = description().recipes.filter(({ name }) => name !== EXAMPLE_RECIPE);
  expect(others.length).toBeGreaterThan(0);
  expect(() => exampleAmong(others)).toThrow(`There is no recipe called ${EXAMPLE_RECIPE} to start with.`);
});
