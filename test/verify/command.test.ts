import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { SERVICES } from '../../tools/verify/services.ts';

const COMMAND = join(process.cwd(), 'tools', 'verify.ts');
const TOKEN = '7b1e44d0-93c5-4f0a-8a51-c2d96e3f7a18';

let folder: string;
let sandbox: Sandbox;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'usermaven-verify-command-'));
  sandbox = await startSandbox({ apiKey: 'UMq7Xk2Lp9', serverToken: TOKEN });
});
afterEach(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

/** Runs the command in a folder of its own, with lines of answers. */
const command = (
  args: readonly string[],
  { lines = [], env = {} }: { readonly lines?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<{ readonly code: number | null; readonly text: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', COMMAND, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, [HOST_VARIABLE]: sandbox.url, ...env },
    });
    let text = '';
    child.stdout.on('data', (part: Buffer) => (text += part.toString()));
    child.stderr.on('data', (part: Buffer) => (text += part.toString()));
    child.on('close', (code) => resolve({ code, text }));
    child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  });

const writeEnv = (more = ''): void =>
  writeFileSync(
    join(folder, '.env'),
    `authData_api_key=UMq7Xk2Lp9\nauthData_server_token=${TOKEN}\nauthData_workspace_name='Test of mine'\n${more}`,
  );

describe('npm run verify', () => {
  test('asks, sends, asks again, and writes where it is told to', async () => {
    writeEnv();
    const args = ['usermaven', '--workspace', 'Test of mine', '--report', 'mine.md'];
    const { code, text } = await command(args, { lines: ['send', '', 'y', 'no', 'maybe', 'c'] });
    const report = readFileSync(join(folder, 'mine.md'), 'utf8');
    expect(text).toContain(`This sends at most 60 events to ${sandbox.url}`);
    expect(text).toContain('Type "send" to continue: ');
    expect(report).toContain('| Workspace | Test of mine |');
    // In the order of the questions: yes, no, and one that cannot be told. What nobody answers is skipped.
    expect(report).toContain('It left something in the workspace.');
    expect(report).toContain('The good event of a batch that was refused is not there.');
    expect(report).toContain('It could not be told (order).');
    expect(report).toContain('Nobody looked (api-key-stored).');
    expect(sandbox.requests.length).toBeGreaterThan(20);
    expect(text + report).not.toContain(TOKEN);
    // The first answer refutes a row.
    expect(code).toBe(1);
  });

  test('the environment counts more than .env', async () => {
    writeEnv();
    const args = ['usermaven', '--workspace', 'Another', '--report', 'mine.md'];
    const { text } = await command(args, { env: { authData_workspace_name: 'Another' } });
    expect(text).toContain('into the workspace "Another"');
    // Nobody typed the word.
    expect(text).toContain('Nothing was sent.');
    expect(sandbox.requests).toEqual([]);
  });

  test.each([
    [['usermaven'], 'Name the test workspace: --workspace "Test".'],
    [
      ['usermaven', '--workspace', 'Production', '--report', 'r.md'],
      'must both be the name of the test workspace',
    ],
    [
      ['intercom', '--workspace', 'Test'],
      `Name one service to verify: ${SERVICES.map(({ name }) => name).join(', ')}.`,
    ],
    [['--wrokspace'], 'That is not an option of verify.'],
  ])('%j is refused, and nothing is sent', async (args, message) => {
    writeEnv();
    const { code, text } = await command(args, { lines: ['send'] });
    expect(text).toContain(message);
    expect([code, sandbox.requests]).toEqual([1, []]);
    expect(text).not.toContain('    at ');
  });

  test('--help names the services and what they need', async () => {
    const { code, text } = await command(['--help']);
    for (const { name } of SERVICES) expect(text).toContain(`\n${name}\n`);
    expect(text).toContain('authData_api_key');
    expect(code).toBe(0);
  });
});
