import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import type { ActionKey } from '../../src/actions/index.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { BUNDLE } from '../../tools/bundle.ts';
import { type Built, readBuild } from '../support/built.ts';

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

const INVOCATIONS = {
  track_event: {
    event_name: 'Signed Up',
    email: 'jane@example.com',
    event_attributes: { amount: '29.90', zip: '02134' },
    occurred_at: '2025-03-05T14:20:00Z',
  },
  identify_user: { user_id: 'usr_1', email: 'jane@example.com', user_created_at: '2025-03-05T14:20:00Z' },
  send_batch: {
    attribute_names: ['amount'],
    events: [
      { event_name: 'Paid', user_id: 'usr_1', attribute_amount: '5' },
      { event_name: 'Paid', user_id: 'usr_2', attribute_amount: '6.5' },
    ],
  },
} satisfies Readonly<Record<ActionKey, object>>;

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
  const credentials = { api_key: sandbox.apiKey, server_token: sandbox.serverToken, workspace_name: 'Acme' };
  const lines = Object.entries(credentials).map(([key, value]) => `authData_${key}='${value}'\n`);
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

const create = (key: string, input: object): readonly string[] => [
  ...['invoke', 'create', key, '--non-interactive'],
  ...['-i', JSON.stringify(input)],
];

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  // The bundle is checked to be current before this, so it is not made again.
  validate: ['validate', '--without-style', '--skip-build'],
  'auth test': ['invoke', 'auth', 'test', '--non-interactive'],
  ...Object.fromEntries(Object.entries(INVOCATIONS).map(([key, input]) => [key, create(key, input)])),
};

beforeAll(async () => {
  const built = await readBuild();
  home = mkdtempSync(join(tmpdir(), 'usermaven-cli-'));
  sandbox = await startSandbox();
  const named = await Promise.all(
    Object.entries(COMMANDS).map(
      async ([name, args]) => [name, await zapier(appFolder(built, name.replace(' ', '-')), args)] as const,
    ),
  );
  runs = Object.fromEntries(named);
}, 120_000);
afterAll(async () => {
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

const received = (eventType: string): unknown[] =>
  sandbox.store.events.filter(({ type }) => type === eventType).map(({ raw }) => raw);

test('zapier-platform validate finds nothing', () => {
  const { code, stdout, stderr } = runOf('validate');
  expect(stdout).toContain('No structural errors found');
  expect([code, stderr]).toEqual([0, '']);
});

test('zapier-platform invoke auth test takes the credentials of .env', () => {
  expect(outputOf('auth test')).toEqual({ workspace_name: 'Acme' });
});

describe('zapier-platform invoke create', () => {
  test('track_event delivers the event', () => {
    expect(outputOf('track_event')).toMatchObject({ event_name: 'Signed Up', accepted: true });
    expect(received('Signed Up')).toMatchObject([
      {
        user: { id: 'jane@example.com', email: 'jane@example.com' },
        event_attributes: { amount: 29.9, zip: '02134' },
        _timestamp: 1741184400000,
      },
    ]);
  });

  test('identify_user delivers the person', () => {
    expect(outputOf('identify_user')).toMatchObject({ user_id: 'usr_1', accepted: true });
    expect(received('user_identify')).toMatchObject([
      { user: { id: 'usr_1', email: 'jane@example.com', created_at: '2025-03-05T14:20:00.000Z' } },
    ]);
  });

  test('send_batch delivers the rows', () => {
    expect(outputOf('send_batch')).toMatchObject({ events_accepted: 2, events_rejected: 0 });
    expect(received('Paid')).toMatchObject([
      { user: { id: 'usr_1' }, event_attributes: { amount: 5 } },
      { user: { id: 'usr_2' }, event_attributes: { amount: 6.5 } },
    ]);
  });
});
