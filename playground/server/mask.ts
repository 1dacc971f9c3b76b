import type { Json, JsonObject } from '../../src/lib/json.ts';
import { redactorOf } from '../../src/zapier/step.ts';
import { isJsonObject } from '../json.ts';

/** Replaces the secrets of a connection with `***`, in every encoding. */
export interface Mask {
  text(text: string): string;
  json(value: Json): Json;
  object(value: JsonObject): JsonObject;
}

/** Masks a connection's API key, server token, the token made of both, and the Userpilot secret. */
export const maskOf = (authData: Readonly<Record<string, string>>): Mask => {
  const text = redactorOf({ authData: { ...authData } });
  const json = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(json);
    return isJsonObject(value) ? object(value) : value;
  };
  // fromEntries defines own properties, so a key called __proto__ stays data.
  const object = (value: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(value).map(([key, member]) => [text(key), json(member)]));
  return { text, json, object };
};
