import { isDeepStrictEqual } from 'node:util';
import { type Recipe, withApiKey } from '../../recipes/recipe.ts';
import type { Sandbox } from '../../sandbox/usermaven/server.ts';
import type { Lambda } from '../../sandbox/zapier/lambda.ts';
import { runRecipe } from '../../sandbox/zapier/run-recipe.ts';
import { isObject, type Json } from '../../src/lib/json.ts';
import { showIntroduction, showMapping, showOutcome, showReceived, showSample } from './show.ts';

/** What a recipe runs with. */
export interface DemoRun {
  readonly lambda: Lambda;
  readonly authData: Readonly<Record<string, string>>;
  /** The local Usermaven; undefined when events go to the real one, which does not say what it received. */
  readonly sandbox: Sandbox | undefined;
  readonly print: (text: string) => void;
}

/** Runs a recipe and shows each of its steps. Returns whether it was delivered as expected. */
export const deliver = async (recipe: Recipe, note: string, run: DemoRun): Promise<boolean> => {
  const { lambda, authData, sandbox, print } = run;
  const before = sandbox?.store.events.length ?? 0;
  const result = await runRecipe(lambda, recipe, { authData, meta: { timezone: 'UTC' } });
  print(showIntroduction(recipe, note));
  print(showSample(recipe, result));
  print(showMapping(recipe, result));
  let asExpected = 'output' in result.outcome;
  if (sandbox) {
    const received = sandbox.store.events.slice(before).map(({ raw }) => raw);
    asExpected &&= isAsExpected(recipe, received, sandbox.apiKey);
    print(showReceived(received, asExpected));
  }
  print(showOutcome(result));
  return asExpected;
};

/** Whether Usermaven received what the recipe expects, all of it and nothing else. Event ids that it does not know do not count. */
export const isAsExpected = (recipe: Recipe, received: readonly Json[], apiKey: string): boolean =>
  isDeepStrictEqual(
    received.map((payload) => withoutMadeId(payload, recipe)),
    [withApiKey(recipe.expected, apiKey)].flat(),
  );

const withoutMadeId = (payload: Json, recipe: Recipe): Json => {
  if (!isObject(payload) || [recipe.expected].flat().some((event) => 'event_id' in event)) return payload;
  const { event_id: _made, ...rest } = payload;
  return rest as Json;
};
