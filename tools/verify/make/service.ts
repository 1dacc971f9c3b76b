import { loadRecipes } from '../../../recipes/recipe.ts';
import { makeApp } from '../../../src/make/app.ts';
import { HOST_VARIABLE } from '../../../src/usermaven/request.ts';
import { AUTH_DATA_PREFIX, authDataIn } from '../../auth-data.ts';
import { APP_PLACEHOLDER } from '../../blueprints/blueprint.ts';
import { VerifyError } from '../errors.ts';
import type { Finding } from '../finding.ts';
import type { Service, VerifyContext } from '../service.ts';
import { openWorkspace } from '../usermaven/connection.ts';
import { failureOf, MAKE_TIMING, type MakeTiming, makeClients } from './client.ts';
import { findingsOf, ROWS, seenFindings, type Tried } from './findings.ts';
import { ask, compare, type Recorder } from './look.ts';
import { type MadeInMake, madeInMake } from './made.ts';
import { markedRecipes } from './marked-recipe.ts';
import { runInMake } from './run-in-make.ts';
import { connectionType, isRealMake, readTarget } from './settings.ts';

/** For tests: shorter waits, and a look at a local Usermaven instead of a question. */
export interface MakeServiceOptions {
  readonly timing?: MakeTiming;
  readonly recorder?: Recorder;
}

/**
 * The app in Make: makes a connection and, for each recipe that a webhook can start, a webhook and the scenario that
 * `npm run make:blueprints` writes; runs it with the recipe's sample, reads the run, and deletes what it made.
 */
export const makeService = (options: MakeServiceOptions = {}): Service => ({
  name: 'make',
  help: `Makes a connection, webhooks and the recipes' scenarios in a team of yours, runs each once with its sample,
asks what you see in Usermaven, and deletes what it made (unless --keep). Not tried against Make yet.
MAKE_ZONE, MAKE_API_KEY as for make:deploy, and MAKE_TEAM, the number of a team. The key needs the scopes
connections:read, connections:write, hooks:read, hooks:write, scenarios:read, scenarios:write and scenarios:run.
${['api_key', 'server_token', 'workspace_name'].map((key) => AUTH_DATA_PREFIX + key).join(', ')} as for usermaven.`,
  rows: Object.values(ROWS),
  isReal: (variables) => isRealMake(variables) && (variables[HOST_VARIABLE] ?? '').trim() === '',
  run: (context) => verifyMake(context, options),
});

async function* verifyMake(
  context: VerifyContext,
  { timing = MAKE_TIMING, recorder }: MakeServiceOptions,
): AsyncGenerator<Finding> {
  const { mark, prompts, print } = context;
  if (context.isEarlier) {
    openWorkspace(context);
    for (const marked of markedRecipes(loadRecipes(), APP_PLACEHOLDER, mark))
      yield* seenFindings(marked, await ask(marked, context));
    return;
  }
  const target = readTarget(context);
  openWorkspace(context);
  const type = connectionType(target.origin);
  const recipes = markedRecipes(loadRecipes(), target.origin, mark);
  const events = recipes.reduce((sum, { expected }) => sum + expected.length, 0);
  const asked = `\nThis makes a connection, ${recipes.length} webhooks and ${recipes.length} scenarios in team ${target.team} of ${target.settings.url},\nsends ${events} events to the workspace "${context.workspace}", where they stay, and deletes what it made in Make.`;
  if (!(await prompts.confirm(asked, 'send'))) throw new VerifyError('Nothing was made.');

  const clients = makeClients(target.settings, timing);
  const made = madeInMake(clients, target, context, timing);
  const connectionId = await connect(made, type, context);
  const verified = await clients.repeatable.connections.verify(connectionId);
  yield {
    row: ROWS.connection,
    verdict: verified ? 'confirmed' : 'refuted',
    observed: verified
      ? 'Make tested the new connection and took it.'
      : 'Make took the connection, but its test fails.',
  };

  const tried: Tried[] = [];
  for (const marked of recipes) {
    print(`Running ${marked.recipe.name} in Make ...`);
    recorder?.();
    const tools = { make: clients.repeatable, made, connectionId, timing, context };
    const inMake = await runInMake(marked, tools);
    if (context.signal.aborted) throw new VerifyError('It was interrupted.');
    const one = { marked, inMake, ...(inMake.ok && recorder ? { look: compare(marked, recorder()) } : {}) };
    tried.push(one);
  }
  if (!recorder && tried.some(({ inMake }) => inMake.ok))
    await prompts.pause('\nEvents may take some minutes until they are there.');
  for (const one of tried) {
    const look = one.look ?? (one.inMake.ok ? await ask(one.marked, context) : undefined);
    yield* findingsOf({ ...one, ...(look === undefined ? {} : { look }) });
  }
}

/** Makes the connection, which Make tests with its credentials. Throws {@link VerifyError} when it cannot be made: nothing runs without. */
const connect = async (made: MadeInMake, type: string, context: VerifyContext): Promise<number> => {
  const authData = authDataIn(context.variables);
  const params = Object.values(makeApp().connections).flatMap((connection) => connection.params);
  const typed = params.flatMap(({ name = '' }) => {
    const value = authData[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  try {
    return (await made.connection(`${context.mark} connection`, type, Object.fromEntries(typed))).id;
  } catch (error) {
    throw new VerifyError(`The connection cannot be made. ${failureOf(error, context.clean).said}`);
  }
};
