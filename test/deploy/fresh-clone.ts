import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { OPERATION_MARKS } from '../../tools/push/changelog.ts';
import { ROOT } from '../support/imports.ts';
import { projectFiles } from '../support/project-files.ts';

/** What a command asks, as a part of what it prints, and what is typed then. */
export type Dialogue = readonly (readonly [question: string, answer: string])[];

/** A command that ended. */
export interface Ended {
  readonly code: number | null;
  /** What it printed, on both outputs. */
  readonly printed: string;
}

/** A clone of this project as a maintainer has it, with a remote repository called origin. */
export interface FreshClone {
  /** The folder of the clone. */
  readonly folder: string;
  /** The home of the maintainer. */
  readonly home: string;
  /** Runs a line in a shell, in the clone, and types the answers to what it asks. */
  readonly run: (line: string, dialogue?: Dialogue) => Promise<Ended>;
  readonly remove: () => void;
}

const UNRELEASED = `## [Unreleased]

### Added

${OPERATION_MARKS.map((mark) => `- New operation (${mark}).`).join('\n')}

`;

/** The changelog with entries that can be released; those that there are may still be worked on. */
const releasable = (changelog: string): string =>
  changelog.replace(/^## \[Unreleased\]\n[\s\S]*?(?=^## )/m, UNRELEASED);

/** As if the app were not registered yet. */
const unlinked = (settings: string): string => {
  const { id: _, key: __, ...rest } = JSON.parse(settings);
  return `${JSON.stringify(rest, null, 2)}\n`;
};

/** Hard links where the file system has them: 33,000 files are not copied for a test. */
const copyPackages = (folder: string): void => {
  const target = join(folder, 'node_modules');
  try {
    execFileSync('cp', ['-al', join(ROOT, 'node_modules'), target], { stdio: 'ignore' });
  } catch {
    rmSync(target, { recursive: true, force: true });
    cpSync(join(ROOT, 'node_modules'), target, { recursive: true, verbatimSymlinks: true });
  }
};

/**
 * Makes the clone. Needs git.
 * @param variables of the environment of its commands.
 */
export const makeFreshClone = (variables: NodeJS.ProcessEnv): FreshClone => {
  const parent = mkdtempSync(join(tmpdir(), 'usermaven-deploy-'));
  const [source, origin, folder, home] = ['source', 'origin.git', 'clone', 'home'].map((name) =>
    join(parent, name),
  ) as [string, string, string, string];
  const env: NodeJS.ProcessEnv = {
    PATH: `${join(folder, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
    HOME: home,
    NO_COLOR: '1',
    DISABLE_ZAPIER_ANALYTICS: '1',
    NO_UPDATE_NOTIFIER: '1',
    // Two dozen commands load the same modules.
    NODE_COMPILE_CACHE: join(parent, 'compiled'),
    GIT_AUTHOR_NAME: 'Maintainer',
    GIT_AUTHOR_EMAIL: 'maintainer@example.com',
    GIT_COMMITTER_NAME: 'Maintainer',
    GIT_COMMITTER_EMAIL: 'maintainer@example.com',
    GIT_CONFIG_GLOBAL: join(parent, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    ...variables,
  };
  const git = (cwd: string, ...args: string[]): string =>
    execFileSync('git', args, { cwd, env, encoding: 'utf8' });
  const rewrite = (path: string, change: (text: string) => string): void =>
    writeFileSync(join(source, path), change(readFileSync(join(source, path), 'utf8')));

  mkdirSync(home, { recursive: true });
  for (const path of projectFiles()) cpSync(join(ROOT, path), join(source, path));
  rewrite('CHANGELOG.md', releasable);
  rewrite('.zapierapprc', unlinked);
  git(source, 'init', '--quiet', '--initial-branch=main');
  git(source, 'add', '--all');
  git(source, 'commit', '--quiet', '--message=All of it');
  git(parent, 'clone', '--quiet', '--bare', source, origin);
  git(parent, 'clone', '--quiet', origin, folder);
  copyPackages(folder);

  const run = (line: string, dialogue: Dialogue = []): Promise<Ended> =>
    new Promise((resolve, reject) => {
      const child = spawn('sh', ['-c', line], { cwd: folder, env });
      const waiting = [...dialogue];
      let printed = '';
      let read = 0;
      const answer = (part: Buffer): void => {
        printed += part.toString();
        const [question, typed] = waiting[0] ?? [];
        if (question === undefined || typed === undefined || !printed.includes(question, read)) return;
        read = printed.length;
        waiting.shift();
        child.stdin.write(`${typed}\n`);
      };
      child.stdout.on('data', answer);
      child.stderr.on('data', answer);
      // A question that nobody answers meets the end of the input, so that the command ends instead of waiting.
      if (waiting.length === 0) child.stdin.end();
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, printed }));
    });
  return { folder, home, run, remove: () => rmSync(parent, { recursive: true, force: true }) };
};
