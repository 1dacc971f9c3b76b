import { createServer, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createAppTester, version as platformVersion } from 'zapier-platform-core';
import { type FaultRule, startSandbox } from '../../sandbox/usermaven/server.ts';
import { eventsUrl } from '../../src/usermaven/request.ts';
import type { Client } from '../../src/zapier/client.ts';
import { TIMING, type Timing } from '../../src/zapier/timing.ts';
import { givingUp } from '../support/giving-up.ts';
import { ALWAYS, NEVER } from '../support/quick-app.ts';

/** The waits between tries, milliseconds. No test waits for them. */
const waits: number[] = [];
jest.unstable_mockModule('node:timers/promises', () => ({
  setTimeout: async (milliseconds: number) => {
    waits.push(milliseconds);
  },
}));
const { createClient } = await import('../../src/zapier/client.ts');

const sandbox = await startSandbox();
afterEach(() => {
  sandbox.clear();
  waits.length = 0;
  jest.restoreAllMocks();
});
afterAll(() => sandbox.stop());

/** An app that does nothing, for its z.request. */
const zapier = createAppTester({ version: '1.0.0', platformVersion });

const EVENT = JSON.stringify({
  api_key: sandbox.apiKey,
  event_type: 'Deal Won',
  event_id: 'e1',
  user: { id: 'usr_1' },
});

const NO_GZIP: FaultRule = { status: 400, headers: { 'Content-Encoding': 'gzip' }, body: 'no gzip' };

/** Nothing is cut off by these times; a test of what is cut off makes one of them short. */
const LONG: Timing = {
  ...TIMING,
  budgetMs: 2 * NEVER,
  stepMs: 2 * NEVER,
  tryMs: NEVER,
  backoffMs: 40,
  bodyMs: { accepted: NEVER, refused: NEVER },
};

interface Sending {
  readonly timing?: Timing;
  readonly random?: () => number;
  readonly url?: string;
  readonly body?: string;
  readonly log?: boolean;
}

const addressOf = (
  host: string,
  credentials = { apiKey: sandbox.apiKey, serverToken: sandbox.serverToken },
) => String(eventsUrl(credentials, host));

const sending = ({ body = EVENT, log = true, ...options }: Sending = {}) =>
  zapier((z) =>
    createClient({
      request: z.request,
      url: addressOf(sandbox.url),
      began: Date.now(),
      timing: LONG,
      random: () => 0,
      ...options,
    }).send(body, { log }),
  );

describe('tries', () => {
  test('one, when it is accepted', async () => {
    expect(await sending()).toEqual({ response: { kind: 'accepted' }, requests: 1 });
    expect(waits).toEqual([]);
  });

  test.each([
    [0, [20, 40]],
    [1, [40, 80]],
  ])('three, the wait doubling, between half and all of it (random %d)', async (random, expected) => {
    sandbox.fail({ status: 503 }, ALWAYS);
    expect(await sending({ random: () => random })).toEqual({
      response: { kind: 'retryable', status: 503 },
      requests: 3,
    });
    expect(waits).toEqual(expected);
  });

  test('send the same bytes', async () => {
    sandbox.fail({ kind: 'reset' }, 2);
    expect(await sending()).toEqual({ response: { kind: 'accepted' }, requests: 3 });
    expect(sandbox.requests.map(({ body }) => body)).toEqual([EVENT, EVENT, EVENT]);
  });

  test('follow no redirect, which would take the token along', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      sandbox.fail({ kind: 'redirect', to: addressOf(sandbox.url), status });
      expect(await sending()).toEqual({ response: { kind: 'redirected', status }, requests: 1 });
    }
    expect(sandbox.requests).toHaveLength(5);
  });

  test('end at the first response that a later try would not change', async () => {
    sandbox.fail({ status: 503 });
    sandbox.fail({ status: 400 });
    expect(await sending()).toMatchObject({ response: { kind: 'refused', status: 400 }, requests: 2 });
  });

  test.each([
    ['2', 2_000],
    ['0', 20],
  ])('wait as long as the server asks (%s s), but not less than without it', async (retryAfter, wait) => {
    sandbox.fail({ status: 429, headers: { 'Retry-After': retryAfter } });
    expect(await sending()).toEqual({ response: { kind: 'accepted' }, requests: 2 });
    expect(waits).toEqual([wait]);
  });

  test.each([
    [0, 1],
    [1, 2],
  ])('are no more when the wait would end %d ms before the deadline', async (left, requests) => {
    sandbox.fail({ status: 429, headers: { 'Retry-After': '600' } }, ALWAYS);
    jest.spyOn(Date, 'now').mockReturnValue(0);
    expect(await sending({ timing: { ...LONG, tries: 2, budgetMs: 600_000 + left } })).toEqual({
      response: { kind: 'retryable', status: 429, retryAfter: 600 },
      requests,
    });
    expect(waits).toHaveLength(requests - 1);
  });

  test('have the times and the jitter of the app, when none are given', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    sandbox.fail({ status: 503 }, ALWAYS);
    const sent = await zapier((z) =>
      createClient({
        request: z.request,
        url: addressOf(sandbox.url),
        began: Date.now(),
      }).send(EVENT),
    );
    expect(sent.requests).toBe(3);
    expect(waits).toEqual([375, 750]);
  });
});

describe('the budget of time', () => {
  /** Uses a client of a step that began at 0. */
  const using = (use: (client: Client) => void | Promise<void>) =>
    zapier(async (z) => {
      const timing = { ...LONG, budgetMs: 20_000, stepMs: 25_000 };
      await use(createClient({ request: z.request, url: addressOf(sandbox.url), began: 0, timing }));
    });
  const at = (now: number) => jest.spyOn(Date, 'now').mockReturnValue(now);

  test.each([
    ['begins when it is first asked for, not with the step', 4_000, 24_000],
    ['ends 25 seconds after the step began', 6_000, 25_000],
    ['is over when the step took longer before', 30_000, 25_000],
  ])('%s', async (_, first, deadline) => {
    await using((client) => {
      at(first);
      expect(client.deadline).toBe(deadline);
      at(first + 1_000);
      expect(client.deadline).toBe(deadline);
    });
  });

  test('begins with the first byte', async () => {
    await using(async (client) => {
      at(3_000);
      await client.send(EVENT);
      at(4_000);
      expect(client.deadline).toBe(23_000);
    });
  });
});

describe('time', () => {
  test('a try that gets no response is given up, and the next one begins', async () => {
    const timing = { ...LONG };
    sandbox.fail(givingUp({ kind: 'stall' }, timing));
    expect(await sending({ timing })).toEqual({ response: { kind: 'accepted' }, requests: 2 });
  });

  test('one try has 10 seconds', async () => {
    const setTimeout = jest.spyOn(globalThis, 'setTimeout');
    await sending({ timing: { ...LONG, tryMs: TIMING.tryMs } });
    expect(setTimeout).toHaveBeenCalledWith(expect.any(Function), 10_000);
  });

  test.each([
    ['nothing goes on after the deadline', 200],
    ['a deadline that has passed is no response', -1],
  ])('%s', async (_, left) => {
    sandbox.fail({ kind: 'stall' }, ALWAYS);
    expect(await sending({ timing: { ...LONG, budgetMs: left } })).toEqual({
      response: { kind: 'retryable', status: null },
      requests: 1,
    });
  });

  test('the body of a success is not waited for', async () => {
    sandbox.fail({ kind: 'drip', ms: NEVER });
    const timing = { ...LONG, bodyMs: { accepted: 20, refused: NEVER } };
    expect((await sending({ timing })).response).toEqual({ kind: 'accepted' });
  });

  test('the reason of a refusal is waited for, longer than the body of a success', async () => {
    sandbox.fail({ kind: 'drip', status: 400, ms: 1, body: '{"message":"slow"}' });
    const timing = { ...LONG, bodyMs: { accepted: 0, refused: NEVER } };
    expect((await sending({ timing })).response).toEqual({ kind: 'refused', status: 400, reason: 'slow' });
  });

  test('a reason that comes too late is none', async () => {
    sandbox.fail({ kind: 'drip', status: 400, ms: NEVER, body: '{"message":"slower"}' });
    const timing = { ...LONG, bodyMs: { accepted: NEVER, refused: 20 } };
    expect((await sending({ timing })).response).toEqual({ kind: 'refused', status: 400 });
  });

  test('a connection whose body does not end is closed', async () => {
    const closed = new Promise<void>((resolve) => {
      sandbox.watch(({ kind }) => kind === 'ended' && resolve());
    });
    sandbox.fail({ kind: 'drip', ms: NEVER });
    await sending({ timing: { ...LONG, bodyMs: { accepted: 20, refused: NEVER } } });
    await closed;
  });

  test.each<[string, headers: OutgoingHttpHeaders, body: string]>([
    ['cannot be read', { 'Content-Encoding': 'gzip' }, 'no gzip'],
    ['is longer than what is read of it', {}, 'x'.repeat(16_385)],
  ])('and so is one whose body %s', async (_, headers, body) => {
    const closed = Promise.withResolvers<void>();
    const server = createServer((request, response) => {
      response.on('close', closed.resolve);
      request.resume();
      // It never ends.
      response.writeHead(400, headers).write(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = addressOf(`http://127.0.0.1:${port}`);
    expect((await sending({ url })).response).toEqual({ kind: 'refused', status: 400 });
    await closed.promise;
    server.close();
  });

  test.each<[string, FaultRule | undefined, number]>([
    ['that is accepted', undefined, 2],
    ['that is refused', { status: 400 }, 2],
    ['whose body cannot be read', NO_GZIP, 2],
    ['that gets no response', { kind: 'reset' }, 1],
  ])('no timer outlives a request %s', async (_, fault, count) => {
    if (fault) sandbox.fail(fault);
    const setTimeout = jest.spyOn(globalThis, 'setTimeout');
    const clearTimeout = jest.spyOn(globalThis, 'clearTimeout');
    await sending({ timing: { ...LONG, tries: 1 } });
    const started = setTimeout.mock.calls.flatMap(([, milliseconds], index): unknown[] =>
      milliseconds === NEVER ? [setTimeout.mock.results[index]?.value] : [],
    );
    expect(started).toHaveLength(count);
    expect(clearTimeout.mock.calls.map(([timer]): unknown => timer)).toEqual(expect.arrayContaining(started));
  });
});

describe('the body of a response', () => {
  /** An error body of so many bytes. */
  const bodyOf = (bytes: number): string => {
    const [start, end] = ['{"message":"no","more":"', '"}'];
    return `${start}${'x'.repeat(bytes - start.length - end.length)}${end}`;
  };

  test.each([
    [16_384, { reason: 'no' }],
    [16_385, {}],
    [5_000_000, {}],
  ])('is read as far as 16 KiB: %d bytes', async (bytes, reason) => {
    sandbox.fail({ status: 400, body: bodyOf(bytes) });
    expect((await sending()).response).toEqual({ kind: 'refused', status: 400, ...reason });
  });

  test('may pretend to be compressed', async () => {
    sandbox.fail(NO_GZIP);
    expect((await sending()).response).toEqual({ kind: 'refused', status: 400 });
  });

  test('may break off', async () => {
    sandbox.fail({ kind: 'truncated', status: 400 });
    const timing = { ...LONG, bodyMs: { accepted: NEVER, refused: 20 } };
    expect((await sending({ timing })).response).toEqual({ kind: 'refused', status: 400 });
  });
});

describe('a request', () => {
  const requests: (Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { readonly body: string })[] = [];
  const connections = new Set<unknown>();
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString('utf8');
    requests.push(Object.assign(request, { body }));
    response.end('{"status":"ok"}');
  }).on('connection', (connection) => connections.add(connection));
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterEach(() => {
    requests.length = 0;
    connections.clear();
  });
  afterAll(() => server.close().closeAllConnections());

  const url = () => {
    const { port } = server.address() as AddressInfo;
    return addressOf(`http://127.0.0.1:${port}`, { apiKey: 'UM1', serverToken: 'a/b+c&d=e%f g' });
  };

  test.each([true, false])(
    'is a POST of JSON in one piece, the token encoded in the query (logged: %p)',
    async (log) => {
      const body = '{"event_type":"Größe {{bundle.inputData.secret}} {{process.env.HOME}}"}';
      await sending({ url: url(), body, log });
      const request = requests.at(-1);
      expect(request).toMatchObject({
        method: 'POST',
        url: '/api/v1/s2s/event?token=UM1.a%2Fb%2Bc%26d%3De%25f%20g',
        headers: {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
          accept: 'application/json',
          'user-agent': 'Zapier',
        },
        body,
      });
      expect(request?.headers).not.toHaveProperty('transfer-encoding');
    },
  );

  test('shares the connection of the one before', async () => {
    for (let turn = 0; turn < 5; turn += 1) await sending({ url: url() });
    expect(requests).toHaveLength(5);
    expect(connections.size).toBeLessThanOrEqual(1);
  });
});
