import { describe, expect, test } from '@jest/globals';
import { blueprintUrl, PATHS } from '../../playground/api.ts';
import { loadRecipes } from '../../recipes/recipe.ts';
import { BLUEPRINT, customModuleOf } from '../../sandbox/make/blueprint.ts';
import { checkedBlueprint } from '../../tools/blueprints/write.ts';
import { servedPlayground } from './playground-server.ts';

const { description, get } = servedPlayground();

describe('a recipe as a scenario', () => {
  test.each(loadRecipes())('is a file to download: $name', async (recipe) => {
    const { status, headers, text } = await get(blueprintUrl(recipe.name));
    expect(status).toBe(200);
    expect(headers['content-disposition']).toBe(`attachment; filename="${recipe.name}.blueprint.json"`);
    const blueprint = BLUEPRINT.parse(JSON.parse(text));
    expect(blueprint).toEqual(checkedBlueprint(recipe));
    const names = blueprint.flow.flatMap((node) => customModuleOf(node)?.app ?? []);
    expect(new Set(names)).toEqual(new Set([description().makeAppPlaceholder]));
  });

  test.each([blueprintUrl('other'), blueprintUrl('../stripe'), PATHS.blueprint])(
    'is not there at %s',
    async (url) => {
      const { status, text } = await get(url);
      expect({ status, text }).toEqual({ status: 404, text: 'There is no recipe of this name.' });
    },
  );
});
