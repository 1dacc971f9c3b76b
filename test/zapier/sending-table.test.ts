import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type FaultRule, type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { app, QUICK } from '../support/quick-app.ts';
import { type StepFailure, stepsOf } from '../support/steps.ts';

/** Design table "Sending": what comes back from Usermaven, and what Zapier is told. */

let sandbox: Sandbox;
const { run } = stepsOf(app);
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.USERMAVEN_EVENTS_URL = sandbox.url;
});
afterEach(() => sandbox.clear());
afterAll(() => sandbox.stop());

const EVENT = { event_name: 'Deal Won', user_id: 'usr_1' };
const authData = () => ({
  api_key: sandbox.apiKey,
  server_token: sandbox.serverToken,
  workspace_name: 'Acme',
});
const track = () => run('creates.track_event.operation.perform', { authData: authData(), inputData: EVENT });
const connect = () => run('authentication.test', { authData: authData() });

const idsSent = (): unknown[] => sandbox.requests.map(({ body }) => JSON.parse(body).event_id);

const ALWAYS = Number.POSITIVE_INFINITY;

describe('2xx, any body: accepted in one request', () => {
  test.each<[string, FaultRule | null]>([
    ['200', null],
    ['201', { status: 201 }],
    ['202', { status: 202 }],
    ['204', { kind: 'empty', status: 204 }],
    ['200 with the other status', { status: 200, body: '{"status":1}' }],
    ['200 with a page of HTML', { kind: 'html', status: 200 }],
    ['200 without a body', { kind: 'empty' }],
    ['200 with broken JSON', { kind: 'wrong_json' }],
    ['200 whose body drips in', { kind: 'drip', ms: 1_000 }],
    ['200 whose body breaks off', { kind: 'truncated' }],
    ['200 after a while', { kind: 'slow', ms: QUICK.tryMs / 4 }],
  ])('%s', async (_, cue) => {
    if (cue) sandbox.fail(cue, ALWAYS);
    const { results, failure } = await track();
    expect(failure).toBeUndefined();
    expect(results).toMatchObject({ event_name: 'Deal Won', accepted: true });
    expect(sandbox.requests).toHaveLength(1);
    expect(sandbox.store.events.map(({ id }) => id)).toEqual(idsSent());
    expect((await connect()).results).toEqual({ workspace_name: 'Acme' });
  });
});

describe('what may pass: up to 3 tries with one event id, then Zapier runs the step again', () => {
  const SERVER_FAULT = (status: number) => `Usermaven has a problem at the moment (${status}).`;
  const SLOWER = 'Usermaven asks to send more slowly (429).';
  const NO_ANSWER = 'Usermaven cannot be reached or does not answer in time.';

  /** `stored`: how often the event is in Usermaven although no answer said so. */
  const rows: [title: string, cue: FaultRule, says: string, stored?: number][] = [
    ['408', { status: 408 }, SERVER_FAULT(408)],
    ['429', { status: 429 }, SLOWER],
    [
      '429 with a Retry-After that is neither seconds nor a date',
      { status: 429, headers: { 'Retry-After': 'soon' } },
      SLOWER,
    ],
    [
      '429 with a Retry-After of the past',
      { status: 429, headers: { 'Retry-After': 'Sat, 01 Jan 2000 00:00:00 GMT' } },
      SLOWER,
    ],
    ['500', { status: 500 }, SERVER_FAULT(500)],
    ['502', { status: 502 }, SERVER_FAULT(502)],
    ['503', { status: 503 }, SERVER_FAULT(503)],
    ['504', { status: 504 }, SERVER_FAULT(504)],
    ['a status nobody knows', { status: 599 }, SERVER_FAULT(599)],
    ['502 with a page of HTML', { kind: 'html', status: 502 }, SERVER_FAULT(502)],
    ['500 without a body', { kind: 'empty', status: 500 }, SERVER_FAULT(500)],
    ['503 with broken JSON', { kind: 'wrong_json', status: 503 }, SERVER_FAULT(503)],
    ['503 whose body drips in', { kind: 'drip', status: 503, ms: 1_000 }, SERVER_FAULT(503)],
    ['a reset before it is stored', { kind: 'reset' }, NO_ANSWER],
    ['a reset after it is stored', { kind: 'reset', when: 'after' }, NO_ANSWER, 1],
    ['no answer', { kind: 'stall' }, NO_ANSWER],
    ['an answer that comes too late', { kind: 'slow', ms: 1_000 }, NO_ANSWER, 1],
  ];

  test.each(rows)('%s', async (_, cue, says, stored = 0) => {
    sandbox.fail(cue, ALWAYS);
    const { results, failure } = await track();
    expect(results).toBeUndefined();
    const { name, message, delay = 0 } = failure ?? { name: 'none', message: '' };
    expect(name).toBe('ThrottledError');
    const wait = `${delay} ${delay === 1 ? 'second' : 'seconds'}`;
    expect(message).toBe(`${says} Zapier runs this step again by itself in about ${wait}.`);
    expect(Number.isInteger(delay)).toBe(true);
    expect(sandbox.requests).toHaveLength(QUICK.tries);
    expect(new Set(idsSent()).size).toBe(1);
    expect(sandbox.store.events).toHaveLength(stored);
  });

  test.each(rows)('%s, in the connection test: a plain error', async (_, cue, says) => {
    sandbox.fail(cue, ALWAYS);
    const { failure } = await connect();
    expect(failure).toEqual({
      name: 'AppError',
      code: 'Unreachable',
      message: `${says} Try again in a minute.`,
    });
    expect(sandbox.requests).toHaveLength(QUICK.tries);
    expect(sandbox.store.events).toEqual([]);
  });

  test.each(rows)('%s, once: the second try is accepted, and the event counts once', async (_, cue) => {
    sandbox.fail(cue);
    const { results } = await track();
    expect(results).toMatchObject({ accepted: true, id: idsSent()[0] });
    expect(idsSent()).toHaveLength(2);
    expect(new Set(idsSent()).size).toBe(1);
    expect(sandbox.store.events).toHaveLength(1);
  });
});

describe('how long Zapier is told to wait', () => {
  const delayOf = async (retryAfter?: string): Promise<number | undefined> => {
    sandbox.fail(
      { status: 429, headers: retryAfter === undefined ? {} : { 'Retry-After': retryAfter } },
      ALWAYS,
    );
    const { failure } = await track();
    sandbox.recover();
    return failure?.delay;
  };

  test.each([
    ['7', 7],
    ['0', 1],
    ['3600', 3_600],
    ['3601', 3_600],
    ['999999999999999999999', 3_600],
    ['9'.repeat(400), 3_600],
  ])('Retry-After: %s', async (retryAfter, seconds) => {
    expect(await delayOf(retryAfter)).toBe(seconds);
  });

  test('a date is as good as seconds', async () => {
    const seconds = await delayOf(new Date(Date.now() + 90_000).toUTCString());
    expect(seconds).toBeGreaterThanOrEqual(88);
    expect(seconds).toBeLessThanOrEqual(90);
  });

  test.each([undefined, '', 'soon', '-5', '1.5', '0x10'])(
    'Retry-After %p: about a minute, spread out',
    async (retryAfter) => {
      const seconds = await delayOf(retryAfter);
      expect(seconds).toBeGreaterThanOrEqual(45);
      expect(seconds).toBeLessThanOrEqual(75);
    },
  );

  test('a wait that does not fit into the run is left to Zapier', async () => {
    await delayOf('7');
    expect(sandbox.requests).toHaveLength(1);
  });

  test('long waits are told in minutes', async () => {
    sandbox.fail({ status: 503, headers: { 'Retry-After': '600' } }, ALWAYS);
    expect((await track()).failure).toEqual({
      name: 'ThrottledError',
      delay: 600,
      message:
        'Usermaven has a problem at the moment (503). Zapier runs this step again by itself in about 10 minutes.',
    });
  });
});

describe('what a later try does not change: one request, and the reason', () => {
  const refused = (status: number, rest: string): StepFailure => ({
    name: 'AppError',
    code: 'Refused',
    status,
    message: `The event: refused by Usermaven (${status})${rest}`,
  });
  const expired = (status: number): StepFailure => ({
    name: 'ExpiredAuthError',
    message: `Usermaven does not accept this API Key and Server Token (${status}). Copy both again from Workspace Settings > Setup > HTTP API. Then reconnect: Zapier holds the runs until you do.`,
  });
  const wrong = (status: number): StepFailure => ({
    name: 'AppError',
    code: 'AuthenticationError',
    status,
    message: `Usermaven does not accept this API Key and Server Token (${status}). Copy both again from Workspace Settings > Setup > HTTP API.`,
  });
  const odd = (status: number): StepFailure => ({
    name: 'AppError',
    code: 'Refused',
    status,
    message: `Usermaven does not answer the connection test as it should (${status}). Contact Usermaven support.`,
  });
  const redirected = (status: number): StepFailure => ({
    name: 'AppError',
    code: 'Redirected',
    status,
    message: `The event: Usermaven answered with a redirect (${status}), which is not followed because the credentials would go along. Contact Usermaven support.`,
  });
  const fields = ' Check the mapped fields.';
  const support = ' Contact Usermaven support.';
  const to = () => `${sandbox.url}/api/v1/s2s/event`;

  /** The third is what the action says, the fourth what the connection test says, undefined where it passes. */
  test.each<[string, () => FaultRule, StepFailure, StepFailure | undefined]>([
    ['400', () => ({ status: 400 }), refused(400, `, which says: Bad Request.${fields}`), undefined],
    [
      '400 with a reason under another name',
      () => ({ status: 400, body: '{"detail":"user.id is missing!"}' }),
      refused(400, `, which says: user.id is missing!${fields}`),
      undefined,
    ],
    ['400 with a page of HTML', () => ({ kind: 'html', status: 400 }), refused(400, `.${fields}`), undefined],
    ['400 without a body', () => ({ kind: 'empty', status: 400 }), refused(400, `.${fields}`), undefined],
    [
      '400 with broken JSON',
      () => ({ kind: 'wrong_json', status: 400 }),
      refused(400, `.${fields}`),
      undefined,
    ],
    [
      '400 whose body drips in',
      () => ({ kind: 'drip', status: 400, ms: 1_000 }),
      refused(400, `.${fields}`),
      undefined,
    ],
    [
      '400 whose body breaks off',
      () => ({ kind: 'truncated', status: 400 }),
      refused(400, `.${fields}`),
      undefined,
    ],
    ['401', () => ({ status: 401 }), expired(401), wrong(401)],
    ['401 with a page of HTML', () => ({ kind: 'html', status: 401 }), expired(401), wrong(401)],
    ['403', () => ({ status: 403 }), expired(403), wrong(403)],
    ['403 without a body', () => ({ kind: 'empty', status: 403 }), expired(403), wrong(403)],
    ['404', () => ({ status: 404 }), refused(404, `, which says: Not Found.${support}`), odd(404)],
    [
      '413',
      () => ({ status: 413 }),
      {
        name: 'AppError',
        code: 'TooLarge',
        status: 413,
        message: 'The event: too large for Usermaven (413). Shorten or remove attributes.',
      },
      odd(413),
    ],
    ['422', () => ({ status: 422 }), refused(422, `, which says: Unprocessable Entity.${fields}`), odd(422)],
    ['301', () => ({ kind: 'redirect', to: to(), status: 301 }), redirected(301), odd(301)],
    ['302', () => ({ kind: 'redirect', to: to(), status: 302 }), redirected(302), odd(302)],
    ['303', () => ({ kind: 'redirect', to: to(), status: 303 }), redirected(303), odd(303)],
    ['307', () => ({ kind: 'redirect', to: to() }), redirected(307), odd(307)],
    ['308', () => ({ kind: 'redirect', to: to(), status: 308 }), redirected(308), odd(308)],
  ])('%s', async (_, cue, action, connection) => {
    sandbox.fail(cue(), ALWAYS);
    expect((await track()).failure).toEqual(action);
    expect(sandbox.requests).toHaveLength(1);
    expect((await connect()).failure).toEqual(connection);
    expect(sandbox.requests).toHaveLength(2);
    expect(sandbox.store.events).toEqual([]);
  });
});

describe('no server at all: as no answer', () => {
  const REFUSING = 'http://127.0.0.1:1';
  afterEach(() => {
    process.env.USERMAVEN_EVENTS_URL = sandbox.url;
  });

  test.each([
    ['a connection that is refused', () => REFUSING],
    ['a host that is not found', () => 'https://events.invalid'],
    ['a server that speaks no TLS', () => sandbox.url.replace('http:', 'https:')],
  ])('%s', async (_, url) => {
    process.env.USERMAVEN_EVENTS_URL = url();
    expect((await track()).failure).toMatchObject({
      name: 'ThrottledError',
      message: expect.stringMatching(
        /^Usermaven cannot be reached or does not answer in time\. Zapier runs this step again by itself in about \d\d seconds\.$/,
      ),
    });
    expect((await connect()).failure).toEqual({
      name: 'AppError',
      code: 'Unreachable',
      message: 'Usermaven cannot be reached or does not answer in time. Try again in a minute.',
    });
  });

  test.each(['http://example.com', 'ftp://127.0.0.1', 'localhost:8080', 'https://user:word@example.com'])(
    '%s is no address to send a token to, so nothing is sent',
    async (url) => {
      process.env.USERMAVEN_EVENTS_URL = url;
      const configuration = {
        name: 'AppError',
        code: 'Configuration',
        message: expect.stringContaining('USERMAVEN_EVENTS_URL must be an https address'),
      };
      expect((await track()).failure).toMatchObject(configuration);
      expect((await connect()).failure).toMatchObject(configuration);
      expect(sandbox.requests).toEqual([]);
    },
  );
});
