import { expect, test } from '@jest/globals';
import { type HookRequest, PATHS, type Behavior } from '../../playground/api.ts';
import { leaksIn } from '../support/leaks.ts';
import { type Answered, playground } from './playing.ts';

const { authData, get, post, sandbox } = playground();

/** Secrets that look different in an address, in JSON and in a form. */
const OWN = {
  server_token: 'Ünsafe "token"/+=& (x)',
  userpilot_secret: "what's {signed} & sealed~",
  api_key: 'UMk3y 0+/',
};

const WEATHERS: readonly Behavior[] = ['normal', 'unauthorized', 'rate_limited', 'server_error', 'unreachable'];
const SIGNATURES = ['none', 'valid', 'forged', 'tampered'] as const satisfies HookRequest['signature'][];

/** Everything that the server says of a connection: tests, runs good and bad, deliveries, what Usermaven got. */
const everythingSaid = async (connection: Record<string, string>): Promise<Answered<unknown>[]> => {
  const said: Answered<unknown>[] = [];
  const ask = async (path: string, body: object) =>
    said.push(await post(path, { authData: connection, ...body }));
  for (const behavior of WEATHERS) {
    await sandbox({ behavior });
    if (behavior !== 'rate_limited' && behavior !== 'unreachable') await ask(PATHS.connect, {});
    await ask(PATHS.run, {
      operation: 'track_event',
      inputData: { event_name: 'Signed Up', user_id: 'usr_1' },
    });
  }
  await sandbox({ behavior: 'normal' });
  await ask(PATHS.run, { operation: 'track_event', inputData: { event_name: 'user_identify' } });
  await ask(PATHS.run, {
    operation: 'track_event',
    inputData: {
      event_name: connection.server_token,
      user_id: 'usr_1',
      event_attributes: { [connection.api_key ?? '']: connection.userpilot_secret },
    },
  });
  await ask(PATHS.run, {
    operation: 'send_batch',
    inputData: { events: [{ event_name: 'A', user_id: 'b' }, { event_name: 'C' }] },
  });
  await ask(PATHS.form, { operation: 'send_batch', inputData: {} });
  await ask(PATHS.make, {
    operation: 'track_event',
    inputData: { event_name: 'Signed Up', user_id: 'usr_1' },
  });
  for (const signature of SIGNATURES)
    await ask(PATHS.hook, { inputData: {}, type: 'nps.feedback', signature });
  said.push(await get(PATHS.sandbox), await get(`${PATHS.timeline}?person=usr_1`));
  return said;
};

const secretsOf = ({ api_key = '', server_token = '', userpilot_secret = '' }: Record<string, string>) => [
  api_key,
  server_token,
  `${api_key}.${server_token}`,
  userpilot_secret,
];

test('no answer holds a secret of the connection, right or wrong, in any form', async () => {
  for (const connection of [authData(), authData(OWN)]) {
    const said = await everythingSaid(connection);
    expect(said.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    expect(
      leaksIn(
        said.map(({ text }) => text),
        secretsOf(connection),
      ),
    ).toEqual([]);
    // What is parsed is searched too: JSON within JSON writes a secret in another way.
    expect(
      leaksIn(
        said.map(({ body }) => body),
        secretsOf(connection),
      ),
    ).toEqual([]);
    expect(JSON.stringify(said)).toContain('***');
  }
}, 120_000);

test('only the description of the app holds what connects to the local Usermaven', async () => {
  const { text } = await get(PATHS.app);
  const { server_token = '' } = authData();
  expect(text.split(server_token)).toHaveLength(2);
});
