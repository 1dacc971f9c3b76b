import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { leaksIn } from '../support/leaks.ts';
import { DEPLOYED, type ScenariosServer, startScenariosServer } from '../support/make-scenarios-server.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const TOKEN = '3f0c9a52-7d1e-4b86-a4c3-5e9d21b7f608';

/** What the command loads, and its package files, from which the versions of packages are read. */
const COPIED = [
  ...['tools', 'src', 'sandbox', 'recipes', 'proof'],
  ...['package.json', 'package-lock.json', 'tsconfig.json'],
];

let folder: string;
let sandbox: Sandbox;
let make: ScenariosServer;
beforeAll(async () => {
  sandbox = await startSandbox({ apiKey: 'UMq7Xk2Lp9', serverToken: TOKEN });
  folder = mkdtempSync(join(tmpdir(), 'usermaven-verify-make-'));
  for (const name of COPIED) cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const { app, version, connection } = DEPLOYED;
  const origin = { zone: 'eu1', app, version, connections: { usermaven: connection }, webhooks: {} };
  writeFileSync(join(folder, 'make-origin.json'), JSON.stringify({ apps: [origin] }));
});
beforeEach(async () => {
  make = await startScenariosServer(sandbox.url);
});
afterEach(() => make.stop());
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command, with one line typed in. `started` gets the process. */
const command = (
  typed: string,
  started: (child: ChildProcess) => void = () => {},
): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve) => {
    const args = ['--disable-warning=ExperimentalWarning', join(folder, 'tools', 'verify.ts')];
    const child = spawn(process.execPath, [...args, 'make', '--workspace', 'Test'], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        MAKE_ZONE: 'eu1',
        MAKE_API_KEY: make.key,
        MAKE_API_URL: make.url,
        MAKE_TEAM: String(make.team),
        authData_api_key: sandbox.apiKey,
        authData_server_token: TOKEN,
        authData_workspace_name: 'Test',
        [HOST_VARIABLE]: sandbox.url,
      },
    });
    let output = '';
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    child.stderr.on('data', (part: Buffer) => (output += part.toString()));
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.end(`${typed}\n`);
    started(child);
  });

const NOTHING = { connections: [], hooks: [], scenarios: [] };

test('Ctrl-C while a scenario is being made ends the run, and everything that was made is deleted', async () => {
  let child: ChildProcess | undefined;
  make.fail({
    at: 'POST /scenarios',
    meanwhile: async () => {
      child?.kill('SIGINT');
      // Made after the command has heard of it.
      await new Promise((resolve) => child?.stdout?.once('data', resolve));
    },
  });
  const { code, output } = await command('send', (started) => {
    child = started;
  });
  expect(code).toBe(1);
  expect(output).toContain('Press Ctrl-C again to stop at once');
  expect(output).toContain('Deleting what this run made:');
  expect(output).toContain('It was interrupted.');
  expect(make.requests).toContain('POST /scenarios');
  expect(make.there()).toEqual(NOTHING);
  expect(leaksIn(output, [make.key, TOKEN])).toEqual([]);
});

test('it runs without a person to ask, and its report has no secret', async () => {
  const { code, output } = await command('send');
  expect(code).toBe(0);
  expect(make.there()).toEqual(NOTHING);
  const reports = readdirSync(join(folder, 'reports')).map((name) =>
    readFileSync(join(folder, 'reports', name), 'utf8'),
  );
  expect(reports.join('\n')).toContain('| `make-blueprint` |');
  expect(leaksIn([output, reports], [make.key, TOKEN])).toEqual([]);
});
