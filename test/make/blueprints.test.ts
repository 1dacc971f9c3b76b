import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { API_KEY_PLACEHOLDER, loadRecipes, type Recipe, withApiKey } from '../../recipes/recipe.ts';
import { BLUEPRINT, type Blueprint, type BlueprintNode } from '../../sandbox/make/blueprint.ts';
import { READING, READINGS, type Reading } from '../../sandbox/make/readings.ts';
import { runningMakeApp } from '../../sandbox/make/run-app.ts';
import { runScenario } from '../../sandbox/make/run-scenario.ts';
import { type Collection, isArray, isCollection, type Value } from '../../sandbox/make/values.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { isObject, type JsonObject } from '../../src/lib/json.ts';
import { makeApp } from '../../src/make/app.ts';
import { APP_PLACEHOLDER, blueprintOf } from '../../tools/blueprints/blueprint.ts';
import { problemsIn } from '../../tools/blueprints/check.ts';
import { startOf } from '../../tools/blueprints/start.ts';
import { checkedBlueprint } from '../../tools/blueprints/write.ts';
import { actionOf, TRACKING } from '../support/actions.ts';
import { APP } from '../support/make/app.ts';
import { type Allowed, allowing } from '../support/make/differences.ts';
import { takeFrom } from '../support/make/parity.ts';
import { bundlesOf } from '../support/make/recipe-bundles.ts';

const RECIPES = loadRecipes();
/** What the values of a made-up sample are in. */
const DEEP = 'deep';
const NAME = { app: 'usermaven-a1b2c3', version: 2 };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.clear());
afterAll(() => sandbox.stop());

/** The events that arrive when a scenario runs on the sample of its recipe. */
const eventsFrom = async (recipe: Recipe, blueprint: Blueprint, reading: Reading): Promise<JsonObject[]> => {
  const endings = await runScenario(blueprint, bundlesOf(recipe), {
    app: runningMakeApp(APP),
    host: sandbox.url,
    connection: { key: sandbox.apiKey, token: sandbox.serverToken },
    reading,
  });
  expect(endings.map(({ kind }) => kind)).toEqual(['done']);
  const arrived = takeFrom(sandbox);
  expect(arrived).toHaveLength(1);
  expect(arrived[0]?.isBatch).toBe(actionOf(recipe).kind === 'batch');
  return [...(arrived[0]?.events ?? [])];
};

/** What rows do not have on Make, which shows where they have a page. */
const allowedFor = (recipe: Recipe): Allowed[] => {
  const { events, default_page_url } = recipe.mapping;
  const hasPage = default_page_url !== undefined || (isObject(events) && 'page_url' in events);
  return actionOf(recipe).kind === 'batch' && hasPage ? ['batch_rows'] : [];
};

const sentAndExpected = async (recipe: Recipe, allowed: readonly Allowed[], reading = READING) => {
  const sent = await eventsFrom(recipe, blueprintOf(recipe, NAME), reading);
  const expected = [withApiKey(recipe.expected, sandbox.apiKey)].flat();
  expect(sent).toHaveLength(expected.length);
  const pairs = expected.map((event, at) => allowing(allowed, { zapier: event, make: sent[at] ?? {} }));
  return { sent: pairs.map(({ make }) => make), expected: pairs.map(({ zapier }) => zapier) };
};

/** The value with each of its members left out in turn, at any depth. Lists stay, and their items. */
const lackingOne = (value: Value): Value[] => {
  if (isArray(value))
    return value.flatMap((item, at) => lackingOne(item).map((lacking) => value.with(at, lacking)));
  if (!isCollection(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const { [name]: _, ...others } = value;
    return [
      ...(isArray(member) ? [] : [others]),
      ...lackingOne(member).map((lacking) => ({ ...value, [name]: lacking })),
    ];
  });
};

describe.each(RECIPES)('the scenario of the recipe $name', (recipe) => {
  test('has the structure that Make imports, and fits the app', () => {
    const blueprint = blueprintOf(recipe, NAME);
    expect(BLUEPRINT.parse(JSON.parse(JSON.stringify(blueprint)))).toEqual(blueprint);
    expect(problemsIn(blueprint, makeApp(), NAME)).toEqual([]);
  });

  test.each(READINGS)('sends what the recipe expects, reading Make %s', async (_name, reading) => {
    const { sent, expected } = await sentAndExpected(recipe, allowedFor(recipe), reading);
    expect(sent).toEqual(expected);
  });

  test('starts with our trigger, a module that is known, or a custom webhook with the sample in a note', () => {
    const { flow, metadata } = blueprintOf(recipe, NAME);
    const modules = {
      trigger: `app#${NAME.app}:${USERPILOT_EVENT.make.id}`,
      webhook: 'gateway:CustomWebHook',
      rows: 'google-sheets:filterRows',
    };
    const { kind } = startOf(recipe);
    expect(flow[0]?.module).toBe(modules[kind]);
    expect(metadata.instant).toBe(kind !== 'rows');
    const [note] = metadata.notes;
    expect(note?.moduleIds).toEqual([flow[0]?.id]);
    const shown = /<pre><code>(.*)<\/code><\/pre>/s.exec(note?.content ?? '')?.[1] ?? '';
    const text = shown.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    expect(JSON.parse(text)).toEqual(
      'delivery' in recipe.trigger ? recipe.trigger.delivery : recipe.trigger.sample,
    );
  });

  test('says nothing of Zapier', () => {
    expect(JSON.stringify(blueprintOf(recipe, NAME))).not.toMatch(/Zap/);
  });

  test('runs whatever is missing of what the first module hands over', async () => {
    const bundles = bundlesOf(recipe);
    for (const at of bundles.keys()) {
      for (const lacking of lackingOne(bundles[at])) {
        const endings = await runScenario(
          blueprintOf(recipe, NAME),
          bundles.map((bundle, index) => (index === at ? (lacking as Collection) : bundle)),
          {
            app: runningMakeApp(APP),
            host: sandbox.url,
            connection: { key: sandbox.apiKey, token: sandbox.serverToken },
          },
        );
        expect(endings).toHaveLength(1);
      }
    }
  });

  test('ends with the module of its action, in the version of the app', () => {
    const last = blueprintOf(recipe, NAME).flow.at(-1);
    expect(last).toMatchObject({ module: `app#${NAME.app}:${actionOf(recipe).make.id}`, version: 2 });
  });

  test('has neither a connection nor a webhook, which the editor asks for', () => {
    expect(JSON.stringify(blueprintOf(recipe))).not.toMatch(/__IMT|"hook"/);
  });
});

const DIFFERING = RECIPES.filter((recipe) => allowedFor(recipe).length > 0);
test.each(DIFFERING)(
  'without the allowed difference, the scenario of $name is not the recipe',
  async (recipe) => {
    const { sent, expected } = await sentAndExpected(recipe, []);
    expect(sent).not.toEqual(expected);
  },
);

test('every action is in a scenario', () => {
  const last = RECIPES.map((recipe) => blueprintOf(recipe).flow.at(-1)?.module);
  expect(
    ACTIONS.map(({ make }) => `app#${APP_PLACEHOLDER.app}:${make.id}`).filter((id) => !last.includes(id)),
  ).toEqual([]);
});

/** A recipe of a kind that the list has no example of. */
const madeUp = (recipe: Partial<Recipe>): Recipe => ({ ...RECIPES[0], ...recipe }) as Recipe;

describe('rows that a webhook brings at once', () => {
  const [batch] = RECIPES.filter((recipe) => actionOf(recipe).kind === 'batch');
  const fromWebhook = madeUp({
    ...batch,
    trigger: { app: 'A warehouse', event: 'Rows', sample: sampleIn(batch) },
  } as Partial<Recipe>);

  test('are taken one at a time, and arrive as the recipe expects', async () => {
    const blueprint = checkedBlueprint(fromWebhook, NAME);
    expect(blueprint.flow.map(({ module }) => module)).toEqual([
      'gateway:CustomWebHook',
      'builtin:BasicFeeder',
      'builtin:BasicAggregator',
      expect.stringContaining('app#'),
    ]);
    const { sent, expected } = await sentAndExpected(fromWebhook, ['batch_rows']);
    expect(sent).toEqual(expected);
  });
});

function sampleIn(recipe: Recipe | undefined): JsonObject {
  return recipe && 'sample' in recipe.trigger ? recipe.trigger.sample : {};
}

describe('whatever a trigger hands over', () => {
  /** A name of the sample; double underscores and full stops separate names, and braces end a reference. */
  const name = fc
    .string({ minLength: 1, maxLength: 8 })
    .filter((text) => !/[{}.`]|__|\[\]/.test(text) && text.trim() === text && text !== '__proto__');
  const value = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
  );
  const sample = fc.uniqueArray(fc.tuple(name, value), {
    minLength: 1,
    maxLength: 4,
    selector: ([key]) => key,
  });
  const [first] = RECIPES.filter(({ action, trigger }) => action === TRACKING.key && 'sample' in trigger);

  test('a value arrives as it is, of its type, whatever it is called', async () => {
    await fc.assert(
      fc.asyncProperty(sample, async (entries) => {
        const given: JsonObject = Object.fromEntries(entries);
        const recipe = madeUp({
          ...first,
          trigger: { app: 'An app', event: 'An event', shape: 'made up', sample: { [DEEP]: given } },
          mapping: {
            event_name: 'A',
            user_id: 'usr_1',
            event_attributes: Object.fromEntries(
              entries.map(([key], at) => [`attribute ${at}`, `{{${DEEP}.${key}}}`]),
            ),
          },
          expected: { api_key: API_KEY_PLACEHOLDER, event_attributes: {} },
        } as Partial<Recipe>);
        const [sent] = await eventsFrom(recipe, checkedBlueprint(recipe, NAME), READING);
        expect(sent?.event_attributes).toEqual(
          Object.fromEntries(entries.map(([, one], at) => [`attribute ${at}`, one])),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('but a name that cannot be written on Make is refused', () => {
    const recipe = madeUp({
      ...first,
      trigger: { app: 'An app', event: 'An event', shape: 'made up', sample: { 'a`b': 1 } },
      mapping: { event_name: '{{a`b}}', user_id: 'usr_1' },
    } as Partial<Recipe>);
    expect(() => blueprintOf(recipe)).toThrow('cannot refer to a value that is called a`b');
  });
});

describe('a scenario that does not fit is found', () => {
  const [first] = RECIPES.filter((recipe) => actionOf(recipe).kind === 'event' && 'sample' in recipe.trigger);
  const [batch] = RECIPES.filter((recipe) => actionOf(recipe).kind === 'batch');
  const of = (recipe: Recipe | undefined): Blueprint => blueprintOf(recipe ?? madeUp({}), NAME);

  const changed = (
    recipe: Recipe | undefined,
    at: number,
    change: (node: BlueprintNode) => Partial<BlueprintNode>,
  ) => {
    const blueprint = of(recipe);
    const flow = blueprint.flow.map((node, index) =>
      index === blueprint.flow.length + at ? { ...node, ...change(node) } : node,
    );
    return problemsIn({ ...blueprint, flow }, makeApp(), NAME);
  };

  test.each<
    [what: string, at: number, change: (node: BlueprintNode) => Partial<BlueprintNode>, says: RegExp]
  >([
    [
      'a module that the app does not have',
      -1,
      () => ({ module: `app#${NAME.app}:other` }),
      /no such module/,
    ],
    [
      'a module of another app',
      -1,
      ({ module }) => ({ module: module.replace(NAME.app, 'a-1') }),
      /no such module/,
    ],
    ['another version', -1, () => ({ version: 1 }), /no such module/],
    ['an unknown module of Make', 0 - 2, () => ({ module: 'http:ActionSendData' }), /is not known/],
    ['an unknown parameter', -1, ({ mapper }) => ({ mapper: { ...mapper, x: '' } }), /no parameter x/],
    ['a connection', -1, () => ({ parameters: { __IMTCONN__: 1 } }), /__IMTCONN__ belongs to an account/],
    ['a required parameter that is missing', -1, () => ({ mapper: {} }), /is required/],
    ['a module that comes later', -2, () => ({ mapper: { a: '{{2.a}}' } }), /refers to module 2/],
    [
      'attributes that are no items',
      -1,
      ({ mapper }) => ({ mapper: { ...mapper, event_attributes: { a: 1 } } }),
      /event_attributes is not mapped as array/,
    ],
    [
      'an item with an unknown column',
      -1,
      ({ mapper }) => ({ mapper: { ...mapper, event_attributes: [{ key: 'a', val: 1 }] } }),
      /no parameter event_attributes\[1\]\.val/,
    ],
  ])('%s', (_what, at, change, says) => {
    expect(changed(first, at, change).join('\n')).toMatch(says);
  });

  test.each<
    [what: string, at: number, change: (node: BlueprintNode) => Partial<BlueprintNode>, says: RegExp]
  >([
    [
      'a target that is no array',
      -2,
      () => ({ parameters: { feeder: 1, target: '3.other' } }),
      /3\.other is no array/,
    ],
    [
      'a target that comes before',
      -2,
      () => ({ parameters: { feeder: 1, target: '1.events' } }),
      /1\.events is no/,
    ],
    [
      'a source that comes later',
      -2,
      ({ parameters }) => ({ parameters: { ...parameters, feeder: 3 } }),
      /source/,
    ],
    ['an unknown column', -2, ({ mapper }) => ({ mapper: { ...mapper, mail: '' } }), /no parameter mail/],
    [
      'rows that are no expression',
      -1,
      () => ({ mapper: { events: 'all' } }),
      /events is not mapped as array/,
    ],
  ])('of a batch: %s', (_what, at, change, says) => {
    expect(changed(batch, at, change).join('\n')).toMatch(says);
  });

  test.each<[what: string, change: (blueprint: Blueprint) => unknown]>([
    ['two modules of one id', ({ flow }) => ({ flow: flow.map((node) => ({ ...node, id: 1 })) })],
    [
      'a note at no module',
      ({ metadata }) => ({
        metadata: { ...metadata, notes: metadata.notes.map((note) => ({ ...note, moduleIds: [9] })) },
      }),
    ],
    ['an unknown key', () => ({ scheduling: {} })],
    ['one module only', ({ flow }) => ({ flow: flow.slice(1) })],
  ])('by its structure: %s', (_what, change) => {
    const blueprint = of(first);
    const broken = { ...blueprint, ...(change(blueprint) as object) };
    expect(BLUEPRINT.safeParse(broken).success).toBe(false);
  });

  test.each<[what: string, recipe: Partial<Recipe>, says: string]>([
    [
      'a field that Make does not have',
      { mapping: { event_name: 'A', event_attributes_json: '{}' } },
      'no event_attributes_json',
    ],
  ])('while it is made: %s', (_what, recipe, says) => {
    expect(() => blueprintOf(madeUp({ ...first, ...recipe } as Partial<Recipe>))).toThrow(says);
  });
});
