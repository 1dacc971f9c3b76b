import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUILD_ZIP, readBuild } from '../support/built.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', '.zapierapprc', '.gitignore'];
const COPIED = ['tools', 'src', 'index.ts', ...SETTINGS];

interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

let home: string;

/** A copy of what a build reads, and a folder for what it writes outside of it. */
const makeProject = (name: string): { readonly folder: string; readonly temporary: string } => {
  const folder = join(home, name);
  for (const part of COPIED) cpSync(join(PROJECT, part), join(folder, part), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const temporary = join(home, `${name}-temporary`);
  mkdirSync(temporary);
  return { folder, temporary };
};

const start = ({ folder, temporary }: ReturnType<typeof makeProject>): ChildProcess =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(folder, 'tools', 'build.ts')], {
    env: { ...process.env, TMPDIR: temporary },
    // A process group of its own, as in a terminal.
    detached: true,
  });

const end = async (child: ChildProcess): Promise<Ended> => {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (part: Buffer) => (stdout += part.toString()));
  child.stderr?.on('data', (part: Buffer) => (stderr += part.toString()));
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
};

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'usermaven-building-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a build that fails', () => {
  let project: ReturnType<typeof makeProject>;
  let ended: Ended;

  /** Of an app that cannot be loaded, in a project that has a build from before. */
  beforeAll(async () => {
    project = makeProject('broken');
    writeFileSync(join(project.folder, 'index.ts'), "throw new Error('This app is broken.');\n");
    mkdirSync(join(project.folder, 'build'));
    writeFileSync(join(project.folder, 'build', 'build.zip'), 'from before');
    ended = await end(start(project));
  });

  test('says why, as the Zapier CLI does, and ends with 1', () => {
    expect(ended.code).toBe(1);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toContain('This app is broken.');
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });

  test('leaves nothing that looks like a build, and nothing of the CLI', () => {
    expect(readdirSync(project.folder).sort()).toEqual([...COPIED, 'build', 'node_modules'].sort());
    expect(readdirSync(join(project.folder, 'build'))).toEqual([]);
    expect(readdirSync(project.temporary)).toEqual([]);
  });
});

describe('two builds at once', () => {
  let project: ReturnType<typeof makeProject>;
  let both: readonly Ended[];

  beforeAll(async () => {
    await readBuild();
    project = makeProject('twice');
    both = await Promise.all([start(project), start(project)].map(end));
  });

  test('both succeed, and leave nothing but what they are for', () => {
    expect(both.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    expect(readdirSync(project.folder).sort()).toEqual([...COPIED, 'build', 'dist', 'node_modules'].sort());
    expect(readdirSync(join(project.folder, 'build')).sort()).toEqual(['build.zip', 'source.zip']);
    expect(readdirSync(join(project.folder, 'dist'))).toEqual(['index.js']);
    expect(readdirSync(project.temporary)).toEqual([]);
  });

  test('give the same bytes as any other build of these sources', () => {
    const zip = readFileSync(join(project.folder, 'build', 'build.zip'));
    expect(zip.equals(readFileSync(BUILD_ZIP))).toBe(true);
  });
});

test('a build that is interrupted leaves nothing behind', async () => {
  const project = makeProject('interrupted');
  const child = start(project);
  const ended = end(child);
  while (readdirSync(project.temporary).length === 0 && child.exitCode === null) await sleep(10);
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect(await ended).toMatchObject({ code: 1, stdout: '' });
  expect(readdirSync(project.temporary)).toEqual([]);
  expect(readdirSync(project.folder).sort()).toEqual([...COPIED, 'node_modules'].sort());
});
