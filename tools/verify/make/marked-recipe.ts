import type { Recipe } from '../../../recipes/recipe.ts';
import { type Blueprint, customModuleOf } from '../../../sandbox/make/blueprint.ts';
import { splitPath } from '../../../src/fields/field.ts';
import { isJsonObject, type JsonObject } from '../../../src/lib/json.ts';
import { DICTIONARY } from '../../../src/make/parameters.ts';
import type { PageParts } from '../../../src/usermaven/page.ts';
import type { AppName } from '../../blueprints/blueprint.ts';
import { startOf } from '../../blueprints/start.ts';
import { checkedBlueprint } from '../../blueprints/write.ts';
import { fieldOf } from '../../generate/make-mapping.ts';
import { actionOf } from '../../generate/recipes.ts';

/** A recipe as it is run in Make: its scenario, what its webhook is sent, and what Usermaven should get. */
export interface MarkedRecipe {
  readonly recipe: Recipe;
  readonly blueprint: Blueprint;
  readonly sample: JsonObject;
  /** Without the API key. */
  readonly expected: readonly JsonObject[];
}

/** The attribute that carries the mark of a run. */
const MARK = 'verify_run';

/**
 * The recipe as one that starts from a custom webhook; undefined for one that starts from our own trigger. Rows of a sheet
 * come through a webhook too, since a sheet would need an account of its own.
 */
const fromWebhook = (
  recipe: Recipe,
): (Recipe & { readonly trigger: { readonly sample: JsonObject } }) | undefined => {
  const { trigger } = recipe;
  if ('delivery' in trigger) return undefined;
  const isRows = startOf(recipe).kind === 'rows';
  return { ...recipe, trigger: isRows ? { ...trigger, app: `${trigger.app}, by webhook` } : trigger };
};

/** Recipes that a webhook can start, each with a scenario of the app that carries the mark in its name and, where it has attributes, in the event. */
export const markedRecipes = (recipes: readonly Recipe[], name: AppName, mark: string): MarkedRecipe[] =>
  recipes.flatMap((original) => {
    const recipe = fromWebhook(original);
    if (recipe === undefined) return [];
    const plain = checkedBlueprint(recipe, name);
    const path = markedPath(recipe, plain);
    return {
      recipe,
      blueprint: { ...withMark(plain, mark), name: `${mark} ${recipe.name}` },
      sample: recipe.trigger.sample,
      expected: [recipe.expected].flat().map((event) => {
        const { api_key: _key, ...sent } =
          actionOf(recipe).kind === 'batch' ? withoutPageParts(event) : event;
        return path === undefined ? sent : markedAt(sent, path, mark);
      }),
    };
  });

const PAGE_PARTS = [
  'doc_host',
  'doc_path',
  'doc_search',
  'utm',
  'click_id',
] as const satisfies (keyof PageParts)[];

/** An event as a row is sent on Make, where nothing is taken out of the page's address (the difference `batch_rows`). */
const withoutPageParts = (event: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(event).filter(([key]) => !PAGE_PARTS.some((part) => part === key)));

/** The keys of a mapper that hold items of name and value. */
const dictionariesIn = (mapper: JsonObject): string[] =>
  Object.keys(mapper).filter((key) => Array.isArray(mapper[key]) && fieldOf(key)?.type === 'dictionary');

const ours = ({ flow }: Blueprint) => flow.filter((node) => customModuleOf(node));

/** Where the mark ends up in the event; undefined where there are no attributes to which it could be added. */
const markedPath = (recipe: Recipe, blueprint: Blueprint): string | undefined => {
  if (actionOf(recipe).kind === 'batch') return undefined;
  const [key] = ours(blueprint).flatMap(({ mapper }) => dictionariesIn(mapper));
  return key === undefined ? undefined : fieldOf(key)?.path;
};

const withMark = (blueprint: Blueprint, mark: string): Blueprint => ({
  ...blueprint,
  flow: blueprint.flow.map((node) => {
    const [key] = customModuleOf(node) ? dictionariesIn(node.mapper) : [];
    const items = key === undefined ? undefined : node.mapper[key];
    if (key === undefined || !Array.isArray(items)) return node;
    const more = [...items, { [DICTIONARY.key]: MARK, [DICTIONARY.value]: mark }];
    const restore = { expect: { [key]: { mode: 'chose' as const, items: more.map(() => null) } } };
    return { ...node, mapper: { ...node.mapper, [key]: more }, metadata: { ...node.metadata, restore } };
  }),
});

const markedAt = (event: JsonObject, path: string, mark: string): JsonObject => {
  const { section, name } = splitPath(path);
  const parent = section === undefined ? event : event[section];
  if (!isJsonObject(parent)) return event;
  const there = parent[name];
  const marked = { ...parent, [name]: { ...(isJsonObject(there) ? there : {}), [MARK]: mark } };
  return section === undefined ? marked : { ...event, [section]: marked };
};
