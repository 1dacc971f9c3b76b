import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { app } from '../support/quick-app.ts';
import { stepsOf } from '../support/steps.ts';

const API_KEY = 'UMabcdefgh';
const SERVER_TOKEN = 's3rver.tok/en';
const JOINED = `${API_KEY}.${SERVER_TOKEN}`;

let sandbox: Sandbox;
const { run } = stepsOf(app);
beforeAll(async () => {
  sandbox = await startSandbox({ apiKey: API_KEY, serverToken: SERVER_TOKEN });
  process.env.USERMAVEN_EVENTS_URL = sandbox.url;
});
afterEach(() => sandbox.clear());
afterAll(() => sandbox.stop());

const connect = (authData: Readonly<Record<string, string>>) => run('authentication.test', { authData });
const track = (authData: Readonly<Record<string, string>>) =>
  run('creates.track_event.operation.perform', {
    authData,
    inputData: { event_name: 'Deal Won', user_id: 'usr_1' },
  });

describe('the connection test', () => {
  test('sends an empty batch, so that nothing is stored', async () => {
    const { results } = await connect({
      api_key: API_KEY,
      server_token: SERVER_TOKEN,
      workspace_name: 'Acme',
    });
    expect(results).toEqual({ workspace_name: 'Acme' });
    expect(sandbox.requests).toMatchObject([
      { method: 'POST', path: '/api/v1/s2s/event', body: '[]', status: 200 },
    ]);
    expect(sandbox.store.events).toEqual([]);
    expect(sandbox.store.people()).toEqual([]);
  });

  test('passes when the API has read the empty batch and does not like it', async () => {
    sandbox.fail({ status: 400, body: '{"message":"no events"}' });
    expect((await connect({ api_key: API_KEY, server_token: SERVER_TOKEN })).results).toEqual({
      workspace_name: '',
    });
  });

  test.each([
    ['the key', { api_key: 'UMzzzzzzzz', server_token: SERVER_TOKEN }],
    ['the token', { api_key: API_KEY, server_token: 'wrong' }],
    ['the case of the key', { api_key: API_KEY.toLowerCase(), server_token: SERVER_TOKEN }],
    ['the order of both', { api_key: SERVER_TOKEN, server_token: API_KEY }],
  ])('fails when %s is wrong, and says where the right ones are', async (_, authData) => {
    expect((await connect(authData)).failure).toEqual({
      name: 'AppError',
      code: 'AuthenticationError',
      status: 401,
      message:
        'Usermaven does not accept this API Key and Server Token (401). Copy both again from Workspace Settings > Setup > HTTP API.',
    });
    expect(sandbox.requests).toHaveLength(1);
  });

  test.each([
    ['nothing', {}, 'API Key and Server Token'],
    ['no key', { server_token: SERVER_TOKEN.replace('.', '') }, 'API Key'],
    ['no token', { api_key: API_KEY }, 'Server Token'],
    ['a blank token', { api_key: API_KEY, server_token: '  ' }, 'Server Token'],
  ])('fails without a request when there is %s', async (_, authData: Record<string, string>, missing) => {
    expect((await connect(authData)).failure).toEqual({
      name: 'AppError',
      code: 'AuthenticationError',
      status: 401,
      message: `${missing}: missing in this connection. Reconnect and fill it in.`,
    });
    expect(sandbox.requests).toEqual([]);
  });
});

describe('an action over a connection that lacks a part', () => {
  test('is held until the user reconnects', async () => {
    expect((await track({ api_key: API_KEY })).failure).toEqual({
      name: 'ExpiredAuthError',
      message: 'Server Token: missing in this connection. Reconnect and fill it in.',
    });
    expect(sandbox.requests).toEqual([]);
  });
});

describe('credentials pasted in another way work all the same:', () => {
  test.each([
    ['as they are', API_KEY, SERVER_TOKEN],
    ['with spaces around', ` ${API_KEY}\t`, `\n${SERVER_TOKEN} `],
    ['joined in the box of the token', API_KEY, JOINED],
    ['joined in the box of the key', JOINED, SERVER_TOKEN],
    ['joined in both', JOINED, JOINED],
    ['joined in the box of the token alone', '', JOINED],
    ['joined in the box of the key alone', JOINED, ''],
    ['joined with spaces around', `  ${JOINED} `, ` ${JOINED}  `],
  ])('%s', async (_, api_key, server_token) => {
    expect((await connect({ api_key, server_token })).failure).toBeUndefined();
    expect((await track({ api_key, server_token })).failure).toBeUndefined();
    expect(sandbox.store.events).toMatchObject([{ raw: { api_key: API_KEY } }]);
  });
});
