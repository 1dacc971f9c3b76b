import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../../sandbox/usermaven/server.ts';
import type { Json } from '../../../src/lib/json.ts';
import { CREDENTIALS, event, post } from './posting.ts';

const NOW = 1_750_000_000_000;
const TOKEN = `${CREDENTIALS.apiKey}.${CREDENTIALS.serverToken}`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ ...CREDENTIALS, now: () => NOW });
});
afterEach(() => sandbox.clear());
afterAll(() => sandbox.stop());

const responseTo = async (body: Json, posting = {}) => {
  const response = await post(sandbox, body, posting);
  return { status: response.status, body: await response.json() };
};
const accepted = { status: 200, body: { status: 'ok' } };
const refused = (status: number, message: string) => ({ status, body: { message, error: '' } });

describe('where events go', () => {
  test.each(['/api/v1/s2s/event', '/api/v1/s2s/event/', '/api/v1/s2s/events', '/api/v1/s2s/events/'])(
    'POST %s takes an event',
    async (path) => {
      expect(await responseTo(event(), { path })).toEqual(accepted);
      expect(sandbox.store.events).toHaveLength(1);
    },
  );

  test.each(['GET', 'PUT', 'DELETE'])('%s is not allowed on the events path', async (method) => {
    const response = await post(sandbox, event(), { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await response.json()).toEqual({ message: 'Only POST is allowed here.', error: '' });
  });

  test.each(['/', '/api/v1/event', '/api/v1/s2s/event/more'])('nothing is at %s', async (path) => {
    expect(await responseTo(event(), { path })).toEqual(refused(404, 'There is nothing at this path.'));
  });
});

describe('the token', () => {
  test('is taken from an Authorization header too', async () => {
    const posting = { query: '', headers: { Authorization: `Bearer ${TOKEN}` } };
    expect(await responseTo(event(), posting)).toEqual(accepted);
  });

  test('in the query wins over the header', async () => {
    const posting = { query: '?token=wrong', headers: { Authorization: `Bearer ${TOKEN}` } };
    expect((await responseTo(event(), posting)).status).toBe(401);
  });

  test.each([
    ['another server token', `?token=${CREDENTIALS.apiKey}.other`, `${CREDENTIALS.apiKey}.other`],
    [
      'the server token alone',
      `?token=${encodeURIComponent(CREDENTIALS.serverToken)}`,
      CREDENTIALS.serverToken,
    ],
    ['no token', '', ''],
  ])('%s is refused, and the response repeats it', async (_, query, given) => {
    expect(await responseTo(event(), { query })).toEqual(refused(401, `The token is not found: ${given}`));
    expect(sandbox.store.events).toEqual([]);
  });

  test('is checked before the body is read', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const unfinished = request(`${sandbox.url}/api/v1/s2s/event?token=wrong`, {
        method: 'POST',
        headers: { 'Content-Length': 1_000 },
      });
      unfinished.on('response', (response) => {
        resolve(response.statusCode);
        unfinished.destroy();
      });
      unfinished.on('error', reject);
      unfinished.flushHeaders();
    });
    expect(status).toBe(401);
    expect(sandbox.requests).toMatchObject([{ status: 401, bodyBytes: 0, body: '', events: 0 }]);
  });
});

describe('the body', () => {
  test('may be an array of events', async () => {
    expect(await responseTo([event(), event({ event_type: 'Second' })])).toEqual(accepted);
    expect(sandbox.store.events.map(({ type }) => type)).toEqual(['Deal Stage Changed', 'Second']);
  });

  test('an empty array is accepted and stores nothing', async () => {
    expect(await responseTo([])).toEqual(accepted);
    expect(sandbox.store.events).toEqual([]);
  });

  test('text in any language arrives as it was sent', async () => {
    await post(sandbox, event({ event_type: 'Größe 変更 🚀' }));
    expect(sandbox.store.events[0]?.raw).toEqual(event({ event_type: 'Größe 変更 🚀' }));
  });

  test.each<[string, Json, string]>([
    ['broken JSON', '{"api_key":', 'The body is not JSON.'],
    ['an empty body', '', 'The body is not JSON.'],
    ['a number', '42', 'The body is neither an event (a JSON object) nor an array of events.'],
    ['null', 'null', 'The body is neither an event (a JSON object) nor an array of events.'],
    ['an element that is no object', [event(), 'two'], 'Event 2 is not a JSON object.'],
    ['an array in an array', [[event()]], 'Event 1 is not a JSON object.'],
    ['no api_key', event({ api_key: '' }), 'Event 1 has no api_key.'],
    ['another api_key', event({ api_key: 'UMother000' }), 'Event 1 has another api_key than the token.'],
    ['no event_type', event({ event_type: ' ' }), 'Event 1 has no event_type.'],
    ['an event_type that is no text', event({ event_type: 7 }), 'Event 1 has no event_type.'],
    ['no user', event({ user: null }), 'Event 1 has no user object.'],
    ['a user that is text', event({ user: 'usr_1' }), 'Event 1 has no user object.'],
    [
      'a user without ids',
      event({ user: { email: 'a@b.co' } }),
      'Event 1 has a user with neither id nor anonymous_id.',
    ],
    [
      'blank ids',
      event({ user: { id: '', anonymous_id: ' ' } }),
      'Event 1 has a user with neither id nor anonymous_id.',
    ],
    [
      'an id that is a number',
      event({ user: { id: 5 } }),
      'Event 1 has a user.id or user.anonymous_id that is not text.',
    ],
    ...[1.5, '1632150122000', null, true].map((time): [string, Json, string] => [
      `a _timestamp of ${JSON.stringify(time)}`,
      event({ _timestamp: time }),
      'Event 1 has a _timestamp that is not an integer (UTC milliseconds).',
    ]),
  ])('%s is refused with a reason', async (_, body, message) => {
    expect(await responseTo(body)).toEqual(refused(400, message));
    expect(sandbox.store.events).toEqual([]);
  });

  test('one bad event refuses the whole request', async () => {
    const body = [event(), event({ user: {} }), event()];
    expect(await responseTo(body)).toEqual(
      refused(400, 'Event 2 has a user with neither id nor anonymous_id.'),
    );
    expect(sandbox.store.events).toEqual([]);
    expect(sandbox.requests).toMatchObject([{ status: 400, events: 3 }]);
  });

  test('nesting deeper than can be measured is an error, not the end', async () => {
    const depth = 100_000;
    const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const body = JSON.stringify(event({ event_attributes: '@' })).replace('"@"', nested);
    expect((await post(sandbox, body)).status).toBe(500);
    expect(await responseTo(event())).toEqual(accepted);
  });

  test('a client that disconnects in the middle stores nothing and breaks nothing', async () => {
    await new Promise<void>((resolve) => {
      const unfinished = request(`${sandbox.url}/api/v1/s2s/event?token=${encodeURIComponent(TOKEN)}`, {
        method: 'POST',
        headers: { 'Content-Length': 1_000 },
      });
      unfinished.on('error', () => resolve());
      unfinished.write('{"api_key"', () => unfinished.destroy(new Error('enough')));
    });
    expect(await responseTo(event())).toEqual(accepted);
    expect(sandbox.store.events).toHaveLength(1);
  });
});

describe('sizes', () => {
  const sized = (bytes: number) => {
    const empty = JSON.stringify(event({ filler: '' })).length;
    return event({ filler: 'x'.repeat(bytes - empty) });
  };

  test('an event of 51,200 bytes is accepted and one byte more is not', async () => {
    expect(await responseTo(sized(51_200))).toEqual(accepted);
    expect(await responseTo(sized(51_201))).toEqual(refused(400, 'Event 1 is too big.'));
  });

  test('bytes are counted, not characters', async () => {
    expect((await responseTo(event({ filler: 'é'.repeat(30_000) }))).status).toBe(400);
  });

  test('a body of 1 MiB is accepted and one byte more is not', async () => {
    const body = JSON.stringify([event()]);
    const padded = (bytes: number) => body + ' '.repeat(bytes - body.length);
    expect(await responseTo(padded(1_048_576))).toEqual(accepted);
    expect(await responseTo(padded(1_048_577))).toEqual(refused(413, 'The body is over 1048576 bytes.'));
    expect(sandbox.requests[1]).toMatchObject({ status: 413, bodyBytes: 1_048_577, body: '', events: 0 });
  });

  test('both limits can be set', async () => {
    const small = await startSandbox({ ...CREDENTIALS, limits: { requestBytes: 400, eventBytes: 300 } });
    try {
      expect((await post(small, sized(300))).status).toBe(200);
      expect((await post(small, sized(301))).status).toBe(400);
      expect((await post(small, sized(401))).status).toBe(413);
    } finally {
      await small.stop();
    }
  });
});

describe('what code can read', () => {
  test('every request is recorded, accepted or not, without the token in its path', async () => {
    const body = JSON.stringify([event(), event()]);
    await post(sandbox, body, { path: '/api/v1/s2s/events' });
    await post(sandbox, 'oops');
    await post(sandbox, event(), { path: '/elsewhere' });
    const common = { time: NOW, method: 'POST', fault: null, milliseconds: 0 };
    const headers = expect.objectContaining({ 'content-type': 'application/json' });
    const errorBody = (message: string) => JSON.stringify({ message, error: '' });
    expect(sandbox.requests).toEqual([
      {
        ...common,
        url: `${sandbox.url}/api/v1/s2s/events?token=***`,
        headers,
        path: '/api/v1/s2s/events',
        status: 200,
        reason: null,
        response: '{"status":"ok"}',
        events: 2,
        bodyBytes: body.length,
        body,
      },
      {
        ...common,
        url: `${sandbox.url}/api/v1/s2s/event?token=***`,
        headers,
        path: '/api/v1/s2s/event',
        status: 400,
        reason: 'The body is not JSON.',
        response: errorBody('The body is not JSON.'),
        events: 0,
        bodyBytes: 4,
        body: 'oops',
      },
      {
        ...common,
        url: `${sandbox.url}/elsewhere?token=***`,
        headers,
        path: '/elsewhere',
        status: 404,
        reason: 'There is nothing at this path.',
        response: errorBody('There is nothing at this path.'),
        events: 0,
        bodyBytes: 0,
        body: '',
      },
    ]);
  });

  test('the token is in no header of a record', async () => {
    await post(sandbox, event(), { query: '', headers: { Authorization: `Bearer ${TOKEN}` } });
    expect(JSON.stringify(sandbox.requests)).not.toContain(CREDENTIALS.serverToken);
    expect(sandbox.requests).toMatchObject([
      { status: 200, headers: { 'content-type': 'application/json' } },
    ]);
  });

  test('a listener is told of requests as they arrive and end, of events, fault rules and of clearing', async () => {
    const heard: string[] = [];
    const stop = sandbox.watch((change) => heard.push(change.kind));
    await post(sandbox, event());
    expect(heard).toEqual(['arrived', 'changed', 'ended']);
    heard.length = 0;
    sandbox.fail({ kind: 'reset' });
    await post(sandbox, event()).catch(() => undefined);
    expect(heard).toEqual(['changed', 'arrived', 'ended']);
    expect(sandbox.requests[1]).toMatchObject({ status: null, response: '', milliseconds: 0 });
    heard.length = 0;
    sandbox.recover();
    sandbox.clear();
    stop();
    await post(sandbox, event());
    expect(new Set(heard)).toEqual(new Set(['changed']));
  });

  test('the most requests that were open at the same time are counted', async () => {
    sandbox.fail({ kind: 'stall' }, 3);
    const client = new AbortController();
    const failures = [1, 2, 3].map(() => post(sandbox, event(), { signal: client.signal }).catch(String));
    while (sandbox.requests.length < 3) await sleep(1);
    client.abort();
    await Promise.all(failures);
    while (sandbox.requests.some(({ milliseconds }) => milliseconds === null)) await sleep(1);
    expect(sandbox.peakOpenRequests).toBe(3);
    sandbox.clear();
    await post(sandbox, event());
    await post(sandbox, event());
    expect(sandbox.peakOpenRequests).toBe(1);
  });

  test('an event without _timestamp happened when it arrived', async () => {
    await post(sandbox, [event(), event({ _timestamp: 1_632_150_122_000 })]);
    expect(sandbox.store.events.map(({ time, receivedAt }) => [time, receivedAt])).toEqual([
      [NOW, NOW],
      [1_632_150_122_000, NOW],
    ]);
  });

  test('clear deletes events, requests and fault rules', async () => {
    await post(sandbox, event());
    sandbox.fail({ status: 503 }, Number.POSITIVE_INFINITY);
    sandbox.clear();
    expect([sandbox.store.events, sandbox.requests]).toEqual([[], []]);
    expect(await responseTo(event())).toEqual(accepted);
  });
});

describe('starting and stopping', () => {
  test('credentials and a free loopback port are there without asking', async () => {
    const other = await startSandbox();
    try {
      expect(other.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(other.url).not.toBe(sandbox.url);
      const query = `?token=${other.apiKey}.${other.serverToken}`;
      expect((await post(other, event({ api_key: other.apiKey }), { query })).status).toBe(200);
    } finally {
      await other.stop();
    }
  });

  test('a port that is taken is named', async () => {
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox({ port })).rejects.toThrow(
      `The sandbox cannot have port ${port}. Choose another one, or 0 for a free one.`,
    );
  });

  test('nothing responds after stop, which may be called twice', async () => {
    const other = await startSandbox(CREDENTIALS);
    await other.stop();
    await other.stop();
    await expect(post(other, event())).rejects.toThrow();
  });

  test('the process ends by itself after stop, with requests stalled, slow, dripping and half sent', async () => {
    const server = new URL('../../../sandbox/usermaven/server.ts', import.meta.url).href;
    const script = `
      const { startSandbox } = await import(${JSON.stringify(server)});
      const { connect } = await import('node:net');
      const sandbox = await startSandbox();
      for (const rule of [{ kind: 'stall' }, { kind: 'slow', ms: 60000 }, { kind: 'drip', ms: 60000 }]) sandbox.fail(rule);
      const url = sandbox.url + '/api/v1/s2s/event?token=' + sandbox.apiKey + '.' + sandbox.serverToken;
      const failures = [1, 2, 3].map(() =>
        fetch(url, { method: 'POST', body: '[]' }).then((response) => response.text()).then(() => 'complete', () => 'cut'));
      const half = connect(new URL(sandbox.url).port, '127.0.0.1');
      half.on('error', () => {}).write('POST /api/v1/s2s/event HTTP/1.1\\r\\n');
      while (sandbox.requests.filter(({ bodyBytes }) => bodyBytes === 2).length < 3) await new Promise((r) => setTimeout(r, 10));
      await sandbox.stop();
      process.stdout.write(JSON.stringify(await Promise.all(failures)));
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script],
      { timeout: 15_000 },
    );
    expect(JSON.parse(stdout)).toEqual(['cut', 'cut', 'cut']);
  }, 20_000);
});
