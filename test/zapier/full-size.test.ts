import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import app from '../../index.ts';
import { startSandbox } from '../../sandbox/usermaven/server.ts';
import { performOf } from '../support/action-inputs.ts';
import { BATCH } from '../support/actions.ts';
import { stepsOf } from '../support/steps.ts';

/** The app with its own times and limits, as docs/zapier.md tells them. */

const sandbox = await startSandbox();
process.env.USERMAVEN_EVENTS_URL = sandbox.url;
afterEach(() => sandbox.clear());
afterAll(() => sandbox.stop());

const { run } = stepsOf(app);
const send = (inputData: Readonly<Record<string, unknown>>) =>
  run(performOf(BATCH), {
    authData: { api_key: sandbox.apiKey, server_token: sandbox.serverToken },
    inputData,
  });

test('10,000 rows are 100 requests of 100 rows in a row, up to four at a time, and each is stored once', async () => {
  const users = Array.from({ length: 10_000 }, (_, index) => `usr_${index + 1}`);
  // A request is open for a while, so that one too many would be seen beside it.
  sandbox.fail({ kind: 'slow', ms: 10 }, Number.POSITIVE_INFINITY);
  const { results, failure } = await send({
    events: users.map((user_id) => ({ event_name: 'Imported', user_id })),
  });
  expect(failure).toBeUndefined();
  expect(results).toMatchObject({ events_received: 10_000, events_accepted: 10_000, requests_made: 100 });
  expect(sandbox.peakOpenRequests).toBeLessThanOrEqual(4);
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
});

describe('64,000,000 bytes of events are the most that a step sends', () => {
  // With 32,000 bytes of shared attributes and less than 200 bytes of its own, an event has from 32,000 to 32,200 bytes.
  const batchOf = (count: number) => ({
    events: Array.from({ length: count }, () => ({ event_name: 'Imported', user_id: 'usr_1' })),
    shared_attributes: { note: 'x'.repeat(32_000) },
  });

  test('2,000 events of more than 32,000 bytes are refused, and nothing is sent', async () => {
    expect((await send(batchOf(2_000))).failure).toEqual({
      name: 'AppError',
      code: 'InvalidInput',
      message:
        'Events: more than 64,000,000 bytes, including what is added to every event. Split them into several batches, or shorten the shared attributes.',
    });
    expect(sandbox.requests).toEqual([]);
  });

  test('1,980 events of less than 32,200 bytes are sent', async () => {
    sandbox.fail({ status: 400 }, Number.POSITIVE_INFINITY);
    expect((await send(batchOf(1_980))).failure).toMatchObject({ code: 'Refused' });
    for (const { body, events } of sandbox.requests) expect(body.length / events).toBeLessThan(32_200);
    expect(sandbox.requests).not.toEqual([]);
  });
});
