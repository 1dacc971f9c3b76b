import { loadRecipes, type Recipe } from '../recipes/recipe.ts';
import { type Sandbox, startSandbox } from '../sandbox/usermaven/server.ts';
import { type Lambda, StepError, shownMessage, startLambda } from '../sandbox/zapier/lambda.ts';
import { unpack } from '../sandbox/zapier/unpack.ts';
import { isObject } from '../src/lib/json.ts';
import { HOST_VARIABLE } from '../src/usermaven/request.ts';
import { BUILD_ZIP } from './artefact.ts';
import { deliver } from './demo/deliver.ts';
import { confirmLive, credentialsFromEnv, readOptions } from './demo/options.ts';
import { showTimeline } from './demo/show.ts';
import { line, styled } from './demo/terminal.ts';
import { run } from './run.ts';

/**
 * `npm run demo`: runs the recipes through the built app and shows what becomes of them, on a local Usermaven or, with
 * --live, on the real one. Ends with 1 when a step fails or Usermaven receives anything but what the recipe expects.
 */

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** When a recipe's first event happened, so that the recipes are shown as the story of a customer. */
const startOf = ({ expected }: Recipe): number =>
  Math.min(
    ...[expected].flat().map((event) => Number(isObject(event) ? event._timestamp : Number.NaN) || Infinity),
  );

const build = async (): Promise<void> => {
  print('Building the app as Zapier gets it …');
  const started = Date.now();
  await run('node', ['--disable-warning=ExperimentalWarning', 'tools/build.ts']);
  print(`${styled('green', '✓')} Built in ${seconds(started)}.`);
};

const connect = async (lambda: Lambda, authData: Readonly<Record<string, string>>): Promise<void> => {
  try {
    await lambda.invoke('authentication.test', { authData });
  } catch (error) {
    throw error instanceof StepError ? new Error(shownMessage(error)) : error;
  }
  print(`${styled('green', '✓')} Connected to ${authData.workspace_name}.`);
};

/** The person with the most events. */
const busiestPerson = ({ store }: Sandbox): string => {
  const people = [...store.people()].sort(
    (one, other) => store.timeline(other).length - store.timeline(one).length,
  );
  return people[0]?.id ?? '';
};

const main = async (): Promise<number> => {
  const started = Date.now();
  const recipes = loadRecipes().sort((one, other) => startOf(one) - startOf(other));
  const options = readOptions(
    process.argv.slice(2),
    recipes.map(({ name }) => name),
  );
  const chosen = recipes.filter(({ name }) => options.names.length === 0 || options.names.includes(name));
  const live = options.live ? credentialsFromEnv('.env') : undefined;
  if (live && !(await confirmLive(chosen.length))) {
    print('\nNothing was sent.');
    return 1;
  }

  if (!options.built) await build();
  const sandbox = live ? undefined : await startSandbox();
  const unpacked = unpack(BUILD_ZIP);
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
      if (await deliver(recipe, note, { lambda, authData, sandbox, print })) delivered += 1;
    }
    if (sandbox && options.names.length === 0) print(showTimeline(sandbox, busiestPerson(sandbox)));
    const failed = chosen.length - delivered;
    const where = sandbox
      ? `${count(sandbox.store.events.length, 'event')} stored`
      : 'sent to the real Usermaven';
    const total = `${count(chosen.length, 'recipe')}, ${delivered} delivered as expected, ${failed} not, ${where}, ${seconds(started)}`;
    print(`\n${line(styled(failed === 0 ? 'green' : 'red', total))}`);
    return failed === 0 ? 0 : 1;
  } finally {
    await lambda.stop();
    await sandbox?.stop();
    await unpacked.remove();
  }
};

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
