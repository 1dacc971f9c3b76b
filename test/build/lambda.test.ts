import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRecipes } from '../../recipes/recipe.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import {
  type Lambda,
  type StepBundle,
  StepError,
  shownMessage,
  startLambda,
} from '../../sandbox/zapier/lambda.ts';
import { runRecipe } from '../../sandbox/zapier/run-recipe.ts';
import { type Unpacked, unpack } from '../../sandbox/zapier/unpack.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { BUILD_ZIP, readBuild } from '../support/built.ts';
import { expectedPayloads } from '../support/expected-payloads.ts';
import { delivery, signedDelivery } from '../support/userpilot-delivery.ts';
import { SEED_BODIES } from '../userpilot/seed-payloads.ts';

/**
 * The proof of what ships: build.zip, unpacked where it can reach nothing but what it holds, in a process of its own as on
 * Zapier, driven through the handler that Zapier calls.
 */

const USERPILOT_SECRET = 'what Userpilot signs with';
const SERVER_TOKEN = 'server.token+with/signs=';

let sandbox: Sandbox;
let unpacked: Unpacked;
let lambda: Lambda;

beforeAll(async () => {
  await readBuild();
  unpacked = unpack(BUILD_ZIP);
  sandbox = await startSandbox({ serverToken: SERVER_TOKEN });
  lambda = await startLambda({
    folder: unpacked.folder,
    environment: { [HOST_VARIABLE]: sandbox.url },
  });
});
afterEach(() => sandbox.clear());
afterAll(async () => {
  await lambda?.stop();
  await sandbox?.stop();
  await unpacked?.remove();
});

const authData = (changes: Readonly<Record<string, string>> = {}) => ({
  workspace_name: 'Acme',
  api_key: sandbox.apiKey,
  server_token: SERVER_TOKEN,
  ...changes,
});

const act = (action: string, inputData: JsonObject, auth = authData()): Promise<unknown> =>
  lambda.invoke(`creates.${action}.operation.perform`, { authData: auth, inputData });

const trigger = (bundle: StepBundle, secret = USERPILOT_SECRET): Promise<unknown> =>
  lambda.invoke('triggers.userpilot_event.operation.perform', {
    ...bundle,
    authData: authData({ userpilot_secret: secret }),
  });

const failureOf = async (running: Promise<unknown>): Promise<StepError> => {
  try {
    await running;
  } catch (error) {
    if (error instanceof StepError) return error;
    throw error;
  }
  throw new Error('The step did not fail.');
};

const received = (): JsonObject[] => sandbox.store.events.map(({ raw }) => raw);

test("runs on Zapier's Node", () => {
  expect(lambda.node).toMatch(/^22\./);
});

describe('the connection test', () => {
  test('takes the right credentials, and writes nothing', async () => {
    expect(await lambda.invoke('authentication.test', { authData: authData() })).toEqual({
      workspace_name: 'Acme',
    });
    expect(sandbox.requests.map(({ status, body }) => [status, body])).toEqual([[400, '[]']]);
    expect(received()).toEqual([]);
  });

  test.each([{ server_token: 'wrong' }, { api_key: 'UMwrong' }, { server_token: '' }])(
    'refuses %j in words, without the secrets',
    async (wrong) => {
      const error = await failureOf(lambda.invoke('authentication.test', { authData: authData(wrong) }));
      expect(JSON.parse(error.message)).toMatchObject({ code: 'AuthenticationError', status: 401 });
      expect(shownMessage(error)).toContain('Server Token');
      expect(JSON.stringify(error.details)).not.toContain(SERVER_TOKEN);
    },
  );
});

describe('the actions', () => {
  test('Track Event delivers an event with its types', async () => {
    const input = {
      event_name: 'Signed Up',
      user_id: 'usr_1',
      event_attributes: { amount: '29.90', zip: '02134', trial: 'true' },
      occurred_at: '2025-03-05T14:20:00Z',
    };
    expect(await act('track_event', input)).toMatchObject({
      event_name: 'Signed Up',
      user_id: 'usr_1',
      occurred_at: '2025-03-05T14:20:00.000Z',
      accepted: true,
    });
    expect(received()).toMatchObject([
      {
        api_key: sandbox.apiKey,
        event_type: 'Signed Up',
        _timestamp: 1741184400000,
        user: { id: 'usr_1' },
        event_attributes: { amount: 29.9, zip: '02134', trial: true },
      },
    ]);
  });

  test('Identify User makes the person', async () => {
    await act('identify_user', { email: 'jane@example.com', first_name: 'Jane', company_id: 'acme-42' });
    expect(sandbox.store.person('jane@example.com')).toMatchObject({ id: 'jane@example.com' });
    expect(received()).toMatchObject([{ event_type: 'user_identify', company: { id: 'acme-42' } }]);
  });

  test('Send Batch delivers the columns that Extra Columns adds, and lists what it skips', async () => {
    const inputData = {
      attribute_names: ['amount'],
      events: [
        { event_name: 'Paid', user_id: 'usr_1', column_amount: '5' },
        { event_name: 'Paid', column_amount: '6' },
      ],
      invalid_events: 'skip',
    };
    const form = await lambda.invoke('creates.send_batch.operation.inputFields', { inputData });
    expect(form).toContainEqual(
      expect.objectContaining({
        key: 'events',
        children: expect.arrayContaining([expect.objectContaining({ key: 'column_amount' })]),
      }),
    );
    expect(await act('send_batch', inputData)).toMatchObject({
      events_received: 2,
      events_accepted: 1,
      rejected: [{ row: 2, event_name: 'Paid' }],
    });
    expect(received()).toMatchObject([{ event_type: 'Paid', event_attributes: { amount: 5 } }]);
  });

  test('input that has to be fixed fails the run, and sends nothing', async () => {
    const input = { event_name: 'Signed Up', user_id: 'usr_1', occurred_at: '11/05/2026' };
    const error = await failureOf(act('track_event', input));
    expect(error.name).toBe('AppError');
    expect(shownMessage(error)).toMatch(/^Occurred At: "11\/05\/2026" may be read in two ways\./);
    expect(sandbox.requests).toEqual([]);
  });

  test('a run that has nobody to send for is halted, and sends nothing', async () => {
    const error = await failureOf(act('track_event', { event_name: 'Signed Up' }));
    expect(error.name).toBe('HaltedError');
    expect(shownMessage(error)).toMatch(/^User ID, Email, Anonymous ID: all blank\./);
    expect(sandbox.requests).toEqual([]);
  });

  test('a connection that expired holds the runs', async () => {
    const input = { event_name: 'Signed Up', user_id: 'usr_1' };
    const error = await failureOf(act('track_event', input, authData({ server_token: 'revoked' })));
    expect(error.name).toBe('ExpiredAuthError');
    expect(received()).toEqual([]);
  });
});

describe('the Userpilot trigger', () => {
  const deliveries = SEED_BODIES.map((body) => ({ type: String(JSON.parse(body).type), body }));

  test.each(deliveries)('starts on a signed delivery of $type', async ({ type, body }) => {
    expect(await trigger(signedDelivery(body, USERPILOT_SECRET))).toMatchObject([
      { type, user: { user_id: '1' }, signature_verified: true },
    ]);
  });

  const [body = ''] = SEED_BODIES;

  test.each([
    ['forged with another secret', signedDelivery(body, 'guessed')],
    [
      'changed on the way',
      { ...signedDelivery(body, USERPILOT_SECRET), ...delivery(body.replace('1', '2')) },
    ],
    ['not signed', delivery(body)],
  ])('starts nothing on a delivery that is %s, and logs why without the body', async (_what, bundle) => {
    const before = lambda.platform.logs.length;
    expect(await trigger(bundle)).toEqual([]);
    const logged = JSON.stringify(lambda.platform.logs.slice(before));
    expect(logged).toContain('The Userpilot request was ignored.');
    expect(logged).not.toContain('john@userpilot.co');
  });

  test('takes any delivery when no secret is set, and says so', async () => {
    expect(await trigger(delivery(body), '')).toMatchObject([{ signature_verified: false }]);
  });
});

test.each(loadRecipes())('the recipe $name delivers exactly what it expects', async (recipe) => {
  const { outcome } = await runRecipe(lambda, recipe, {
    authData: authData(),
    meta: { timezone: 'UTC' },
  });
  if ('error' in outcome) throw outcome.error;
  expect(received()).toEqual(expectedPayloads(recipe, sandbox.apiKey));
});

test('after all of this no secret has left the process', () => {
  const left = JSON.stringify(lambda.platform.logs) + lambda.output();
  expect(left).toContain('The Userpilot request was ignored.');
  for (const secret of [SERVER_TOKEN, USERPILOT_SECRET]) {
    expect(left).not.toContain(secret);
    expect(left).not.toContain(encodeURIComponent(secret));
  }
});
