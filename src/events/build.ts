import type { Field } from '../fields/field.ts';
import { IDENTIFIERS } from '../fields/person.ts';
import { isBlank, isObject, type Json, type JsonObject } from '../lib/json.ts';
import { InputError, Refusal } from '../lib/validation.ts';
import { CONSTANTS, type ReservedNames, refuseName, type UsermavenEvent } from '../usermaven/event.ts';
import { type Reading, readField } from './read.ts';

/** An event that lacks nothing but perhaps its id. */
export type DraftEvent = Omit<UsermavenEvent, 'event_id'> & { event_id?: string };

/** What an event is built from beside the user's input. */
export interface EventPlan {
  /** The fields that are read, in the order in which later ones win. */
  readonly fields: readonly Field[];
  /** The event type when no field gives it. */
  readonly eventType?: string;
  readonly reserved: ReservedNames;
  readonly apiKey: string;
  readonly reading: Reading;
}

/**
 * Builds one event from a user's input by the fields' declarations: reads each value by its type, lets stand-ins
 * stand in, checks what fields require of each other and that there is a person, and puts everything in its place.
 * The input is not changed. Throws {@link InputError} with every problem there is.
 */
export const buildEvent = (input: Readonly<Record<string, unknown>>, plan: EventPlan): DraftEvent => {
  const { values, problems } = readFields(input, plan);
  problems.push(...unmet(plan.fields, values));
  if (problems.length > 0) throw new InputError(problems);
  return assemble(plan, values);
};

const readFields = (input: Readonly<Record<string, unknown>>, plan: EventPlan) => {
  const values = new Map<string, Json>();
  const problems: string[] = [];
  const refused = new Set<string>();
  for (const field of plan.fields) {
    const raw = Object.hasOwn(input, field.key) ? input[field.key] : undefined;
    try {
      const value = readField(field, raw, plan.reading);
      if (value !== undefined) {
        if (field.place === 'event_type' && typeof value === 'string') refuseName(value, plan.reserved);
        values.set(field.key, value);
      } else if (field.required) throw new Refusal('required, but blank. Fill it in.');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(`${field.label}: ${error.message}`);
      refused.add(field.key);
    }
  }
  for (const { key, standIn } of plan.fields) {
    const value =
      standIn === undefined || values.has(key) || refused.has(key) ? undefined : values.get(standIn);
    if (value !== undefined) values.set(key, value);
  }
  // What was refused was given: no second message says that it is missing.
  for (const key of refused) values.set(key, null);
  return { values, problems };
};

/** What the fields ask of each other and do not get, a sentence each. */
const unmet = (fields: readonly Field[], values: ReadonlyMap<string, Json>) => {
  const labels = (keys: readonly string[]) =>
    keys.flatMap((wanted) => fields.filter(({ key }) => key === wanted).map(({ label }) => label));
  const problems: string[] = [];
  for (const { key, label, requires } of fields) {
    if (requires === undefined || !values.has(key) || values.has(requires)) continue;
    problems.push(`${label}: needs ${labels([requires])}. Fill in ${labels([requires])} too.`);
  }
  if (!IDENTIFIERS.some((key) => values.has(key))) {
    problems.push(
      `${labels(IDENTIFIERS).join(', ')}: all blank. Fill in at least one, so that the event belongs to a person.`,
    );
  }
  return problems;
};

const assemble = (
  { apiKey, eventType, fields }: EventPlan,
  values: ReadonlyMap<string, Json>,
): DraftEvent => {
  // Every key here is a place of a declaration; what users name is inside the values.
  const event: JsonObject = { api_key: apiKey };
  if (eventType !== undefined) event.event_type = eventType;
  for (const field of fields) {
    const value = values.get(field.key);
    if (field.place === undefined || value === undefined) continue;
    const dot = field.place.indexOf('.');
    if (dot < 0) {
      placeAtTop(event, field.place, field, value);
      continue;
    }
    const section = field.place.slice(0, dot);
    const members = event[section] ?? {};
    event[section] = members;
    if (isObject(members)) members[field.place.slice(dot + 1)] = value;
  }
  // The places of the declarations and the checks above make it one; the contract tests compare every key.
  return { ...event, ...CONSTANTS, ids: {} } as unknown as DraftEvent;
};

const placeAtTop = (event: JsonObject, place: string, field: Field, value: Json): void => {
  if (field.type === 'page_url' && isObject(value)) {
    Object.assign(event, value);
    return;
  }
  const there = event[place];
  const both = isObject(there) && isObject(value);
  event[place] = both ? merged(there as JsonObject, value as JsonObject) : value;
};

/**
 * Both objects' members; the second wins where both have a name. Neither is changed. A spread defines own properties, so
 * that an attribute called __proto__ stays data.
 */
export const merged = (one: JsonObject, other: JsonObject): JsonObject => ({ ...one, ...other });

/** Whether anything was filled in: a row of blanks is no event. */
export const isBlankRow = (row: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(row).every((key) => isBlank(row[key]));
