import manifest from '../../../package.json' with { type: 'json' };
import { loadRecipes, type Recipe } from '../../../recipes/recipe.ts';
import { TRACK_EVENT } from '../../../src/actions/track-event.ts';
import { isObject, type JsonObject } from '../../../src/lib/json.ts';
import { BUILD_ZIP } from '../../artefact.ts';
import { run } from '../../run.ts';
import { VerifyError } from '../errors.ts';
import type { Finding } from '../finding.ts';
import type { Service, VerifyContext } from '../service.ts';
import { type Cli, type CliRun, createCli } from './cli.ts';
import { findConnection, secretsOf, type ZapierConnection } from './connection.ts';
import { differencesIn, type LocalRun, runHere } from './here.ts';
import { searchLog } from './log.ts';

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
With the credentials of that workspace in .env, Zapier's log is searched for them.`,
  rows: ['zapier-runs', 'zapier-dates', 'account-time-zone', 'log-masks'],
  isReal: ({ ZAPIER_BASE_ENDPOINT, ZAPIER_ENDPOINT }) => !ZAPIER_BASE_ENDPOINT && !ZAPIER_ENDPOINT,
  run: (context) => verifyZapier(context, parts()),
});

async function* verifyZapier(context: VerifyContext, parts: ZapierParts): AsyncGenerator<Finding> {
  const { variables, root, prompts, print, hide, note } = context;
  hide(...secretsOf(variables));
  if (context.isEarlier)
    throw new VerifyError('Of Zapier, there is nothing to ask about later: leave --mark out.');
  const cli = parts.cli(root, variables, parts.timeoutMs);
  const connection = await findConnection(cli, context);
  note('Version on Zapier', manifest.version);
  note('Zapier CLI', manifest.devDependencies['zapier-platform-cli']);
  note('Connection', connection.title);

  print('Building, and running the recipes here ...');
  await parts.build();
  const runs = await runHere(parts.buildZip, parts.recipes);
  const events = runs.reduce((sum, { events: count }) => sum + count, OWN_EVENTS);
  const asked = `\nThis runs ${runs.length + OWN_EVENTS} steps of version ${manifest.version} on Zapier's servers with the connection "${connection.title}",\nwhich send ${events} events into its Usermaven workspace, where they stay.`;
  if (!(await prompts.confirm(asked, 'send'))) throw new VerifyError('Nothing was sent.');

  const invoke = invoker(cli, connection, context);
  for (const each of runs) {
    const { recipe, input, events: count } = each;
    const result = await invoke(`the recipe ${recipe.name}`, recipe.action, input, count);
    yield { row: 'zapier-runs', ...asHere(each, result) };
    if ('failure' in result && result.by === 'api') {
      throw new VerifyError(
        `Zapier does not run the app: ${result.failure}. Is version ${manifest.version} pushed?`,
      );
    }
  }
  yield* times(invoke, context);
  yield await searchLog(cli, context);
}

/** The output of a step on Zapier, or why there is none: the step failed, Zapier's API refused to run it, or nothing came in time. */
type Result =
  | { readonly output: unknown }
  | { readonly failure: string; readonly by: 'step' | 'api' | 'time' };

type Invoke = (what: string, action: string, input: JsonObject, events: number) => Promise<Result>;

const invoker =
  (
    cli: Cli,
    { id }: ZapierConnection,
    { journal, clean }: Pick<VerifyContext, 'journal' | 'clean'>,
  ): Invoke =>
  async (what, action, input, events) => {
    const came = journal.sending(what, events);
    const version = ['--version', manifest.version];
    const where = ['--remote', '--authentication-id', id, '--non-interactive', ...version];
    const result = await cli.zapier([
      'invoke',
      'create',
      action,
      ...where,
      '--inputData',
      JSON.stringify(input),
    ]);
    const read = resultOf(result, clean);
    came('output' in read ? 'ran' : `failed: ${read.failure}`);
    return read;
  };

/** How zapier-platform-cli 19.1.0 words what is no failure of the step: an error of Zapier's API, or no response. */
const WORDS = [
  ['api', /" returned "\d+" saying|fetch failed|cannot be started/],
  ['time', /timed out after/],
] as const;

const resultOf = ({ code, stdout, failure }: CliRun, clean: VerifyContext['clean']): Result => {
  if (code === null) return { failure: 'the command did not end in its time', by: 'time' };
  if (code !== 0) {
    const [by = 'step'] = WORDS.find(([, words]) => words.test(failure)) ?? [];
    return { failure: clean(failure), by };
  }
  try {
    return { output: JSON.parse(stdout) };
  } catch {
    return { failure: 'the command printed no JSON', by: 'api' };
  }
};

const asHere = ({ recipe, output }: LocalRun, result: Result): Omit<Finding, 'row'> => {
  const name = `\`${recipe.name}\``;
  if ('failure' in result) {
    return {
      verdict: result.by === 'step' ? 'refuted' : 'unclear',
      observed: `${name} failed: ${result.failure}.`,
    };
  }
  const differences = differencesIn(output, result.output);
  return differences.length === 0
    ? { verdict: 'confirmed', observed: `${name} gave what it gives here.` }
    : { verdict: 'refuted', observed: `${name} gave something else: ${differences.join(' ')}` };
};

/** Steps that are run beside the recipes, an event each. */
const OWN_EVENTS = 2;
const WITH_MILLISECONDS = '2026-01-31T09:30:00.123Z';
const WITHOUT_ZONE = '2026-01-31 09:30:00';

/** What becomes of times on their way to the step: one with milliseconds, and one that takes the zone of the account. */
async function* times(invoke: Invoke, { mark, prompts, clean }: VerifyContext): AsyncGenerator<Finding> {
  const at = (occurred_at: string): Promise<Result> =>
    invoke(
      `an event at ${occurred_at}`,
      TRACK_EVENT.key,
      { event_name: `Verify ${mark}`, user_id: `${mark}-zapier`, occurred_at },
      1,
    );
  const exact = occurredAt(await at(WITH_MILLISECONDS), clean);
  const observed = `${WITH_MILLISECONDS} ${exact.said}.`;
  yield {
    row: 'zapier-dates',
    verdict:
      exact.time === undefined
        ? exact.verdict
        : exact.time === Date.parse(WITH_MILLISECONDS)
          ? 'confirmed'
          : 'refuted',
    observed,
  };
  const zoned = occurredAt(await at(WITHOUT_ZONE), clean);
  if (zoned.time === undefined) {
    yield { row: 'account-time-zone', verdict: zoned.verdict, observed: `${WITHOUT_ZONE} ${zoned.said}.` };
    return;
  }
  const text = `\n${WITHOUT_ZONE} without a zone ${zoned.said}. Is that ${WITHOUT_ZONE} in the time zone of your Zapier account?`;
  const answer = await prompts.ask({ id: 'account-time-zone', text });
  const verdicts = { yes: 'confirmed', no: 'refuted', 'cannot tell': 'unclear', skip: 'skipped' } as const;
  yield {
    row: 'account-time-zone',
    verdict: verdicts[answer],
    observed: `${WITHOUT_ZONE} ${zoned.said}, which ${answer === 'yes' ? 'is' : answer === 'no' ? 'is not' : 'may be'} the time of the account.`,
  };
}

/** The time in an output, milliseconds; without one, the verdict of what came instead. */
const occurredAt = (
  result: Result,
  clean: VerifyContext['clean'],
): { readonly said: string; readonly time?: number; readonly verdict: 'refuted' | 'unclear' } => {
  if ('failure' in result)
    return { said: `failed: ${result.failure}`, verdict: result.by === 'step' ? 'refuted' : 'unclear' };
  const value = isObject(result.output) ? result.output.occurred_at : undefined;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  const said = `became ${clean(String(value))}`;
  return Number.isNaN(time) ? { said, verdict: 'refuted' } : { said, time, verdict: 'refuted' };
};
