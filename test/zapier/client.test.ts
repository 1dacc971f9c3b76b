import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createAppTester, version as platformVersion } from 'zapier-platform-core';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { TIMING, type Timing } from '../../src/usermaven/limits.ts';
import { eventsUrl } from '../../src/usermaven/request.ts';
import { post, type Sender, type Sent } from '../../src/zapier/client.ts';

const QUICK: Timing = {
  ...TIMING,
  tryMs: 400,
  backoffMs: 40,
  bodyMs: { accepted: 50, refused: 150 },
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.clear());
afterAll(() => sandbox.stop());

/** An app that does nothing, for its z.request. */
const zapier = createAppTester({ version: '1.0.0', platformVersion });

const EVENT = (): string =>
  JSON.stringify({ api_key: sandbox.apiKey, event_type: 'Deal Won', event_id: 'e1', user: { id: 'usr_1' } });

/** Sends, and tells how long it took, milliseconds. */
const sending = async (changes: Partial<Sender> = {}, body = EVENT()): Promise<Sent & { took: number }> => {
  const start = Date.now();
  const sent = await zapier((z) =>
    post(
      {
        request: z.request,
        url: eventsUrl(sandbox, sandbox.url),
        deadline: start + 5_000,
        timing: QUICK,
        ...changes,
      },
      body,
    ),
  );
  return { ...sent, took: Date.now() - start };
};

const ALWAYS = Number.POSITIVE_INFINITY;

describe('tries', () => {
  test('one, when it is accepted', async () => {
    expect(await sending()).toMatchObject({ answer: { kind: 'accepted' }, requests: 1 });
  });

  test('three, the waits between them growing', async () => {
    sandbox.fail({ status: 503 }, ALWAYS);
    expect(await sending()).toMatchObject({ answer: { kind: 'again', status: 503 }, requests: 3 });
    const [first = 0, second = 0, third = 0] = sandbox.requests.map(({ time }) => time);
    // Between half and all of 40 ms, then of 80 ms; timers may be a millisecond early.
    expect(second - first).toBeGreaterThanOrEqual(19);
    expect(third - second).toBeGreaterThanOrEqual(39);
  });

  test('send the same bytes', async () => {
    sandbox.fail({ kind: 'reset' }, 2);
    expect(await sending()).toMatchObject({ answer: { kind: 'accepted' }, requests: 3 });
    expect(new Set(sandbox.requests.map(({ body }) => body))).toEqual(new Set([EVENT()]));
  });

  test('end at the first answer that a later try would not change', async () => {
    sandbox.fail({ status: 503 });
    sandbox.fail({ status: 400 });
    expect(await sending()).toMatchObject({ answer: { kind: 'refused', status: 400 }, requests: 2 });
  });

  test('wait as long as the server asks, if there is time', async () => {
    sandbox.fail({ status: 429, headers: { 'Retry-After': '1' } });
    const { answer, took } = await sending();
    expect(answer.kind).toBe('accepted');
    expect(took).toBeGreaterThanOrEqual(999);
  });

  test('are no more when the server asks for longer than there is time', async () => {
    sandbox.fail({ status: 429, headers: { 'Retry-After': '6' } }, ALWAYS);
    expect(await sending()).toMatchObject({
      answer: { kind: 'again', status: 429, retryAfter: 6 },
      requests: 1,
    });
  });
});

describe('time', () => {
  test('one try that gets no answer is given up, and the next one begins', async () => {
    sandbox.fail({ kind: 'stall' });
    const { answer, requests, took } = await sending();
    expect({ answer, requests }).toEqual({ answer: { kind: 'accepted' }, requests: 2 });
    expect(took).toBeGreaterThanOrEqual(QUICK.tryMs);
  });

  test('nothing goes on after the deadline', async () => {
    sandbox.fail({ kind: 'stall' }, ALWAYS);
    const { answer, requests, took } = await sending({ deadline: Date.now() + 200 });
    expect({ answer, requests }).toEqual({ answer: { kind: 'again', status: null }, requests: 1 });
    expect(took).toBeLessThan(QUICK.tryMs);
  });

  test('a deadline that has passed is no answer', async () => {
    sandbox.fail({ kind: 'stall' }, ALWAYS);
    expect(await sending({ deadline: Date.now() - 1 })).toMatchObject({
      answer: { kind: 'again', status: null },
      requests: 1,
    });
  });

  test('the body of a success is not waited for', async () => {
    sandbox.fail({ kind: 'drip', ms: 60_000 });
    const { answer, took } = await sending();
    expect(answer).toEqual({ kind: 'accepted' });
    expect(took).toBeLessThan(QUICK.tryMs);
  });

  test('the reason of a refusal is waited for a little, so a slow one is lost', async () => {
    sandbox.fail({ kind: 'drip', status: 400, ms: 1, body: '{"message":"slow"}' });
    sandbox.fail({ kind: 'drip', status: 400, ms: 60_000, body: '{"message":"slower"}' });
    expect((await sending()).answer).toEqual({ kind: 'refused', status: 400, said: 'slow' });
    expect((await sending()).answer).toEqual({ kind: 'refused', status: 400 });
  });

  test('without other numbers, those of the app count', async () => {
    sandbox.fail({ status: 503 });
    const { answer, took } = await zapier(async (z) => {
      const start = Date.now();
      const url = eventsUrl(sandbox, sandbox.url);
      const sent = await post({ request: z.request, url, deadline: start + 5_000 }, EVENT());
      return { ...sent, took: Date.now() - start };
    });
    expect(answer.kind).toBe('accepted');
    expect(took).toBeGreaterThanOrEqual(TIMING.backoffMs / 2 - 1);
  });
});

describe('the body of an answer', () => {
  test('is read as far as a reason may go, however long it is', async () => {
    sandbox.fail({ status: 400, body: JSON.stringify({ message: 'x'.repeat(10_000) }) });
    sandbox.fail({ status: 400, body: JSON.stringify({ message: 'x'.repeat(5_000_000) }) });
    expect((await sending()).answer).toMatchObject({ status: 400, said: expect.stringMatching(/^x{200}/) });
    expect((await sending()).answer).toEqual({ kind: 'refused', status: 400 });
  });

  test('may be compressed, and may pretend to be', async () => {
    sandbox.fail({ status: 400, headers: { 'Content-Encoding': 'gzip' }, body: 'no gzip' });
    expect((await sending()).answer).toEqual({ kind: 'refused', status: 400 });
  });

  test('may break off', async () => {
    sandbox.fail({ kind: 'truncated', status: 400 });
    expect((await sending()).answer).toEqual({ kind: 'refused', status: 400 });
  });
});

describe('a request', () => {
  let server: Server;
  let requests: { request: IncomingMessage; body: string }[] = [];
  let connections = 0;
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += String(part);
      requests.push({ request, body });
      response.end('{"status":"ok"}');
    }).on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    requests = [];
    connections = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const credentials = { apiKey: 'UM1', serverToken: 'a/b+c&d=e%f g' };
  const url = () => eventsUrl(credentials, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  test('is a POST of JSON with the token in the query, encoded', async () => {
    const body = '{"event_type":"Größe {{bundle.inputData.secret}} {{process.env.HOME}}"}';
    await sending({ url: url() }, body);
    const [sent] = requests;
    expect(sent?.request).toMatchObject({
      method: 'POST',
      url: '/api/v1/s2s/event?token=UM1.a%2Fb%2Bc%26d%3De%25f%20g',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
    });
    expect(sent?.body).toBe(body);
  });

  test('shares the connection of the one before', async () => {
    for (let turn = 0; turn < 5; turn += 1) await sending({ url: url() });
    expect(requests).toHaveLength(5);
    expect(connections).toBeLessThanOrEqual(1);
  });
});
