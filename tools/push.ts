import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '../package.json' with { type: 'json' };
import lock from '../package-lock.json' with { type: 'json' };
import { inspectBuild, textIn } from './artefact.ts';
import { BUNDLE } from './bundle.ts';
import { linkedApp, NOT_LINKED } from './linked-app.ts';
import { changelogIssues } from './push/changelog.ts';
import { type ReleaseState, releaseIssues } from './push/release-rules.ts';
import { isTested } from './push/tested-build.ts';
import { run } from './run.ts';
import { checkOnZapier, upload } from './zapier-cli.ts';

/**
 * `npm run push`: releases the version in package.json on Zapier. It checks that the commit may be released, has Zapier check the
 * app, and uploads exactly the build.zip that `npm test` built and passed with. `--snapshot LABEL` builds whatever is in the folder
 * and uploads it as a trial, `0.0.0-LABEL`.
 */

const PROJECT = BUNDLE.absWorkingDir;

const HELP = `Releases the version in package.json on Zapier.

  npm run push
  npm run push -- --snapshot LABEL

  --snapshot LABEL   builds what is in the folder and uploads it as 0.0.0-LABEL, for a trial; a label has at most 12 letters,
                     digits and dashes
  --help             prints this

A release needs a clean folder, a commit that is on origin/main and tagged with the version, a section for the version in
CHANGELOG.md, and the build that passed "npm test".

The deploy key is the one that "npx zapier-platform login" saved, or that ZAPIER_DEPLOY_KEY holds.`;

const LABEL = /^[a-z\d][a-z\d-]{0,11}$/i;

const TEST_FIRST = 'Run "npm test", then this again.';

/** Why nothing was pushed, for the person who runs this. */
class PushError extends Error {}

/** The label of a trial; undefined for a release. */
const readArguments = (args: readonly string[]): { readonly help: boolean; readonly label?: string } => {
  const { help, snapshot } = parse(args);
  if (snapshot === undefined) return { help };
  if (!LABEL.test(snapshot))
    throw new PushError(`"${snapshot}" is not a label. Use at most 12 letters, digits and dashes.`);
  return { help, label: snapshot };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: { help: { type: 'boolean', default: false }, snapshot: { type: 'string' } },
    }).values;
  } catch {
    throw new PushError('That is not an option of push. Use --snapshot LABEL or --help.');
  }
};

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: PROJECT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

const succeeds = (...args: string[]): boolean => {
  try {
    git(...args);
    return true;
  } catch {
    return false;
  }
};

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

const releaseState = (): ReleaseState => {
  if (!succeeds('rev-parse', 'HEAD'))
    throw new PushError('This folder is not a git repository with a commit, or git is not installed.');
  return {
    version: manifest.version,
    lockVersion: lock.version,
    changes: linesOf(git('status', '--porcelain')),
    tags: linesOf(git('tag', '--points-at', 'HEAD')),
    onMain: succeeds('merge-base', '--is-ancestor', 'HEAD', 'origin/main'),
  };
};

/** The app has to be registered, since everything on Zapier is asked for by its id. */
const checkLinked = (): void => {
  if (linkedApp() === undefined) throw new PushError(NOT_LINKED);
};

const checkRelease = async (): Promise<void> => {
  const text = readFileSync(join(PROJECT, 'CHANGELOG.md'), 'utf8');
  const issues = [
    ...releaseIssues(releaseState()),
    ...(await changelogIssues(manifest.version, PROJECT, text)),
  ];
  if (issues.length > 0)
    throw new PushError(
      `${manifest.version} cannot be released:\n${issues.map((issue) => `- ${issue}`).join('\n')}`,
    );
};

/** Builds what is in the folder. */
const makeBuild = async (): Promise<void> => {
  process.stdout.write(await run('node', ['--disable-warning=ExperimentalWarning', 'tools/build.ts']));
};

/** The definition in the build, which has to be of these sources. */
const readDefinition = async (): Promise<object> => {
  const build = await inspectBuild();
  if (build.kind !== 'current') throw new PushError(`There is no build of these sources. ${TEST_FIRST}`);
  return JSON.parse(textIn(build.files, 'definition.json'));
};

const checkBuild = async (definition: object): Promise<void> => {
  await run('zapier-platform', ['validate', '--without-style', '--skip-build']);
  const { issues, blocked } = await checkOnZapier(definition);
  for (const { category, method, description } of issues)
    console.log(`${category}: ${method}: ${description}`);
  if (blocked) throw new PushError("Zapier's checks found errors, so nothing was uploaded.");
  console.log(`Zapier's checks found ${issues.length === 0 ? 'nothing' : 'no errors'}.`);
};

const main = async (): Promise<void> => {
  const { help, label } = readArguments(process.argv.slice(2));
  if (help) {
    console.log(HELP);
    return;
  }
  checkLinked();
  await (label === undefined ? checkRelease() : makeBuild());
  const definition = await readDefinition();
  if (label === undefined && !isTested())
    throw new PushError(`The tests did not pass with this build. ${TEST_FIRST}`);
  await checkBuild(definition);
  const version = label === undefined ? manifest.version : `0.0.0-${label}`;
  await upload(version);
  console.log(
    `Uploaded ${version}. ${label === undefined ? 'Try it with your own Zaps, then migrate (docs/deploy.md#release).' : 'It is in the editor of your own account.'}`,
  );
};

try {
  process.chdir(PROJECT);
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
