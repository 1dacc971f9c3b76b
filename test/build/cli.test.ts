import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadRecipes, type Recipe } from '../../recipes/recipe.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { runRecipe } from '../../sandbox/zapier/run-recipe.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { BUNDLE } from '../../tools/bundle.ts';
import { type Built, readBuild } from '../support/built.ts';
import { expectedPayloads } from '../support/expected-payloads.ts';
import { appInProcess } from '../support/in-process.ts';

/**
 * Zapier's own CLI, on the bundle that ships. Each command runs in a folder of its own: the CLI reads `.env` where it runs,
 * and puts a wrapper there for as long as it works. Nobody's `.env` or `~/.zapierrc` is touched, and nothing leaves this
 * machine.
 */

interface Run {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const BIN = join(MODULES, '.bin');

/** A recipe for each action. */
const RECIPES = ACTIONS.flatMap(({ key }) => loadRecipes().find(({ action }) => action === key) ?? []);

let home: string;
let sandbox: Sandbox;
let runs: Readonly<Record<string, Run>>;

/** A folder that holds the app as the CLI wants it, and the credentials of the sandbox. */
const appFolder = ({ text }: Built, name: string): string => {
  const folder = join(home, name);
  mkdirSync(join(folder, dirname(BUNDLE.outfile)), { recursive: true });
  writeFileSync(join(folder, 'package.json'), text('package.json'));
  writeFileSync(join(folder, BUNDLE.outfile), text(BUNDLE.outfile));
  symlinkSync(MODULES, join(folder, 'node_modules'), 'dir');
  const lines = Object.entries(authData()).map(([key, value]) => `authData_${key}='${value}'\n`);
  writeFileSync(join(folder, '.env'), lines.join(''));
  return folder;
};

const zapier = (folder: string, args: readonly string[]): Promise<Run> =>
  new Promise((resolve) => {
    const env = {
      PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}`,
      HOME: home,
      NO_COLOR: '1',
      DISABLE_ZAPIER_ANALYTICS: '1',
      NO_UPDATE_NOTIFIER: '1',
      [HOST_VARIABLE]: sandbox.url,
    };
    execFile(join(BIN, 'zapier-platform'), args, { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

const authData = () => ({
  api_key: sandbox.apiKey,
  server_token: sandbox.serverToken,
  workspace_name: 'Acme',
});

/** The command that runs the action of a recipe with what the recipe maps. */
const create = async (recipe: Recipe): Promise<readonly string[]> => {
  const { inputData } = await runRecipe(appInProcess(), recipe, { authData: authData() });
  return ['invoke', 'create', recipe.action, '--non-interactive', '-i', JSON.stringify(inputData)];
};

const commands = async (): Promise<Readonly<Record<string, readonly string[]>>> => ({
  // The bundle is checked to be current before this, so it is not made again.
  validate: ['validate', '--without-style', '--skip-build'],
  'auth test': ['invoke', 'auth', 'test', '--non-interactive'],
  ...Object.fromEntries(
    await Promise.all(RECIPES.map(async (recipe) => [recipe.action, await create(recipe)] as const)),
  ),
});

beforeAll(async () => {
  const built = await readBuild();
  home = mkdtempSync(join(tmpdir(), 'usermaven-cli-'));
  sandbox = await startSandbox();
  process.env[HOST_VARIABLE] = sandbox.url;
  const all = Object.entries(await commands());
  // What the recipes sent in this process.
  sandbox.clear();
  const named = await Promise.all(
    all.map(
      async ([name, args]) => [name, await zapier(appFolder(built, name.replace(' ', '-')), args)] as const,
    ),
  );
  runs = Object.fromEntries(named);
});
afterAll(async () => {
  delete process.env[HOST_VARIABLE];
  await sandbox?.stop();
  if (home !== undefined) rmSync(home, { recursive: true, force: true });
});

const runOf = (name: string): Run => runs[name] ?? { code: 'never ran', stdout: '', stderr: '' };

/** What a command printed, as JSON. */
const outputOf = (name: string): unknown => {
  const { code, stdout, stderr } = runOf(name);
  if (code !== 0) throw new Error(`${name} ended with ${code}.\n${stderr}`);
  return JSON.parse(stdout);
};

test('zapier-platform validate finds nothing', () => {
  const { code, stdout, stderr } = runOf('validate');
  expect(stdout).toContain('No structural errors found');
  expect([code, stderr]).toEqual([0, '']);
});

test('zapier-platform invoke auth test takes the credentials of .env', () => {
  expect(outputOf('auth test')).toEqual({ workspace_name: 'Acme' });
});

test.each(RECIPES)(
  'zapier-platform invoke create $action delivers what the recipe $name expects',
  (recipe) => {
    expect(outputOf(recipe.action)).toHaveProperty('id');
    const received = sandbox.store.events.map(({ raw }) => raw);
    expect(received).toEqual(expect.arrayContaining(expectedPayloads(recipe, sandbox.apiKey)));
  },
);
