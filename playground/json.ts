import { isObject, type Json, type JsonObject } from '../src/lib/json.ts';

/** JSON helpers that the page and its server share. */

/** True for an object among JSON values. */
export const isJsonObject = (value: Json): value is JsonObject => isObject(value);

/** Parses a text as JSON; undefined if it is not JSON. */
export const parseJson = (text: string): Json | undefined => {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
};

/** The objects in a list; a single object counts as a list of one. Everything else is ignored. */
export const objectsIn = (value: Json): JsonObject[] =>
  (Array.isArray(value) ? value : [value]).filter((member) => isJsonObject(member));
