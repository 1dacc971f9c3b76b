import { expect, test } from '@jest/globals';
import { type Behavior, type HookRequest, PATHS } from '../../playground/api.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { leaksIn } from '../support/leaks.ts';
import { type ServerResponse, servedPlayground } from './playground-server.ts';
import { BATCH, TRACKING } from './recipes.ts';

const { authData, description, get, post, sandbox } = servedPlayground();

/** Secrets that look different in a URL, in JSON and in a form. */
const OWN = {
  server_token: 'Ünsafe "token"/+=& (x)',
  userpilot_secret: "what's {signed} & sealed~",
  api_key: 'UMk3y 0+/',
};

const BEHAVIORS: readonly Behavior[] = [
  'normal',
  'unauthorized',
  'rate_limited',
  'server_error',
  'unreachable',
];
const SIGNED_UP = { operation: TRACKING.key, inputData: { event_name: 'Signed Up', user_id: 'usr_1' } };

const SIGNATURES = ['none', 'valid', 'forged', 'tampered'] as const satisfies HookRequest['signature'][];

/** Every kind of response for a connection: tests, successful and failed runs, deliveries, what Usermaven received. */
const everyResponse = async (connection: Record<string, string>): Promise<ServerResponse<unknown>[]> => {
  const responses: ServerResponse<unknown>[] = [];
  const request = async (path: string, body: object) =>
    responses.push(await post(path, { authData: connection, ...body }));
  for (const behavior of BEHAVIORS) {
    await sandbox({ behavior });
    if (behavior !== 'rate_limited' && behavior !== 'unreachable') await request(PATHS.connect, {});
    await request(PATHS.run, SIGNED_UP);
  }
  await sandbox({ behavior: 'normal' });
  for (const { operation, mapping, sample } of description().recipes) {
    await request(PATHS.form, { operation, inputData: mapping });
    await request(PATHS.run, { operation, inputData: mapping, sample });
    await request(PATHS.make, { operation, inputData: mapping, sample });
  }
  await request(PATHS.run, { operation: TRACKING.key, inputData: { event_name: 'user_identify' } });
  await request(PATHS.run, {
    operation: TRACKING.key,
    inputData: {
      event_name: connection.server_token,
      user_id: 'usr_1',
      event_attributes: { [connection.api_key ?? '']: connection.userpilot_secret },
    },
  });
  await request(PATHS.run, {
    operation: BATCH.key,
    inputData: { events: [{ event_name: 'A', user_id: 'b' }, { event_name: 'C' }] },
  });
  for (const signature of SIGNATURES)
    await request(PATHS.hook, {
      operation: USERPILOT_EVENT.key,
      inputData: {},
      type: 'nps.feedback',
      signature,
    });
  responses.push(await get(PATHS.sandbox), await get(`${PATHS.timeline}?person=usr_1`));
  return responses;
};

const secretsOf = ({ api_key = '', server_token = '', userpilot_secret = '' }: Record<string, string>) => [
  api_key,
  server_token,
  `${api_key}.${server_token}`,
  userpilot_secret,
];

test('no response contains a secret of the connection, valid or not, in any encoding', async () => {
  for (const connection of [authData(), authData(OWN)]) {
    const responses = await everyResponse(connection);
    expect(responses.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    expect(
      leaksIn(
        responses.map(({ text }) => text),
        secretsOf(connection),
      ),
    ).toEqual([]);
    // Parsed bodies are searched too, because JSON within JSON escapes a secret differently.
    expect(
      leaksIn(
        responses.map(({ body }) => body),
        secretsOf(connection),
      ),
    ).toEqual([]);
    expect(JSON.stringify(responses)).toContain('***');
  }
});

test('only the description of the app contains the credentials of the local Usermaven', async () => {
  const { text } = await get(PATHS.app);
  const { server_token = '' } = authData();
  expect(text.split(server_token)).toHaveLength(2);
});
