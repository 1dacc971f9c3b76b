import { describe, expect, test } from '@jest/globals';
import { type MadeRequest, type MakeResponse, type MakeRequest, PATHS } from '../../playground/api.ts';
import { differencesBetween } from '../../playground/server/make/differences.ts';
import { loadRecipes } from '../../recipes/recipe.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { DIFFERENCES, type DifferenceKey } from '../../src/make/differences.ts';
import { playground } from './playing.ts';

const { description, authData, post, run } = playground();

const onMake = async (
  operation: string,
  inputData: JsonObject,
  more: Partial<MakeRequest> = {},
): Promise<MakeResponse | null> =>
  (await post<MakeResponse | null>(PATHS.make, { operation, authData: authData(), inputData, ...more })).body;

/** Where the two differ, and the keys of what explains it. */
const differencesIn = (answer: MakeResponse | null) =>
  answer?.differences.map(({ path, because }) => [path, keyOf(because)]);

const keyOf = (because: string): DifferenceKey | undefined =>
  (Object.keys(DIFFERENCES) as DifferenceKey[]).find((key) => DIFFERENCES[key].what === because);

const SIGNED_UP = { event_name: 'Signed Up', user_id: 'usr_1', event_id: 'e1' };

/** The differences that the parity test allows for each recipe, where they show. */
const EXPECTED: Readonly<Record<string, readonly DifferenceKey[]>> = {
  'historical-import': ['batch_rows', 'event_ids', 'types'],
};

describe('the same input on Make', () => {
  test.each(loadRecipes())('of the recipe $name differs only as documented', async ({ name }) => {
    const recipe = description().recipes.find((one) => one.name === name);
    if (!recipe) throw new Error('The recipe is not offered.');
    const { operation, mapping, sample } = recipe;
    const answer = await onMake(operation, mapping, { sample });
    const { requests } = await run({ operation, inputData: mapping, sample });
    const keys = new Set(answer?.differences.map(({ because }) => keyOf(because)));
    expect([...keys].sort()).toEqual(EXPECTED[name] ?? ['event_ids']);
    expect(withoutPlaces(requests[0], answer)).toEqual(withoutPlaces(undefined, answer));
  });

  /** What Zapier sent or Make sends, without the places that are said to differ: the rest has to be the same. */
  const withoutPlaces = (request: MadeRequest | undefined, answer: MakeResponse | null): string[] => {
    const body = request ? request.body : (answer?.body ?? null);
    const places = new Set(answer?.differences.map(({ path }) => path));
    return linesOf(body)
      .filter(([path]) => !places.has(path))
      .map(([path, value]) => `${path}: ${value}`)
      .sort();
  };

  const linesOf = (value: unknown, path = ''): [string, string][] => {
    const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (members.length === 0) return [[path, JSON.stringify(value)]];
    return members.flatMap(([key, member]) => linesOf(member, path === '' ? key : `${path}.${key}`));
  };

  test('names the module as Make does, and masks the key', async () => {
    expect(await onMake('track_event', SIGNED_UP)).toEqual({
      module: 'Track an event',
      body: {
        api_key: '***',
        event_type: 'Signed Up',
        user: { id: 'usr_1' },
        event_id: 'e1',
        ids: {},
        src: 'http',
      },
      differences: [],
    });
    expect(await onMake('identify_user', { user_id: 'usr_1' })).toMatchObject({ module: 'Identify a user' });
  });

  test('keeps text that looks like a number as text', async () => {
    const answer = await onMake('track_event', {
      ...SIGNED_UP,
      event_attributes: { amount: '29.90', plan: 'pro' },
    });
    expect(answer?.body).toMatchObject({ event_attributes: { amount: '29.90', plan: 'pro' } });
    expect(answer?.differences).toEqual([
      { path: 'event_attributes.amount', zapier: 29.9, make: '29.90', because: DIFFERENCES.types.what },
    ]);
  });

  test('takes attributes given as JSON with their types, and unix seconds and dates of the account for dates', async () => {
    const answer = await onMake(
      'track_event',
      {
        ...SIGNED_UP,
        event_attributes: { a: 'text', b: 'text' },
        event_attributes_json: '{"b":[1,{"c":true}]}',
        occurred_at: '2025-01-01 12:00',
        user_created_at: 1735689600,
      },
      { timezone: 'Asia/Karachi' },
    );
    expect(answer?.body).toMatchObject({
      event_attributes: { a: 'text', b: [1, { c: true }] },
      _timestamp: Date.UTC(2025, 0, 1, 7),
      user: { created_at: '2025-01-01T00:00:00.000Z' },
    });
    expect(answer?.differences).toEqual([]);
  });

  test('shows the documented places: event ids, page addresses', async () => {
    const input = { event_name: 'A', user_id: 'usr_1', page_url: 'https://example.com:443/a/../b' };
    expect(differencesIn(await onMake('track_event', input))).toEqual([
      ['doc_path', 'page_url'],
      ['event_id', 'event_ids'],
    ]);
  });

  test('a difference that nobody has documented is called one', () => {
    expect(differencesBetween({ user: { id: 'a' } }, { user: { id: 'b' } })).toEqual([
      {
        path: 'user.id',
        zapier: 'a',
        make: 'b',
        because: expect.stringMatching(/^This is not among the documented/),
      },
    ]);
  });

  test('of a batch compares the first events that are sent', async () => {
    const events = [
      { event_name: 'A', email: 'a@example.com', occurred_at: '2025-01-01T00:00:00Z', event_id: 'e1' },
      { event_name: 'Nobody did this' },
      { event_name: 'B', user_id: 'b', attribute_amount: '5', attributes: '{"plan":"pro"}', event_id: 'e2' },
      { event_name: 'C', anonymous_id: 'c', page_url: 'https://example.com/c', event_id: 'e3' },
      { event_name: 'D', user_id: 'd', event_id: 'e4' },
    ];
    const answer = await onMake('send_batch', {
      attribute_names: ['amount'],
      events,
      invalid_events: 'skip',
      shared_attributes: { source: 'sheet' },
      default_page_url: 'https://example.com/',
    });
    expect(answer?.body).toMatchObject([
      {
        event_type: 'A',
        user: { id: 'a@example.com', email: 'a@example.com' },
        _timestamp: Date.UTC(2025, 0, 1),
        event_attributes: { source: 'sheet' },
        url: 'https://example.com/',
      },
      { event_type: 'B', event_attributes: { source: 'sheet', amount: '5', plan: 'pro' } },
      { event_type: 'C', user: { anonymous_id: 'c' }, url: 'https://example.com/c' },
    ]);
    expect(answer?.body).toHaveLength(3);
    const keys = differencesIn(answer)?.map(([path, key]) => [path?.replace(/^\d\./, ''), key]);
    expect(new Map(keys?.map(([path, key]) => [path, key]))).toEqual(
      new Map([
        ['doc_host', 'batch_rows'],
        ['doc_path', 'batch_rows'],
        ['doc_search', 'batch_rows'],
        ['event_attributes.amount', 'types'],
      ]),
    );
  });

  test.each<[what: string, operation: string, input: JsonObject]>([
    ['the trigger', 'userpilot_event', {}],
    ['what Zapier refuses', 'track_event', { event_name: 'A' }],
    ['a date that nobody can read', 'track_event', { ...SIGNED_UP, occurred_at: 'yesterday' }],
    ['a name that both refuse', 'track_event', { ...SIGNED_UP, event_name: 'user_identify' }],
    ['an empty batch', 'send_batch', { events: [] }],
  ])('is nothing to compare for %s', async (_what, operation, input) => {
    expect(await onMake(operation, input)).toBeNull();
  });
});
