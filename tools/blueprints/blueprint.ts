import type { Recipe } from '../../recipes/recipe.ts';
import { APP_PREFIX, BLUEPRINT, type Blueprint, type BlueprintNode } from '../../sandbox/make/blueprint.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { BATCH_FIELDS } from '../../src/fields/batch.ts';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import { makeApp } from '../../src/make/app.ts';
import type { MakeModule } from '../../src/make/app-types.ts';
import { DICTIONARY } from '../../src/make/parameters.ts';
import { eventMapping, fieldOf, type MappedValue, mappedFrom, rowMapping } from '../generate/make-mapping.ts';
import { columnIn, valueAt, valuesOf } from '../generate/make-values.ts';
import { actionOf, sampleOf } from '../generate/recipes.ts';
import { noteOf } from './note.ts';
import { listIn, type OwnModule, START_MODULES, startOf } from './start.ts';

/** An app as Make calls it. */
export interface AppName {
  /** With the letters that Make adds: `usermaven-a1b2c3`. */
  readonly app: string;
  /** The major version. */
  readonly version: number;
}

/** What stands in place of the app's name where it is not known yet. */
export const APP_PLACEHOLDER: AppName = { app: 'YOUR_APP_NAME', version: 1 };

/** A module before it has a place in the scenario. */
type Draft = Pick<BlueprintNode, 'module' | 'version' | 'mapper'> & {
  readonly name?: string;
  readonly parameters?: JsonObject;
  readonly restore?: BlueprintNode['metadata']['restore'];
};

const SCENARIO: Blueprint['metadata']['scenario'] = {
  roundtrips: 1,
  maxErrors: 3,
  autoCommit: true,
  autoCommitTriggerLast: true,
  sequential: false,
  slots: null,
  confidential: false,
  dataloss: false,
  dlq: true,
  freshVariables: false,
};

/** How far modules stand apart on the canvas. */
const DISTANCE = 300;

const ITERATOR: Omit<OwnModule, 'mapper'> = { module: 'builtin:BasicFeeder', version: 1 };
const AGGREGATOR: Omit<OwnModule, 'mapper'> = { module: 'builtin:BasicAggregator', version: 1 };

const FIRST = 1;

/**
 * A recipe as a scenario that can be imported into Make. Connection and webhook are left out, so that the editor asks for
 * them. Throws an Error that names the recipe when it uses what a scenario cannot do.
 */
export const blueprintOf = (recipe: Recipe, name: AppName = APP_PLACEHOLDER): Blueprint => {
  const sample = sampleOf(recipe);
  const start = startOf(recipe);
  const ours = (id: string) => ({ module: `${APP_PREFIX}${name.app}:${id}`, version: name.version });
  const first: Draft =
    start.kind === 'trigger'
      ? { ...ours(USERPILOT_EVENT.make.id), mapper: {} }
      : { ...START_MODULES[start.kind], name: start.label };
  const action = ours(actionOf(recipe).make.id);
  const drafts = [
    first,
    ...(isBatch(recipe) ? gather(recipe, sample, action) : [event(recipe, sample, action)]),
  ];
  return BLUEPRINT.parse({
    name: `Usermaven: ${recipe.title}`,
    flow: drafts.map(toNode),
    metadata: {
      instant: start.kind !== 'rows',
      version: 1,
      scenario: SCENARIO,
      designer: { orphans: [] },
      notes: [noteOf(recipe, sample, FIRST)],
    },
  });
};

const isBatch = (recipe: Recipe): boolean => actionOf(recipe).kind === 'batch';

const toNode = ({ module, version, mapper, parameters = {}, name, restore = {} }: Draft, at: number) => ({
  id: FIRST + at,
  module,
  version,
  parameters,
  mapper,
  metadata: {
    designer: { x: at * DISTANCE, y: 0, ...(name === undefined ? {} : { name }) },
    restore,
    parameters: [],
    expect: [],
  },
});

/** The form of the module that a recipe runs. */
const formOf = (recipe: Recipe): MakeModule['mappableParams'] => {
  const module = makeApp().modules[actionOf(recipe).make.id];
  if (!module) throw new Error(`recipes/${recipe.name}.json: there is no module for its action on Make.`);
  return module.mappableParams;
};

/** Mapped values as the mapper of a module, and how the editor shows its lists. */
const mapperOf = (values: readonly MappedValue[]): Pick<Draft, 'mapper' | 'restore'> => {
  const mapper: { [key: string]: Json } = {};
  const items: { [key: string]: Json[] } = {};
  for (const { key, name, value } of values) {
    if (name === undefined) mapper[key] = value;
    else items[key] = [...(items[key] ?? []), { [DICTIONARY.key]: name, [DICTIONARY.value]: value }];
  }
  const expect = Object.entries(items).map(([key, list]) => [
    key,
    { mode: 'chose' as const, items: list.map(() => null) },
  ]);
  return {
    mapper: { ...mapper, ...items },
    ...(expect.length > 0 ? { restore: { expect: Object.fromEntries(expect) } } : {}),
  };
};

/** The module that sends one event. What the form does not have steers the action on Zapier only. */
const event = (recipe: Recipe, sample: JsonObject, action: Omit<OwnModule, 'mapper'>): Draft => {
  const form = formOf(recipe);
  const values = eventMapping(mappedFrom(recipe, sample)).filter(({ key }) => {
    const isThere = form.some((parameter) => parameter.name === key);
    if (!isThere && fieldOf(key)?.path !== undefined)
      throw new Error(`recipes/${recipe.name}.json: the module on Make has no ${key}.`);
    return isThere;
  });
  return { ...action, ...mapperOf(values) };
};

/**
 * The modules of a batch after the first: one that hands over the rows of a webhook one at a time, one that gathers the
 * rows, and ours.
 */
const gather = (recipe: Recipe, sample: JsonObject, action: Omit<OwnModule, 'mapper'>): Draft[] => {
  const list = listIn(recipe);
  const isSheet = startOf(recipe).kind === 'rows';
  const iterator: Draft[] =
    isSheet || list === undefined
      ? []
      : [{ ...ITERATOR, mapper: { array: `{{${valuesOf(FIRST, sample)(list)}}}` } }];
  const feeder = FIRST + iterator.length;
  const [aggregator, last] = [feeder + 1, feeder + 2];
  const ofWhole = valuesOf(FIRST, sample);
  const mapped = isSheet
    ? mappedFrom(recipe, sample)
    : {
        recipe,
        sample,
        reference: (path: string) => (path.includes('[]') ? valueAt(feeder, columnIn(path)) : ofWhole(path)),
      };
  const events = BATCH_FIELDS.events.key;
  return [
    ...iterator,
    {
      ...AGGREGATOR,
      parameters: { feeder, target: `${last}.${events}` },
      ...mapperOf(rowMapping(mapped)),
    },
    {
      ...action,
      mapper: { [events]: `{{${valueAt(aggregator, 'array')}}}` },
      restore: { expect: { [events]: { mode: 'edit' } } },
    },
  ];
};
