import * as z from 'zod/mini';
import { isBlank, isObject, type Json, type JsonObject } from '../usermaven/json.ts';
import { InputError } from '../usermaven/refusal.ts';
import { buildEvent, type DraftEvent, type EventPlan } from './build-event.ts';
import type { Field } from './field.ts';

const record = (name: string) =>
  z.optional(
    z.nullable(z.custom<JsonObject>(isObject, { error: `${name}: is no object. Use {"name": "value"}.` })),
  );

/** What an event in the Events API's own shape looks like from outside; its values are read by the fields' rules. */
const RAW_EVENT = z.looseObject({
  event_type: z.string({ error: 'event_type: is no text. Use the name of the event.' }),
  user: record('user'),
  company: record('company'),
  event_attributes: record('event_attributes'),
});

/** True when an event of Events (JSON) is in the Events API's own shape and not in our keys. */
export const isRawEvent = (item: JsonObject): boolean => Object.hasOwn(item, 'event_type');

/**
 * An event in the API's own shape, held to the same rules as a mapped one: ids are text, times become
 * milliseconds or ISO 8601, the email stands in for the id. Keys that the fields do not know pass through.
 * Throws {@link InputError}, naming values by their place (`user.created_at`).
 */
export const buildRawEvent = (item: JsonObject, plan: EventPlan): DraftEvent => {
  const shape = RAW_EVENT.safeParse(item);
  if (!shape.success) throw new InputError(shape.error.issues.map((issue) => issue.message));
  const fields = byPlace(plan.fields);
  const input = Object.fromEntries(fields.map((field) => [field.key, valueAt(item, field.place ?? '')]));
  const event = buildEvent(input, { ...plan, fields, nameOf: (field) => field.place ?? field.label });
  return withRest(event, item, new Set(fields.map(({ place }) => place ?? '')));
};

/** One field for each place: where two share one, the one whose types are exact. */
const byPlace = (fields: readonly Field[]): Field[] => {
  const chosen = new Map<string, Field>();
  for (const field of fields) {
    if (field.place === undefined) continue;
    if (!chosen.has(field.place) || field.type === 'json_object') chosen.set(field.place, field);
  }
  return [...chosen.values()];
};

const valueAt = (item: JsonObject, place: string): Json | undefined => {
  const [section = '', name] = place.split('.');
  const value = Object.hasOwn(item, section) ? item[section] : undefined;
  if (name === undefined) return value;
  return isObject(value) && Object.hasOwn(value, name) ? (value[name] as Json) : undefined;
};

/** Adds what no field reads: `doc_encoding`, a `user.phone`, or a `doc_host` that the sender knows better. */
const withRest = (event: DraftEvent, item: JsonObject, places: ReadonlySet<string>): DraftEvent => {
  const ours = event as unknown as JsonObject;
  const result = new Map(Object.entries(ours));
  for (const [key, value] of Object.entries(item)) {
    if (key === 'api_key' || key === 'ids' || key === 'src' || places.has(key) || isBlank(value)) continue;
    const section = [...places].some((place) => place.startsWith(`${key}.`));
    if (!section) result.set(key, value);
    else if (isObject(value)) {
      const rest = Object.entries(value).filter(
        ([name, member]) => !places.has(`${key}.${name}`) && !isBlank(member),
      );
      const own = isObject(ours[key]) ? Object.entries(ours[key]) : [];
      if (rest.length + own.length > 0)
        result.set(key, Object.fromEntries([...own, ...rest] as [string, Json][]));
    }
  }
  return Object.fromEntries(result) as unknown as DraftEvent;
};
