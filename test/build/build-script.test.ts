import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const SCRIPTS = ['build.ts', 'bundle.ts', 'bundle-options.ts', 'one-at-a-time.ts', 'run.ts'].map((name) =>
  join('scripts', name),
);
const SETTINGS = ['package.json', 'tsconfig.json', '.zapierapprc', '.gitignore'];

let folder: string;
let ended: { readonly code: unknown; readonly stdout: string; readonly stderr: string };

/** Builds an app that cannot be loaded, in a project of its own that has a build from before. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'usermaven-broken-'));
  for (const file of [...SCRIPTS, ...SETTINGS]) cpSync(join(PROJECT, file), join(folder, file));
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  writeFileSync(join(folder, 'index.ts'), "throw new Error('This app is broken.');\n");
  mkdirSync(join(folder, 'build'));
  writeFileSync(join(folder, 'build', 'build.zip'), 'from before');
  ended = await new Promise((resolve) => {
    execFile(process.execPath, [join(folder, 'scripts', 'build.ts')], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a build that fails says why, as the Zapier CLI does, and ends with 1', () => {
  expect(ended.code).toBe(1);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toContain('This app is broken.');
  expect(ended.stderr).not.toMatch(/^\s+at /m);
});

test('it leaves nothing that looks like a build, and nothing of the CLI', () => {
  expect(readdirSync(folder).sort()).toEqual(
    [...SETTINGS, 'build', 'dist', 'index.ts', 'node_modules', 'scripts'].sort(),
  );
  expect(readdirSync(join(folder, 'build'))).toEqual([]);
  expect(readdirSync(join(folder, 'dist'))).toEqual([]);
});
