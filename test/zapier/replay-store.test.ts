import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createAppTester, version as platformVersion, type ZObject } from 'zapier-platform-core';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { type Platform, startPlatform } from '../../sandbox/zapier/platform.ts';
import { app, QUICK } from '../support/quick-app.ts';
import { stepsOf } from '../support/steps.ts';

// Not before the times are cut short.
const { memoryOf } = await import('../../src/zapier/replay-store.ts');

let sandbox: Sandbox;
let zapier: Platform;
const { run } = stepsOf(app);
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.USERMAVEN_EVENTS_URL = sandbox.url;
});
beforeEach(async () => {
  zapier = await startPlatform();
});
afterEach(async () => {
  sandbox.clear();
  await zapier.stop();
});
afterAll(() => sandbox.stop());

const EVENT = { event_name: 'Deal Won', user_id: 'usr_1' };

interface Variation {
  readonly action?: string;
  readonly input?: object;
  readonly authData?: object;
  readonly timezone?: string;
  readonly rpc?: string;
}

const send = ({
  action = 'track_event',
  input = EVENT,
  authData = {},
  timezone,
  rpc = zapier.rpcUrl,
}: Variation = {}) =>
  run(
    `creates.${action}.operation.perform`,
    {
      authData: { api_key: sandbox.apiKey, server_token: sandbox.serverToken, ...authData },
      inputData: { ...input },
      meta: timezone === undefined ? {} : { timezone },
    },
    { token: 'zapier', rpc_base: rpc, zcacheTestObj: undefined },
  );

/** The ids of every event in every request, in order, whatever came of it. */
const idsSent = (): unknown[] =>
  sandbox.requests.flatMap(({ body }) => [JSON.parse(body)].flat().map(({ event_id }) => event_id));

const failOnce = (): void => sandbox.fail({ status: 500 }, QUICK.tries);

describe('an event without id and time', () => {
  test('has the same id when a failed run is replayed, and counts once', async () => {
    sandbox.fail({ kind: 'reset', when: 'after' }, QUICK.tries);
    expect((await send()).failure?.name).toBe('ThrottledError');
    const { results } = await send();
    expect(new Set(idsSent()).size).toBe(1);
    expect(results).toMatchObject({ id: idsSent()[0] });
    expect(sandbox.store.events).toHaveLength(1);
  });

  test('keeps it over as many failures as there are, whatever their kind', async () => {
    for (const status of [500, 401, 400, 429]) {
      sandbox.fail({ status }, QUICK.tries);
      expect((await send()).failure).toBeDefined();
      sandbox.recover();
    }
    await send();
    expect(new Set(idsSent()).size).toBe(1);
  });

  test('is forgotten on success, so that the next one with the same content counts too', async () => {
    failOnce();
    await send();
    expect(zapier.cache.size).toBe(1);
    await send();
    expect(zapier.cache.size).toBe(0);
    await send();
    expect(new Set(idsSent()).size).toBe(2);
    expect(sandbox.store.events).toHaveLength(2);
  });

  test('has an id of its own in each of two honest runs, and leaves nothing behind', async () => {
    await send();
    await send();
    expect(new Set(idsSent()).size).toBe(2);
    expect(sandbox.store.events).toHaveLength(2);
    expect(zapier.cache.size).toBe(0);
  });

  test.each<[string, Variation, Variation]>([
    ['another value', { input: EVENT }, { input: { ...EVENT, event_name: 'Deal Lost' } }],
    ['another field', { input: EVENT }, { input: { ...EVENT, email: 'jane@example.com' } }],
    ['another action', { action: 'identify_user', input: EVENT }, { action: 'track_event', input: EVENT }],
    ['another time zone', { timezone: 'Europe/Berlin' }, { timezone: 'America/New_York' }],
    ['another workspace', {}, { authData: { api_key: 'UManother' } }],
  ])('does not meet a failed run with %s', async (_, first, second) => {
    sandbox.fail({ status: 500 }, 2 * QUICK.tries);
    await send(first);
    await send(second);
    expect(new Set(idsSent()).size).toBe(2);
  });

  test('meets a failed run whose fields came in another order', async () => {
    failOnce();
    await send({ input: { ...EVENT, event_attributes: { a: 1, b: 2 } } });
    await send({ input: { event_attributes: { b: 2, a: 1 }, user_id: 'usr_1', event_name: 'Deal Won' } });
    expect(new Set(idsSent()).size).toBe(1);
  });
});

test('a batch that stopped at an expired connection goes on with the new server token', async () => {
  const rows = Array.from({ length: 150 }, (_, row) => ({ ...EVENT, user_id: `usr_${row}` }));
  const batch = { action: 'send_batch', input: { events: rows } };
  // The second hundred meets it, whichever comes first.
  sandbox.fail({ status: 401, match: ({ events }) => events.length === 50 });
  expect((await send(batch)).failure?.name).toBe('ExpiredAuthError');
  const before = sandbox.serverToken;
  sandbox.renew('renewed');
  const { results } = await send(batch);
  sandbox.renew(before);
  expect(results).toMatchObject({ events_accepted: 150, requests_made: 1 });
  expect(sandbox.store.events).toHaveLength(150);
});

test('what the store notes late is dropped all the same, so that the next batch like it counts too', async () => {
  const calls: string[] = [];
  const cache: ZObject['cache'] = {
    get: async () => null,
    set: async () => {
      await sleep(QUICK.cacheMs * 2);
      calls.push('set');
      return true;
    },
    delete: async () => {
      calls.push('delete');
      return true;
    },
  };
  const tester = createAppTester({ version: '1.0.0', platformVersion });
  await tester(async (z, bundle) => {
    const memory = memoryOf({ ...z, cache }, bundle, 'send_batch', { apiKey: 'UM1', serverToken: 'x' }, []);
    await memory.remember({ seed: 'x', accepted: [] });
    expect(calls).toEqual([]);
    await memory.forget();
    await sleep(QUICK.cacheMs * 2);
    return {};
  });
  expect(calls).toEqual(['set', 'delete']);
});

describe('an event with an id or a time needs no memory', () => {
  test.each([
    ['a mapped id', { ...EVENT, event_id: 'evt_1' }],
    ['a time', { ...EVENT, occurred_at: '2026-01-31T09:30:00Z' }],
  ])('%s', async (_, input) => {
    failOnce();
    await send({ input });
    expect(zapier.cache.size).toBe(0);
    await send({ input });
    await send({ input });
    expect(new Set(idsSent()).size).toBe(1);
    expect(sandbox.store.events).toHaveLength(1);
  });

  test('the mapped id wins over the time', async () => {
    await send({ input: { ...EVENT, event_id: 'evt_1', occurred_at: '2026-01-31T09:30:00Z' } });
    expect(idsSent()).toEqual(['evt_1']);
  });

  test('another time is another event', async () => {
    await send({ input: { ...EVENT, occurred_at: '2026-01-31T09:30:00Z' } });
    await send({ input: { ...EVENT, occurred_at: '2026-01-31T09:30:01Z' } });
    expect(sandbox.store.events).toHaveLength(2);
  });
});

describe('a store that fails never stops an event:', () => {
  const BATCH = { events: [EVENT, { event_name: 'Deal Lost', user_id: 'usr_2' }] };
  const variations: Variation[] = [{ action: 'track_event' }, { action: 'send_batch', input: BATCH }];

  test.each(variations)('it is down ($action)', async (variation) => {
    zapier.setCacheDown(true);
    expect((await send(variation)).failure).toBeUndefined();
  });

  test.each(variations)('nobody listens ($action)', async (variation) => {
    expect((await send({ ...variation, rpc: 'http://127.0.0.1:1' })).failure).toBeUndefined();
  });

  test.each(variations)(
    'it does not answer, and the event waits a moment only ($action)',
    async (variation) => {
      const silent = await startSandbox();
      silent.fail({ kind: 'stall' }, Number.POSITIVE_INFINITY);
      const start = Date.now();
      try {
        const { failure } = await send({ ...variation, rpc: `${silent.url}/api/v1/s2s/event` });
        expect(failure).toBeUndefined();
        expect(silent.requests).not.toEqual([]);
        expect(Date.now() - start).toBeLessThan(QUICK.budgetMs);
      } finally {
        await silent.stop();
      }
    },
  );

  test('it is down when a run fails: the run fails as it would have', async () => {
    zapier.setCacheDown(true);
    failOnce();
    expect((await send()).failure).toMatchObject({ name: 'ThrottledError' });
    expect(sandbox.requests).toHaveLength(QUICK.tries);
  });

  const GARBAGE = [
    'no JSON',
    'null',
    '7',
    '[]',
    '{}',
    '{"seed":7,"accepted":[]}',
    '{"seed":"","accepted":[]}',
    '{"seed":"x"}',
    '{"seed":"x","accepted":{}}',
  ];

  test.each(GARBAGE)('it holds garbage: %s', async (garbage) => {
    failOnce();
    await send();
    const [key = ''] = zapier.cache.keys();
    zapier.cache.set(key, garbage);
    const { failure, results } = await send();
    expect(failure).toBeUndefined();
    expect(results).toMatchObject({ id: expect.stringMatching(/^[\da-f-]{36}$/) });
  });

  test.each([...GARBAGE, '{"seed":"x","accepted":[7,"a",null,[1],[1,2,3],["1","2"],[1.5,2]]}'])(
    'it holds garbage about a batch: %s',
    async (garbage) => {
      sandbox.fail({ status: 500 }, QUICK.tries);
      await send({ action: 'send_batch', input: BATCH });
      const [key = ''] = zapier.cache.keys();
      zapier.cache.set(key, garbage);
      const { results } = await send({ action: 'send_batch', input: BATCH });
      expect(results).toMatchObject({ events_accepted: 2 });
      expect(sandbox.store.events).toHaveLength(2);
    },
  );
});

test('what is remembered is dropped after a day', async () => {
  const set = jest.fn<ZObject['cache']['set']>(async () => true);
  const tester = createAppTester({ version: '1.0.0', platformVersion });
  await tester((z, bundle) =>
    memoryOf(
      { ...z, cache: { ...z.cache, set } },
      bundle,
      'track_event',
      { apiKey: 'UM1', serverToken: 'token' },
      [],
    ).remember({ seed: 'x', accepted: [] }),
  );
  expect(set).toHaveBeenCalledWith(expect.any(String), { seed: 'x', accepted: [] }, 86_400);
});

test('what is remembered says nothing of the input, and neither does its key', async () => {
  failOnce();
  await send();
  const [[key, value] = ['', '']] = zapier.cache;
  expect(key).toMatch(/^usermaven:[\da-f]{64}$/);
  expect(JSON.parse(value)).toEqual({ seed: idsSent()[0], accepted: [] });
});
