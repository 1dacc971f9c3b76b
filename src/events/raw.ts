import { type Field, isSent, type SentField, splitPath } from '../fields/field.ts';
import { fromEntries, isBlank, isJsonObject, isObject, type Json, type JsonObject } from '../lib/json.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';
import { CONSTANTS, type DraftEvent } from '../usermaven/event.ts';
import { buildEvent, type EventPlan } from './build.ts';

/** True when an event of Events (JSON) is in the Events API's own shape and not in our keys. */
export const isRawEvent = (item: JsonObject): boolean => Object.hasOwn(item, 'event_type');

/**
 * An event in the API's own shape, held to the same rules as a mapped one: ids are text, times become milliseconds or ISO 8601,
 * the email is the fallback of the id. Keys that no field has pass through. Messages name values by their path
 * (`user.created_at`).
 */
export const buildRawEvent = (item: JsonObject, plan: EventPlan): Checked<DraftEvent> => {
  const issues = checkShape(item);
  if (issues.length > 0) return { issues };
  const fields = byPath(plan.fields);
  const input = fromEntries(fields.map(({ key, path }) => [key, valueAt(item, path)]));
  const built = buildEvent(input, { ...plan, fields, labelOf: ({ path = '' }) => path });
  return 'issues' in built ? built : addRest(built.value, item, fields);
};

/** Members that have to be objects. A blank is fine: some languages write an empty object as `[]`. */
const OBJECTS = ['user', 'company', 'event_attributes'] as const;

const checkShape = (item: JsonObject): Issue[] => [
  ...(typeof item.event_type === 'string'
    ? []
    : [{ label: 'event_type', invalid: new Invalid('not a text. Use the name of the event.') }]),
  ...OBJECTS.filter((key) => !isBlank(item[key]) && !isObject(item[key])).map((key) => ({
    label: key,
    invalid: new Invalid('not a JSON object. Use the form {"name": "value"}.'),
  })),
];

/** One field for each path: where two share one, the one whose types are exact. */
const byPath = (fields: readonly Field[]): SentField[] => {
  const chosen = new Map<string, SentField>();
  for (const field of fields.filter(isSent)) {
    if (!chosen.has(field.path) || field.type === 'json_object') chosen.set(field.path, field);
  }
  return [...chosen.values()];
};

const memberOf = (value: Json | undefined, key: string): Json | undefined =>
  isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const valueAt = (item: JsonObject, path: string): Json | undefined => {
  const { section, name } = splitPath(path);
  return memberOf(section === undefined ? item : memberOf(item, section), name);
};

/** What we set ourselves, whatever the sender says. */
const OURS: ReadonlySet<string> = new Set(['api_key', ...Object.keys(CONSTANTS)]);

/** Adds what no field reads: `doc_encoding`, a `user.phone`, or a `doc_host` that the sender knows better. */
const addRest = (event: DraftEvent, item: JsonObject, fields: readonly SentField[]): Checked<DraftEvent> => {
  const paths = new Set(fields.map(({ path }) => path));
  const sections = new Set(fields.map(({ path }) => splitPath(path).section));
  const result = new Map<string, unknown>(Object.entries(event));
  const issues: Issue[] = [];
  for (const [key, value] of Object.entries(item)) {
    if (OURS.has(key) || paths.has(key) || isBlank(value)) continue;
    if (!sections.has(key) || !isObject(value)) {
      result.set(key, value);
      continue;
    }
    const rest = Object.entries(value).filter(
      ([name, member]) => !paths.has(`${key}.${name}`) && !isBlank(member),
    );
    const members = result.get(key);
    if (isObject(members)) result.set(key, fromEntries([...Object.entries(members), ...rest]));
    // Every event has a person by now, but a company may have anything but its id.
    else
      for (const [name] of rest) {
        issues.push({ invalid: new Invalid(`needs ${key}.id. Fill in ${key}.id too.`, `${key}.${name}`) });
      }
  }
  if (issues.length > 0) return { issues };
  return { value: fromEntries(result) as unknown as DraftEvent };
};
