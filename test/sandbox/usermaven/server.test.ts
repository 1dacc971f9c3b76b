import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../../sandbox/usermaven/server.ts';
import type { Json, JsonObject } from '../../../src/lib/json.ts';
import { CREDENTIALS, changed, event, post } from './posting.ts';

const NOW = 1_750_000_000_000;
const TOKEN = `${CREDENTIALS.apiKey}.${CREDENTIALS.serverToken}`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ ...CREDENTIALS, now: () => NOW });
});
afterEach(() => sandbox.clear());
afterAll(() => sandbox.stop());

const responseTo = async (body: Json, posting = {}, to = sandbox) => {
  const response = await post(to, body, posting);
  const type = response.headers.get('content-type');
  return { status: response.status, type, body: await response.text() };
};
const accepted = { status: 200, type: 'application/json', body: '{"status":"ok"}' };
const refused = (status: number, body: string) => ({ status, type: 'text/plain; charset=utf-8', body });
const invalid = (why: string) => refused(400, `Request decoding error: JSON payload is invalid: ${why}`);

describe('where events go', () => {
  test.each(['/api/v1/s2s/event', '/api/v1/s2s/event/', '/api/v1/s2s/events'])(
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
    expect(await response.text()).toBe('Only POST is allowed here');
  });

  test.each(['/', '/api/v1/s2s/events/', '/api/v1/s2s/event/more'])('nothing is at %s', async (path) => {
    expect(await responseTo(event(), { path })).toEqual(refused(404, 'There is nothing at this path'));
  });

  test('the pixel’s path takes the API key alone, from any page; those of servers do not', async () => {
    const pixel = { path: '/api/v1/event', query: `?token=${CREDENTIALS.apiKey}` };
    expect(await responseTo(event(), pixel)).toEqual(accepted);
    expect((await responseTo(event(), { ...pixel, path: '/api/v1/s2s/event' })).status).toBe(401);
    const asked = await post(sandbox, null, { ...pixel, method: 'OPTIONS' });
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
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
    ['another server token', `?token=${CREDENTIALS.apiKey}.other`],
    ['the server token alone', `?token=${encodeURIComponent(CREDENTIALS.serverToken)}`],
    ['the API key alone', `?token=${CREDENTIALS.apiKey}`],
    ['no token', ''],
  ])('%s is refused', async (_, query) => {
    expect(await responseTo(event(), { query })).toEqual(refused(401, 'API key is not valid'));
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

  test('an empty array is refused', async () => {
    expect(await responseTo([])).toEqual(refused(400, 'No events in batch'));
  });

  test('text in any language arrives as it was sent', async () => {
    await post(sandbox, event({ event_type: 'Größe 変更 🚀' }));
    expect(sandbox.store.events[0]?.raw).toEqual(event({ event_type: 'Größe 変更 🚀' }));
  });

  test.each(['{"api_key":', '', 'hello'])('that is not JSON is refused and repeated: %j', async (body) => {
    expect(await responseTo(body)).toEqual(
      refused(400, `Request decoding error: the body is not JSON: ${body}`),
    );
  });

  test.each(['42', 'null', '"text"'])('that is %s is refused', async (body) => {
    expect(await responseTo(body)).toEqual(
      refused(
        400,
        `Request decoding error: the body is neither an event (an object) nor an array of events: ${body}`,
      ),
    );
  });

  test.each<[string, Json, string]>([
    ['an element that is no object', [event(), 'two'], 'event 2 is not an object'],
    ['an array in an array', [[event()]], 'event 1 is not an object'],
    ['a blank event_type', event({ event_type: ' ' }), 'event 1 has no event_type that is text'],
    ['an event_type that is no text', event({ event_type: 7 }), 'event 1 has no event_type that is text'],
    ['no user', event({ user: null }), 'event 1 has no user that is an object'],
    ['a user that is text', event({ user: 'usr_1' }), 'event 1 has no user that is an object'],
    ['a user that is a list', event({ user: ['usr_1'] }), 'event 1 has no user that is an object'],
    [
      'a timestamp that is text',
      event({ timestamp: '1' }),
      'event 1 has a timestamp that is not a whole number',
    ],
    ['a broken timestamp', event({ timestamp: 1.5 }), 'event 1 has a timestamp that is not a whole number'],
  ])('%s is refused with a reason', async (_, body, why) => {
    expect(await responseTo(body)).toEqual(invalid(why));
    expect(sandbox.store.events).toEqual([]);
  });

  test.each([
    ...['url', 'page_title', 'doc_path', 'doc_host', 'doc_search', 'doc_encoding', 'screen_resolution'],
    ...['vp_size', 'user_agent', 'user_language', 'source_ip', 'referer', 'utc_time', 'src'],
  ])('%s is text or absent', async (key) => {
    for (const wrong of [5, true, ['a'], { a: 1 }])
      expect(await responseTo(event({ [key]: wrong }))).toEqual(
        invalid(`event 1 has a ${key} that is not text`),
      );
    for (const right of ['', 'a', null]) expect(await responseTo(event({ [key]: right }))).toEqual(accepted);
  });

  test.each(['event_attributes', 'autocapture_attributes', 'company', 'ids', 'utm', 'click_id'])(
    '%s is an object or absent',
    async (key) => {
      for (const wrong of [5, 'a', true, ['a']])
        expect(await responseTo(event({ [key]: wrong }))).toEqual(
          invalid(`event 1 has a ${key} that is not an object`),
        );
      for (const right of [{}, { a: [1] }, null])
        expect(await responseTo(event({ [key]: right }))).toEqual(accepted);
    },
  );

  test.each(['event_id', '_timestamp', 'local_tz_offset', 'namespace', 'unheard_of', 'api_key'])(
    '%s may hold anything',
    async (key) => {
      for (const value of [5, 'a', true, ['a'], { a: 1 }, null])
        expect(await responseTo(event({ [key]: value }))).toEqual(accepted);
    },
  );

  test('whose api_key is absent, or another one than the token’s, is stored as the token says', async () => {
    const { api_key: _key, ...without } = event();
    expect(await responseTo([without, event({ api_key: 'UMother000' })])).toEqual(accepted);
    expect(sandbox.store.events).toHaveLength(2);
  });

  test('one wrong event refuses the whole request', async () => {
    const body = [event(), event({ url: 5 }), event()];
    expect(await responseTo(body)).toEqual(invalid('event 2 has a url that is not text'));
    expect(sandbox.store.events).toEqual([]);
    expect(sandbox.requests).toMatchObject([{ status: 400, events: 3 }]);
  });

  test('what is accepted and then dropped is a 200 like any other', async () => {
    expect(
      await responseTo([event({ event_type: 'user_identify', user: {}, timestamp: 1 }), event()]),
    ).toEqual(accepted);
    expect(sandbox.store.events).toHaveLength(1);
    expect(sandbox.store.dropped).toMatchObject([
      { reason: 'A user_identify without user.id.', receivedAt: NOW },
    ]);
  });

  test('nesting of any depth is stored', async () => {
    const depth = 100_000;
    const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const body = JSON.stringify(event({ event_attributes: { x: '@' } })).replace('"@"', nested);
    expect(await responseTo(body)).toEqual(accepted);
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

describe('where documentation and collector disagree', () => {
  let collector: Sandbox;
  beforeAll(async () => {
    collector = await startSandbox({ ...CREDENTIALS, reading: 'collector', now: () => NOW });
  });
  afterEach(() => collector.clear());
  afterAll(() => collector.stop());

  const both = async (body: Json, posting = {}) => [
    await responseTo(body, posting),
    await responseTo(body, posting, collector),
  ];

  test('a repeated event_id is dropped by the documentation and not read by the collector', async () => {
    const body = [event({ event_id: 'e1' }), event({ event_id: 'e1' })];
    expect(await both(body)).toEqual([accepted, accepted]);
    expect([sandbox.store.events.length, sandbox.store.duplicates]).toEqual([1, 1]);
    expect(collector.store.dropped).toEqual([]);
    const ids = collector.store.events.map(({ id }) => id);
    expect(new Set([...ids, 'e1']).size).toBe(3);
  });

  test('_timestamp is read by the documentation only, timestamp by both', async () => {
    await both([event({ _timestamp: 1_632_150_122_000 }), event({ timestamp: 1_632_150_122 })]);
    const times = (of: Sandbox) => of.store.events.map(({ time }) => time);
    expect(times(sandbox)).toEqual([1_632_150_122_000, 1_632_150_122_000]);
    expect(times(collector)).toEqual([NOW, 1_632_150_122_000]);
  });

  test.each<JsonObject>([{}, { email: 'a@b.co' }, { id: null }, { id: 1.5 }, { anonymous_id: 5 }])(
    'a user of %j is refused by the documentation and a visitor of the collector',
    async (user) => {
      expect(await both(event({ user }))).toEqual([
        invalid('event 1 has a user with neither id nor anonymous_id'),
        accepted,
      ]);
      expect(collector.store.people()).toMatchObject([{ kind: 'anonymous' }]);
    },
  );

  test('a Bearer token is read by the documentation and not by the collector', async () => {
    const posting = { query: '', headers: { Authorization: `Bearer ${TOKEN}` } };
    expect(await both(event(), posting)).toEqual([accepted, refused(401, 'API key is not valid')]);
  });
});

describe('sizes', () => {
  test('a body of 2 MiB is accepted, in one event too, and one byte more is not', async () => {
    const empty = JSON.stringify(event({ event_attributes: { filler: '' } })).length;
    const sized = (bytes: number) => event({ event_attributes: { filler: 'x'.repeat(bytes - empty) } });
    expect(await responseTo(sized(2_097_152))).toEqual(accepted);
    expect(await responseTo(sized(2_097_153))).toEqual(refused(413, 'The body is over 2097152 bytes'));
    expect(sandbox.requests[1]).toMatchObject({ status: 413, bodyBytes: 2_097_153, body: '', events: 0 });
  });

  test('any number of events is accepted', async () => {
    expect(await responseTo(Array(10_000).fill(event()))).toEqual(accepted);
    expect(sandbox.store.events).toHaveLength(10_000);
  });

  test('bytes are counted, not characters, and the limit can be set', async () => {
    const small = await startSandbox({ ...CREDENTIALS, requestBytes: 300 });
    try {
      expect((await post(small, event({ filler: 'x'.repeat(150) }))).status).toBe(200);
      expect((await post(small, event({ filler: 'é'.repeat(150) }))).status).toBe(413);
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
        reason: 'Request decoding error: the body is not JSON: oops',
        response: 'Request decoding error: the body is not JSON: oops',
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
        reason: 'There is nothing at this path',
        response: 'There is nothing at this path',
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
    await changed(sandbox, () => sandbox.requests.length === 3);
    client.abort();
    await Promise.all(failures);
    await changed(sandbox, () => sandbox.requests.every(({ milliseconds }) => milliseconds !== null));
    expect(sandbox.peakOpenRequests).toBe(3);
    sandbox.clear();
    await post(sandbox, event());
    await post(sandbox, event());
    expect(sandbox.peakOpenRequests).toBe(1);
  });

  test('an event without a time happened when it arrived', async () => {
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
      for (const rule of [{ kind: 'stall' }, { kind: 'slow', ms: 600000 }, { kind: 'drip', ms: 600000 }]) sandbox.fail(rule);
      const url = sandbox.url + '/api/v1/s2s/event?token=' + sandbox.apiKey + '.' + sandbox.serverToken;
      const failures = [1, 2, 3].map(() =>
        fetch(url, { method: 'POST', body: '{"event_type":"A","user":{"id":"1"}}' }).then((response) => response.text()).then(() => 'complete', () => 'cut'));
      const half = connect(new URL(sandbox.url).port, '127.0.0.1');
      half.on('error', () => {}).write('POST /api/v1/s2s/event HTTP/1.1\\r\\n');
      while (sandbox.requests.filter(({ bodyBytes }) => bodyBytes > 0).length < 3) await new Promise((r) => setTimeout(r, 10));
      await sandbox.stop();
      process.stdout.write(JSON.stringify(await Promise.all(failures)));
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script],
      // Long before the slow response would have been sent, and after any start of a process.
      { timeout: 120_000 },
    );
    expect(JSON.parse(stdout)).toEqual(['cut', 'cut', 'cut']);
  });
});
