import { fileURLToPath } from 'node:url';
import { loadRecipes, type Recipe } from '../recipes/recipe.ts';
import { type Sandbox, startSandbox } from '../sandbox/usermaven/server.ts';
import { type Lambda, StepError, shownMessage, startLambda } from '../sandbox/zapier/lambda.ts';
import { runRecipe } from '../sandbox/zapier/run-recipe.ts';
import { unpack } from '../sandbox/zapier/unpack.ts';
import type { JsonObject } from '../src/lib/json.ts';
import { HOST_VARIABLE } from '../src/usermaven/request.ts';
import { readArguments } from './demo/arguments.ts';
import { credentialsFromEnv, mayGoLive } from './demo/live.ts';
import { line, styled } from './demo/paper.ts';
import { isAsPromised } from './demo/promise.ts';
import {
  showIntroduction,
  showMapping,
  showOutcome,
  showReceived,
  showSample,
  showTimeline,
} from './demo/show.ts';
import { run } from './run.ts';

/**
 * Runs the guides' Zaps through the built app and shows what becomes of them: on a local Usermaven, or with --live on
 * the real one. Ends with 1 when a step fails or Usermaven receives anything else than the recipe promises.
 */

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const say = (text: string): boolean => process.stdout.write(`${text}\n`);

/** When a recipe's first event happened, so that the recipes are told as the story of a customer. */
const startOf = ({ expected }: Recipe): number => {
  const times = [expected].flat().map((event) => Number((event as JsonObject)._timestamp ?? Infinity));
  return Math.min(...times);
};

const connect = async (lambda: Lambda, authData: Record<string, string>): Promise<void> => {
  try {
    await lambda.invoke('authentication.test', { authData });
  } catch (error) {
    throw error instanceof StepError ? new Error(shownMessage(error)) : error;
  }
  say(`${styled('green', '✓')} Connected to ${authData.workspace_name}.`);
};

const build = async (): Promise<void> => {
  say('Building the app as Zapier gets it …');
  const started = Date.now();
  await run('node', ['--disable-warning=ExperimentalWarning', 'tools/build.ts']);
  say(`${styled('green', '✓')} Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
};

/** Returns whether the recipe was delivered as it promises. */
const deliver = async (
  lambda: Lambda,
  recipe: Recipe,
  authData: Record<string, string>,
  note: string,
  sandbox: Sandbox | undefined,
): Promise<boolean> => {
  const before = sandbox?.store.events.length ?? 0;
  const result = await runRecipe(lambda, recipe, { authData, meta: { timezone: 'UTC' } });
  say(showIntroduction(recipe, note));
  say(showSample(recipe, result));
  say(showMapping(recipe, result));
  let asPromised = 'output' in result.outcome;
  if (sandbox) {
    const received = sandbox.store.events.slice(before).map(({ raw }) => raw);
    asPromised &&= isAsPromised(recipe, received, sandbox.apiKey);
    say(showReceived(received, asPromised));
  }
  say(showOutcome(result));
  return asPromised;
};

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

const main = async (): Promise<number> => {
  const started = Date.now();
  const recipes = loadRecipes().sort((one, other) => startOf(one) - startOf(other));
  const asked = readArguments(
    process.argv.slice(2),
    recipes.map(({ name }) => name),
  );
  const chosen = recipes.filter(({ name }) => asked.names.length === 0 || asked.names.includes(name));
  const live = asked.live ? credentialsFromEnv('.env') : undefined;
  if (live && !(await mayGoLive(chosen.length))) {
    say('\nNothing was sent.');
    return 1;
  }

  if (!asked.built) await build();
  const sandbox = live ? undefined : await startSandbox();
  const unpacked = unpack(`${PROJECT}build/build.zip`);
  const environment: Record<string, string> = sandbox ? { [HOST_VARIABLE]: sandbox.url } : {};
  const lambda = await startLambda({ folder: unpacked.folder, environment });
  try {
    const authData = live ?? {
      workspace_name: `a local Usermaven at ${sandbox?.url}`,
      api_key: sandbox?.apiKey ?? '',
      server_token: sandbox?.serverToken ?? '',
    };
    await connect(lambda, authData);
    let delivered = 0;
    for (const [index, recipe] of chosen.entries()) {
      const note = `${index + 1} of ${chosen.length}`;
      if (await deliver(lambda, recipe, authData, note, sandbox)) delivered += 1;
    }
    if (sandbox && asked.names.length === 0) say(showTimeline(sandbox, storyPerson(sandbox)));
    const failed = chosen.length - delivered;
    const where = sandbox
      ? `${count(sandbox.store.events.length, 'event')} stored`
      : 'sent to the real Usermaven';
    const total = `${count(chosen.length, 'recipe')}, ${delivered} delivered as promised, ${failed} not, ${where}, ${((Date.now() - started) / 1000).toFixed(1)} s`;
    say(`\n${line(styled(failed === 0 ? 'green' : 'red', total))}`);
    return failed === 0 ? 0 : 1;
  } finally {
    await lambda.stop();
    await sandbox?.stop();
    await unpacked.remove();
  }
};

/** Whoever the recipes tell most of. */
const storyPerson = ({ store }: Sandbox): string => {
  const people = [...store.people()].sort(
    (one, other) => store.timeline(other).length - store.timeline(one).length,
  );
  return people[0]?.id ?? '';
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
