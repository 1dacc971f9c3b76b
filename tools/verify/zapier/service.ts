import manifest from '../../../package.json' with { type: 'json' };
import { loadRecipes, type Recipe } from '../../../recipes/recipe.ts';
import { BUILD_ZIP } from '../../artefact.ts';
import { run } from '../../run.ts';
import { VerifyError } from '../errors.ts';
import type { Finding } from '../finding.ts';
import type { Service, VerifyContext } from '../service.ts';
import { createCli } from './cli.ts';
import { findConnection, secretsOf } from './connection.ts';
import { differencesIn, type LocalRun, runHere } from './here.ts';
import { searchLog } from './log.ts';
import { type StepResult, stepRunner, verdictOn } from './steps.ts';
import { checkTimes, TIME_EVENTS } from './times.ts';

/** What the service works with; tests give others. */
export interface ZapierParts {
  readonly recipes: readonly Recipe[];
  /** Makes `dist/` and the zip, which is what runs here. */
  readonly build: () => Promise<unknown>;
  readonly buildZip: string;
  readonly cli: typeof createCli;
  /** How long a command of the CLI may take. It asks for the result of a run for half a minute. */
  readonly timeoutMs: number;
}

const projectParts = (): ZapierParts => ({
  recipes: loadRecipes(),
  build: () => run('node', ['--disable-warning=ExperimentalWarning', 'tools/build.ts']),
  buildZip: BUILD_ZIP,
  cli: createCli,
  timeoutMs: 120_000,
});

/** Zapier's own servers, which run the version that was pushed. */
export const zapierService = (parts: () => ZapierParts = projectParts): Service => ({
  name: 'zapier',
  help: `Runs every recipe on Zapier's servers, with the version that package.json names and a connection to a test workspace,
where its events stay, and compares the outputs with those of the same build here.
The app has to be pushed and connected, and the Zapier CLI logged in (docs/deploy.md).
If the credentials of that workspace are in .env, it also searches Zapier's log for them.`,
  rows: ['zapier-runs', 'zapier-dates', 'account-time-zone', 'log-masks'],
  isReal: ({ ZAPIER_BASE_ENDPOINT, ZAPIER_ENDPOINT }) => !ZAPIER_BASE_ENDPOINT && !ZAPIER_ENDPOINT,
  run: (context) => verifyZapier(context, parts()),
});

async function* verifyZapier(context: VerifyContext, parts: ZapierParts): AsyncGenerator<Finding> {
  const { variables, root, prompts, print, hide, note } = context;
  hide(...secretsOf(variables));
  if (context.isEarlier) {
    throw new VerifyError('For Zapier there is nothing to ask about later: leave out --mark.');
  }
  const cli = parts.cli(root, variables, parts.timeoutMs);
  const connection = await findConnection(cli, context);
  note('Version on Zapier', manifest.version);
  note('Zapier CLI', manifest.devDependencies['zapier-platform-cli']);
  note('Connection', connection.title);

  print('Building, and running the recipes here ...');
  await parts.build();
  const runs = await runHere(parts.buildZip, parts.recipes);
  const events = runs.reduce((sum, { events: count }) => sum + count, TIME_EVENTS);
  const asked = `\nThis runs ${runs.length + TIME_EVENTS} steps of version ${manifest.version} on Zapier's servers with the connection "${connection.title}",\nwhich send ${events} events into its Usermaven workspace, where they stay.`;
  if (!(await prompts.confirm(asked, 'send'))) throw new VerifyError('Nothing was sent.');

  const runStep = stepRunner(cli, connection, context);
  for (const each of runs) {
    const { recipe, input, events: count } = each;
    const result = await runStep(`the recipe ${recipe.name}`, recipe.action, input, count);
    yield { row: 'zapier-runs', ...asHere(each, result, context.clean) };
    if ('failure' in result && result.by === 'api') {
      throw new VerifyError(
        `Zapier does not run the app: ${result.failure}. Is version ${manifest.version} pushed?`,
      );
    }
  }
  yield* checkTimes(runStep, context);
  yield await searchLog(cli, context);
}

const asHere = (
  { recipe, output }: LocalRun,
  result: StepResult,
  clean: VerifyContext['clean'],
): Omit<Finding, 'row'> => {
  const name = `\`${recipe.name}\``;
  if ('failure' in result) {
    return { verdict: verdictOn(result), observed: `${name} failed: ${result.failure}.` };
  }
  const differences = differencesIn(output, result.output, clean);
  return differences.length === 0
    ? { verdict: 'confirmed', observed: `${name} gave what it gives here.` }
    : { verdict: 'refuted', observed: `${name} gave something else: ${differences.join(' ')}` };
};
