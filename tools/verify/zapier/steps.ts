import manifest from '../../../package.json' with { type: 'json' };
import type { JsonObject } from '../../../src/lib/json.ts';
import type { Verdict } from '../finding.ts';
import type { VerifyContext } from '../service.ts';
import type { Cli, CliRun } from './cli.ts';
import type { ZapierConnection } from './connection.ts';

/** Why there is no output, cleaned; `by` the step itself, Zapier's API, which did not run it, or the time, in which nothing came. */
interface Failure {
  readonly failure: string;
  readonly by: 'step' | 'api' | 'time';
}

/** What came of a step on Zapier. */
export type StepResult = { readonly output: unknown } | Failure;

/**
 * Runs a step on Zapier's servers and tells the journal. Throws only what the journal does.
 * @param what for the journal: what this step is for.
 * @param input mapped, but not typed: Zapier does that.
 * @param events how many events it sends.
 */
export type RunStep = (
  what: string,
  action: string,
  input: JsonObject,
  events: number,
) => Promise<StepResult>;

/** Runs steps of the version in package.json with one connection. */
export const stepRunner =
  (
    cli: Cli,
    { id }: ZapierConnection,
    { journal, clean }: Pick<VerifyContext, 'journal' | 'clean'>,
  ): RunStep =>
  async (what, action, input, events) => {
    const came = journal.sending(what, events);
    const where = ['--remote', '--authentication-id', id, '--version', manifest.version, '--non-interactive'];
    const run = await cli.zapier([
      'invoke',
      'create',
      action,
      ...where,
      '--inputData',
      JSON.stringify(input),
    ]);
    const result = resultOf(run, clean);
    came('output' in result ? 'ran' : `failed: ${result.failure}`);
    return result;
  };

/** What a failure says of an assumption: the step's own speaks against it, and any other tells nothing. */
export const verdictOn = ({ by }: Failure): Verdict => (by === 'step' ? 'refuted' : 'unclear');

/** How zapier-platform-cli 19.1.0 words what is no failure of the step: an error of Zapier's API, or no response. */
const WORDS = [
  ['api', /" returned "\d+" saying|fetch failed|cannot be started/],
  ['time', /timed out after/],
] as const;

const resultOf = ({ code, stdout, failure }: CliRun, clean: VerifyContext['clean']): StepResult => {
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
