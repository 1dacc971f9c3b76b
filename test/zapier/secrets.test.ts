import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type FaultRule, startSandbox } from '../../sandbox/usermaven/server.ts';
import { startPlatform } from '../../sandbox/zapier/platform.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { inputOf, inputWithoutId, performOf } from '../support/action-inputs.ts';
import { BATCH, TRACKING } from '../support/actions.ts';
import { leaksIn } from '../support/leaks.ts';
import { ALWAYS, NEVER, quickApp } from '../support/quick-app.ts';
import type { Ending } from '../support/steps.ts';

/** With characters that URLs, forms and JSON each write in another way, and some beyond ASCII. */
const API_KEY = 'UM+/=&% "é\'1';
const SERVER_TOKEN = 't0k%2Bn+/=&% ".~!(ü)\'*\\end';
const JOINED = `${API_KEY}.${SERVER_TOKEN}`;
const USERPILOT_SECRET = 'up+/=&% "ß\' secret';
const SECRETS = [API_KEY, SERVER_TOKEN, JOINED, USERPILOT_SECRET];

/** The ways in which users paste them. */
const CONNECTIONS = {
  'as they are': { api_key: API_KEY, server_token: SERVER_TOKEN, userpilot_secret: USERPILOT_SECRET },
  'with spaces around': {
    api_key: `  ${API_KEY}\n`,
    server_token: `\t${SERVER_TOKEN}  `,
    userpilot_secret: ` ${USERPILOT_SECRET} `,
  },
  'joined in the box of the token': {
    api_key: API_KEY,
    server_token: ` ${JOINED}`,
    userpilot_secret: USERPILOT_SECRET,
  },
  'joined in the box of the key': {
    api_key: JOINED,
    server_token: SERVER_TOKEN,
    userpilot_secret: USERPILOT_SECRET,
  },
  'joined in both': { api_key: JOINED, server_token: JOINED, userpilot_secret: USERPILOT_SECRET },
};
type Connection = keyof typeof CONNECTIONS;
const EVERY_CONNECTION: readonly Connection[] = [
  'as they are',
  'with spaces around',
  'joined in the box of the token',
  'joined in the box of the key',
  'joined in both',
];

interface Step {
  readonly name: string;
  readonly method: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What it throws when the credentials are refused. */
  readonly refusedBy: string;
}
const toStep = (action: (typeof ACTIONS)[number]): Step => ({
  name: action.key,
  method: performOf(action),
  input: action.kind === 'event' ? inputWithoutId(action) : inputOf(action),
  refusedBy: 'ExpiredAuthError',
});
const CONNECTION_TEST: Step = {
  name: 'the connection test',
  method: 'authentication.test',
  input: {},
  refusedBy: 'AppError',
};
const EVERY_STEP: readonly Step[] = [...ACTIONS.map(toStep), CONNECTION_TEST];

const { sandbox, timing, cache, run, act } = await quickApp({ apiKey: API_KEY, serverToken: SERVER_TOKEN });
const strangers = await startSandbox();
afterAll(() => strangers.stop());

const runStep = (
  { method, input }: Step,
  connection: Connection,
  event: object | undefined = undefined,
): Promise<Ending> =>
  run(method, { authData: { ...CONNECTIONS[connection], workspace_name: 'Acme' }, inputData: input }, event);

/** What was thrown, handed on, logged, printed and kept in `z.cache`. */
const leaksOf = (ending: Ending) => leaksIn({ ending, cache }, SECRETS);

const requestsLogged = ({ logs }: Ending) => logs.filter(({ data }) => data.log_type === 'http');

const ENCODED = encodeURIComponent(JOINED);
const FORM = String(new URLSearchParams({ token: JOINED }));
const LOWER = ENCODED.replaceAll(/%../g, (code) => code.toLowerCase());

/** A server that tells all that it was given, in its body and in the headers of its response. */
const echo = (status: number, message: string): FaultRule => ({
  status,
  body: JSON.stringify({
    message,
    error: `Key ${API_KEY}, token ${SERVER_TOKEN}, secret ${USERPILOT_SECRET}`,
  }),
  headers: {
    Location: `http://localhost/?token=${ENCODED}`,
    'WWW-Authenticate': `Bearer ${LOWER}`,
    'X-Request-Line': `/api/v1/s2s/event?${FORM} ${LOWER}`,
    'X-Parts': `${encodeURIComponent(API_KEY)} ${encodeURIComponent(SERVER_TOKEN)}`,
  },
});

const MESSAGES = {
  plain: `The token is not found: ${JOINED}`,
  encoded: `GET /?token=${ENCODED} and ${FORM} and ${LOWER}`,
  // Reasons are cut after 200 characters.
  cut: `${'x'.repeat(200 - API_KEY.length + 2)}${JOINED}`,
};

const ECHOES = [
  ...[200, 307, 400, 401, 404, 413, 500].map((status) => echo(status, MESSAGES.plain)),
  echo(400, MESSAGES.encoded),
  echo(400, MESSAGES.cut),
];

describe.each(EVERY_CONNECTION)('credentials pasted %s', (connection) => {
  test.each(EVERY_STEP)('$name, accepted', async (step) => {
    const ending = await runStep(step, connection);
    expect(ending.failure).toBeUndefined();
    expect(requestsLogged(ending)).toHaveLength(1);
    expect(leaksOf(ending)).toEqual([]);
  });

  test.each(EVERY_STEP)('$name, with a server that echoes all it was given', async (step) => {
    for (const fault of ECHOES) {
      sandbox.fail(fault, ALWAYS);
      const ending = await runStep(step, connection);
      expect(requestsLogged(ending)).not.toEqual([]);
      expect(leaksOf(ending)).toEqual([]);
      sandbox.recover();
    }
  });

  test.each(EVERY_STEP)('$name, refused by a server that knows other credentials', async (step) => {
    process.env.USERMAVEN_EVENTS_URL = strangers.url;
    const ending = await runStep(step, connection);
    expect(ending.failure?.name).toBe(step.refusedBy);
    expect(strangers.requests.at(-1)?.reason).toContain(JOINED);
    expect(leaksOf(ending)).toEqual([]);
  });
});

describe.each(EVERY_STEP)('$name, when sending goes wrong', (step) => {
  test.each<[string, FaultRule]>([
    ['a reset', { kind: 'reset' }],
    ['a reset after it was stored', { kind: 'reset', when: 'after' }],
    ['no response', { kind: 'stall' }],
    ['a body that drips in', { kind: 'drip', status: 400, ms: NEVER, body: JOINED }],
    ['a body that breaks off', { kind: 'truncated', status: 400 }],
    ['a page of HTML', { kind: 'status', status: 400, contentType: 'text/html', body: `<p>${JOINED}</p>` }],
    ['wrong JSON', { kind: 'status', status: 400, body: `{"message": "${JOINED}` }],
    ['a redirect', { kind: 'redirect', to: `http://localhost/?token=${ENCODED}` }],
  ])('%s', async (_, fault) => {
    // What never arrives is not waited for as long as by the app.
    if (fault.kind === 'stall') timing.tryMs = 100;
    if (fault.kind === 'drip' || fault.kind === 'truncated') timing.bodyMs = { accepted: 25, refused: 25 };
    sandbox.fail(fault, ALWAYS);
    const ending = await runStep(step, 'with spaces around');
    expect(leaksOf(ending)).toEqual([]);
  });

  test.each([
    ['a connection that is refused', 'http://127.0.0.1:1'],
    ['a host that is not found', 'https://events.invalid'],
    ['an address that is not allowed', `http://example.com/?token=${ENCODED}`],
  ])('%s', async (_, url) => {
    process.env.USERMAVEN_EVENTS_URL = url;
    const ending = await runStep(step, 'with spaces around');
    expect(ending.failure).toBeDefined();
    expect(leaksOf(ending)).toEqual([]);
  });
});

describe('a message says nothing of a secret', () => {
  const connection = { authData: CONNECTIONS['as they are'] };
  const EVENT = inputWithoutId(TRACKING);

  test.each([
    ['the reason of a refusal', MESSAGES.plain],
    ['a reason cut in the middle of the secret', MESSAGES.cut],
  ])('in %s', async (_, message) => {
    sandbox.fail({ status: 400, body: JSON.stringify({ message }) });
    const { failure } = await act(TRACKING, EVENT, connection);
    expect(failure?.message).toContain('***');
    expect(failure?.message).not.toContain(API_KEY.slice(0, 5));
  });

  test.each(SECRETS)('that was mapped to the wrong field: %s', async (secret) => {
    const ending = await act(TRACKING, { ...EVENT, occurred_at: secret }, connection);
    expect(ending.failure?.name).toBe('HaltedError');
    expect(ending.failure?.message).toContain('***');
    expect(leaksOf(ending)).toEqual([]);
  });

  describe('that was mapped to the rows of a batch', () => {
    const events = SECRETS.map((secret) => ({
      event_name: `Deal ${secret}`,
      user_id: 'usr_1',
      occurred_at: secret,
    }));

    test('when they stop it', async () => {
      const ending = await act(BATCH, { events }, connection);
      expect(ending.failure).toMatchObject({ name: 'AppError', code: 'InvalidEvents' });
      expect(leaksOf(ending)).toEqual([]);
    });

    test('when they are skipped and handed on as rejected', async () => {
      const { results } = await act(BATCH, { events, invalid_events: 'skip' }, connection);
      expect(results).toMatchObject({
        events_rejected: events.length,
        rejected: events.map(() => ({
          event_name: 'Deal ***',
          reason: expect.stringMatching(/^Occurred At: "\*\*\*" /),
        })),
      });
      expect(leaksIn(results, SECRETS)).toEqual([]);
    });
  });

  test.each(['Usermaven', 'Occurred At', 'fields', 'date'])(
    'in our own sentences, which stay as they are: a secret that reads "%s"',
    async (word) => {
      sandbox.fail({ status: 400 });
      const authData = { api_key: API_KEY, server_token: SERVER_TOKEN, userpilot_secret: word };
      const { failure } = await act(TRACKING, EVENT, { authData });
      expect(failure?.message).toBe(
        'The event: refused by Usermaven (400), which says: Bad Request. Check the mapped fields.',
      );
      const { failure: input } = await act(TRACKING, { ...EVENT, occurred_at: 'banana' }, { authData });
      expect(input?.message).toMatch(/^Occurred At: "banana" is not a date /);
    },
  );
});

describe("Zapier's own log server and store get no secret either", () => {
  const platform = startPlatform();
  beforeAll(async () => {
    process.env.LOGGING_ENDPOINT = (await platform).logUrl;
  });
  afterEach(async () => {
    (await platform).logs.length = 0;
    (await platform).cache.clear();
  });
  afterAll(async () => {
    delete process.env.LOGGING_ENDPOINT;
    await (await platform).stop();
  });

  describe.each(EVERY_CONNECTION)('credentials pasted %s', (connection) => {
    test.each(EVERY_STEP)('$name', async (step) => {
      const { rpcUrl, logs, cache: kept } = await platform;
      const event = { token: 'zapier', rpc_base: rpcUrl, zcacheTestObj: undefined };
      await runStep(step, connection, event);
      sandbox.fail(echo(503, MESSAGES.plain), timing.tries);
      await runStep(step, connection, event);
      expect(logs.length).toBeGreaterThan(1);
      expect(kept.size).toBe(step === CONNECTION_TEST ? 0 : 1);
      expect(leaksIn({ logs, cache: [...kept] }, SECRETS)).toEqual([]);
    });
  });
});
