import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type FaultRule, startSandbox } from '../../sandbox/usermaven/server.ts';
import { startPlatform } from '../../sandbox/zapier/platform.ts';
import type { Action } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { inputOf, inputWithoutId, performOf } from '../support/action-inputs.ts';
import { BATCH, TRACKING } from '../support/actions.ts';
import { givingUp } from '../support/giving-up.ts';
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
const toStep = (action: Action): Step => ({
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
/** Actions of one kind are one function. */
const EVERY_KIND: readonly Step[] = [...[TRACKING, BATCH].map(toStep), CONNECTION_TEST];

const { sandbox, timing, cache, run, act } = await quickApp({ apiKey: API_KEY, serverToken: SERVER_TOKEN });
const { redactorOf } = await import('../../src/zapier/step.ts');
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

  test.each(EVERY_KIND)('$name, with a server that echoes all it was given', async (step) => {
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
    expect(strangers.requests.at(-1)?.status).toBe(401);
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
    if (fault.kind === 'drip' || fault.kind === 'truncated') timing.bodyMs = { accepted: 25, refused: 25 };
    sandbox.fail(fault.kind === 'stall' ? givingUp(fault, timing) : fault, ALWAYS);
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
    expect(ending.failure?.name).toBe('AppError');
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

  test.each(['Usermaven', 'Occurred At', 'fields', 'date', 'event', 'e', ' the '])(
    'in our own sentences, which stay as they are: a secret that reads "%s"',
    async (word) => {
      const authData = { api_key: API_KEY, server_token: SERVER_TOKEN, userpilot_secret: word };
      sandbox.fail({ status: 400, contentType: 'text/plain', body: '12 > 11' });
      const { failure } = await act(TRACKING, EVENT, { authData });
      expect(failure?.message).toBe(
        'The event: refused by Usermaven (400), which says: 12 > 11. Check the mapped fields.',
      );
      const { failure: input } = await act(TRACKING, { ...EVENT, occurred_at: '??' }, { authData });
      expect(input?.message).toBe(
        'Occurred At: "??" is not a date or time that we can read. Use a date such as 2026-01-31T09:30:00Z, or Unix time in seconds or milliseconds.',
      );
      const rows = { events: [{ event_name: '??', user_id: '7' }, { event_name: '??' }] };
      const { failure: batch } = await act(BATCH, rows, { authData });
      expect(batch?.message).toBe(
        '1 of 2 events cannot be sent, so nothing was sent.\nRow 2: User ID, Email, Anonymous ID: all blank. Fill in at least one, so that the event belongs to a person.',
      );
    },
  );
});

describe('text from outside is cleaned of a secret in every encoding, or left out', () => {
  const KEY = 'UMabcdefgh';
  const TOKEN = 's3cr/t+t0ken=of"many\\characters';
  const authData = { api_key: KEY, server_token: TOKEN, userpilot_secret: USERPILOT_SECRET };
  const joined = `${KEY}.${TOKEN}`;
  const encoded = encodeURIComponent(joined);

  /** What a message shows of a text: as the server's reason, and as a value that cannot be read. */
  const shown = async (text: string): Promise<string[]> => {
    sandbox.fail({ status: 400, body: JSON.stringify({ message: text }) });
    // The server of these tests knows another token; the fault comes first.
    const { failure: refused } = await act(TRACKING, inputWithoutId(TRACKING), { authData });
    const { failure: input } = await act(
      TRACKING,
      { ...inputWithoutId(TRACKING), occurred_at: text },
      { authData },
    );
    return [String(refused?.message), String(input?.message)];
  };

  const inJson = JSON.stringify(joined);

  test.each<[name: string, form: string, text?: string]>([
    ['as it is', joined],
    ['encoded for a URL', encoded, `GET /?token=${encoded} 400`],
    ['encoded for a URL, in lower case', encoded.replaceAll(/%../g, (code) => code.toLowerCase())],
    ['encoded twice', encodeURIComponent(encoded)],
    ['encoded as a form', String(new URLSearchParams({ '': joined })).slice(1)],
    ['in JSON', inJson.slice(1, -1), `{"token":${inJson}}`],
    ['in hex', Buffer.from(joined).toString('hex')],
    ['in hex, upper case', Buffer.from(joined).toString('hex').toUpperCase()],
    ['in base64', Buffer.from(joined).toString('base64')],
    ['in base64 for URLs', Buffer.from(joined).toString('base64url')],
    ...[1, 2, 3].map((before): [string, string] => [
      `in base64 after ${before} other bytes`,
      Buffer.from(`${'x'.repeat(before)}${joined}yz`).toString('base64'),
    ]),
    ['in part: its end', TOKEN.slice(-8)],
    ['in part: its middle', TOKEN.slice(4, 12)],
  ])('%s', async (_, form, text = form) => {
    const runs = Array.from({ length: form.length - 7 }, (_run, start) => form.slice(start, start + 8));
    for (const said of [text, `see ${text} here`, `${'x'.repeat(150)} ${text}`]) {
      for (const message of await shown(said)) {
        expect(runs.filter((run) => message.includes(run))).toEqual([]);
      }
    }
  });

  test('a reason that shares eight characters in a row with a secret is left out, one that shares seven is not', async () => {
    const [eight] = await shown(`no ${TOKEN.slice(0, 8)}`);
    expect(eight).toBe('The event: refused by Usermaven (400). Check the mapped fields.');
    const [seven] = await shown(`no ${TOKEN.slice(0, 7)}`);
    expect(seven).toBe(
      `The event: refused by Usermaven (400), which says: no ${TOKEN.slice(0, 7)}. Check the mapped fields.`,
    );
  });

  test('no more than 64 KiB of a text are looked at, and none of the rest is passed on', () => {
    const text = `${joined} ${'ab'.repeat(1_500_000)}${joined}`;
    const cleaned = redactorOf({ authData })(text);
    expect(cleaned.length).toBeLessThanOrEqual(65_536);
    expect(cleaned).toMatch(/^\*\*\* abab/);
  });
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
    test.each(EVERY_KIND)('$name', async (step) => {
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
