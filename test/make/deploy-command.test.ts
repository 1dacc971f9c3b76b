import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ACTIONS } from '../../src/actions/index.ts';
import { leaksIn } from '../support/leaks.ts';
import { type MakeServer, startMakeServer } from '../support/make-server.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
let server: MakeServer;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usermaven-deploy-'));
  for (const name of ['tools', 'src', 'assets', 'make', 'package.json']) {
    cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'), 'dir');
});
beforeEach(async () => {
  await server?.stop();
  server = await startMakeServer();
  rmSync(join(folder, 'make-origin.json'), { force: true });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as npm does, in a copy of the project. */
const command = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> => {
  const env = {
    PATH: process.env.PATH,
    MAKE_ZONE: 'eu1',
    MAKE_API_KEY: server.key,
    MAKE_API_URL: server.url,
    ...environment,
  };
  const script = join(folder, 'tools', 'make-deploy.ts');
  const node = ['--disable-warning=ExperimentalWarning', script, ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, node, { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
};

test('it deploys, remembers the names beside package.json, and has nothing to do the second time', async () => {
  const first = await command([]);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/^Created the app "Usermaven": .*\n(.*\n)+Done: \d+ steps\.\n$/);
  const remembered = readFileSync(join(folder, 'make-origin.json'), 'utf8');
  expect(JSON.parse(remembered)).toMatchObject({ apps: [{ zone: 'eu1', app: [...server.apps.keys()][0] }] });
  server.forgetRequests();
  const second = await command([]);
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(second.stdout).toMatch(/Nothing was written\.\n$/);
  expect(server.writes()).toEqual([]);
  expect(leaksIn([first, second, remembered], [server.key])).toEqual([]);
});

test('--dry-run writes nothing, neither in Make nor here', async () => {
  const { code, stdout } = await command(['--dry-run', '--public']);
  expect(code).toBe(0);
  for (const { make } of ACTIONS) {
    expect(stdout).toContain(`  create module ${make.id}\n`);
    expect(stdout).toContain(`  show module ${make.id}\n`);
  }
  expect(server.writes()).toEqual([]);
  expect(existsSync(join(folder, 'make-origin.json'))).toBe(false);
});

test('--help explains it, without an environment', async () => {
  const { code, stdout } = await command(['--help'], { MAKE_ZONE: '', MAKE_API_KEY: '' });
  expect(code).toBe(0);
  expect(stdout).toContain('npm run make:deploy -- [--dry-run] [--public]');
  expect(server.requests).toEqual([]);
});

test('a failure ends with 1, a message without a stack, and no key', async () => {
  server.fail({
    at: 'groups',
    method: 'PUT',
    status: 400,
    body: `{"message":"Token ${server.key} is bad."}`,
  });
  const ended = await command([]);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(/Stopped after \d+ of \d+ steps\. What is done stays\./);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
  expect(leaksIn(ended, [server.key])).toEqual([]);
});

test.each([
  ['without a key', [], { MAKE_API_KEY: '' }, 'MAKE_API_KEY: set it'],
  ['with a wrong key', [], { MAKE_API_KEY: 'wrong' }, 'Make does not accept the API key (401).'],
  ['with an unknown option', ['--delete'], {}, 'That is not an option of make:deploy.'],
])('%s it says so and ends with 1', async (_what, args, environment, says) => {
  const { code, stderr } = await command(args, environment);
  expect(code).toBe(1);
  expect(stderr).toContain(says);
  expect(server.writes()).toEqual([]);
});

test('an app that is not what the generator writes is not deployed', async () => {
  const readme = join(folder, 'make', 'README.md');
  const text = readFileSync(readme, 'utf8');
  writeFileSync(readme, `${text}More.\n`);
  const { code, stderr } = await command([]);
  writeFileSync(readme, text);
  expect(code).toBe(1);
  expect(stderr).toBe(
    'make/ is not what the generator writes. Run npm run generate and review what changes.\n',
  );
  expect(server.requests).toEqual([]);
});
