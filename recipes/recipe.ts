import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { ACTIONS } from '../src/actions/index.ts';
import type { JsonObject } from '../src/lib/json.ts';

/** What payloads of recipes have in place of the connection's API key, as in Usermaven's guides. */
export const API_KEY_PLACEHOLDER = 'YOUR_API_KEY';

const EXTENSION = '.json';

const text = z.string().trim().min(1);
const object = z.record(z.string(), z.json());
const payload = z.object({ api_key: z.literal(API_KEY_PLACEHOLDER) }).catchall(z.json());

const about = {
  /** The name of the file without its extension: `npm run demo -- NAME`. */
  name: z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'lower-case words joined by hyphens'),
  /** As docs and demo show it. */
  title: text,
  /** One or two sentences: what it is for. */
  story: text,
  /** The document that it comes from, in words; null when nobody wrote one. */
  guide: text.nullable(),
  /** The step before ours, and what it hands over. `shape` says where the form of that comes from. */
  trigger: z.union([
    /** `sample`: what Zapier shows and maps from, as the app of the trigger gives it. */
    z.strictObject({ app: text, event: text, shape: text, sample: object }),
    /** `delivery`: the body of a webhook to our own trigger, whose output is what Zapier maps from. */
    z.strictObject({ app: text, event: text, shape: text, delivery: object }),
  ]),
  /** What the user fills in: the action's input keys, with `{{references}}` into the sample. */
  mapping: object,
  /** Short practical hints. */
  tips: z.array(text).min(1).optional(),
};

// Not destructured: the compiler follows the check of `kind` only like this, and keeps the keys of the two apart.
const EVENT_ACTIONS = ACTIONS.filter((action) => action.kind === 'event');
const BATCH_ACTIONS = ACTIONS.filter((action) => action.kind === 'batch');

const RECIPE = z.discriminatedUnion('action', [
  z.strictObject({
    ...about,
    action: z.enum(EVENT_ACTIONS.map(({ key }) => key)),
    /** The payload as the guide prints it, its placeholders filled from the sample; null when it prints none of a Zap. */
    printed: payload.nullable(),
    /** All that Usermaven receives, but for the `event_id` where it is made of more than the mapping. */
    expected: payload,
  }),
  z.strictObject({
    ...about,
    action: z.enum(BATCH_ACTIONS.map(({ key }) => key)),
    printed: z.array(payload).min(1).nullable(),
    /** One payload an event, in the order of the rows. */
    expected: z.array(payload).min(1),
  }),
]);

/** One of the guides' Zaps as data. What each key holds is said in the schema above. */
export type Recipe = z.output<typeof RECIPE>;

/** The step before ours: `app`, `event`, and either `sample` or `delivery`. */
export type RecipeTrigger = Recipe['trigger'];

/** The key of the action that a recipe runs. */
export type RecipeAction = Recipe['action'];

/**
 * Reads one recipe file.
 * @param fileName as in the folder: `stripe.json`. The recipe has to carry its name.
 * @throws Error that names the file and lists everything that is wrong with it.
 */
export const readRecipe = (fileName: string, content: string): Recipe => {
  const read = RECIPE.safeParse(parseJson(fileName, content));
  if (!read.success) throw new Error(`recipes/${fileName} is no recipe:\n${z.prettifyError(read.error)}`);
  if (`${read.data.name}${EXTENSION}` !== fileName)
    throw new Error(
      `recipes/${fileName} is named "${read.data.name}" inside. Give file and recipe one name.`,
    );
  return read.data;
};

const parseJson = (fileName: string, content: string): unknown => {
  try {
    return JSON.parse(content);
  } catch {
    throw new Error(`recipes/${fileName} is not JSON.`);
  }
};

/**
 * All recipes of this folder, in the order of their names.
 * @throws Error as {@link readRecipe} does.
 */
export const loadRecipes = (): Recipe[] =>
  readdirSync(new URL('.', import.meta.url))
    .filter((fileName) => fileName.endsWith(EXTENSION))
    .map((fileName) => fileName.slice(0, -EXTENSION.length))
    .sort()
    .map((name) => `${name}${EXTENSION}`)
    .map((fileName) => readRecipe(fileName, readFileSync(new URL(fileName, import.meta.url), 'utf8')));

/** A copy of a recipe's `printed` or `expected` with the API key of the connection that the recipe runs with. */
export const withApiKey = (payload: JsonObject | JsonObject[], apiKey: string): JsonObject | JsonObject[] =>
  Array.isArray(payload)
    ? payload.map((event) => ({ ...event, api_key: apiKey }))
    : { ...payload, api_key: apiKey };
