import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type Reading,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../sandbox/usermaven/server.ts';
import { secretForms } from '../../src/lib/redact.ts';
import { connection } from '../../src/make/connection.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import type { Verdict } from '../../tools/verify/finding.ts';
import { MAX_EVENTS } from '../../tools/verify/journal.ts';
import type { Variables } from '../../tools/verify/service.ts';
import { markedWith } from '../../tools/verify/usermaven/marked.ts';
import { usermavenService } from '../../tools/verify/usermaven/service.ts';
import { readText } from '../docs/guides.ts';
import { personAt } from './person.ts';
import { type Given, type Verified, verified } from './run.ts';

const API_KEY = 'UMq7Xk2Lp9';
const TOKEN = '3f0c9a52-7d1e-4b86-a4c3-5e9d21b7f608';
const SERVICE = usermavenService();

let sandbox: Sandbox;
afterEach(() => sandbox?.stop());

const start = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  sandbox = await startSandbox({ apiKey: API_KEY, serverToken: TOKEN, ...options });
  return sandbox;
};

const variablesOf = ({ url }: Pick<Sandbox, 'url'>): Variables => ({
  authData_api_key: API_KEY,
  authData_server_token: TOKEN,
  authData_workspace_name: 'Test',
  [HOST_VARIABLE]: url,
});

/** A run against the sandbox, whose person looks at what it stored. */
const run = (given: Partial<Given> = {}, service = SERVICE): Promise<Verified> =>
  verified(service, { variables: variablesOf(sandbox), answers: personAt(sandbox), ...given });

const verdictsOf = ({ rows }: Verified): Record<string, Verdict> =>
  Object.fromEntries([...rows.values()].map(({ row, verdict }) => [row, verdict]));

/** What both readings of Usermaven come to. */
const COMMON: Readonly<Record<string, Verdict>> = {
  'empty-batch': 'confirmed',
  'token-encoding': 'confirmed',
  'token-place': 'confirmed',
  'api-key-form': 'confirmed',
  'no-event': 'confirmed',
  echo: 'confirmed',
  'error-reason': 'confirmed',
  'strict-types': 'confirmed',
  // A run may not send as many events as a request may have.
  sizes: 'unclear',
  'too-large': 'confirmed',
  concurrency: 'confirmed',
  'api-key-in-body': 'confirmed',
  'whole-batch': 'confirmed',
  'no-redirect': 'confirmed',
  success: 'confirmed',
  'sender-user-agent': 'confirmed',
  'id-form': 'confirmed',
  'event-time': 'confirmed',
  'past-events': 'confirmed',
  'future-events': 'confirmed',
  'created-at': 'confirmed',
  'identify-without-email': 'confirmed',
  'left-out': 'confirmed',
  'identify-without-id': 'confirmed',
  'company-id-alone': 'confirmed',
  'company-update': 'confirmed',
  'typed-attributes': 'confirmed',
  'other-members': 'confirmed',
  'email-as-id': 'confirmed',
  'anonymous-alone': 'confirmed',
  attribution: 'confirmed',
  'page-view': 'confirmed',
  'click-ids': 'confirmed',
  'host-without-port': 'confirmed',
  referer: 'confirmed',
  'screen-form': 'confirmed',
  'lead-event': 'confirmed',
  // Nothing of a local Usermaven to look at.
  goals: 'skipped',
  'credentials-place': 'skipped',
};

describe('the verdicts follow what the Usermaven does', () => {
  test.each<[Reading, Verdict, string[]]>([
    [
      'documentation',
      'confirmed',
      [
        'In `Authorization: Bearer` alone it got 400',
        '`_timestamp` alone is read.',
        '`timestamp` alone is read.',
      ],
    ],
    [
      'collector',
      'refuted',
      [
        'In `Authorization: Bearer` alone it got 401',
        '`_timestamp` alone is not read.',
        '`timestamp` alone is read.',
      ],
    ],
  ])('as the %s has it, what the two do not agree on is %s', async (reading, verdict, notes) => {
    await start({ reading });
    const result = await run();
    expect(verdictsOf(result)).toEqual({ ...COMMON, 'repeated-id': verdict, nobody: verdict });
    for (const note of notes) expect(result.report).toContain(note);
    expect(result.ok).toBe(verdict === 'confirmed');
    // Exactly the rows that the service says it checks.
    expect([...result.rows.keys()].sort()).toEqual([...SERVICE.rows].sort());
  });
});

test('the report lists everything that was sent, and no run sends more than it may', async () => {
  await start();
  const { report } = await run();
  // The sandbox does not read what is too large, and that is one event.
  const arrived = sandbox.requests.reduce(
    (sum, { events, status }) => sum + (status === 413 ? 1 : events),
    0,
  );
  expect(arrived).toBeLessThanOrEqual(MAX_EVENTS);
  expect(report).toContain(`## What was sent (${arrived} events)`);
  const [, sent = ''] = report.split('## What was sent');
  expect(sent.match(/^\| \d{4}-/gm)).toHaveLength(sandbox.requests.length);
  expect(report).toContain('Not the real service');
});

test('what is accepted and thrown away is what the connection test on Make sends', () => {
  expect(connection.communication).toMatchObject({
    body: JSON.stringify(markedWith('m', API_KEY, 0).thrownAway()),
  });
});

describe('nothing is sent', () => {
  const cases: [string, Partial<Given>, string][] = [
    [
      'to a workspace of another name',
      { workspace: 'Production' },
      'must both be the name of the test workspace',
    ],
    ['when the person does not say so', { confirms: () => false }, 'Nothing was sent.'],
  ];
  test.each(cases)('%s', async (_what, given, message) => {
    await start();
    const { ok, printed, report } = await run(given);
    expect([ok, sandbox.requests]).toEqual([false, []]);
    expect(printed).toContain(message);
    expect(report).toContain(message);
  });

  test.each(['api_key', 'server_token', 'workspace_name'])(
    'without authData_%s, which is named',
    async (key) => {
      await start();
      const { [`authData_${key}`]: _left, ...variables } = variablesOf(sandbox);
      const { printed } = await run({ variables });
      expect(printed).toContain(`Set authData_${key} in`);
      expect(sandbox.requests).toEqual([]);
    },
  );

  test('to an address that no token may go to', async () => {
    await start();
    const variables = { ...variablesOf(sandbox), [HOST_VARIABLE]: 'http://example.com' };
    const { printed } = await run({ variables });
    expect(printed).toContain(`${HOST_VARIABLE} must be an https address`);
  });
});

/** What stands in front of the sandbox: a response of its own to a request, or undefined to pass it on. */
type Front = (request: {
  readonly token: string;
  readonly body: string;
  readonly nth: number;
}) =>
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  | 'silence'
  | undefined;

let front: Server | undefined;
afterEach(() => {
  front?.close();
  front?.closeAllConnections();
  front = undefined;
});

/** Starts a server in front of the sandbox. Returns its address. */
const inFront = async (respond: Front): Promise<string> => {
  let nth = 0;
  const server = createServer(async (request, response) => {
    nth += 1;
    const body = await text(request);
    const token = new URL(request.url ?? '', 'http://localhost').searchParams.get('token') ?? '';
    const own = respond({ token, body, nth });
    if (own === 'silence') return;
    if (own !== undefined) {
      response.writeHead(own.status, own.headers).end(own.body);
      return;
    }
    const { status, ...passed } = await fetch(`${sandbox.url}${request.url}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...authorizationOf(request) },
    }).then(async (reply) => ({ status: reply.status, body: await reply.text() }));
    response.writeHead(status).end(passed.body);
  });
  front = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
};

const authorizationOf = ({ headers }: IncomingMessage): Record<string, string> =>
  headers.authorization === undefined ? {} : { authorization: headers.authorization };

const OK = { status: 200, body: '{"status":"ok"}' };
const HTML = '<!doctype html><title>Sorry</title>';
const RIGHT = `${API_KEY}.${TOKEN}`;

/** A run against what stands in front of the sandbox. */
const runBehind = async (
  respond: Front,
  given: Partial<Given> = {},
  timeoutMs?: number,
): Promise<Verified> => {
  await start();
  const url = await inFront(respond);
  return run({ variables: variablesOf({ url }), ...given }, usermavenService(timeoutMs));
};

const verdictOf = ({ rows }: Verified, row: string): Verdict | undefined => rows.get(row)?.verdict;

describe('a Usermaven that does otherwise is noticed', () => {
  test.each<[string, string, Front]>([
    ['a wrong token is taken', 'empty-batch', ({ token }) => (token === RIGHT ? undefined : OK)],
    ['[] is refused otherwise', 'empty-batch', ({ body }) => (body === '[]' ? { status: 422 } : undefined)],
    [
      'the token may not be encoded',
      'token-encoding',
      ({ nth }) => (nth === 4 ? { status: 401 } : undefined),
    ],
    [
      'a wrong type is taken',
      'strict-types',
      ({ body }) => (body.includes('"page_title":1') ? OK : undefined),
    ],
    [
      'errors are pages',
      'error-reason',
      ({ body }) => (body.includes('without user') ? { status: 400, body: HTML } : undefined),
    ],
    [
      'errors have no body',
      'error-reason',
      ({ body }) => (body.includes('without user') ? { status: 400 } : undefined),
    ],
    ['what is too large is taken', 'too-large', ({ body }) => (body.length > 4e6 ? OK : undefined)],
    ['a large request is refused', 'sizes', ({ body }) => (body.length > 4e5 ? { status: 413 } : undefined)],
    [
      'a batch is taken in part',
      'whole-batch',
      ({ body }) => (body.includes('beside a wrong one') ? OK : undefined),
    ],
    [
      'Make cannot test a connection',
      'no-event',
      ({ body }) => (body.includes('no-event') ? { status: 400 } : undefined),
    ],
    [
      'a request is redirected',
      'no-redirect',
      ({ nth }) => (nth === 10 ? { status: 307, headers: { location: '/' } } : undefined),
    ],
    [
      'the fourth at a time is refused',
      'concurrency',
      ({ body }) => (body.includes('step 1') ? { status: 409 } : undefined),
    ],
    [
      'a text id is refused',
      'id-form',
      ({ body }) => (body.includes('test-1') ? { status: 400, body: 'event_id' } : undefined),
    ],
  ])('%s: %s is refuted', async (_what, row, respond) => {
    const result = await runBehind(respond);
    expect([row, verdictOf(result, row)]).toEqual([row, 'refuted']);
    expect(result.ok).toBe(false);
  });

  test.each<[string, Front, string]>([
    ['is out of order', () => ({ status: 500 }), 'Usermaven is not available: 500'],
    ['is busy', () => ({ status: 503, body: HTML }), 'Usermaven is not available: 503 (a page of HTML)'],
    ['hides behind a firewall', () => ({ status: 403, body: HTML }), 'Usermaven is not available: 403'],
    ['never responds', () => 'silence', 'Usermaven is not available: no response'],
    [
      'takes no credentials',
      () => ({ status: 401, body: 'no' }),
      'does not accept these credentials: 401 `no`',
    ],
    [
      'redirects',
      () => ({ status: 308, headers: { location: '/elsewhere' } }),
      'The address redirects (308)',
    ],
  ])('one that %s gets no events, and settles nothing', async (_what, respond, message) => {
    const bodies: string[] = [];
    const result = await runBehind(
      (request) => {
        bodies.push(request.body);
        return respond(request);
      },
      {},
      500,
    );
    expect(result.printed).toContain(message);
    expect(result.report).toContain(message);
    expect(new Set(bodies)).toEqual(new Set(['[]']));
    expect(verdictOf(result, 'empty-batch')).not.toBe('confirmed');
    expect(result.ok).toBe(false);
  });

  test('one that responds with a page to everything does not pass', async () => {
    const result = await runBehind(() => ({ status: 200, body: HTML }));
    expect(verdictOf(result, 'empty-batch')).toBe('refuted');
    expect(verdictOf(result, 'strict-types')).toBe('refuted');
    expect(result.report).toContain('200 (a page of HTML)');
  });

  test('a busy one is not taken for one that refuses', async () => {
    const result = await runBehind(({ body }) =>
      body.includes('"page_title":1') ? { status: 503 } : undefined,
    );
    expect(verdictOf(result, 'strict-types')).toBe('unclear');
  });

  test('what a busy one did not take is unclear, and nobody has to look for it', async () => {
    const asked: string[] = [];
    const result = await runBehind(({ body }) => (body.includes('same id') ? { status: 503 } : undefined), {
      answers: async ({ id }) => {
        asked.push(id);
        return 'yes';
      },
    });
    expect(verdictOf(result, 'repeated-id')).toBe('unclear');
    expect(asked).toContain('long-ago');
    expect(asked).not.toContain('same-id-once');
  });
});

describe('answers', () => {
  test('"cannot tell" leaves a row unclear, "skip" leaves it skipped', async () => {
    await start();
    const result = await run({
      answers: async ({ id }) => (id === 'same-id-once' ? 'cannot tell' : 'skip'),
    });
    expect(verdictOf(result, 'repeated-id')).toBe('unclear');
    expect(verdictOf(result, 'past-events')).toBe('skipped');
    // What responses alone confirm stays confirmed.
    expect(verdictOf(result, 'strict-types')).toBe('confirmed');
  });

  test('every question has an answer that speaks against what we assume, or is only worth knowing', async () => {
    await start();
    const all = async (answer: 'yes' | 'no') => (await run({ answers: async () => answer })).rows;
    const [yes, no] = [await all('yes'), await all('no')];
    const never = [...yes.keys()].filter(
      (row) =>
        yes.get(row)?.observed !== no.get(row)?.observed &&
        ![yes, no].some((rows) => rows.get(row)?.verdict === 'refuted'),
    );
    expect(never).toEqual([]);
  });

  test('the person is told where and what to look for, by the mark of the run', async () => {
    await start();
    const { printed, report } = await run();
    const [mark = ''] = /v\d{8}-\d{6}/.exec(report) ?? [];
    expect(printed).toContain(`Events Activity: is "Verify same id ${mark}" there exactly once?`);
    expect(printed.indexOf('What to look for in Usermaven')).toBeLessThan(printed.indexOf('\n1 of '));
  });
});

test('a later run asks again about the events of an earlier one, and sends nothing', async () => {
  await start();
  const first = await run({ answers: async () => 'skip' });
  const [mark = ''] = /v\d{8}-\d{6}/.exec(first.report) ?? [];
  const sent = sandbox.requests.length;
  const later = await run({ mark, confirms: () => false });
  expect(sandbox.requests.length).toBe(sent);
  expect(verdictOf(first, 'repeated-id')).toBe('skipped');
  expect(verdictOf(later, 'repeated-id')).toBe('confirmed');
  expect(verdictOf(later, 'past-events')).toBe('confirmed');
  expect(verdictOf(later, 'event-time')).toBe('confirmed');
  // What the responses have a part in stays as that run left it.
  expect(verdictOf(later, 'no-event')).toBe('skipped');
});

test('an interruption leaves a report of what was sent, and no question about states', async () => {
  await start();
  const interrupt = new AbortController();
  const { report, printed, ok } = await run(
    {
      signal: interrupt.signal,
      confirms: () => true,
      answers: async () => {
        interrupt.abort();
        return new Promise(() => {});
      },
    },
    { ...SERVICE, isReal: () => true },
  );
  expect(ok).toBe(false);
  expect(report).toContain('The run stopped:** It was interrupted.');
  expect(report).toContain('Verify same id');
  expect(printed).not.toContain('Write these states');
});

test('an interruption while events are sent ends that at once', async () => {
  await start();
  const interrupt = new AbortController();
  const end = sandbox.watch(({ kind }) => {
    if (kind === 'arrived' && sandbox.requests.length === 30) interrupt.abort();
  });
  const { report } = await run({ signal: interrupt.signal });
  end();
  const sent = sandbox.requests.length;
  // By the end of another whole run, the first would have sent everything, too.
  await run();
  const whole = sandbox.requests.length - sent;
  sandbox.clear();
  await run();
  expect(whole).toBe(sandbox.requests.length);
  expect(report).toContain('unknown: the run ended before');
});

describe('the states of the rows', () => {
  const real = { ...SERVICE, isReal: () => true };

  test('are written when the person says so, and then everything is generated', async () => {
    await start({ reading: 'collector' });
    const { assumptions, regenerated, printed } = await run({ confirms: () => true }, real);
    expect(printed).toContain('repeated-id: contradicted');
    const rowOf = (id: string) => assumptions.slice(assumptions.indexOf(`id: '${id}'`)).split('\n  },')[0];
    expect(rowOf('repeated-id')).toMatch(
      /state: 'contradicted',\n {4}checked: "\d{4}-\d\d-\d\d: Two events with one event_id/,
    );
    expect(rowOf('left-out')).toContain("state: 'settled'");
    expect(rowOf('goals')).not.toContain('checked');
    expect(regenerated).toBe(true);
  });

  test('stay when the person does not say so', async () => {
    await start();
    const { assumptions, regenerated } = await run({}, real);
    expect([assumptions, regenerated]).toEqual([readText('proof/assumptions.ts'), false]);
  });

  test('stay after a run against a local Usermaven, and nobody is asked', async () => {
    await start();
    const { assumptions, printed } = await run({ confirms: () => true });
    expect(assumptions).toBe(readText('proof/assumptions.ts'));
    expect(printed).not.toContain('Write these states');
  });
});

describe('no secret shows', () => {
  const forms = secretForms([API_KEY, TOKEN, RIGHT, 'userpilot-secret-of-the-test']);

  test.each<[string, (token: string) => string]>([
    ['as it is', (token) => token],
    ['URL-encoded', encodeURIComponent],
    ['in base64', (token) => Buffer.from(`token=${token};`).toString('base64')],
    ['in hex', (token) => Buffer.from(token).toString('hex')],
    ['in part', (token) => token.slice(3, 30)],
    ['in many lines', (token) => `one\n${token}\ntwo`],
  ])('when a Usermaven repeats the token %s', async (_how, write) => {
    const told = write(RIGHT);
    const { report, printed, assumptions } = await runBehind(
      ({ body, nth }) => (body === '[]' && nth < 8 ? undefined : { status: 400, body: told }),
      { confirms: () => true },
    );
    const everything = [report, printed, assumptions].join('\n');
    expect(report).toContain('***');
    expect(everything).not.toContain(told.split('\n').at(-2) ?? told);
    for (const form of forms) expect(everything).not.toContain(form);
  });

  test('when it was pasted within something else', async () => {
    await start({ serverToken: 't0k3n' });
    const url = await inFront(({ body }) => (body === '[]' ? undefined : { status: 400, body: 'no t0k3n' }));
    const variables = { ...variablesOf({ url }), authData_server_token: `Bearer ${API_KEY}.t0k3n` };
    const { report, printed } = await run({ variables });
    expect(report).toContain('no ***');
    expect(report + printed).not.toContain('t0k3n');
  });

  test('in a whole run, of which every line is looked at', async () => {
    await start();
    const variables = { ...variablesOf(sandbox), authData_userpilot_secret: 'userpilot-secret-of-the-test' };
    const { report, printed } = await run({ variables });
    for (const form of forms) expect(report + printed).not.toContain(form);
  });
});
