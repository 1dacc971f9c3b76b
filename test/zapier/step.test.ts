import { describe, expect, jest, test } from '@jest/globals';
import { createAppTester, version as platformVersion } from 'zapier-platform-core';
import { ACTIONS } from '../../src/actions/index.ts';
import { USER_AGENTS } from '../../src/usermaven/request.ts';
import { inputOf, inputWithoutId, performOf } from '../support/action-inputs.ts';
import { BATCH, EVENT_ACTIONS, TRACKING } from '../support/actions.ts';
import { countedCache } from '../support/counted-cache.ts';
import { quickApp } from '../support/quick-app.ts';

const API_KEY = 'UMabcdefgh';
const SERVER_TOKEN = 's3rver.tok/en';
const JOINED = `${API_KEY}.${SERVER_TOKEN}`;

const { sandbox, timing, cache, run, act, authData } = await quickApp({
  apiKey: API_KEY,
  serverToken: SERVER_TOKEN,
});
const { maskInLog, openConnection, redactorOf, step } = await import('../../src/zapier/step.ts');

describe.each(ACTIONS)('$key', (action) => {
  test.each([
    [{}, 'API Key and Server Token'],
    [{ api_key: API_KEY }, 'Server Token'],
    [{ server_token: SERVER_TOKEN.replace('.', '') }, 'API Key'],
  ])('is held until the user reconnects when a credential is missing (%j)', async (given, missing) => {
    expect((await act(action, inputOf(action), { authData: given })).failure).toEqual({
      name: 'ExpiredAuthError',
      message: `${missing}: missing from this connection. Reconnect and fill ${missing.includes(' and ') ? 'them' : 'it'} in.`,
    });
    expect(sandbox.requests).toEqual([]);
  });

  test.each(['http://example.com', 'ftp://127.0.0.1', 'localhost:8080', 'https://user:word@example.com'])(
    'sends no token to %s',
    async (url) => {
      process.env.USERMAVEN_EVENTS_URL = url;
      expect((await act(action, inputOf(action))).failure).toMatchObject({
        name: 'AppError',
        code: 'Configuration',
        message: expect.stringContaining('USERMAVEN_EVENTS_URL must be an https address'),
      });
      expect(sandbox.requests).toEqual([]);
    },
  );
});

describe.each([
  ['the connection test', 'authentication.test', {}],
  ...EVENT_ACTIONS.map((action): [string, string, object] => [
    action.key,
    performOf(action),
    inputOf(action),
  ]),
])('%s takes credentials that were pasted in another way', (_, method, inputData) => {
  test.each([
    ['as they are', API_KEY, SERVER_TOKEN],
    ['with spaces around', ` ${API_KEY}\t`, `\n${SERVER_TOKEN} `],
    ['joined in the box of the token', API_KEY, JOINED],
    ['joined in the box of the key', JOINED, SERVER_TOKEN],
    ['joined in both', JOINED, JOINED],
    ['joined in the box of the token alone', '', JOINED],
    ['joined in the box of the key alone', JOINED, ''],
    ['joined with spaces around', `  ${JOINED} `, ` ${JOINED}  `],
    ['with invisible characters around', `\u200b${API_KEY}\ufeff`, `\u2060${SERVER_TOKEN}\u200d`],
    ['as the header says it', '', `Bearer ${JOINED}`],
    ['as the header says it, in both', `Bearer ${JOINED}`, `bearer  ${JOINED}`],
    ['as the whole address', '', `https://events.usermaven.com/api/v1/s2s/event?token=${JOINED}`],
    [
      'as the whole address, encoded, beside the key',
      API_KEY,
      `https://events.usermaven.com/api/v1/s2s/event?a=b&token=${encodeURIComponent(JOINED)}#c`,
    ],
  ])('%s', async (_way, api_key, server_token) => {
    const { failure } = await run(method, {
      authData: { api_key, server_token },
      inputData: { ...inputData },
    });
    expect(failure).toBeUndefined();
    // An empty batch is refused after the credentials were accepted.
    expect(sandbox.requests).toMatchObject([{ status: method === 'authentication.test' ? 400 : 200 }]);
    for (const { raw } of sandbox.store.events) expect(raw.api_key).toBe(API_KEY);
  });
});

describe('every request names its sender, which is no bot to Usermaven', () => {
  test.each([
    ['authentication.test', {}],
    ...ACTIONS.map((action): [string, object] => [performOf(action), inputOf(action)]),
  ])('%s', async (method, inputData) => {
    await run(method, { authData, inputData: { ...inputData } });
    expect(sandbox.requests.map(({ headers }) => headers['user-agent'])).toEqual(['Zapier']);
  });

  test('on each try, and in each chunk of a batch', async () => {
    sandbox.fail({ status: 503 }, 2);
    const row = { event_name: 'Imported', user_id: 'usr_1' };
    await act(BATCH, { events: Array.from({ length: 350 }, () => row) });
    expect(sandbox.requests.length).toBeGreaterThan(4);
    expect(new Set(sandbox.requests.map(({ headers }) => headers['user-agent']))).toEqual(
      new Set(['Zapier']),
    );
  });

  // What its collector takes for a bot: libraries, and whatever has an address in it.
  test.each(Object.values(USER_AGENTS))('%s', (name) => {
    expect(name).toMatch(/^[A-Z][a-z]+$/);
    expect(name).not.toMatch(/bot|crawl|spider|fetch|axios|curl|python|http/i);
  });
});

describe.each(ACTIONS)('$key, with boxes that contradict each other', (action) => {
  test.each([
    ['another key in the box of the token', API_KEY, `UMzzzzzzzz.${SERVER_TOKEN}`],
    ['another token in the box of the key', JOINED, 'another'],
    ['another key in an address', API_KEY, `https://e.com/?token=UMzzzzzzzz.${SERVER_TOKEN}`],
  ])('is held until the user reconnects: %s', async (_, api_key, server_token) => {
    expect((await act(action, inputOf(action), { authData: { api_key, server_token } })).failure).toEqual({
      name: 'ExpiredAuthError',
      message:
        'API Key and Server Token do not belong together: one of the two boxes also holds a different key or token. Copy both again.',
    });
    expect(sandbox.requests).toEqual([]);
  });
});

test('a step has 20 seconds from its first byte, and no more than 25 from the moment in which it is opened', async () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
  const zapier = createAppTester({ version: '1.0.0', platformVersion });
  for (const [before, deadline] of [
    [0, 1_020_000],
    [4_000, 1_024_000],
    [20_000, 1_025_000],
  ] as const) {
    await zapier(
      (z, bundle) => {
        now.mockReturnValue(1_000_000);
        const { client } = openConnection(z, bundle, { kind: 'reauth' });
        now.mockReturnValue(1_000_000 + before);
        expect(client.deadline).toBe(deadline);
      },
      // The step writes into it.
      { authData: { ...authData } },
    );
  }
});

test.each([
  ['in a live run', {}, false, undefined],
  ['in the editor', { isLoadingSample: true, timezone: 'Asia/Tokyo' }, true, 'Asia/Tokyo'],
  ['with what Zapier does not say', { isLoadingSample: 'no', timezone: null }, false, undefined],
])('a step knows whether its Zap is being built, and the time zone of its account: %s', async (...row) => {
  const [, meta, isBuilding, timeZone] = row;
  const told: unknown[] = [];
  const perform = step(TRACKING, async (opened) => {
    told.push([opened.isBuilding, opened.clock.timeZone]);
  });
  const bundle = { authData: { ...authData }, inputData: {}, meta };
  expect(await countedCache().run(perform, bundle)).toMatchObject({ ok: true });
  expect(told).toEqual([[isBuilding, timeZone]]);
});

describe("Zapier's log masks the forms of a secret", () => {
  const SECRET = 'up+/=&% "ß secret';
  const bundleOf = async (given: Readonly<Record<string, string>>): Promise<string[]> => {
    const zapier = createAppTester({ version: '1.0.0', platformVersion });
    let values: string[] = [];
    await zapier(
      (_z, bundle) => {
        maskInLog(bundle);
        values = Object.values(bundle.authData);
      },
      { authData: given },
    );
    return values;
  };

  test('that it does not know of by itself: joined, trimmed, URL-encoded, in JSON', async () => {
    const values = await bundleOf({ ...authData, userpilot_secret: ` ${SECRET}` });
    const encoded = encodeURIComponent(SECRET);
    expect(values).toEqual(
      expect.arrayContaining([
        JOINED,
        SECRET,
        encoded,
        encoded.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
        JSON.stringify(SECRET).slice(1, -1),
        encodeURIComponent(JOINED),
      ]),
    );
  });

  test('of none where a connection has no credentials: a full stop is no joined token', async () => {
    const blank = { api_key: '', server_token: '' };
    expect(await bundleOf(blank)).toEqual(['', '']);
    expect(redactorOf({ authData: blank })('www.example.com')).toBe('www.example.com');
  });

  test('each once, and none that is blank', async () => {
    const values = await bundleOf({ ...authData, userpilot_secret: '' });
    expect(values.filter((value) => value.trim() === '')).toEqual(['']);
    expect(new Set(values).size).toBe(values.length);
  });
});

describe('a failed run is resumed', () => {
  const INPUT = inputWithoutId(TRACKING);
  interface Run {
    readonly action?: (typeof EVENT_ACTIONS)[number];
    readonly input?: object;
    readonly given?: object;
    readonly timezone?: string;
  }
  const send = ({ action = TRACKING, input = INPUT, given, timezone }: Run = {}) =>
    act(
      action,
      { ...input },
      { authData: { ...authData, ...given }, ...(timezone === undefined ? {} : { meta: { timezone } }) },
    );
  const idsSent = () => sandbox.requests.map(({ body }) => JSON.parse(body).event_id);
  const differentIds = async (...runs: Run[]): Promise<number> => {
    sandbox.fail({ status: 500 }, runs.length * timing.tries);
    for (const one of runs) await send(one);
    return new Set(idsSent()).size;
  };

  test('by one with the same input', async () => {
    expect(await differentIds({}, {})).toBe(1);
  });

  test('by one whose fields came in another order', async () => {
    const input = { ...INPUT, event_attributes: { a: 1, b: 2 } };
    const reversed = Object.fromEntries(Object.entries(input).reverse());
    expect(await differentIds({ input }, { input: { ...reversed, event_attributes: { b: 2, a: 1 } } })).toBe(
      1,
    );
  });

  test('by one over a connection with another server token', async () => {
    expect(await differentIds({}, { given: { server_token: 'renewed' } })).toBe(1);
  });

  test('by one with something beside the fields of the action', async () => {
    expect(await differentIds({}, { input: { ...INPUT, nobody_declared_this: 'x' } })).toBe(1);
  });

  test.each<[string, Run, Run]>([
    ['value', {}, { input: { ...INPUT, user_id: 'another' } }],
    ['field', {}, { input: { ...INPUT, company_id: 'acme' } }],
    ['time zone', { timezone: 'Europe/Berlin' }, { timezone: 'America/New_York' }],
    ['time zone, or none', {}, { timezone: 'America/New_York' }],
    ['workspace', {}, { given: { api_key: 'UManother' } }],
    ...EVENT_ACTIONS.slice(1).map((action): [string, Run, Run] => {
      const input = { ...INPUT, ...inputWithoutId(action) };
      return [`action (${action.key})`, { input }, { input, action }];
    }),
  ])('by none with another %s', async (_, one, other) => {
    expect(await differentIds(one, other)).toBe(2);
  });

  test('by none of another action that has the same fields', async () => {
    const store = countedCache();
    for (const key of ['one', 'another']) {
      const perform = step({ ...TRACKING, key }, async ({ replay }) => {
        await replay.load();
        await replay.save({ isReplayed: true });
      });
      await store.run(perform, { authData, inputData: INPUT });
    }
    expect(store.values.size).toBe(2);
  });

  test('by a key and a state that say nothing of the input', async () => {
    sandbox.fail({ status: 500 }, timing.tries);
    await send();
    expect(Object.entries(cache)).toEqual([
      [
        expect.stringMatching(/^usermaven:[\da-f]{64}$/),
        JSON.stringify({ seed: idsSent()[0], accepted: [] }),
      ],
    ]);
  });
});
