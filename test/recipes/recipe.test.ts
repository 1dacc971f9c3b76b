import { describe, expect, it } from '@jest/globals';
import { loadRecipes, type Recipe, readRecipe, withApiKey } from '../../recipes/recipe.ts';
import { lookUp, referencesIn } from '../../sandbox/zapier/mapping.ts';
import type { Action } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { columnsOf } from '../../src/events/columns.ts';
import { FIELDS, fieldsOf } from '../../src/fields/index.ts';
import { isBlank, type Json, type JsonObject } from '../../src/lib/json.ts';
import { toOutput } from '../../src/userpilot/output.ts';
import { readPayload } from '../../src/userpilot/payload.ts';

const RECIPES = loadRecipes();

/** The recipes that the guides are about: none of them goes. */
const GUIDES = [
  'attio-known-user',
  'attio-lead',
  'callrail',
  'historical-import',
  'hubspot',
  'sign-up',
  'stripe',
  'userpilot-nps',
];

/** What Zapier maps from: the sample, or the output of our trigger for the delivery. */
const sampleOf = ({ trigger }: Recipe): JsonObject => {
  if ('sample' in trigger) return trigger.sample;
  const body = JSON.stringify(trigger.delivery);
  const read = readPayload(body);
  if (!read.ok) throw new Error(read.reason);
  // The step's output reaches Zapier as JSON.
  return JSON.parse(JSON.stringify(toOutput(read.payload, read.content, true)));
};

const inputsOf = (recipe: Recipe): readonly string[] =>
  fieldsOf(ACTIONS.find(({ key }) => key === recipe.action)?.fields ?? []).map(({ key }) => key);

const eventsOf = (payload: JsonObject | JsonObject[]): JsonObject[] =>
  Array.isArray(payload) ? payload : [payload];

/** A value that is not blank, or a column with one. */
const hasCell = (value: Json | undefined): boolean =>
  Array.isArray(value) ? value.some((cell) => !isBlank(cell)) : !isBlank(value);

it('every guide has its recipe, and recipes come in the order of their names', () => {
  const names = RECIPES.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(GUIDES));
  expect(names).toEqual([...new Set(names)].sort());
});

it.each(ACTIONS)('the action $key has a recipe', ({ key }) => {
  expect(RECIPES.map(({ action }) => action)).toContain(key);
});

describe.each(RECIPES.map((recipe) => [recipe.name, recipe] as const))('the recipe %s', (_name, recipe) => {
  it('maps into inputs of its action', () => {
    expect(inputsOf(recipe)).toEqual(expect.arrayContaining(Object.keys(recipe.mapping)));
    const rows = recipe.mapping.events ?? {};
    const columns = [...FIELDS.events.columns, ...columnsOf(recipe.mapping).keys()];
    expect(columns).toEqual(expect.arrayContaining(Object.keys(rows)));
  });

  it('fills every reference from its trigger', () => {
    const sample = sampleOf(recipe);
    const references = referencesIn(recipe.mapping);
    expect(references).not.toEqual([]);
    expect(references.filter((path) => !hasCell(lookUp(sample, path)))).toEqual([]);
  });

  it('expects an event id only when one is mapped, or a transaction that it is made of', () => {
    const mapped = { ...recipe.mapping, ...Object(recipe.mapping.events) };
    const hasId = 'event_id' in mapped || 'transaction_id' in mapped;
    for (const event of eventsOf(recipe.expected)) expect('event_id' in event).toBe(hasId);
  });

  it('expects the time under both names, if there is one', () => {
    for (const { _timestamp, timestamp } of eventsOf(recipe.expected)) expect(timestamp).toBe(_timestamp);
  });

  it('expects a person in every event', () => {
    for (const { user } of eventsOf(recipe.expected)) {
      expect(Object.keys(Object(user))).toEqual(
        expect.arrayContaining([expect.stringMatching(/^(id|anonymous_id)$/)]),
      );
    }
  });
});

const PRINTED = RECIPES.flatMap(({ name, printed, expected }) =>
  printed === null ? [] : [{ name, printed, expected }],
);

it('the guides of webhooks and of Attio print a payload each', () => {
  expect(PRINTED.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['attio-known-user', 'attio-lead', 'callrail', 'hubspot', 'stripe']),
  );
});

it.each(PRINTED)(
  'the recipe $name sends every key that its guide prints, as printed',
  ({ printed, expected }) => {
    expect(expected).toMatchObject(printed);
  },
);

describe('reading a recipe file', () => {
  const keyOf = (kind: Action['kind']) => ACTIONS.find((action) => action.kind === kind)?.key;
  const EVENT_ACTION = keyOf('event');
  const BATCH_ACTION = keyOf('batch');
  const EVENT = { api_key: 'YOUR_API_KEY', event_type: 'Order Paid', user: { id: 'usr_1' } };
  const VALID = {
    name: 'my-shop',
    title: 'Order paid',
    story: 'What customers buy.',
    guide: null,
    trigger: { app: 'Shop', event: 'New Order', shape: 'its API', sample: { customer: 'usr_1' } },
    action: EVENT_ACTION,
    mapping: { event_name: 'Order Paid', user_id: '{{customer}}' },
    printed: null,
    expected: EVENT,
  };
  const read = (recipe: object) => readRecipe('my-shop.json', JSON.stringify(recipe));

  it('a complete one comes back as written', () => {
    expect(read(VALID)).toEqual(VALID);
    expect(read({ ...VALID, tips: ['Test it once.'] })).toEqual({ ...VALID, tips: ['Test it once.'] });
    const batch = { ...VALID, action: BATCH_ACTION, expected: [EVENT] };
    expect(read(batch)).toEqual(batch);
    const delivery = {
      ...VALID,
      trigger: { app: 'Shop', event: 'New Order', shape: 'its API', delivery: { type: 'x' } },
    };
    expect(read(delivery)).toEqual(delivery);
  });

  it.each([
    ['an unknown key', { ...VALID, storey: 'x' }, 'storey'],
    ['an unknown key of the trigger', { ...VALID, trigger: { ...VALID.trigger, when: 'now' } }, 'trigger'],
    ['both sample and delivery', { ...VALID, trigger: { ...VALID.trigger, delivery: {} } }, 'trigger'],
    ['no title', { ...VALID, title: ' ' }, 'title'],
    ['an unknown action', { ...VALID, action: 'delete_user' }, 'action'],
    ['one payload for a batch', { ...VALID, action: BATCH_ACTION }, 'expected'],
    ['several payloads for one event', { ...VALID, expected: [EVENT] }, 'expected'],
    ['a real API key', { ...VALID, expected: { ...EVENT, api_key: 'UMabcdefgh' } }, 'expected.api_key'],
    ['no printed', { ...VALID, printed: undefined }, 'printed'],
  ])('%s is refused, by file and key', (_what, recipe, key) => {
    expect(() => read(recipe)).toThrow(/^recipes\/my-shop\.json is no recipe:/);
    expect(() => read(recipe)).toThrow(key);
  });

  it.each(ACTIONS)('a recipe of $key expects $kind payloads', ({ key, kind }) => {
    const [right, wrong] = kind === 'event' ? [EVENT, [EVENT]] : [[EVENT], EVENT];
    expect(read({ ...VALID, action: key, expected: right })).toMatchObject({ action: key, expected: right });
    expect(() => read({ ...VALID, action: key, expected: wrong })).toThrow('expected');
  });

  it('a name other than the file name is refused', () => {
    expect(() => read({ ...VALID, name: 'shop' })).toThrow('recipes/my-shop.json is named "shop" inside.');
  });

  it('text that is not JSON is refused without its content', () => {
    expect(() => readRecipe('my-shop.json', '{"name":')).toThrow('recipes/my-shop.json is not JSON.');
  });
});

describe('the API key of the connection', () => {
  const EVENT = { api_key: 'YOUR_API_KEY', user: { id: 'usr_1' } };

  it('replaces the placeholder in one event and in a batch', () => {
    const keyed = { api_key: 'UMabcdefgh', user: { id: 'usr_1' } };
    expect(withApiKey(EVENT, 'UMabcdefgh')).toEqual(keyed);
    expect(withApiKey([EVENT, EVENT], 'UMabcdefgh')).toEqual([keyed, keyed]);
  });

  it('leaves the recipe as it was', () => {
    withApiKey([EVENT], 'UMabcdefgh');
    expect(EVENT.api_key).toBe('YOUR_API_KEY');
  });
});
