import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type FaultRule, type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { startPlatform } from '../../sandbox/zapier/platform.ts';
import { leaksIn } from '../support/leaks.ts';
import { app, QUICK } from '../support/quick-app.ts';
import { type Ending, stepsOf } from '../support/steps.ts';

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
const EVERY_CONNECTION = Object.keys(CONNECTIONS) as Connection[];

const STEPS = {
  'Track Event': ['creates.track_event.operation.perform', { event_name: 'Deal Won', user_id: 'usr_1' }],
  'Identify User': ['creates.identify_user.operation.perform', { user_id: 'usr_1' }],
  'Send Batch': [
    'creates.send_batch.operation.perform',
    {
      events: [
        { event_name: 'Deal Won', user_id: 'usr_1' },
        { event_name: 'Deal Lost', user_id: 'usr_2' },
      ],
    },
  ],
  'the connection test': ['authentication.test', {}],
} as const;
type Step = keyof typeof STEPS;
const EVERY_STEP = Object.keys(STEPS) as Step[];

let sandbox: Sandbox;
let strangers: Sandbox;
const { run, cache } = stepsOf(app);
beforeAll(async () => {
  sandbox = await startSandbox({ apiKey: API_KEY, serverToken: SERVER_TOKEN });
  strangers = await startSandbox();
});
afterEach(() => sandbox.clear());
afterAll(() => Promise.all([sandbox.stop(), strangers.stop()]));

const runStep = (
  step: Step,
  connection: Connection,
  { input = {}, url = sandbox.url, event = {} }: { input?: object; url?: string; event?: object } = {},
): Promise<Ending> => {
  process.env.USERMAVEN_EVENTS_URL = url;
  const [method, inputData] = STEPS[step];
  const authData = { ...CONNECTIONS[connection], workspace_name: 'Acme' };
  return run(method, { authData, inputData: { ...inputData, ...input } }, event);
};

/** What was thrown, handed on, logged, printed and kept in `z.cache`. */
const leaksOf = (ending: Ending) => leaksIn({ ending, cache }, SECRETS);

const requestsLogged = ({ logs }: Ending) => logs.filter(({ data }) => data.log_type === 'http');

const ALWAYS = Number.POSITIVE_INFINITY;
const ENCODED = encodeURIComponent(JOINED);
const FORM = String(new URLSearchParams({ token: JOINED }));
const LOWER = ENCODED.replaceAll(/%../g, (code) => code.toLowerCase());

/** A server that tells all that it was given, in its body and in the headers of its answer. */
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
  // Messages are cut after 200 characters.
  cut: `${'x'.repeat(200 - API_KEY.length + 2)}${JOINED}`,
};

const ECHOES = [
  ...[200, 307, 400, 401, 404, 413, 500].map((status) => echo(status, MESSAGES.plain)),
  echo(400, MESSAGES.encoded),
  echo(400, MESSAGES.cut),
];

describe.each(EVERY_CONNECTION)('credentials pasted %s', (connection) => {
  test.each(EVERY_STEP)('%s, accepted', async (step) => {
    const ending = await runStep(step, connection);
    expect(ending.failure).toBeUndefined();
    expect(requestsLogged(ending)).toHaveLength(1);
    expect(leaksOf(ending)).toEqual([]);
  });

  test.each(EVERY_STEP)('%s, with a server that echoes all it was given', async (step) => {
    for (const cue of ECHOES) {
      sandbox.fail(cue, ALWAYS);
      const ending = await runStep(step, connection);
      expect(requestsLogged(ending)).not.toEqual([]);
      expect(leaksOf(ending)).toEqual([]);
      sandbox.recover();
    }
  });

  test.each(EVERY_STEP)('%s, refused by a server that knows other credentials', async (step) => {
    const { url } = strangers;
    const ending = await runStep(step, connection, { url });
    expect(ending.failure?.name).toBe(step === 'the connection test' ? 'AppError' : 'ExpiredAuthError');
    expect(strangers.requests.at(-1)?.reason).toContain(JOINED);
    expect(leaksOf(ending)).toEqual([]);
  });
});

describe.each(EVERY_STEP)('%s, when sending goes wrong', (step) => {
  test.each<[string, FaultRule]>([
    ['a reset', { kind: 'reset' }],
    ['a reset after it was stored', { kind: 'reset', when: 'after' }],
    ['no answer', { kind: 'stall' }],
    ['a body that drips in', { kind: 'drip', status: 400, ms: 100, body: JOINED }],
    ['a body that breaks off', { kind: 'truncated', status: 400 }],
    ['a page of HTML', { kind: 'status', status: 400, contentType: 'text/html', body: `<p>${JOINED}</p>` }],
    ['wrong JSON', { kind: 'status', status: 400, body: `{"message": "${JOINED}` }],
    ['a redirect', { kind: 'redirect', to: `http://localhost/?token=${ENCODED}` }],
  ])('%s', async (_, cue) => {
    sandbox.fail(cue, ALWAYS);
    const ending = await runStep(step, 'with spaces around');
    expect(leaksOf(ending)).toEqual([]);
  });

  test.each([
    ['a connection that is refused', 'http://127.0.0.1:1'],
    ['a host that is not found', 'https://events.invalid'],
    ['an address that is not allowed', `http://example.com/?token=${ENCODED}`],
  ])('%s', async (_, url) => {
    const ending = await runStep(step, 'with spaces around', { url });
    expect(ending.failure).toBeDefined();
    expect(leaksOf(ending)).toEqual([]);
  });
});

describe('a message says nothing of a secret', () => {
  test.each([
    ['the reason of a refusal', MESSAGES.plain],
    ['a reason cut in the middle of the secret', MESSAGES.cut],
  ])('in %s', async (_, message) => {
    sandbox.fail({ status: 400, body: JSON.stringify({ message }) });
    const { failure } = await runStep('Track Event', 'as they are');
    expect(failure?.message).toContain('***');
    expect(failure?.message).not.toContain(API_KEY.slice(0, 5));
  });

  test.each(SECRETS)('that was mapped to the wrong field: %s', async (secret) => {
    const ending = await runStep('Track Event', 'as they are', { input: { occurred_at: secret } });
    expect(ending.failure?.name).toBe('HaltedError');
    expect(ending.failure?.message).toContain('***');
    expect(leaksOf(ending)).toEqual([]);
  });

  test('that was mapped to the rows of a batch', async () => {
    const events = SECRETS.map((secret) => ({
      event_name: 'Deal Won',
      user_id: 'usr_1',
      occurred_at: secret,
    }));
    const ending = await runStep('Send Batch', 'as they are', { input: { events } });
    expect(ending.failure).toMatchObject({ name: 'AppError', code: 'InvalidEvents' });
    expect(leaksOf(ending)).toEqual([]);
    const skipping = await runStep('Send Batch', 'as they are', {
      input: { events, invalid_events: 'skip' },
    });
    expect(skipping.results).toMatchObject({ events_rejected: events.length });
    expect(JSON.stringify(skipping.results)).toContain('***');
    expect(leaksIn(skipping.results, SECRETS)).toEqual([]);
  });
});

describe("Zapier's own log server and store", () => {
  test('get no secret either, whatever happens', async () => {
    const platform = await startPlatform();
    process.env.LOGGING_ENDPOINT = platform.logUrl;
    const event = { token: 'zapier', rpc_base: platform.rpcUrl, zcacheTestObj: undefined };
    try {
      for (const connection of EVERY_CONNECTION) {
        for (const step of EVERY_STEP) {
          await runStep(step, connection, { event });
          sandbox.fail(echo(503, MESSAGES.plain), QUICK.tries);
          await runStep(step, connection, { event });
        }
      }
      expect(platform.logs.length).toBeGreaterThan(EVERY_CONNECTION.length * EVERY_STEP.length);
      expect(platform.cache.size).toBeGreaterThan(0);
      expect(leaksIn({ logs: platform.logs, cache: [...platform.cache] }, SECRETS)).toEqual([]);
    } finally {
      delete process.env.LOGGING_ENDPOINT;
      await platform.stop();
    }
  });
});
