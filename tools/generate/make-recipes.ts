import { loadRecipes, type Recipe } from '../../recipes/recipe.ts';
import { lookUp, referencesIn } from '../../sandbox/zapier/mapping.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { columnsOf } from '../../src/events/columns.ts';
import type { Field } from '../../src/fields/field.ts';
import { FIELDS, type FieldKey } from '../../src/fields/index.ts';
import { isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { sentenceCase } from '../../src/make/parameters.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { onMake, wrapFor } from './make-values.ts';
import { anchorOf, code, folded, generatedFrom, jsonBlock, type Page, page, table } from './markdown.ts';
import { actionOf, linked, sampleOf } from './recipes.ts';
import { labelOf } from './reference-fields.ts';

/** What Make has in place of triggers that are Zapier's own, or that hand over all rows at once. */
const TRIGGERS_ON_MAKE: Readonly<Record<string, string>> = {
  'Webhooks by Zapier': 'Webhooks: Custom webhook',
  'Google Sheets': 'Google Sheets: Search rows',
};

const triggerOf = ({ trigger }: Recipe): string =>
  'delivery' in trigger
    ? `Usermaven: ${USERPILOT_EVENT.make.label}`
    : (TRIGGERS_ON_MAKE[trigger.app] ?? `${trigger.app}: ${trigger.event}`);

const fieldOf = (key: string): Field | undefined =>
  Object.hasOwn(FIELDS, key) ? FIELDS[key as FieldKey] : undefined;

const shown = (template: Json, sample: JsonObject): string =>
  referencesIn(template)
    .map((path) => lookUp(sample, path))
    .map((value) => code(typeof value === 'string' ? value : JSON.stringify(value ?? null)))
    .join(', ');

/** What a path such as `user.custom` leads to in what is expected. */
const expectedAt = (expected: Json, path = ''): Json | undefined =>
  path
    .split('.')
    .reduce<Json | undefined>(
      (value, name) => (isObject(value) ? (value[name] as Json) : undefined),
      expected,
    );

/** The lines of one event's mapping: the field, what to map, what the sample has. */
const eventRows = ({ mapping, expected }: Recipe, sample: JsonObject): string[][] =>
  Object.entries(mapping).flatMap(([key, template]) => {
    const field = fieldOf(key);
    const label = sentenceCase(labelOf(key));
    const only = (value: Json) => lookUp(sample, referencesIn(value)[0] ?? '');
    if (!isObject(template)) {
      return [[label, code(onMake(template, sample)), shown(template, sample)]];
    }
    const sent = expectedAt(expected as Json, field?.path);
    return Object.entries(template as JsonObject).map(([name, value]) => {
      const wrap = wrapFor(only(value), isObject(sent) ? (sent[name] as Json) : undefined);
      return [`${label}: ${code(name)}`, code(onMake(value, sample, wrap)), shown(value, sample)];
    });
  });

/** Columns that a sheet does not have itself: Zapier adds the number of the row. */
const ADDED_COLUMNS: ReadonlySet<string> = new Set(['Row']);

/** The place of each column in a row, from 0, by the path that the recipe maps: on Make, columns of a sheet go by their number. */
const columnNumbers = (paths: readonly string[], sample: JsonObject): ReadonlyMap<string, number> => {
  const [list = ''] = paths.map((path) => path.slice(0, path.indexOf('[]')));
  const rows = sample[list];
  const [first] = Array.isArray(rows) ? rows : [];
  const names = Object.keys(isObject(first) ? first : {}).filter((name) => !ADDED_COLUMNS.has(name));
  return new Map(names.map((name, at) => [`${list}[]${name}`, at]));
};

/** What turns the text of a cell into the type that is expected; a blank cell into nothing. */
const typedCell = (cell: string, name: string, expected: readonly Json[]): string => {
  const types = new Set(expected.map((event) => typeof expectedAt(event, `event_attributes.${name}`)));
  if (types.has('number')) return `{{if(${cell}; parseNumber(${cell}); ignore)}}`;
  if (types.has('boolean')) return `{{lower(${cell}) = "true"}}`;
  return `{{${cell}}}`;
};

/** What a batch needs on Make: its rows, gathered by an array aggregator. */
const batchSteps = (recipe: Recipe, sample: JsonObject): string[] => {
  const { mapping, expected } = recipe;
  const columns = mapping.events as JsonObject;
  const shared = (mapping.shared_attributes ?? {}) as JsonObject;
  const events = [expected].flat() as Json[];
  const paths = Object.values(columns).flatMap(referencesIn);
  const numbers = columnNumbers(paths, sample);
  const cellOf = (key: string): string => {
    const [path = ''] = referencesIn(columns[key] ?? '');
    return `1.\`${numbers.get(path)}\``;
  };
  const attributes = columnsOf(mapping);
  const attribute = (name: string, value: string) => [
    `${sentenceCase(FIELDS.event_attributes.label)}: ${code(name)}`,
    code(value),
  ];
  return [
    [
      `1. Add the module **${triggerOf(recipe)}** and test it. Limit it to ${LIMITS.eventsPerRequest} rows, or group the aggregator as below. Its columns go by their number: ${code('{{1.`0`}}')} is column A.`,
      `2. Add **Array aggregator**. Source module: the first one. Target structure type: **${actionOf(recipe).make.label}: ${FIELDS.events.label}**. To send more than ${LIMITS.eventsPerRequest} rows, group by ${code(`{{ceil(1.__IMTINDEX__ / ${LIMITS.eventsPerRequest})}}`)}: each group becomes a request of its own. Fill in, with an item for each attribute:`,
    ].join('\n'),
    table(
      ['Column', 'What to map'],
      [
        ...Object.keys(columns)
          .filter((key) => !attributes.has(key))
          .map((key) => [sentenceCase(labelOf(key)), code(`{{${cellOf(key)}}}`)]),
        [sentenceCase(labelOf('page_url')), code(String(mapping.default_page_url ?? ''))],
        ...[...attributes].map(([key, name]) => attribute(name, typedCell(cellOf(key), name, events))),
        ...Object.entries(shared).map(([name, value]) => attribute(name, String(value))),
      ],
    ),
    [
      `3. Add **Usermaven: ${actionOf(recipe).make.label}** and choose your connection. Map ${code('{{2.array}}')} to ${FIELDS.events.label}.`,
      '4. Run the scenario once and look at the events in Usermaven, under Events Activity.',
    ].join('\n'),
    '- A lead without a user ID is sent under the email.\n- Cells are text: `parseNumber` makes a number of one, and a blank cell is left out.\n- Map an event ID if you may run the import again: without one, every event counts twice then.',
  ];
};

const eventSteps = (recipe: Recipe, sample: JsonObject): string[] => {
  const isOurs = 'delivery' in recipe.trigger;
  const steps = [
    `Add the module **${triggerOf(recipe)}**${isOurs ? ' and set it up in Userpilot ([how](make.md#watch-userpilot-events))' : ', or the one of that app that watches the same, and connect its account'}.`,
    'Run it once, so that there are values to map from.',
    `Add **Usermaven: ${actionOf(recipe).make.label}** and choose your connection.`,
    'Map the fields of the table below.',
    'Run the scenario once and look at the event in Usermaven, under Events Activity. Then switch the scenario on.',
  ];
  return [
    steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
    table(['Field', 'What to map', 'In the sample'], eventRows(recipe, sample)),
    ...tipsOf(recipe),
  ];
};

/** Tips that speak of what only Zapier has. */
const ZAPIER_ONLY = /Zap|Formatter|of the trigger|\bstep\b/;

const tipsOf = ({ tips = [] }: Recipe): string[] => {
  const kept = tips.filter((tip) => !ZAPIER_ONLY.test(tip.replaceAll('docs/zapier.md', '')));
  return kept.length === 0 ? [] : [kept.map((tip) => `- ${linked(tip)}`).join('\n')];
};

const section = (recipe: Recipe): string[] => {
  const { title, story, trigger } = recipe;
  const sample = sampleOf(recipe);
  return [
    `## ${title}`,
    // What the story says of running an import twice rests on ids that only code can make.
    story.replace(/ Running the import again .*$/, ''),
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
      'The [recipes](recipes.md) as scenarios. `1.` stands for the first module: pick the value from it, or type the text as it is here. On Make, the arguments of a function are separated by semicolons. Names of modules and values of other apps are those of our samples, and may be a little different in your scenario. What Usermaven receives is on the page of the [recipes](recipes.md), but for the [differences](make-reference.md#differences-from-zapier).',
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
