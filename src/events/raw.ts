import * as z from 'zod/mini';
import type { Field } from '../fields/field.ts';
import { fromEntries, isBlank, isObject, type Json, type JsonObject } from '../lib/json.ts';
import { once } from '../lib/lazy.ts';
import { InputError, quote } from '../lib/validation.ts';
import { CONSTANTS } from '../usermaven/event.ts';
import { buildEvent, type DraftEvent, type EventPlan } from './build.ts';

/** An object, or a blank: some languages write an empty object as `[]`. */
const record = (name: string) =>
  z.optional(
    z.custom<Json>((value) => isBlank(value) || isObject(value), {
      error: `${name}: not a JSON object. Use the form {"name": "value"}.`,
    }),
  );

/** What an event in the Events API's own shape looks like from outside; its values are read by the fields' rules. */
const rawEvent = once(() =>
  z.object({
    event_type: z.string({ error: 'event_type: not a text. Use the name of the event.' }),
    user: record('user'),
    company: record('company'),
    event_attributes: record('event_attributes'),
  }),
);

/** True when an event of Events (JSON) is in the Events API's own shape and not in our keys. */
export const isRawEvent = (item: JsonObject): boolean => Object.hasOwn(item, 'event_type');

/**
 * An event in the API's own shape, held to the same rules as a mapped one: ids are text, times become
 * milliseconds or ISO 8601, the email stands in for the id. Keys that the fields do not know pass through.
 * Throws {@link InputError}, naming values by their place (`user.created_at`).
 */
export const buildRawEvent = (item: JsonObject, plan: EventPlan): DraftEvent => {
  const shape = rawEvent().safeParse(item);
  if (!shape.success) throw new InputError(shape.error.issues.map((issue) => issue.message));
  const fields = byPlace(plan.fields);
  const input = fromEntries(fields.map(({ key, place }) => [key, place.split('.').reduce(memberOf, item)]));
  const event = buildEvent(input, {
    ...plan,
    fields: fields.map((field) => ({ ...field, label: field.place })),
  });
  return withRest(event, item, new Set(fields.map(({ place }) => place)));
};

type PlacedField = Field & { readonly place: string };

const isPlaced = (field: Field): field is PlacedField => field.place !== undefined;

/** One field for each place: where two share one, the one whose types are exact. */
const byPlace = (fields: readonly Field[]): PlacedField[] => {
  const chosen = new Map<string, PlacedField>();
  for (const field of fields.filter(isPlaced)) {
    if (!chosen.has(field.place) || field.type === 'json_object') chosen.set(field.place, field);
  }
  return [...chosen.values()];
};

const memberOf = (value: Json | undefined, key: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, key) ? (value[key] as Json) : undefined;

/** What we say ourselves, whatever the sender says. */
const OURS: ReadonlySet<string> = new Set(['api_key', ...Object.keys(CONSTANTS)]);

const membersOf = (value: unknown): [string, unknown][] => (isObject(value) ? Object.entries(value) : []);

const sectionOf = (place: string): string => place.slice(0, place.indexOf('.'));

/** Adds what no field reads: `doc_encoding`, a `user.phone`, or a `doc_host` that the sender knows better. */
const withRest = (event: DraftEvent, item: JsonObject, places: ReadonlySet<string>): DraftEvent => {
  const sections = new Set([...places].filter((place) => place.includes('.')).map(sectionOf));
  const result = new Map<string, unknown>(Object.entries(event));
  const problems: string[] = [];
  for (const [key, value] of Object.entries(item)) {
    if (OURS.has(key) || places.has(key) || isBlank(value)) continue;
    if (!sections.has(key)) {
      result.set(key, value);
      continue;
    }
    const rest = membersOf(value).filter(
      ([name, member]) => !places.has(`${key}.${name}`) && !isBlank(member),
    );
    if (rest.length === 0) continue;
    // Every event has a person by now, but a company may say anything but its id.
    if (!result.has(key)) {
      for (const [name] of rest) {
        problems.push(`${quote(`${key}.${name}`)}: needs ${key}.id. Fill in ${key}.id too.`);
      }
      continue;
    }
    result.set(key, fromEntries([...membersOf(result.get(key)), ...rest]));
  }
  if (problems.length > 0) throw new InputError(problems);
  return fromEntries(result) as unknown as DraftEvent;
};
