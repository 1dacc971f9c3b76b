import { loadRecipes, type Recipe } from '../../recipes/recipe.ts';
import { lookUp, referencesIn } from '../../sandbox/zapier/mapping.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { FIELDS } from '../../src/fields/index.ts';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import { sentenceCase } from '../../src/make/parameters.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { startOf } from '../blueprints/start.ts';
import { eventMapping, type MappedValue, mappedFrom, rowMapping, storyOnMake } from './make-mapping.ts';
import { anchorOf, code, folded, generatedFrom, jsonBlock, type Page, page, table } from './markdown.ts';
import { actionOf, linked, sampleOf } from './recipes.ts';
import { labelOf } from './reference-fields.ts';

const triggerOf = (recipe: Recipe): string => startOf(recipe).label;

const shown = (template: Json, sample: JsonObject): string =>
  referencesIn(template)
    .map((path) => lookUp(sample, path))
    .map((value) => code(typeof value === 'string' ? value : JSON.stringify(value ?? null)))
    .join(', ');

const typed = (value: Json): string => code(typeof value === 'string' ? value : JSON.stringify(value));

/** The lines of a mapping: the field, what to map, what the sample has. */
const mappingRows = (values: readonly MappedValue[], sample: JsonObject): string[][] =>
  values.map(({ key, name, template, value }) => {
    // On Make, the attributes of a row are names and values, as those of a single event are.
    const label = sentenceCase(key === FIELDS.attributes.key ? FIELDS.event_attributes.label : labelOf(key));
    return [name === undefined ? label : `${label}: ${code(name)}`, typed(value), shown(template, sample)];
  });

/** What a batch needs on Make: rows, gathered by an array aggregator. */
const batchSteps = (recipe: Recipe, sample: JsonObject): string[] => {
  const { make } = actionOf(recipe);
  return [
    [
      `1. Add the module **${triggerOf(recipe)}** and test it. Limit it to ${LIMITS.eventsPerRequest} rows, or group the aggregator as below.${startOf(recipe).kind === 'rows' ? ` Its columns are numbered from 0: ${code('{{1.`0`}}')} is column A.` : ''}`,
      `2. Add **Array aggregator**. Source module: the first one. Target structure type: **${make.label}: ${FIELDS.events.label}**. To send more than ${LIMITS.eventsPerRequest} rows, group by ${code(`{{ceil(1.__IMTINDEX__ / ${LIMITS.eventsPerRequest})}}`)}: each group becomes a request of its own. Fill in, with an item for each attribute:`,
    ].join('\n'),
    table(
      ['Column', 'What to map'],
      mappingRows(rowMapping(mappedFrom(recipe, sample)), sample).map(([column = '', value = '']) => [
        column,
        value,
      ]),
    ),
    [
      `3. Add **Usermaven: ${make.label}** and choose your connection. Map ${code('{{2.array}}')} to ${FIELDS.events.label}.`,
      '4. Run the scenario once and look at the events in Usermaven, under Events Activity.',
    ].join('\n'),
    '- A lead without a user ID is sent with the email as its ID.\n- Cells are text: `parseNumber` turns one into a number.\n- Map an event ID if you may run the import again: without one, every event would count twice.',
  ];
};

const eventSteps = (recipe: Recipe, sample: JsonObject): string[] => {
  const isOurs = 'delivery' in recipe.trigger;
  const steps = [
    `Add the module **${triggerOf(recipe)}**${isOurs ? ' and set it up in Userpilot ([how](make.md#watch-userpilot-events))' : ", or that app's module for the same event, and connect its account"}.`,
    'Run it once, so that there are values to map from.',
    `Add **Usermaven: ${actionOf(recipe).make.label}** and choose your connection.`,
    'Map the fields as in the table below.',
    'Run the scenario once and look at the event in Usermaven, under Events Activity. Then switch the scenario on.',
  ];
  return [
    steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
    table(
      ['Field', 'What to map', 'In the sample'],
      mappingRows(eventMapping(mappedFrom(recipe, sample)), sample),
    ),
    ...tipsOf(recipe),
  ];
};

/** Tips that speak of what only Zapier has. */
const ZAPIER_ONLY = /Zap|Formatter|of the trigger|\bstep\b/;

/** A tip with the actions that it names called as on Make. */
const onMake = (tip: string): string =>
  ACTIONS.reduce((text, { zapier, make }) => text.replaceAll(zapier.label, make.label), tip);

const tipsOf = ({ tips = [] }: Recipe): string[] => {
  const kept = tips.filter((tip) => !ZAPIER_ONLY.test(tip.replaceAll('docs/zapier.md', '')));
  return kept.length === 0 ? [] : [kept.map((tip) => `- ${linked(onMake(tip))}`).join('\n')];
};

const section = (recipe: Recipe): string[] => {
  const { title, trigger } = recipe;
  const sample = sampleOf(recipe);
  return [
    `## ${title}`,
    storyOnMake(recipe),
    ...(actionOf(recipe).kind === 'batch' ? batchSteps(recipe, sample) : eventSteps(recipe, sample)),
    folded('The sample', jsonBlock('delivery' in trigger ? trigger.delivery : trigger.sample)),
  ];
};

/** docs/make-recipes.md: every recipe as a scenario on Make, from the files that the demo and the tests run. */
export const makeRecipesPage = (): Page => {
  const recipes = loadRecipes();
  return {
    path: 'docs/make-recipes.md',
    content: page([
      generatedFrom('recipes/*.json'),
      '# Recipes for Make',
      'The [recipes](recipes.md) as scenarios. `1.` stands for the first module: pick the value from it, or type the text as it is here. On Make, the arguments of a function are separated by semicolons, and `ignore` leaves out a field whose value is blank. Names of modules and values of other apps are those of our samples, and may be a little different in your scenario. What Usermaven receives is shown with the [recipes](recipes.md), except for the [differences](make-reference.md#differences-from-zapier).',
      table(
        ['Recipe', 'First module', 'Our module'],
        recipes.map((recipe) => [
          `[${recipe.title}](#${anchorOf(recipe.title)})`,
          triggerOf(recipe),
          actionOf(recipe).make.label,
        ]),
      ),
      ...recipes.flatMap(section),
    ]),
  };
};
