import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT } from '../support/imports.ts';
import { projectFiles } from '../support/project-files.ts';

/** A block of the walkthrough: what becomes of one file. */
interface Step {
  readonly path: string;
  readonly isDiff: boolean;
  readonly lines: readonly string[];
}

/** The blocks of "Your first change" in CONTRIBUTING.md; the first line of each names its file. */
const stepsOf = (guide: string): Step[] => {
  const [, section = ''] = /^## Your first change.*?$(.*?)^## /ms.exec(guide) ?? [];
  return [...section.matchAll(/^ {3}```(\w+)\n {3}\/\/ (\S+)\n(.*?)^ {3}```$/gms)].map(
    ([, kind, path = '', block = '']) => ({
      path,
      isDiff: kind === 'diff',
      lines: block
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(3)),
    }),
  );
};

/** The text with a diff applied: lines that stay or go are looked up, and new ones follow the last that was found. */
const patched = (text: string, diff: readonly string[]): string => {
  const lines = text.split('\n');
  let at = 0;
  for (const [sign, line] of diff.map((each) => [each.slice(0, 1), each.slice(1)] as const)) {
    if (sign === '+') {
      lines.splice(at, 0, line);
      at += 1;
      continue;
    }
    const found = lines.indexOf(line);
    if (found < 0) throw new Error(`CONTRIBUTING.md shows a line that is not there: ${line}`);
    if (sign === '-') lines.splice(found, 1);
    at = sign === '-' ? found : found + 1;
  }
  return lines.join('\n');
};

describe('adding an action as CONTRIBUTING.md says', () => {
  const copy = mkdtempSync(join(tmpdir(), 'usermaven-change-'));
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, {
      cwd: copy,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
        // Not a child of this run.
        JEST_WORKER_ID: undefined,
        NODE_OPTIONS: undefined,
      },
    });
  /** Every file of the copy with what is in it. */
  const contents = (): Map<string, string> =>
    new Map(projectFiles(copy).map((path) => [path, readFileSync(join(copy, path), 'latin1')]));
  let before: ReadonlyMap<string, string>;

  beforeAll(() => {
    for (const file of projectFiles()) cpSync(join(ROOT, file), join(copy, file));
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    before = contents();
    for (const { path, isDiff, lines } of stepsOf(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8'))) {
      const target = join(copy, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, isDiff ? patched(readFileSync(target, 'utf8'), lines) : `${lines.join('\n')}\n`);
    }
    run('biome', 'format', '--write', 'recipes', 'src');
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('touches four files by hand', () => {
    const touched = [...contents()].filter(([path, content]) => before.get(path) !== content);
    expect(touched.map(([path]) => path)).toEqual([
      'CHANGELOG.md',
      'recipes/track-sign-up.json',
      'src/actions/index.ts',
      'src/actions/track-sign-up.ts',
    ]);
  });

  test('and after npm run generate, types, lint and the suites of actions, Make, publishing, recipes and docs pass', () => {
    run('npm', 'run', 'generate');
    run('npm', 'run', 'types');
    run('npm', 'run', 'lint');
    run(
      'node',
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      'test/actions',
      'test/make',
      'test/publishing',
      'test/recipes',
      'test/docs',
      // Nothing of an action is in these.
      '--testPathIgnorePatterns=test/make/(deploy|common|campaign|userpilot-webhook)',
    );
  });
});
