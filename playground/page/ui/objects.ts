import { isObject, type Json, type JsonObject } from '../../../src/lib/json.ts';

/** True for an object among JSON values. */
export const isJsonObject = (value: Json): value is JsonObject => isObject(value);

/** The objects of a list; of anything else, the thing itself if it is one. */
export const objectsIn = (value: Json): JsonObject[] =>
  (Array.isArray(value) ? value : [value]).filter((member) => isJsonObject(member));
