import { loadRecipes, type Recipe } from '../../recipes/recipe.ts';
import { lookUp, referencesIn } from '../../sandbox/zapier/mapping.ts';
import type { Action } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { columnsOf } from '../../src/events/columns.ts';
import { FIELDS } from '../../src/fields/index.ts';
import { isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { toOutput } from '../../src/userpilot/output.ts';
import { readPayload } from '../../src/userpilot/payload.ts';
import { type LinkedApp, linkedApp } from '../linked-app.ts';
import { prefilledZap } from '../prefilled-zap.ts';
import { anchorOf, code, folded, generatedFrom, jsonBlock, type Page, page, table } from './markdown.ts';
import { labelOf } from './reference-fields.ts';

/** The action that a recipe runs. Throws an Error when there is none of its key. */
export const actionOf = ({ name, action }: Recipe): Action => {
  const found = ACTIONS.find(({ key }) => key === action);
  if (!found) throw new Error(`recipes/${name}.json: no action has the key ${action}.`);
  return found;
};

/** What the step before ours gives to map from. Throws an Error when a delivery is not a Userpilot event. */
export const sampleOf = ({ name, trigger }: Recipe): JsonObject => {
  if ('sample' in trigger) return trigger.sample;
  const body = JSON.stringify(trigger.delivery);
  const reading = readPayload(body);
  if (!reading.ok)
    throw new Error(`recipes/${name}.json: the delivery is not a Userpilot event. ${reading.reason}`);
  return { ...toOutput(reading.payload, reading.content, false) } as JsonObject;
};

/** A mapping as lines of a table: the field, what to put into it, what the sample has there. */
const mappingRows = (mapping: JsonObject, sample: JsonObject): string[][] => {
  const columns = columnsOf(mapping);
  return Object.entries(mapping).flatMap(([key, value]) => {
    if (!isObject(value)) return [row(labelOf(key), value, sample)];
    const nameOf =
      key === FIELDS.events.key
        ? (column: string) => `${labelOf(key)}: ${columns.get(column) ?? labelOf(column)}`
        : (name: string) => `${labelOf(key)}: ${code(name)}`;
    return Object.entries(value).map(([name, member]) => row(nameOf(name), member as Json, sample));
  });
};

const row = (field: string, template: Json, sample: JsonObject): string[] => {
  const values = referencesIn(template).map((path) => {
    const value = lookUp(sample, path);
    return code(typeof value === 'string' ? value : JSON.stringify(value ?? null));
  });
  const put = Array.isArray(template)
    ? template.map((item) => code(String(item))).join(', ')
    : typed(template);
  return [field, put, values.join(', ')];
};

const typed = (template: Json): string =>
  code(typeof template === 'string' ? template : JSON.stringify(template));

const firstSteps = ({ trigger }: Recipe): string[] =>
  'delivery' in trigger
    ? [
        `Start the Zap with **${trigger.app}: ${USERPILOT_EVENT.zapier.label}** and set it up in Userpilot ([how](zapier.md#userpilot)).`,
        'In Userpilot, press **Send Test**, so that Zapier has an event to map from.',
      ]
    : [`Add the step **${trigger.app}: ${trigger.event}**, connect its account and test it.`];

const steps = (recipe: Recipe): string =>
  [
    ...firstSteps(recipe),
    `Add the action **Usermaven: ${actionOf(recipe).zapier.label}** and choose your connection.`,
    'Map the fields as in the table below.',
    'Test the step and look at the event in Usermaven, under Events Activity. Then publish the Zap.',
  ]
    .map((step, index) => `${index + 1}. ${step}`)
    .join('\n');

const receivedLine = ({ expected }: Recipe): string => {
  const [event = {}] = [expected].flat();
  const id = 'event_id' in event ? '' : ', and an `event_id` that the connector makes';
  return Array.isArray(expected)
    ? `Usermaven receives ${expected.length} events in one request${id.replace('an `event_id`', 'an `event_id` in each')}:`
    : `Usermaven receives this${id}:`;
};

/** A tip names a page of the docs from the root of the project, as the demo prints it. */
export const linked = (tip: string): string => tip.replace(/docs\/(\w+\.md)/g, '[$&]($1)');

/** The link that opens the recipe in Zapier's editor, with what it leaves to the reader. */
const openLine = (recipe: Recipe, app: LinkedApp): string => {
  const { url, hasTrigger, filled } = prefilledZap(recipe, app);
  const steps = hasTrigger ? 'both steps' : 'the action';
  const fields = filled.length === 0 ? '' : ` with ${filled.map(labelOf).join(', ')}`;
  const trigger = hasTrigger ? '' : ' Choose the trigger yourself.';
  return `**[Open it in Zapier](${url})**, once you have been invited: it has ${steps}${fields}. Map the rest.${trigger}`;
};

const section = (recipe: Recipe, app: LinkedApp | undefined): string[] => {
  const sample = sampleOf(recipe);
  const { title, story, guide, name, mapping, tips = [], expected, trigger } = recipe;
  return [
    `## ${title}`,
    `${story}${guide === null ? '' : ` From: ${guide}.`}`,
    ...(app === undefined ? [] : [openLine(recipe, app)]),
    steps(recipe),
    table(['Field', 'What to put in', 'In the sample'], mappingRows(mapping, sample)),
    ...(tips.length === 0 ? [] : [tips.map((tip) => `- ${linked(tip)}`).join('\n')]),
    folded(
      'The sample',
      [
        `Where its shape comes from: ${trigger.shape}.`,
        jsonBlock('delivery' in trigger ? trigger.delivery : trigger.sample),
      ].join('\n\n'),
    ),
    folded(
      'What Usermaven receives',
      [receivedLine(recipe), jsonBlock(expected), `Watch it happen: \`npm run demo -- ${name}\`.`].join(
        '\n\n',
      ),
    ),
  ];
};

/**
 * docs/recipes.md: every recipe step by step, from the files that the demo and the tests run.
 * @param app the app on Zapier that links to its editor name; without one there are no links.
 */
export const recipesPage = (app: LinkedApp | undefined = linkedApp()): Page => {
  const recipes = loadRecipes();
  return {
    path: 'docs/recipes.md',
    content: page([
      generatedFrom('recipes/*.json'),
      '# Recipes',
      'Zaps to copy. Each is a file in `recipes/` that `npm run demo` runs through the built app. `{{name}}` means: pick ' +
        'that value from the step before. The names of triggers and values come from the guides and from our samples; ' +
        'they may differ a little in your Zap.',
      table(
        ['Recipe', 'Previous step', 'Action'],
        recipes.map((recipe) => [
          `[${recipe.title}](#${anchorOf(recipe.title)})`,
          `${recipe.trigger.app}: ${recipe.trigger.event}`,
          actionOf(recipe).zapier.label,
        ]),
      ),
      ...recipes.flatMap((recipe) => section(recipe, app)),
    ]),
  };
};
