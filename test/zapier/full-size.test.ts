import { afterAll, beforeAll, expect, test } from '@jest/globals';
import app from '../../index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { stepsOf } from '../support/steps.ts';

/** The app with its own times, where size matters and speed does not. */

let sandbox: Sandbox;
const { run } = stepsOf(app);
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.USERMAVEN_EVENTS_URL = sandbox.url;
});
afterAll(() => sandbox.stop());

test('10,000 rows are 100 requests of 100 rows in a row, and each is stored once', async () => {
  const users = Array.from({ length: 10_000 }, (_, index) => `usr_${index + 1}`);
  const { results, failure } = await run('creates.send_batch.operation.perform', {
    authData: { api_key: sandbox.apiKey, server_token: sandbox.serverToken },
    inputData: { events: users.map((user_id) => ({ event_name: 'Imported', user_id })) },
  });
  expect(failure).toBeUndefined();
  expect(results).toMatchObject({ events_received: 10_000, events_accepted: 10_000, requests_made: 100 });
  const usersSent: string[][] = sandbox.requests.map(({ body }) =>
    JSON.parse(body).map(({ user }: { user: { id: string } }) => user.id),
  );
  expect(usersSent).toHaveLength(100);
  for (const sent of usersSent) {
    const first = users.indexOf(sent[0] ?? '');
    expect(first % 100).toBe(0);
    expect(sent).toEqual(users.slice(first, first + 100));
  }
  expect(sandbox.store.duplicates).toBe(0);
  expect(usersSent.flat().sort()).toEqual([...users].sort());
  expect(sandbox.store.events).toHaveLength(10_000);
}, 30_000);
