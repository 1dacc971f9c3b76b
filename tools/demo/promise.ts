import { isDeepStrictEqual } from 'node:util';
import { type Recipe, withApiKey } from '../../recipes/recipe.ts';
import { isObject, type Json } from '../../src/lib/json.ts';

/** Whether Usermaven received what the recipe promises: all of it and nothing else, but for event ids that we made. */
export const isAsPromised = (recipe: Recipe, received: readonly Json[], apiKey: string): boolean =>
  isDeepStrictEqual(
    received.map((payload) => withoutMadeId(payload, recipe)),
    [withApiKey(recipe.expected, apiKey)].flat(),
  );

const withoutMadeId = (payload: Json, recipe: Recipe): Json => {
  if (!isObject(payload) || 'event_id' in recipe.mapping) return payload;
  const { event_id: _made, ...rest } = payload;
  return rest as Json;
};
