import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PATHS } from '../../playground/api.ts';
import { readBuild } from '../support/built.ts';
import { until } from './until.ts';

const PROJECT = process.cwd();

/** The temporary folder of `npm start`: it must be empty afterwards. */
let folder = '';
const running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usermaven-start-'));
});
afterEach(() => {
  for (const { pid, exitCode } of running.splice(0))
    if (pid && exitCode === null) process.kill(-pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  /** The leader of a process group of its own, as in a terminal. */
  readonly pid: number;
  /** Everything that was printed, once it contains a text. Rejects if the process ends before. */
  readonly printed: (text: string) => Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

const start = (args: readonly string[], project = PROJECT): Started => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(project, 'playground', 'start.ts'), ...args],
    {
      cwd: project,
      detached: true,
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  running.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  const ended = new Promise<Awaited<Started['ended']>>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  const printed = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stdout.includes(text)) resolve(stdout);
      };
      look();
      child.stdout.on('data', look);
      child.on('close', () => reject(new Error(`It ended:\n${stdout}${stderr}`)));
    });
  return { pid: child.pid ?? 0, printed, ended };
};

const ready = async ({ printed }: Started): Promise<string> => {
  const [, url = ''] = /Playground: (\S+)/.exec(await printed('Ctrl-C')) ?? [];
  return url;
};

/** The processes whose working directory is in a folder; only Linux can tell. */
const processesIn = (path: string): string[] =>
  process.platform === 'linux'
    ? readdirSync('/proc').filter((name) => /^\d+$/.test(name) && workingFolder(name).startsWith(path))
    : [];

const workingFolder = (pid: string): string => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
};

const isGone = (pid: number): boolean => {
  try {
    process.kill(-pid, 0);
    return false;
  } catch {
    return true;
  }
};

/** Waits for the end of a process group, and of all processes in a folder. The system needs a moment to clean up. */
const untilGone = (pid: number, path: string): Promise<void> =>
  until('all processes to end', () => isGone(pid) && processesIn(path).length === 0);

describe('npm start', () => {
  test.each([
    ['Ctrl-C', (pid: number) => process.kill(-pid, 'SIGINT')],
    ['SIGTERM', (pid: number) => process.kill(pid, 'SIGTERM')],
  ])('prints its address, and %s ends all of it, even open streams', async (_what, end) => {
    await readBuild();
    const started = start(['--port', '0', '--no-open']);
    const url = await ready(started);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(url)).status).toBe(200);
    const stream = await fetch(url + PATHS.live);
    const read = stream.text().catch(() => 'cut');
    expect(readdirSync(folder)).not.toEqual([]);

    end(started.pid);
    expect(await started.ended).toMatchObject({ code: 0, stderr: '' });
    await read;
    await untilGone(started.pid, folder);
    expect(readdirSync(folder)).toEqual([]);
    await expect(fetch(url)).rejects.toThrow();
  });

  test('reports a port that is in use, and leaves nothing behind', async () => {
    await readBuild();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const started = start(['--port', String(port)]);
    const { code, stderr } = await started.ended;
    other.close();
    expect([code, stderr]).toEqual([
      1,
      `Port ${port} is in use, or not allowed. Choose another one: npm start -- --port N.\n`,
    ]);
    await untilGone(started.pid, folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('rejects an unknown option', async () => {
    const { code, stderr } = await start(['--opne']).ended;
    expect([code, stderr]).toEqual([
      1,
      'Unknown option. Usage: npm start -- [--port N] [--no-open]. Port 0 is any free port.\n',
    ]);
  });
});

describe('the build', () => {
  const PARTS = [
    'playground',
    'sandbox',
    'tools',
    'src',
    'recipes',
    'index.ts',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    '.zapierapprc',
    '.gitignore',
  ];

  /** A copy of the project in which to build. */
  const project = (): string => {
    const copy = join(folder, 'project');
    for (const part of PARTS) cpSync(join(PROJECT, part), join(copy, part), { recursive: true });
    symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'), 'dir');
    return copy;
  };

  test.each([
    ['is missing', 'There is no build yet', () => undefined],
    [
      'is not a zip',
      'There is no build yet',
      (copy: string) => {
        mkdirSync(join(copy, 'build'));
        writeFileSync(join(copy, 'build', 'build.zip'), 'not a zip');
      },
    ],
    [
      'is of other sources',
      'The sources have changed since the last build',
      (copy: string) => {
        cpSync(join(PROJECT, 'build'), join(copy, 'build'), { recursive: true });
        writeFileSync(join(copy, 'index.ts'), 'export default {};\n');
      },
    ],
  ])('that %s is made first; Ctrl-C cancels it', async (_what, reason, prepare) => {
    const copy = project();
    prepare(copy);
    const started = start(['--no-open'], copy);
    await started.printed(`${reason}: building the app for Zapier …`);
    if (process.platform === 'linux') await until('the build to start', () => processesIn(copy).length > 1);
    process.kill(-started.pid, 'SIGINT');
    expect(await started.ended).toMatchObject({ code: 0, stderr: '' });
    await untilGone(started.pid, copy);
  });

  test('that fails says why', async () => {
    const copy = project();
    writeFileSync(join(copy, 'index.ts'), "throw new Error('This app is broken.');\n");
    const { code, stderr } = await start(['--no-open'], copy).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The app cannot be built:\n.*This app is broken\./s);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
