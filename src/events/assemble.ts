import type { FieldType, FieldValues } from '../fields/field.ts';
import { type Field, isSent, splitPath } from '../fields/field.ts';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import { Invalid } from '../lib/validation.ts';
import { CONSTANTS, collectorTime, type DraftEvent } from '../usermaven/event.ts';

/** What fields were read as, by key. The key of a value that could not be read is there too, since the field was filled in. */
export type Values = ReadonlyMap<string, FieldValues[FieldType] | Invalid>;

interface EventParts {
  readonly apiKey: string;
  /** The event type when no field gives it. */
  readonly eventType?: string | undefined;
  readonly fields: readonly Field[];
}

/** Puts the values of fields where their paths say. Where two fields have the same path, the members of the later one win. */
export const assemble = ({ apiKey, eventType, fields }: EventParts, values: Values): DraftEvent => {
  const event: JsonObject = { api_key: apiKey };
  if (eventType !== undefined) event.event_type = eventType;
  const copied: [path: string, value: Json][] = [];
  for (const field of fields) {
    const value = values.get(field.key);
    if (value === undefined || value instanceof Invalid || !isSent(field)) continue;
    // Only the event's own page is sent with its parts; of a referrer or an attribute, only the address is.
    const single = field.type === 'page_url' && isJsonObject(value) ? (value.url ?? null) : value;
    if (field.path === 'url' && isJsonObject(value)) addPage(event, value);
    else setPath(event, field.path, single);
    for (const path of field.copies ?? []) copied.push([path, copyOf(field, single)]);
  }
  for (const [path, value] of copied) setPath(event, path, value);
  // The paths of the declarations are those of this type; the contract tests compare them.
  return { ...event, ...CONSTANTS, ids: {} } as unknown as DraftEvent;
};

/** A copy of a value: for a time, what the collector reads as the same moment. */
const copyOf = ({ type }: Field, value: Json): Json =>
  type === 'event_time' && typeof value === 'number' ? collectorTime(value) : value;

/** Puts a value where its path says. */
const setPath = (event: JsonObject, path: string, value: Json): void => {
  const { section, name } = splitPath(path);
  if (section === undefined) event[name] = merge(event[name], value);
  else event[section] = merge(event[section], { [name]: value });
};

/** Adds the parts of a page. The campaign fields win over the campaign in its address, in whatever order they are read. */
const addPage = (event: JsonObject, parts: JsonObject): void => {
  for (const [key, part] of Object.entries(parts)) event[key] = merge(part, event[key] ?? part);
};

/** The members of both objects; if both have a name, the second one's. A spread keeps an attribute called __proto__ as data. */
const merge = (one: Json | undefined, other: Json): Json =>
  isJsonObject(one) && isJsonObject(other) ? { ...one, ...other } : other;
