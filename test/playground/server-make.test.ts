import { describe, expect, test } from '@jest/globals';
import { type MadeRequest, type MakeRequest, type MakeResponse, PATHS } from '../../playground/api.ts';
import { differencesBetween } from '../../playground/server/make/differences.ts';
import { loadRecipes, type Recipe } from '../../recipes/recipe.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { DIFFERENCES, type DifferenceKey } from '../../src/make/differences.ts';
import { servedPlayground } from './playground-server.ts';
import { BATCH, IDENTIFYING, TRACKING } from './recipes.ts';

const { description, authData, post, run } = servedPlayground();

const onMake = async (
  operation: string,
  inputData: JsonObject,
  more: Partial<MakeRequest> = {},
): Promise<MakeResponse | null> =>
  (await post<MakeResponse | null>(PATHS.make, { operation, authData: authData(), inputData, ...more })).body;

/** The paths that differ, and the keys of the explanations. */
const differencesIn = (answer: MakeResponse | null) =>
  answer?.differences.map(({ path, reason }) => [path, keyOf(reason)]);

const keyOf = (reason: string): DifferenceKey | undefined =>
  (Object.keys(DIFFERENCES) as DifferenceKey[]).find((key) => DIFFERENCES[key].what === reason);

const SIGNED_UP = { event_name: 'Signed Up', user_id: 'usr_1', event_id: 'e1' };

/** Recipes with attributes that come as text and that Zapier recognizes as numbers or booleans. */
const TYPED = ['historical-import', 'hubspot-company', 'shopify-items'];

/** The documented differences that a recipe shows: rows have no parts of their page, and only Zapier makes an ID of any event. */
const expectedOf = ({ name, expected }: Recipe): DifferenceKey[] => [
  ...(Array.isArray(expected) ? (['batch_rows'] as const) : []),
  ...([expected].flat().some((event) => 'event_id' in event) ? [] : (['event_ids'] as const)),
  ...(TYPED.includes(name) ? (['types'] as const) : []),
];

describe('the same input on Make', () => {
  test.each(loadRecipes())('of the recipe $name differs only as documented', async (recipe) => {
    const { action: operation, mapping } = recipe;
    const sample = description().recipes.find(({ name }) => name === recipe.name)?.sample ?? {};
    const answer = await onMake(operation, mapping, { sample });
    const { requests } = await run({ operation, inputData: mapping, sample });
    const keys = new Set(answer?.differences.map(({ reason }) => keyOf(reason)));
    expect([...keys].sort()).toEqual(expectedOf(recipe));
    expect(withoutDifferences(requests[0], answer)).toEqual(withoutDifferences(undefined, answer));
  });

  /** What Zapier sent, or else what Make sends, without the paths that are reported as different. */
  const withoutDifferences = (request: MadeRequest | undefined, answer: MakeResponse | null): string[] => {
    const body = request ? request.body : (answer?.body ?? null);
    const paths = new Set(answer?.differences.map(({ path }) => path));
    return linesOf(body)
      .filter(([path]) => !paths.has(path))
      .map(([path, value]) => `${path}: ${value}`)
      .sort();
  };

  const linesOf = (value: unknown, path = ''): [string, string][] => {
    const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (members.length === 0) return [[path, JSON.stringify(value)]];
    return members.flatMap(([key, member]) => linesOf(member, path === '' ? key : `${path}.${key}`));
  };

  test('has the label of the Make module, and the API key masked', async () => {
    expect(await onMake(TRACKING.key, SIGNED_UP)).toEqual({
      module: TRACKING.make.label,
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
    expect(await onMake(IDENTIFYING.key, { user_id: 'usr_1' })).toMatchObject({
      module: IDENTIFYING.make.label,
    });
  });

  test('keeps text that looks like a number as text', async () => {
    const answer = await onMake(TRACKING.key, {
      ...SIGNED_UP,
      event_attributes: { amount: '29.90', plan: 'pro' },
    });
    expect(answer?.body).toMatchObject({ event_attributes: { amount: '29.90', plan: 'pro' } });
    expect(answer?.differences).toEqual([
      { path: 'event_attributes.amount', zapier: 29.9, make: '29.90', reason: DIFFERENCES.types.what },
    ]);
  });

  test('keeps the types of attributes given as JSON, and takes Unix seconds and dates without a time zone', async () => {
    const answer = await onMake(
      TRACKING.key,
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

  test('reports documented differences: event IDs, page URLs', async () => {
    const input = { event_name: 'A', user_id: 'usr_1', page_url: 'https://example.com:443/a/../b' };
    expect(differencesIn(await onMake(TRACKING.key, input))).toEqual([
      ['doc_path', 'page_url'],
      ['event_id', 'event_ids'],
    ]);
  });

  test('reports documented differences: spaces around texts, and what Zapier takes out of a longer value', () => {
    const reasons = (zapier: JsonObject, make: JsonObject) =>
      differencesBetween(zapier, make).map(({ path, reason }) => [path, reason]);
    const { texts, words_for_nobody } = DIFFERENCES;
    expect(
      reasons(
        { event_type: 'A', user: { id: 'jane@example.com' }, source_ip: '203.0.113.7' },
        {
          event_type: 'A ',
          user: { id: 'Jane <jane@example.com>' },
          page_title: ' ',
          source_ip: '203.0.113.7, 10.0.0.1',
        },
      ),
    ).toEqual([
      ['event_type', texts.what],
      ['user.id', words_for_nobody.what],
      ['source_ip', words_for_nobody.what],
      ['page_title', texts.what],
    ]);
    const undocumented = expect.stringMatching(/^This is not a documented difference/);
    expect(reasons({ event_type: 'A' }, { event_type: 'A b', page_title: 'B' })).toEqual([
      ['event_type', undocumented],
      ['page_title', undocumented],
    ]);
  });

  test('reports an undocumented difference as one', () => {
    expect(differencesBetween({ user: { id: 'a' } }, { user: { id: 'b' } })).toEqual([
      {
        path: 'user.id',
        zapier: 'a',
        make: 'b',
        reason: expect.stringMatching(/^This is not a documented difference/),
      },
    ]);
  });

  test('compares the first events of a batch that are sent', async () => {
    const events = [
      { event_name: 'A', email: 'a@example.com', occurred_at: '2025-01-01T00:00:00Z', event_id: 'e1' },
      { event_name: 'Nobody did this' },
      { event_name: 'B', user_id: 'b', column_amount: '5', attributes: '{"plan":"pro"}', event_id: 'e2' },
      { event_name: 'C', anonymous_id: 'c', page_url: 'https://example.com/c', event_id: 'e3' },
      { event_name: 'D', user_id: 'd', event_id: 'e4' },
    ];
    const answer = await onMake(BATCH.key, {
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
    ['the trigger', USERPILOT_EVENT.key, {}],
    ['an input that Zapier rejects', TRACKING.key, { event_name: 'A' }],
    ['a date that cannot be read', TRACKING.key, { ...SIGNED_UP, occurred_at: 'yesterday' }],
    ['an event name that both reject', TRACKING.key, { ...SIGNED_UP, event_name: 'user_identify' }],
    ['an empty batch', BATCH.key, { events: [] }],
  ])('is not compared for %s', async (_what, operation, input) => {
    expect(await onMake(operation, input)).toBeNull();
  });
});
