import { expect } from '@jest/globals';
import { type Recipe, withApiKey } from '../../recipes/recipe.ts';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/**
 * What Usermaven has to receive for a recipe, for `toEqual`: its expected payloads, in order, and a UUID as the event id
 * wherever the mapping gives none.
 */
export const expectedPayloads = (recipe: Recipe, apiKey: string): object[] =>
  [withApiKey(recipe.expected, apiKey)]
    .flat()
    .map((payload) => ({ event_id: expect.stringMatching(UUID), ...payload }));

/** What the recipe's guide prints, for `toMatchObject`: none when it prints nothing. */
export const printedPayloads = (recipe: Recipe, apiKey: string): object[] =>
  recipe.printed === null ? [] : [withApiKey(recipe.printed, apiKey)].flat();
