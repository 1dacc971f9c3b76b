import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loadRecipes } from '../../recipes/recipe.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { secretForms } from '../../src/lib/redact.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import type { Verdict } from '../../tools/verify/finding.ts';
import type { MakeTiming } from '../../tools/verify/make/client.ts';
import { ROWS } from '../../tools/verify/make/findings.ts';
import { markedRecipes } from '../../tools/verify/make/marked-recipe.ts';
import { type MakeServiceOptions, makeService } from '../../tools/verify/make/service.ts';
import type { Answer } from '../../tools/verify/prompts.ts';
import type { Variables } from '../../tools/verify/service.ts';
import { leaksIn } from '../support/leaks.ts';
import { takeFrom } from '../support/make/parity.ts';
import { DEPLOYED, type ScenariosServer, startScenariosServer } from '../support/make-scenarios-server.ts';
import { type Given, type Verified, verified } from './run.ts';

const API_KEY = 'UMq7Xk2Lp9';
const TOKEN = '3f0c9a52-7d1e-4b86-a4c3-5e9d21b7f608';

const TIMING: MakeTiming = { requestMs: 2_000, pollMs: 5, runMs: 1_000, backoffMs: 2 };

/** The recipes that a webhook starts. */
const TRIED = loadRecipes().filter(({ trigger }) => 'sample' in trigger);

let sandbox: Sandbox;
let make: ScenariosServer;
beforeAll(async () => {
  sandbox = await startSandbox({ apiKey: API_KEY, serverToken: TOKEN });
});
beforeEach(async () => {
  sandbox.clear();
  make = await startScenariosServer(sandbox.url);
});
afterEach(() => make.stop());
afterAll(() => sandbox.stop());

const origin = (changes = {}): string => {
  const { app, version, connection } = DEPLOYED;
  const known = { zone: 'eu1', app, version, connections: { usermaven: connection }, webhooks: {} };
  return JSON.stringify({ apps: [{ ...known, ...changes }] });
};

const variables = (): Variables => ({
  MAKE_ZONE: 'eu1',
  MAKE_API_KEY: make.key,
  MAKE_API_URL: make.url,
  MAKE_TEAM: String(make.team),
  authData_api_key: API_KEY,
  authData_server_token: TOKEN,
  authData_workspace_name: 'Test',
  [HOST_VARIABLE]: sandbox.url,
});

const recorder = () =>
  takeFrom(sandbox).flatMap(({ events }) => events.map(({ api_key: _key, ...event }) => event));

const verifyMake = (
  given: Partial<Given> = {},
  options: MakeServiceOptions = { recorder },
): Promise<Verified> =>
  verified(makeService({ timing: TIMING, ...options }), {
    variables: variables(),
    files: { 'make-origin.json': origin() },
    ...given,
  });

const verdictsOf = ({ rows }: Verified): Record<string, Verdict> =>
  Object.fromEntries([...rows.values()].map(({ row, verdict }) => [row, verdict]));

const NOTHING = { connections: [], hooks: [], scenarios: [] };

/** Whatever was printed, asked or reported. */
const leaks = (run: Verified): unknown =>
  leaksIn([run.printed, run.report, run.findings], secretForms([make.key, TOKEN, `${API_KEY}.${TOKEN}`]));

describe('a run', () => {
  test('imports and runs each recipe that a webhook can start, and finds what they expect', async () => {
    const run = await verifyMake();
    expect(run.printed).toContain(`sends `);
    for (const { name } of TRIED) {
      expect(run.rows.get(ROWS.import)?.observed).toContain(`${name} was imported.`);
      expect(run.rows.get(ROWS.api)?.observed).toContain(`${name} ran to its end.`);
    }
    expect(make.requests.filter((request) => request === 'POST /scenarios')).toHaveLength(TRIED.length);
    expect(run.ok).toBe(true);
    expect(verdictsOf(run)).toEqual(Object.fromEntries(Object.values(ROWS).map((row) => [row, 'confirmed'])));
    expect(leaks(run)).toEqual([]);
  });

  test('deletes what it made, in an order in which nothing is in use any more', async () => {
    const run = await verifyMake();
    expect(make.there()).toEqual(NOTHING);
    expect(run.report).not.toContain('still there');
    expect(run.printed).not.toContain('Still there');
  });

  test('leaves it with --keep, and says what it left', async () => {
    const run = await verifyMake({ keep: true });
    const { connections, hooks, scenarios } = make.there();
    expect([connections.length, hooks.length, scenarios.length]).toEqual([1, TRIED.length, TRIED.length]);
    for (const name of [...connections, ...hooks, ...scenarios])
      expect(run.report).toContain(`"${name}": kept`);
  });

  test('marks everything that it makes, and the events where they have attributes', async () => {
    const run = await verifyMake({ keep: true });
    const mark = /v\d{8}-\d{6}/.exec(run.report)?.[0] ?? '';
    const names = Object.values(make.there()).flat();
    expect(names.filter((name) => !name.startsWith(mark))).toEqual([]);
    const marked = markedRecipes(TRIED, DEPLOYED, mark).filter(({ expected }) =>
      JSON.stringify(expected).includes(mark),
    );
    expect(marked.length).toBeGreaterThan(TRIED.length / 2);
  });

  test('makes nothing unless the person says so', async () => {
    const run = await verifyMake({ confirms: () => false });
    expect(run.ok).toBe(false);
    expect(run.printed).toContain('Nothing was made.');
    expect(make.requests).toEqual([]);
  });

  test('settles nothing: it is not Make', async () => {
    const run = await verifyMake({ confirms: () => true });
    expect(run.report).toContain('Not the real service');
    expect(run.regenerated).toBe(false);
  });
});

describe('without a recorder, a person says what is there', () => {
  test.each<[Answer, Verdict]>([
    ['yes', 'confirmed'],
    ['no', 'refuted'],
    ['cannot tell', 'unclear'],
    ['skip', 'skipped'],
  ])('%s: %s', async (answer, verdict) => {
    const run = await verifyMake({ answers: async () => answer }, {});
    expect(verdictsOf(run)).toMatchObject({
      [ROWS.import]: 'confirmed',
      [ROWS.api]: 'confirmed',
      [ROWS.mapper]: verdict,
      [ROWS.types]: verdict,
      [ROWS.gather]: verdict,
      [ROWS.rows]: verdict,
    });
    expect(run.ok).toBe(answer !== 'no');
    for (const { expected } of TRIED)
      for (const { event_type } of [expected].flat()) expect(run.printed).toContain(String(event_type));
  });
});

test('the events of an earlier run can be asked about again, and nothing is made', async () => {
  const mark = 'v20261126-150405';
  const run = await verifyMake({ mark, answers: async () => 'yes' }, {});
  const { mapper, types, gather, rows } = ROWS;
  expect(verdictsOf(run)).toEqual(
    Object.fromEntries([mapper, types, gather, rows].map((row) => [row, 'confirmed'])),
  );
  expect(run.printed).toContain(mark);
  expect(make.requests).toEqual([]);
});

describe('what goes wrong', () => {
  test('a scenario that Make refuses refutes the blueprint, the others go on, and its webhook goes too', async () => {
    make.fail({ at: 'POST /scenarios', status: 400, body: '{"message":"Invalid blueprint."}' });
    const run = await verifyMake();
    expect(run.rows.get(ROWS.import)).toMatchObject({ verdict: 'refuted' });
    expect(run.rows.get(ROWS.import)?.observed).toContain('Make answers 400: Invalid blueprint.');
    expect(verdictsOf(run)).toMatchObject({ [ROWS.api]: 'confirmed', [ROWS.mapper]: 'confirmed' });
    expect(run.ok).toBe(false);
    expect(make.there()).toEqual(NOTHING);
  });

  test('an event that is not what the recipe expects refutes the mapping', async () => {
    const run = await verifyMake({}, { recorder: () => recorder().map((event) => ({ ...event, url: 'x' })) });
    expect(verdictsOf(run)).toMatchObject({ [ROWS.mapper]: 'refuted', [ROWS.import]: 'confirmed' });
  });

  test.each<[error: string, verdict: Verdict]>([
    ['DataError', 'refuted'],
    ['ConnectionError', 'unclear'],
  ])('a run that ends with %s: %s', async (name, verdict) => {
    make.failRuns({ name, message: `[400] The token ${API_KEY}.${TOKEN} is not right.` });
    const run = await verifyMake();
    expect(verdictsOf(run)).toMatchObject({ [ROWS.mapper]: verdict, [ROWS.gather]: verdict });
    expect(run.rows.get(ROWS.mapper)?.observed).toContain(`The run ended with ERROR, ${name}`);
    expect(leaks(run)).toEqual([]);
    expect(make.there()).toEqual(NOTHING);
  });

  test('a connection that Make does not take stops the run: nothing works without', async () => {
    make.fail({ at: 'POST /connections', status: 400, body: `{"message":"Wrong: ${TOKEN}"}` });
    const run = await verifyMake();
    expect(run.ok).toBe(false);
    expect(run.report).toContain('The connection cannot be made. Make answers 400: Wrong: ***');
    expect(make.requests.filter((request) => request.startsWith('POST'))).toEqual(['POST /connections']);
    expect(leaks(run)).toEqual([]);
  });

  test('a wrong API key is said without the key', async () => {
    const key = '0d6c2a4e-7c1b-4c7e-9b53-2f4c8f1d7e20';
    const run = await verifyMake({ variables: { ...variables(), MAKE_API_KEY: key } });
    expect(run.report).toContain('Make answers 401');
    expect(leaksIn([run.printed, run.report], [key])).toEqual([]);
  });

  test('Make that asks to wait is asked again', async () => {
    make.fail({ at: 'POST /hooks', status: 429, body: '{"message":"Slow down."}' }, 2);
    const run = await verifyMake();
    expect(verdictsOf(run)[ROWS.import]).toBe('confirmed');
    expect(make.there()).toEqual(NOTHING);
  });

  test.each(['connections', 'hooks', 'scenarios'])(
    'the answer about new %s that gets lost leaves nothing behind',
    async (kind) => {
      make.fail({ at: `POST /${kind}`, carriedOut: true });
      const run = await verifyMake();
      expect(run.ok).toBe(kind !== 'connections');
      if (kind !== 'connections') expect(verdictsOf(run)[ROWS.import]).toBe('unclear');
      expect(make.there()).toEqual(NOTHING);
      expect(run.printed).not.toContain('Still there');
    },
  );

  test('a redirect is not followed: the key would go along', async () => {
    make.fail({ at: 'POST /connections', status: 302, headers: { Location: `${sandbox.url}/other` } });
    const run = await verifyMake();
    expect(run.report).toContain('Make responds with a redirect (302). Check MAKE_ZONE.');
    expect(sandbox.requests).toEqual([]);
  });

  test('a run that never ends is given up', async () => {
    make.fail({ at: '/logs', status: 200, body: '{"scenarioLogs":[]}' }, Number.POSITIVE_INFINITY);
    const run = await verifyMake({}, { recorder, timing: { ...TIMING, runMs: 10 } });
    expect(run.rows.get(ROWS.mapper)).toMatchObject({ verdict: 'unclear' });
    expect(run.rows.get(ROWS.mapper)?.observed).toContain('No run of the scenario ended within');
    expect(make.there()).toEqual(NOTHING);
  });
});

describe('what cannot be deleted', () => {
  test('is listed by its name, with the reason, and the rest is deleted', async () => {
    make.fail({ at: 'DELETE /scenarios', status: 403, body: `{"message":"Not allowed: ${TOKEN}"}` });
    const run = await verifyMake();
    expect(run.ok).toBe(false);
    const { connections, hooks, scenarios } = make.there();
    // The scenario that is left uses its webhook and the connection, so Make keeps these too.
    expect([connections.length, hooks.length, scenarios.length]).toEqual([1, 1, 1]);
    for (const [kind, [name]] of Object.entries({
      connection: connections,
      webhook: hooks,
      scenario: scenarios,
    })) {
      expect(run.printed).toContain(`\n  ${kind} "${name}": `);
      expect(run.report).toContain(`- ${kind} "${name}": `);
    }
    expect(run.report).toContain('Not allowed: ***');
    expect(leaks(run)).toEqual([]);
  });

  test('for a moment is tried again', async () => {
    make.fail({ at: 'DELETE /hooks', status: 503 }, 2);
    make.fail({ at: 'DELETE /connections' }, 2);
    const run = await verifyMake();
    expect(make.there()).toEqual(NOTHING);
    expect(run.printed).not.toContain('Still there');
  });

  test('because somebody did already is no problem', async () => {
    make.fail({ at: 'DELETE /hooks', status: 404, body: '{"message":"Not found."}', carriedOut: true });
    const run = await verifyMake();
    expect(make.there()).toEqual(NOTHING);
    expect(run.printed).not.toContain('Still there');
  });
});

describe('an interruption', () => {
  test.each([
    ['while a connection is being made', 'POST /connections'],
    ['while a webhook is being made', 'POST /hooks'],
    ['while a scenario is being made', 'POST /scenarios'],
    ['while the webhook is called', 'POST /hook/'],
    ['while it waits for a run', '/logs'],
    ['while a scenario is switched on', '/start'],
  ])('%s ends the run, and everything is deleted', async (_when, at) => {
    const interrupt = new AbortController();
    make.fail({
      at,
      meanwhile: async () => interrupt.abort(),
    });
    const run = await verifyMake({ signal: interrupt.signal });
    expect(run.ok).toBe(false);
    expect(run.report).toContain('It was interrupted.');
    expect(make.there()).toEqual(NOTHING);
    expect(make.requests.filter((request) => request === 'POST /scenarios').length).toBeLessThan(2);
  });
});

describe('what is missing is said before anything is made', () => {
  test.each<[what: string, given: () => Partial<Given>, says: string]>([
    ['a zone', () => ({ variables: { ...variables(), MAKE_ZONE: '' } }), 'MAKE_ZONE: set it'],
    ['a key', () => ({ variables: { ...variables(), MAKE_API_KEY: '' } }), 'MAKE_API_KEY: set it'],
    [
      'a team',
      () => ({ variables: { ...variables(), MAKE_TEAM: 'Mine' } }),
      'MAKE_TEAM: set it to the number',
    ],
    ['a deployment', () => ({ files: {} }), 'Deploy the app first: npm run make:deploy'],
    [
      'an app of that zone',
      () => ({ files: { 'make-origin.json': origin({ zone: 'us1' }) } }),
      'no app in the zone eu1',
    ],
    [
      'the connection of the app',
      () => ({ files: { 'make-origin.json': origin({ connections: {} }) } }),
      'does not know the connection',
    ],
    ['another workspace', () => ({ workspace: 'Production' }), 'must both be the name of the test workspace'],
  ])('%s', async (_what, given, says) => {
    const run = await verifyMake(given());
    expect(run.ok).toBe(false);
    expect(run.printed).toContain(says);
    expect(make.requests).toEqual([]);
  });
});
