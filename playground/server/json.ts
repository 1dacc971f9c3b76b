import { isObject, type Json, type JsonObject } from '../../src/lib/json.ts';

/** Text as JSON; null when it is none. */
export const parseJson = (text: string): Json => {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
};

/** True for an object among JSON values. */
export const isJsonObject = (value: Json): value is JsonObject => isObject(value);

/**
 * What the app's process returned. It came as JSON (the channel between processes knows nothing else), so whatever it
 * holds is JSON too.
 */
export const fromProcess = (value: unknown): Json => value as Json;
