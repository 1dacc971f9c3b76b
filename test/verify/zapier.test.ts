import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import manifest from '../../package.json' with { type: 'json' };
import { loadRecipes } from '../../recipes/recipe.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { type Lambda, startLambda } from '../../sandbox/zapier/lambda.ts';
import { runRecipe } from '../../sandbox/zapier/run-recipe.ts';
import { type Unpacked, unpack } from '../../sandbox/zapier/unpack.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { TRACK_EVENT } from '../../src/actions/track-event.ts';
import { isObject, type JsonObject } from '../../src/lib/json.ts';
import { EVENTS_PATH, HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { BUNDLE } from '../../tools/bundle.ts';
import type { Verdict } from '../../tools/verify/finding.ts';
import type { Variables } from '../../tools/verify/service.ts';
import { type CliRun, createCli } from '../../tools/verify/zapier/cli.ts';
import { zapierService } from '../../tools/verify/zapier/service.ts';
import { PROJECT } from '../docs/guides.ts';
import { BUILD_ZIP, readBuild } from '../support/built.ts';
import { type Given, type Verified, verified } from './run.ts';
import { startZapierServer, type ZapierServer } from './zapier-server.ts';

/** Zapier's own CLI, against a stand-in for Zapier that runs the build, which sends to a local Usermaven. */

const KEY = 'd41e7c0b95a84f26b3907e5f1c6a2d88';
const APP_ID = 4711;

/** A recipe for each kind of action: the CLI takes seconds for each. */
const RECIPES = [...Map.groupBy(ACTIONS, ({ kind }) => kind).values()].flatMap(
  ([first]) => loadRecipes().find(({ action }) => action === first?.key) ?? [],
);

let unpacked: Unpacked;
let sandbox: Sandbox;
let lambda: Lambda;
let zapier: ZapierServer;
let root: string;

beforeAll(async () => {
  const { text } = await readBuild();
  unpacked = unpack(BUILD_ZIP);
  sandbox = await startSandbox();
  lambda = await startLambda({ folder: unpacked.folder, environment: { [HOST_VARIABLE]: sandbox.url } });
  const authData = { workspace_name: 'Test', api_key: sandbox.apiKey, server_token: sandbox.serverToken };
  zapier = await startZapierServer(
    {
      appId: APP_ID,
      deployKey: KEY,
      version: manifest.version,
      timezone: 'America/New_York',
      connections: [
        { id: 11, title: 'Usermaven Production', authData },
        { id: 12, title: `Usermaven (${manifest.version}) Test #2`, authData },
        { id: 13, title: 'Usermaven Twice', authData },
        { id: 14, title: 'Usermaven Twice #2', authData },
      ],
    },
    lambda,
  );
  root = mkdtempSync(join(tmpdir(), 'usermaven-verify-zapier-'));
  mkdirSync(join(root, dirname(BUNDLE.outfile)), { recursive: true });
  writeFileSync(join(root, 'package.json'), text('package.json'));
  writeFileSync(join(root, BUNDLE.outfile), text(BUNDLE.outfile));
  writeFileSync(join(root, '.zapierapprc'), JSON.stringify({ id: APP_ID, key: 'App4711' }));
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'), 'dir');
});
afterAll(async () => {
  await zapier?.stop();
  await lambda?.stop();
  await sandbox?.stop();
  await unpacked?.remove();
  if (root !== undefined) rmSync(root, { recursive: true });
});
beforeEach(() => {
  sandbox.clear();
  zapier.fail(() => undefined);
});

const variables = (more: Variables = {}): Variables => ({
  PATH: process.env.PATH,
  HOME: root,
  DISABLE_ZAPIER_ANALYTICS: '1',
  NO_UPDATE_NOTIFIER: '1',
  ZAPIER_BASE_ENDPOINT: zapier.url,
  ZAPIER_DEPLOY_KEY: KEY,
  authData_workspace_name: 'Test',
  authData_api_key: sandbox.apiKey,
  authData_server_token: sandbox.serverToken,
  ...more,
});

const run = (
  given: Partial<Given> = {},
  { recipes = RECIPES.slice(0, 1), cli = createCli } = {},
): Promise<Verified> => {
  const parts = { recipes, cli, build: async () => {}, buildZip: BUILD_ZIP, timeoutMs: 120_000 };
  return verified(
    zapierService(() => parts),
    { variables: variables(), root, answers: async () => 'yes', ...given },
  );
};

const verdictsOf = ({ rows }: Verified): Record<string, Verdict> =>
  Object.fromEntries([...rows.values()].map(({ row, verdict }) => [row, verdict]));

describe("on Zapier's servers, by Zapier's CLI", () => {
  test('a recipe for each kind of action gives what it gives here, and times keep what they say', async () => {
    const before = zapier.steps.length;
    const result = await run({}, { recipes: RECIPES });
    for (const { name } of RECIPES) expect(result.report).toContain(`\`${name}\` gave what it gives here.`);
    expect(verdictsOf(result)).toEqual({
      'zapier-runs': 'confirmed',
      'zapier-dates': 'confirmed',
      'account-time-zone': 'confirmed',
      'log-masks': 'confirmed',
    });
    expect(result.printed).toContain('2026-01-31 09:30:00 without a zone became 2026-01-31T14:30:00');
    const steps = zapier.steps.slice(before);
    expect(steps.map(({ action }) => action)).toEqual([
      ...RECIPES.map(({ action }) => action),
      TRACK_EVENT.key,
      TRACK_EVENT.key,
    ]);
    // The connection that has the name, and no other.
    expect(new Set(steps.map(({ connection }) => connection))).toEqual(new Set([12]));
    expect(result.report).toContain(`(${sandbox.store.events.length} events)`);
    expect([...result.rows.keys()].sort()).toEqual([...zapierService().rows].sort());
    expect(result.ok).toBe(true);
  });

  test('a step that fails refutes', async () => {
    sandbox.renew('another-server-token');
    const result = await run({}, { recipes: [] });
    sandbox.renew('sandbox-server-token');
    expect(verdictsOf(result)).toMatchObject({ 'zapier-dates': 'refuted', 'account-time-zone': 'refuted' });
    expect(result.report).toMatch(/failed: Usermaven [^›]+\(401\)/);
  });

  test('a Zapier that is not available settles nothing, and nothing more is run', async () => {
    zapier.fail(() => ({ status: 503, errors: [`Try again later, ${KEY}.`] }));
    // The key is where the CLI keeps it after a login.
    writeFileSync(join(root, 'auth.json'), JSON.stringify({ deployKey: KEY }));
    const { ZAPIER_DEPLOY_KEY: _left, ...others } = variables({
      ZAPIER_AUTH_LOCATION: join(root, 'auth.json'),
    });
    const result = await run({ variables: others });
    expect(result.report + result.printed).not.toContain(KEY);
    expect(verdictsOf(result)).toEqual({ 'zapier-runs': 'unclear' });
    expect(result.printed).toContain('Zapier does not run the app');
    expect(result.ok).toBe(false);
  });
});

const printed = (output: unknown): CliRun => ({ code: 0, stdout: JSON.stringify(output), failure: '' });

/** A CLI whose steps and log are made up. */
const cliWith =
  (step: (input: JsonObject) => CliRun, log: CliRun = printed([])): typeof createCli =>
  (...args) => ({
    ...createCli(...args),
    zapier: async ([command, ...words]) => (command === 'logs' ? log : step(JSON.parse(words.at(-1) ?? ''))),
  });

describe('a Zapier that does otherwise is noticed', () => {
  test('by another output, of which keys are named', async () => {
    const cli = cliWith(() => printed({ id: 'x', occurred_at: '2026-01-31T09:30:00Z' }));
    const result = await run({}, { cli });
    expect(verdictsOf(result)).toMatchObject({ 'zapier-runs': 'refuted', 'zapier-dates': 'refuted' });
    expect(result.report).toContain('`occurred_at` is `"2026-01-31T09:30:00Z"`, and here');
    expect(result.report).toContain('`notes` is missing, and here `[]`.');
    expect(result.ok).toBe(false);
  });

  test.each<[string, CliRun]>([
    ['without a time', printed({ occurred_at: null })],
    ['that is nothing', printed(null)],
    ['that is an error of the step', { code: 1, stdout: '', failure: 'Occurred At cannot be read.' }],
  ])('by an output %s', async (_what, step) => {
    const result = await run({}, { cli: cliWith(() => step), recipes: [] });
    expect(verdictsOf(result)).toMatchObject({ 'zapier-dates': 'refuted', 'account-time-zone': 'refuted' });
  });

  test.each<[string, CliRun]>([
    ['the command did not end', { code: null, stdout: '', failure: '' }],
    ['timed out after', { code: 1, stdout: '', failure: 'Invocation timed out after 30 polling attempts.' }],
  ])('but not when nothing came: %s', async (message, step) => {
    const result = await run({}, { cli: cliWith(() => step) });
    expect(new Set(Object.values(verdictsOf(result)))).toEqual(new Set(['unclear']));
    expect(result.report).toContain(message);
  });

  test('and a person may say that a time is not that of the account', async () => {
    const cli = cliWith(() => printed({ occurred_at: '2026-01-31T09:30:00.123Z' }));
    const result = await run({ answers: async () => 'no' }, { cli, recipes: [] });
    expect(verdictsOf(result)).toMatchObject({ 'zapier-dates': 'confirmed', 'account-time-zone': 'refuted' });
  });
});

describe("Zapier's log", () => {
  const LOGGED = `POST https://events.usermaven.com${EVENTS_PATH}?token=`;
  const verdictOn = async (log: CliRun, more: Variables = {}): Promise<Verdict | undefined> => {
    const cli = cliWith(() => printed(null), log);
    const { rows, report, printed: shown } = await run({ variables: variables(more) }, { cli, recipes: [] });
    expect(report + shown).not.toContain(sandbox.serverToken);
    return rows.get('log-masks')?.verdict;
  };

  test('refutes with the token in it', async () => {
    const token = `${sandbox.apiKey}.${sandbox.serverToken}`;
    expect(await verdictOn(printed(`${LOGGED}${token}`))).toBe('refuted');
    expect(await verdictOn(printed(`${LOGGED}:censored:`))).toBe('confirmed');
  });

  test('tells nothing while it is empty or cannot be read', async () => {
    expect(await verdictOn(printed([]))).toBe('unclear');
    expect(await verdictOn({ code: 1, stdout: '', failure: 'no' })).toBe('unclear');
  });

  test('is not searched for the token of another workspace', async () => {
    expect(await verdictOn(printed(LOGGED), { authData_workspace_name: 'Another' })).toBe('skipped');
    expect(await verdictOn(printed(LOGGED), { authData_server_token: undefined })).toBe('skipped');
  });
});

test('a command that does not end is ended', async () => {
  const file = join(root, 'endless.js');
  writeFileSync(file, 'setInterval(() => {}, 1000);');
  expect((await createCli(root, variables(), 1_000).script(file)).code).toBeNull();
});

test('no recipe gives another output in another time zone, so that of the account does not matter', async () => {
  const outputsIn = (timezone: string) =>
    Promise.all(
      loadRecipes().map(async (recipe) => {
        const authData = { api_key: sandbox.apiKey, server_token: sandbox.serverToken };
        const { outcome } = await runRecipe(lambda, recipe, { authData, meta: { timezone } });
        return 'output' in outcome ? outcome.output : outcome.error;
      }),
    );
  const times = (outputs: readonly unknown[]) =>
    outputs.map((output) => isObject(output) && output.occurred_at);
  expect(times(await outputsIn('Pacific/Kiritimati'))).toEqual(times(await outputsIn('UTC')));
});

describe('nothing is run', () => {
  test.each<[string, Partial<Given>, string]>([
    [
      'without a connection of this name',
      { workspace: 'Tes' },
      'No connection of the app has the label that --workspace gives',
    ],
    [
      'with a connection of another name',
      { connection: '11' },
      'No connection of the app has the label that --workspace gives',
    ],
    ['when several have the name', { workspace: 'Twice' }, '--connection 13, --connection 14'],
    ['of an earlier run', { mark: 'v20261126-150405' }, 'leave out --mark'],
    ['when the person does not say so', { confirms: () => false }, 'Nothing was sent.'],
  ])('%s', async (_what, given, message) => {
    const before = zapier.steps.length;
    const { printed, ok } = await run(given, { recipes: [] });
    expect(printed).toContain(message);
    expect([ok, zapier.steps.length]).toEqual([false, before]);
  });

  test('with a wrong key, which is not shown', async () => {
    const wrong = 'f00dfeed95a84f26b3907e5f1c6a2d77';
    const { printed, report } = await run({ variables: variables({ ZAPIER_DEPLOY_KEY: wrong }) });
    expect(printed).toContain('Zapier did not list the connections of the app');
    expect(printed + report).not.toContain(wrong.slice(0, 12));
  });
});
