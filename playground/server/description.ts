import { loadRecipes, type Recipe } from '../../recipes/recipe.ts';
import type { Sandbox } from '../../sandbox/usermaven/server.ts';
import { sampleOf } from '../../sandbox/zapier/run-recipe.ts';
import { APP_PLACEHOLDER } from '../../tools/blueprints/blueprint.ts';
import type { AppDescription, ConnectResponse, RecipeSummary } from '../api.ts';
import type { CompiledApp } from './compiled.ts';
import type { Connector } from './connector.ts';
import { EXAMPLE_RECIPE } from './example.ts';
import { USERPILOT_SAMPLES, WEBHOOK_URL } from './userpilot.ts';

/** Signs the Userpilot samples, so that the trigger can be seen to reject unsigned ones. */
const USERPILOT_SECRET = 'pg_7Qm2xV9tLr4w';

/** The connection values for the local Usermaven. */
export const sandboxConnection = ({ apiKey, serverToken }: Sandbox) => ({
  workspace_name: 'Local Usermaven',
  api_key: apiKey,
  server_token: serverToken,
  userpilot_secret: USERPILOT_SECRET,
});

/** Everything the page needs to know about the app when it loads. */
export const describeApp = async (
  { version, connection, operations }: CompiledApp,
  connector: Connector,
  sandbox: Sandbox,
  connected: ConnectResponse,
): Promise<Omit<AppDescription, 'example'>> => ({
  version,
  connection,
  sandboxConnection: sandboxConnection(sandbox),
  connected,
  operations,
  recipes: await Promise.all(loadRecipes().map((recipe) => summaryOf(recipe, connector))),
  exampleRecipe: EXAMPLE_RECIPE,
  userpilotSamples: USERPILOT_SAMPLES,
  webhookUrl: WEBHOOK_URL,
  makeAppPlaceholder: APP_PLACEHOLDER.app,
});

const summaryOf = async (recipe: Recipe, connector: Connector): Promise<RecipeSummary> => {
  const { name, title, story, action, trigger, mapping } = recipe;
  return {
    name,
    title,
    story,
    operation: action,
    app: trigger.app,
    event: trigger.event,
    sample: await sampleOf(connector, recipe, { authData: {} }),
    mapping,
  };
};
