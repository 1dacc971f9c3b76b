import { describe, expect, jest, test } from '@jest/globals';
import type { FaultRule } from '../../sandbox/usermaven/server.ts';
import { TRACKING } from '../support/actions.ts';
import { givingUp } from '../support/giving-up.ts';
import { ALWAYS, NEVER, quickApp } from '../support/quick-app.ts';
import type { StepFailure } from '../support/steps.ts';

/** What comes back from Usermaven, and what Zapier is told, by an action and by the connection test. */

const { sandbox, timing, run, act, authData } = await quickApp();

const track = () => act(TRACKING, { event_name: 'Deal Won', user_id: 'usr_1' });
const connect = () => run('authentication.test', { authData: { ...authData, workspace_name: 'Acme' } });

const idsSent = (): unknown[] => sandbox.requests.map(({ body }) => JSON.parse(body).event_id);

/** A fault after which nothing is waited for that never arrives. */
const notWaitedFor = (fault: FaultRule): FaultRule => {
  if (fault.kind === 'drip' || fault.kind === 'truncated') timing.bodyMs = { accepted: 25, refused: 25 };
  return fault.kind === 'stall' || fault.kind === 'slow' ? givingUp(fault, timing) : fault;
};

const fail = (fault: FaultRule): void => sandbox.fail(notWaitedFor(fault), ALWAYS);

/** Only the first request meets the fault. */
const failOnce = (fault: FaultRule): void => sandbox.fail(notWaitedFor(fault));

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
    ['200 whose body drips in', { kind: 'drip', ms: NEVER }],
    ['200 whose body breaks off', { kind: 'truncated' }],
    ['200 after a while', { kind: 'slow', ms: 10 }],
  ])('%s', async (_, fault) => {
    if (fault) sandbox.fail(fault, ALWAYS);
    const { results, failure } = await track();
    expect(failure).toBeUndefined();
    expect(results).toMatchObject({ event_name: 'Deal Won', accepted: true });
    expect(sandbox.requests).toHaveLength(1);
    expect(sandbox.store.events.map(({ id }) => id)).toEqual(idsSent());
    expect((await connect()).results).toEqual({ workspace_name: 'Acme' });
  });
});

describe('what may pass: up to 3 tries with one event id, then Zapier runs the step again', () => {
  const FAULTY = (status: number) => `Usermaven is having problems at the moment (${status}).`;
  const LIMITED = 'Usermaven is rate limiting requests (429).';
  const NO_RESPONSE = 'Usermaven could not be reached or did not respond in time.';
  const asking = (seconds: string): FaultRule => ({ status: 429, headers: { 'Retry-After': seconds } });

  /** `stored`: how often the event is in Usermaven although no response said so. */
  const rows: [title: string, fault: FaultRule, why: string, stored?: number][] = [
    ['408', { status: 408 }, FAULTY(408)],
    ['429', { status: 429 }, LIMITED],
    ['429 with a Retry-After that is neither seconds nor a date', asking('soon'), LIMITED],
    ['429 with a Retry-After of the past', asking('Sat, 01 Jan 2000 00:00:00 GMT'), LIMITED],
    ['500', { status: 500 }, FAULTY(500)],
    ['502', { status: 502 }, FAULTY(502)],
    ['503', { status: 503 }, FAULTY(503)],
    ['504', { status: 504 }, FAULTY(504)],
    ['a status nobody knows', { status: 599 }, FAULTY(599)],
    ['502 with a page of HTML', { kind: 'html', status: 502 }, FAULTY(502)],
    ['500 without a body', { kind: 'empty', status: 500 }, FAULTY(500)],
    ['503 with broken JSON', { kind: 'wrong_json', status: 503 }, FAULTY(503)],
    ['503 whose body drips in', { kind: 'drip', status: 503, ms: NEVER }, FAULTY(503)],
    ['a reset before it is stored', { kind: 'reset' }, NO_RESPONSE],
    ['a reset after it is stored', { kind: 'reset', when: 'after' }, NO_RESPONSE, 1],
    ['no response', { kind: 'stall' }, NO_RESPONSE],
    ['a response that comes too late', { kind: 'slow', ms: NEVER }, NO_RESPONSE, 1],
  ];

  test.each(rows)('%s', async (_, fault, why, stored = 0) => {
    fail(fault);
    const { results, failure } = await track();
    expect(results).toBeUndefined();
    const { name, message, delay = 0 } = failure ?? { name: 'none', message: '' };
    expect(name).toBe('ThrottledError');
    const wait = `${delay} ${delay === 1 ? 'second' : 'seconds'}`;
    expect(message).toBe(`${why} Zapier will retry this step automatically in about ${wait}.`);
    expect(Number.isInteger(delay)).toBe(true);
    expect(sandbox.requests).toHaveLength(3);
    expect(new Set(idsSent()).size).toBe(1);
    expect(sandbox.store.events).toHaveLength(stored);
  });

  // An empty batch stores nothing: it is refused before the connection breaks.
  const rowsOfTest = rows.filter(([, fault]) => fault.kind !== 'reset' || fault.when !== 'after');

  test.each(rowsOfTest)('%s, in the connection test: a plain error', async (_, fault, why) => {
    fail(fault);
    expect((await connect()).failure).toEqual({
      name: 'AppError',
      code: 'Unreachable',
      message: `${why} Try again in a minute.`,
    });
    expect(sandbox.requests).toHaveLength(3);
    expect(sandbox.store.events).toEqual([]);
  });

  test.each(rows)('%s, once: the second try is accepted, and the event counts once', async (_, fault) => {
    failOnce(fault);
    const { results } = await track();
    expect(results).toMatchObject({ accepted: true, id: idsSent()[0] });
    expect(idsSent()).toHaveLength(2);
    expect(new Set(idsSent()).size).toBe(1);
    expect(sandbox.store.events).toHaveLength(1);
  });
});

describe('how long Zapier is told to wait', () => {
  const delayOf = async (retryAfter?: string): Promise<number | undefined> => {
    fail({ status: 429, headers: retryAfter === undefined ? {} : { 'Retry-After': retryAfter } });
    return (await track()).failure?.delay;
  };

  test('as long as the server asks, which is left to Zapier where it does not fit into the run', async () => {
    expect(await delayOf('600')).toBe(600);
    expect(sandbox.requests).toHaveLength(1);
  });

  test('a date is as good as seconds', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 0, 31));
    expect(await delayOf('Sat, 31 Jan 2026 00:01:30 GMT')).toBe(90);
  });

  test.each([undefined, '', 'soon', '-5', '1.5', '0x10'])('Retry-After %p: about a minute', async (after) => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    expect(await delayOf(after)).toBe(60);
  });
});

describe('what a later try does not change: one request, and the reason', () => {
  const CREDENTIALS = (status: number) =>
    `Usermaven does not accept this API Key and Server Token (${status}). Copy both again from Workspace Settings > Setup > HTTP API. A new token works after about ten seconds.`;
  const failed = (code: string, status: number, message: string): StepFailure => ({
    name: 'AppError',
    code,
    status,
    message,
  });
  const refused = (status: number, rest: string) =>
    failed('Refused', status, `The event: refused by Usermaven (${status})${rest}`);
  const expired = (status: number): StepFailure => ({
    name: 'ExpiredAuthError',
    message: `${CREDENTIALS(status)} Zapier holds the runs until you reconnect.`,
  });
  const wrong = (status: number) => failed('AuthenticationError', status, CREDENTIALS(status));
  const odd = (status: number) =>
    failed(
      'Refused',
      status,
      `Usermaven gave an unexpected response to the connection test (${status}). Contact Usermaven support.`,
    );
  const tooLarge = failed(
    'TooLarge',
    413,
    'The event: too large for Usermaven (413). Shorten or remove attributes.',
  );
  const redirected = (status: number) =>
    failed(
      'Redirected',
      status,
      `The event: Usermaven responded with a redirect (${status}), which is not followed because it would take the credentials along. Contact Usermaven support.`,
    );
  const fields = ' Check the mapped fields.';
  const support = ' Contact Usermaven support.';
  const to = `${sandbox.url}/api/v1/s2s/event`;

  /** What the action says, then what the connection test says, undefined where it passes. */
  test.each<[string, FaultRule, StepFailure, StepFailure | undefined]>([
    ['400', { status: 400 }, refused(400, `, which says: Bad Request.${fields}`), undefined],
    [
      '400 with what was sent repeated in the reason',
      { status: 400, body: 'Request decoding error: invalid character. Body: {"user": 1}' },
      refused(400, `, which says: Request decoding error: invalid character. Body:.${fields}`),
      undefined,
    ],
    [
      '400 with a reason under another name',
      { status: 400, body: '{"detail":"user.id is missing!"}' },
      refused(400, `, which says: user.id is missing!${fields}`),
      undefined,
    ],
    ['400 with a page of HTML', { kind: 'html', status: 400 }, refused(400, `.${fields}`), undefined],
    ['400 without a body', { kind: 'empty', status: 400 }, refused(400, `.${fields}`), undefined],
    ['400 with broken JSON', { kind: 'wrong_json', status: 400 }, refused(400, `.${fields}`), undefined],
    [
      '400 whose body drips in',
      { kind: 'drip', status: 400, ms: NEVER },
      refused(400, `.${fields}`),
      undefined,
    ],
    ['400 whose body breaks off', { kind: 'truncated', status: 400 }, refused(400, `.${fields}`), undefined],
    ['401', { status: 401 }, expired(401), wrong(401)],
    ['401 with a page of HTML', { kind: 'html', status: 401 }, expired(401), wrong(401)],
    ['403', { status: 403 }, expired(403), wrong(403)],
    [
      '403 with a page of HTML, which is a firewall',
      { kind: 'html', status: 403 },
      failed(
        'Blocked',
        403,
        'A firewall in front of Usermaven blocked the request (403). This does not mean that your credentials are wrong. Try again later. If it happens again, contact Usermaven support.',
      ),
      failed(
        'Blocked',
        403,
        'A firewall in front of Usermaven blocked the request (403). This does not mean that your credentials are wrong. Try again later.',
      ),
    ],
    ['403 without a body', { kind: 'empty', status: 403 }, expired(403), wrong(403)],
    ['404', { status: 404 }, refused(404, `, which says: Not Found.${support}`), odd(404)],
    ['413', { status: 413 }, tooLarge, odd(413)],
    ['422', { status: 422 }, refused(422, `, which says: Unprocessable Entity.${fields}`), odd(422)],
    ...[301, 302, 303, 307, 308].map((status): [string, FaultRule, StepFailure, StepFailure] => [
      String(status),
      { kind: 'redirect', to, status },
      redirected(status),
      odd(status),
    ]),
  ])('%s', async (_, fault, action, connection) => {
    fail(fault);
    expect((await track()).failure).toEqual(action);
    expect(sandbox.requests).toHaveLength(1);
    expect((await connect()).failure).toEqual(connection);
    expect(sandbox.requests).toHaveLength(2);
    expect(sandbox.store.events).toEqual([]);
  });
});

describe('no server at all: as no response', () => {
  test.each([
    ['a connection that is refused', 'http://127.0.0.1:1'],
    ['a host that is not found', 'https://events.invalid'],
    ['a server that speaks no TLS', sandbox.url.replace('http:', 'https:')],
  ])('%s', async (_, url) => {
    process.env.USERMAVEN_EVENTS_URL = url;
    expect((await track()).failure).toMatchObject({
      name: 'ThrottledError',
      message: expect.stringMatching(
        /^Usermaven could not be reached or did not respond in time\. Zapier will retry this step automatically in about \d\d seconds\.$/,
      ),
    });
    expect((await connect()).failure).toEqual({
      name: 'AppError',
      code: 'Unreachable',
      message: 'Usermaven could not be reached or did not respond in time. Try again in a minute.',
    });
  });
});

test('the connection test sends no token to an address that is not allowed', async () => {
  process.env.USERMAVEN_EVENTS_URL = 'http://example.com';
  expect((await connect()).failure).toMatchObject({
    name: 'AppError',
    code: 'Configuration',
    message: expect.stringContaining('USERMAVEN_EVENTS_URL must be an https address'),
  });
});
