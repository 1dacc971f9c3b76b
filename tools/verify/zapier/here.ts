import type { Recipe } from '../../../recipes/recipe.ts';
import { startSandbox } from '../../../sandbox/usermaven/server.ts';
import { shownMessage, startLambda } from '../../../sandbox/zapier/lambda.ts';
import { resolveMapping } from '../../../sandbox/zapier/mapping.ts';
import { kindsIn, runRecipe } from '../../../sandbox/zapier/run-recipe.ts';
import { unpack } from '../../../sandbox/zapier/unpack.ts';
import { canonicalJson, isJsonObject, isObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import { HOST_VARIABLE } from '../../../src/usermaven/request.ts';
import { VerifyError } from '../errors.ts';

/** A recipe as it runs here: what Zapier is given, and what has to come back. */
export interface LocalRun {
  readonly recipe: Recipe;
  /** Mapped, but not yet typed: Zapier does that. */
  readonly input: JsonObject;
  /** The output, without what is random. */
  readonly output: JsonObject;
  readonly events: number;
}

/** Runs recipes through the build, against a local Usermaven. Throws {@link VerifyError} when one fails. */
export const runHere = async (buildZip: string, recipes: readonly Recipe[]): Promise<LocalRun[]> => {
  if (recipes.length === 0) return [];
  const sandbox = await startSandbox();
  const unpacked = unpack(buildZip);
  const lambda = await startLambda({
    folder: unpacked.folder,
    environment: { [HOST_VARIABLE]: sandbox.url },
  });
  const authData = { workspace_name: 'here', api_key: sandbox.apiKey, server_token: sandbox.serverToken };
  const once = async (recipe: Recipe) => {
    const { outcome, form, sample } = await runRecipe(lambda, recipe, {
      authData,
      meta: { timezone: 'UTC' },
    });
    if ('error' in outcome) {
      throw new VerifyError(`The recipe ${recipe.name} fails here already: ${shownMessage(outcome.error)}`);
    }
    const output = isJsonObject(outcome.output) ? outcome.output : {};
    return { input: resolveMapping(recipe.mapping, sample, kindsIn(form)), output };
  };
  try {
    const runs: LocalRun[] = [];
    for (const recipe of recipes) {
      const [{ input, output }, again] = [await once(recipe), await once(recipe)];
      const same = Object.entries(output).filter(([key, value]) => isSame(value, again.output[key]));
      runs.push({ recipe, input, output: Object.fromEntries(same), events: [recipe.expected].flat().length });
    }
    return runs;
  } finally {
    await lambda.stop();
    await sandbox.stop();
    await unpacked.remove();
  }
};

/** Where an output is not what was expected, a sentence each. Keys beyond those expected do not count. */
export const differencesIn = (
  expected: JsonObject,
  output: unknown,
  clean: (text: string) => string,
): string[] => {
  const shown = (value: unknown): string =>
    value === undefined ? 'missing' : `\`${clean(JSON.stringify(value)).replaceAll('`', "'")}\``;
  if (!isObject(output)) return ['The output is no object.'];
  return Object.entries(expected)
    .filter(([key, value]) => !isSame(value, output[key]))
    .map(([key, value]) => `\`${key}\` is ${shown(output[key])}, and here ${shown(value)}.`);
};

/** The same JSON, whichever process it comes from. */
const isSame = (one: Json, other: unknown): boolean =>
  other !== undefined && canonicalJson(one) === canonicalJson(other);
