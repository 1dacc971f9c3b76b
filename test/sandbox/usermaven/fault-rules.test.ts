import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Exchange, performFault } from '../../../sandbox/usermaven/perform-fault.ts';
import { type FaultRule, type Sandbox, startSandbox } from '../../../sandbox/usermaven/server.ts';
import { isObject } from '../../../src/lib/json.ts';
import { CREDENTIALS, changed, event, post } from './posting.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox(CREDENTIALS);
});
afterEach(() => sandbox.clear());
afterAll(() => sandbox.stop());

const statuses = async (count: number): Promise<number[]> => {
  const seen: number[] = [];
  for (let sent = 0; sent < count; sent += 1) seen.push((await post(sandbox, event())).status);
  return seen;
};

/** Sends an event and disconnects at a moment. Returns the name of the client's error. */
const abandon = async (moment: Promise<unknown>): Promise<unknown> => {
  const client = new AbortController();
  const failure = failureOf(post(sandbox, event(), { signal: client.signal }));
  await moment;
  client.abort();
  return failure;
};

/** What a request failed with: the code of the socket error, else the error's name. */
const failureOf = async (request: Promise<unknown>): Promise<unknown> => {
  try {
    await request;
    return 'no failure';
  } catch (error) {
    if (!isObject(error)) return error;
    return isObject(error.cause) ? error.cause.code : error.name;
  }
};

describe('which requests meet a fault rule', () => {
  test('the next one only', async () => {
    sandbox.fail({ status: 503 });
    expect(await statuses(2)).toEqual([503, 200]);
  });

  test('as many as told', async () => {
    sandbox.fail({ status: 503 }, 2);
    expect(await statuses(3)).toEqual([503, 503, 200]);
  });

  test('rules apply in the order in which they were added', async () => {
    sandbox.fail({ status: 500 });
    sandbox.fail({ status: 429 });
    expect(await statuses(3)).toEqual([500, 429, 200]);
  });

  test('all, until recovery', async () => {
    sandbox.fail({ status: 503 }, Number.POSITIVE_INFINITY);
    expect(await statuses(4)).toEqual([503, 503, 503, 503]);
    sandbox.recover();
    expect(await statuses(1)).toEqual([200]);
  });

  test('the nth since the rule was added', async () => {
    await statuses(1);
    sandbox.fail({ status: 503, match: ({ nth }) => nth === 3 });
    expect(await statuses(4)).toEqual([200, 200, 503, 200]);
  });

  test('the nth since each rule was added, whichever rule the others met', async () => {
    sandbox.fail({ status: 500 });
    sandbox.fail({ status: 503, match: ({ nth }) => nth === 2 });
    expect(await statuses(3)).toEqual([500, 503, 200]);
  });

  test('those whose events match, whatever their order', async () => {
    sandbox.fail({ status: 413, match: ({ events }) => events.length > 1 }, Number.POSITIVE_INFINITY);
    expect((await post(sandbox, [event(), event()])).status).toBe(413);
    expect((await post(sandbox, [event()])).status).toBe(200);
    expect((await post(sandbox, 'no JSON')).status).toBe(400);
  });

  test('those on a path that matches', async () => {
    sandbox.fail({ status: 503, match: ({ path }) => path === '/api/v1/s2s/events' });
    expect(await statuses(1)).toEqual([200]);
    expect((await post(sandbox, event(), { path: '/api/v1/s2s/events' })).status).toBe(503);
  });

  test('none outside the events path', async () => {
    sandbox.fail({ status: 503 });
    expect((await post(sandbox, event(), { path: '/elsewhere' })).status).toBe(404);
    expect((await post(sandbox, event(), { method: 'GET' })).status).toBe(405);
    expect(await statuses(1)).toEqual([503]);
  });

  test.each([0, -1, Number.NaN])('%p times is refused', (times) => {
    expect(() => sandbox.fail({ status: 503 }, times)).toThrow(RangeError);
  });
});

describe('what a fault responds', () => {
  test.each<[string, FaultRule, number, string, string | null]>([
    ['a status', { status: 503 }, 503, 'Service Unavailable', 'text/plain; charset=utf-8'],
    [
      'a body of its own',
      { kind: 'status', status: 400, body: 'why', contentType: 'text/plain' },
      400,
      'why',
      'text/plain',
    ],
    ['an unknown status', { status: 599 }, 599, '', 'text/plain; charset=utf-8'],
    ['a busy collector', { kind: 'partial' }, 503, 'Service Unavailable', 'text/plain; charset=utf-8'],
    ['the usual, where ids are ignored', { kind: 'ids_ignored' }, 200, '{"status":"ok"}', 'application/json'],
    [
      'HTML',
      { kind: 'html' },
      502,
      '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>',
      'text/html',
    ],
    [
      'HTML with an unknown status',
      { kind: 'html', status: 599 },
      599,
      '<html><head><title>599 </title></head><body>599 </body></html>',
      'text/html',
    ],
    ['an empty body', { kind: 'empty' }, 200, '', 'application/json'],
    ['an empty body with an error', { kind: 'empty', status: 500 }, 500, '', 'application/json'],
    ['no content', { kind: 'empty', status: 204 }, 204, '', 'application/json'],
    ['wrong JSON', { kind: 'wrong_json' }, 200, '{"status":', 'application/json'],
    ['wrong JSON with an error', { kind: 'wrong_json', status: 400 }, 400, '{"status":', 'application/json'],
  ])('%s', async (_, rule, status, body, type) => {
    sandbox.fail(rule);
    const response = await post(sandbox, event());
    expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([
      status,
      body,
      type,
    ]);
    expect(sandbox.requests).toMatchObject([
      { status, reason: null, response: body, fault: rule.kind ?? 'status', events: 1 },
    ]);
  });

  test('headers of its own', async () => {
    sandbox.fail({ status: 429, headers: { 'Retry-After': '3' } });
    expect((await post(sandbox, event())).headers.get('retry-after')).toBe('3');
  });

  test.each([
    [undefined, 307],
    [302, 302],
  ])('a redirect (status %p)', async (status, expected) => {
    const to = 'http://127.0.0.1:1/elsewhere';
    sandbox.fail({ kind: 'redirect', to, ...(status === undefined ? {} : { status }) });
    const response = await post(sandbox, event());
    expect([response.status, response.headers.get('location')]).toEqual([expected, to]);
  });
});

describe('what a fault stores', () => {
  test.each<[FaultRule, number]>([
    [{ status: 200 }, 1],
    [{ status: 202 }, 1],
    [{ status: 300 }, 0],
    [{ status: 408 }, 0],
    [{ status: 500 }, 0],
    [{ kind: 'html', status: 200 }, 1],
    [{ kind: 'html' }, 0],
    [{ kind: 'empty' }, 1],
    [{ kind: 'wrong_json' }, 1],
    [{ kind: 'redirect', to: '/' }, 0],
    [{ kind: 'partial', first: 1 }, 1],
    [{ kind: 'partial' }, 0],
    [{ kind: 'ids_ignored' }, 1],
  ])('%j stores %i events', async (rule, stored) => {
    sandbox.fail(rule);
    await post(sandbox, event());
    expect(sandbox.store.events).toHaveLength(stored);
  });

  test.each<[string, FaultRule]>([
    ['an empty 200', { kind: 'empty' }],
    ['a drip', { kind: 'drip', ms: 1 }],
    ['a reset after storing', { kind: 'reset', when: 'after' }],
    ['a slow response', { kind: 'slow', ms: 1 }],
    ['a stall that ends', { kind: 'stall', ms: 1 }],
    ['a part stored', { kind: 'partial', first: 1 }],
    ['ids ignored', { kind: 'ids_ignored' }],
  ])('%s does not hide a refusal', async (_, rule) => {
    sandbox.fail(rule, 2);
    const unauthorised = await post(sandbox, event(), { query: '?token=wrong' });
    expect([unauthorised.status, await unauthorised.text()]).toEqual([401, 'API key is not valid']);
    const malformed = await post(sandbox, event({ user: {} }));
    expect(malformed.status).toBe(400);
    const reason =
      'Request decoding error: JSON payload is invalid: event 1 has a user with neither id nor anonymous_id';
    expect(sandbox.requests[1]).toMatchObject({ status: 400, reason, fault: rule.kind });
    expect(sandbox.store.events).toEqual([]);
  });

  test('of a batch that was stored in part, the first events, and what is sent again is dropped by its ids', async () => {
    const batch = ['e1', 'e2', 'e3', 'e4', 'e5'].map((event_id) => event({ event_id }));
    sandbox.fail({ kind: 'partial' });
    expect((await post(sandbox, batch)).status).toBe(503);
    expect(sandbox.store.events.map(({ id }) => id)).toEqual(['e1', 'e2']);
    expect((await post(sandbox, batch)).status).toBe(200);
    expect(sandbox.store.events.map(({ id }) => id)).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
    expect(sandbox.store.duplicates).toBe(2);
  });

  test('where ids are ignored, an event again whose id was stored before', async () => {
    const body = event({ event_id: 'e1' });
    await post(sandbox, body);
    sandbox.fail({ kind: 'ids_ignored' });
    await post(sandbox, body);
    await post(sandbox, body);
    expect([sandbox.store.events.length, sandbox.store.duplicates]).toEqual([2, 1]);
  });

  test('a fault that stores nothing comes before the credentials are checked', async () => {
    sandbox.fail({ status: 503 });
    expect((await post(sandbox, event(), { query: '' })).status).toBe(503);
  });
});

describe('connections and time', () => {
  test('a reset before storing stores nothing', async () => {
    sandbox.fail({ kind: 'reset' });
    expect(await failureOf(post(sandbox, event()))).toBe('ECONNRESET');
    expect(sandbox.store.events).toEqual([]);
    expect(sandbox.requests).toMatchObject([{ status: null, fault: 'reset', events: 1 }]);
  });

  test('a reset after storing has stored, so that a second try is a duplicate', async () => {
    sandbox.fail({ kind: 'reset', when: 'after' });
    const body = event({ event_id: 'e1' });
    expect(await failureOf(post(sandbox, body))).toBe('ECONNRESET');
    expect(sandbox.store.events).toHaveLength(1);
    expect((await post(sandbox, body)).status).toBe(200);
    expect(sandbox.store.events).toHaveLength(1);
    expect(sandbox.store.duplicates).toBe(1);
  });

  test('a stall never gets a response and stores nothing', async () => {
    const met = Promise.withResolvers<void>();
    sandbox.fail({
      kind: 'stall',
      match: () => {
        setImmediate(met.resolve);
        return true;
      },
    });
    expect(await abandon(met.promise)).toBe('AbortError');
    expect(sandbox.requests).toMatchObject([{ status: null, fault: 'stall' }]);
    expect(sandbox.store.events).toEqual([]);
  });

  test('a stall with an end is followed by the usual response', async () => {
    sandbox.fail({ kind: 'stall', ms: 100 });
    const started = performance.now();
    const response = await post(sandbox, event());
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    expect(performance.now() - started).toBeGreaterThan(95);
    expect(sandbox.store.events).toHaveLength(1);
  });

  test('a stall with an end stores nothing once the client has disconnected', async () => {
    const outgoing = new ServerResponse(new IncomingMessage(new Socket()));
    const handle = jest.fn<Exchange['handle']>();
    const performed = performFault({ kind: 'stall', ms: 60_000 }, { outgoing, handle, onSent: () => {} });
    outgoing.emit('close');
    await performed;
    expect(handle).not.toHaveBeenCalled();
  });

  test('a slow response has stored at once, even if the client gives up', async () => {
    sandbox.fail({ kind: 'slow', ms: 60_000 });
    expect(await abandon(changed(sandbox, () => sandbox.store.events.length === 1))).toBe('AbortError');
    expect(sandbox.requests).toMatchObject([{ status: null, fault: 'slow' }]);
  });

  test('a slow response is the usual one after the delay', async () => {
    sandbox.fail({ kind: 'slow', ms: 100 });
    const started = performance.now();
    const response = await post(sandbox, event());
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    expect(performance.now() - started).toBeGreaterThan(95);
  });

  test('a drip sends its head at once and then byte after byte', async () => {
    sandbox.fail({ kind: 'drip', ms: 40, body: 'héy' });
    const started = performance.now();
    const response = await post(sandbox, event());
    expect(response.status).toBe(200);
    expect(sandbox.store.events).toHaveLength(1);
    const lengths: number[] = [];
    const bytes: number[] = [];
    for await (const chunk of response.body ?? []) {
      lengths.push(chunk.length);
      bytes.push(...chunk);
    }
    expect(performance.now() - started).toBeGreaterThan(4 * 40 - 5);
    expect(Buffer.from(bytes).toString()).toBe('héy');
    expect(lengths.length).toBeGreaterThan(1);
  });

  test('a drip of the usual body ends as the usual response', async () => {
    sandbox.fail({ kind: 'drip', ms: 1 });
    expect(await (await post(sandbox, event())).json()).toEqual({ status: 'ok' });
  });

  test('a drip with an error stores nothing', async () => {
    sandbox.fail({ kind: 'drip', ms: 1, status: 503, body: 'x' });
    const response = await post(sandbox, event());
    expect([response.status, await response.text()]).toEqual([503, 'x']);
    expect(sandbox.store.events).toEqual([]);
  });

  test.each([
    [200, 1],
    [500, 0],
  ])('a truncated %i breaks off in its body', async (status, stored) => {
    sandbox.fail({ kind: 'truncated', status });
    const response = await post(sandbox, event());
    expect(response.status).toBe(status);
    expect(await failureOf(response.text())).toBe('UND_ERR_SOCKET');
    expect(sandbox.store.events).toHaveLength(stored);
  });

  test('a truncated response is a 200 unless told otherwise', async () => {
    sandbox.fail({ kind: 'truncated' });
    expect((await post(sandbox, event())).status).toBe(200);
  });

  test('a rule that fails is an error of the request, not the end', async () => {
    sandbox.fail({
      status: 503,
      match: () => {
        throw new Error('no match');
      },
    });
    const response = await post(sandbox, event());
    expect([response.status, await response.text()]).toEqual([500, 'The sandbox cannot handle this request']);
    sandbox.recover();
    expect(await statuses(1)).toEqual([200]);
  });

  test('requests that are open at the same time meet one fault each', async () => {
    sandbox.fail({ status: 503 }, 2);
    const seen = await Promise.all([1, 2, 3, 4].map(async () => (await post(sandbox, event())).status));
    expect(seen.sort()).toEqual([200, 200, 503, 503]);
  });
});
