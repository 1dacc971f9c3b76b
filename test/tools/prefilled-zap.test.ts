import { describe, expect, test } from '@jest/globals';
import { loadRecipes, type Recipe } from '../../recipes/recipe.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import { recipesPage } from '../../tools/generate/recipes.ts';
import { linkedApp } from '../../tools/linked-app.ts';
import { prefilledZap } from '../../tools/prefilled-zap.ts';

const APP = { id: 4711, version: '1.2.3' };
const OURS = 'App4711CLIAPI@1.2.3';
const RECIPES = loadRecipes();

/** What a link fills in. */
const parametersOf = (recipe: Recipe): Record<string, string> =>
  Object.fromEntries(new URL(prefilledZap(recipe, APP).url).searchParams);

/** A recipe like another. */
const changed = (recipe: Recipe | undefined, changes: Partial<Recipe>): Recipe => {
  if (!recipe) throw new Error('There is no such recipe.');
  return { ...recipe, ...changes } as Recipe;
};

const ofAction = (key: string): Recipe | undefined => RECIPES.find(({ action }) => action === key);

describe.each(RECIPES)('the link of the recipe $name', (recipe) => {
  const parameters = parametersOf(recipe);

  test('opens Zapier on our action, in the version that is given', () => {
    expect(prefilledZap(recipe, APP).url).toMatch(/^https:\/\/zapier\.com\/webintent\/create-zap\?steps%5B/);
    expect(parameters).toMatchObject({
      'steps[1][app]': OURS,
      'steps[1][type]': 'write',
      'steps[1][action]': recipe.action,
    });
  });

  test('fills in fields of the action only, and nothing that is mapped, made up of parts or an example', () => {
    const fields = fieldsOf(ACTIONS.find(({ key }) => key === recipe.action)?.fields ?? []);
    for (const [name, value] of Object.entries(parameters)) {
      const [, key] = /^steps\[1\]\[params\]\[(.+)\]$/.exec(name) ?? [];
      if (key === undefined) continue;
      expect(fields.map((field) => field.key)).toContain(key);
      expect(recipe.mapping[key]).toBe(value);
      expect(value).not.toMatch(/\{\{|yourwebsite/);
    }
  });

  test('names the trigger only if its name in Zapier is known for sure', () => {
    const { app, event } = recipe.trigger;
    const known =
      'delivery' in recipe.trigger
        ? { 'steps[0][app]': OURS, 'steps[0][type]': 'read', 'steps[0][action]': USERPILOT_EVENT.key }
        : `${app}: ${event}` === 'Webhooks by Zapier: Catch Hook'
          ? { 'steps[0][app]': 'WebHookAPI', 'steps[0][type]': 'read', 'steps[0][action]': 'hook_v2' }
          : {};
    const named = Object.entries(parameters).filter(([name]) => name.startsWith('steps[0]'));
    expect(Object.fromEntries(named)).toEqual(known);
    expect(prefilledZap(recipe, APP).hasTrigger).toBe(named.length > 0);
  });
});

test('fixed texts, numbers and booleans are filled in; references, dictionaries, lists and rows are not', () => {
  const recipe = changed(ofAction('track_event'), {
    mapping: {
      event_name: 'Sent & received = 100 %',
      email: '{{email}}',
      occurred_at: 'on {{day}}',
      event_attributes: { plan: 'Pro' },
      text_attributes: ['phone'],
      page_url: 'https://yourwebsite.com',
    },
  });
  const { filled } = prefilledZap(recipe, APP);
  expect(filled).toEqual(['event_name']);
  expect(parametersOf(recipe)['steps[1][params][event_name]']).toBe('Sent & received = 100 %');
});

describe('the page of recipes', () => {
  test('has the link of every recipe once the app is registered', () => {
    const { content } = recipesPage(APP);
    expect(RECIPES.filter((recipe) => !content.includes(`](${prefilledZap(recipe, APP).url})`))).toEqual([]);
    expect(content).toContain('Map the rest. Choose the trigger yourself.');
  });

  test('has none before', () => {
    expect(recipesPage(undefined).content.includes('webintent')).toBe(linkedApp() !== undefined);
  });
});
