import { describe, expect, test } from '@jest/globals';
import { quickApp } from '../support/quick-app.ts';

const API_KEY = 'UMabcdefgh';
const SERVER_TOKEN = 's3rver.tok/en';

const { sandbox, run } = await quickApp({ apiKey: API_KEY, serverToken: SERVER_TOKEN });

const connect = (authData: Readonly<Record<string, string>>) => run('authentication.test', { authData });

describe('the connection test', () => {
  test('sends an empty batch, so that nothing is stored', async () => {
    const { results } = await connect({
      api_key: API_KEY,
      server_token: SERVER_TOKEN,
      workspace_name: 'Acme',
    });
    expect(results).toEqual({ workspace_name: 'Acme' });
    expect(sandbox.requests).toMatchObject([
      { method: 'POST', path: '/api/v1/s2s/event', body: '[]', status: 400 },
    ]);
    expect(sandbox.store.events).toEqual([]);
    expect(sandbox.store.people()).toEqual([]);
  });

  test('passes too when the API accepts the empty batch', async () => {
    sandbox.fail({ status: 200 });
    expect((await connect({ api_key: API_KEY, server_token: SERVER_TOKEN })).results).toEqual({
      workspace_name: '',
    });
  });

  test.each([
    ['the key', { api_key: 'UMzzzzzzzz', server_token: SERVER_TOKEN }],
    ['the token', { api_key: API_KEY, server_token: 'wrong' }],
    ['the case of the key', { api_key: API_KEY.toLowerCase(), server_token: SERVER_TOKEN }],
    ['the order of both', { api_key: SERVER_TOKEN.replace('.', ''), server_token: API_KEY }],
  ])('fails when %s is wrong, and says where the right ones are', async (_, authData) => {
    expect((await connect(authData)).failure).toEqual({
      name: 'AppError',
      code: 'AuthenticationError',
      status: 401,
      message:
        'Usermaven does not accept this API Key and Server Token (401). Copy both again from Workspace Settings > Setup > HTTP API. A new token works after about ten seconds.',
    });
    expect(sandbox.requests).toHaveLength(1);
  });

  test.each([
    ['another key in the box of the token', API_KEY, `UMzzzzzzzz.${SERVER_TOKEN}`],
    ['another token in the box of the key', `${API_KEY}.${SERVER_TOKEN}`, 'another'],
  ])('fails without a request when the boxes contradict each other: %s', async (_, api_key, server_token) => {
    expect((await connect({ api_key, server_token })).failure).toEqual({
      name: 'AppError',
      code: 'AuthenticationError',
      status: 401,
      message:
        'API Key and Server Token do not belong together: one of the two boxes also holds a different key or token. Copy both again.',
    });
    expect(sandbox.requests).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'API Key and Server Token'],
    ['no key', { server_token: SERVER_TOKEN.replace('.', '') }, 'API Key'],
    ['no token', { api_key: API_KEY }, 'Server Token'],
    ['a blank token', { api_key: API_KEY, server_token: '  ' }, 'Server Token'],
  ])('fails without a request when there is %s', async (_, authData, missing) => {
    expect((await connect(authData)).failure).toEqual({
      name: 'AppError',
      code: 'AuthenticationError',
      status: 401,
      message: `${missing}: missing from this connection. Reconnect and fill ${missing.includes(' and ') ? 'them' : 'it'} in.`,
    });
    expect(sandbox.requests).toEqual([]);
  });
});
