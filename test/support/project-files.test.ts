import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectFiles } from './project-files.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usermaven-files-'));
  const write = (path: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), '');
  };
  writeFileSync(join(folder, '.gitignore'), 'node_modules/\n/dist/\n.env\n*.log\n');
  for (const path of ['a.ts', '.ci/run', '.github/b.yml', 'src/dist/c.ts', '.git/config']) write(path);
  for (const path of ['node_modules/d.js', 'src/node_modules/e.js', 'dist/f.js', 'src/.env', 'npm.log'])
    write(path);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the files of a project are all but those of git and those that .gitignore names', () => {
  expect(projectFiles(folder)).toEqual(['.ci/run', '.github/b.yml', '.gitignore', 'a.ts', 'src/dist/c.ts']);
});

test('and no file of this project is missing that its tests read', () => {
  expect(projectFiles()).toEqual(expect.arrayContaining(['package.json', '.ci/run', 'docs/deploy.md']));
});
