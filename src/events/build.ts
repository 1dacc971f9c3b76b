import { type Field, type FieldType, type FieldValues, isSent, splitPath } from '../fields/field.ts';
import type { IdentifierKey } from '../fields/person.ts';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';
import { CONSTANTS, checkEventName, type DraftEvent, type ReservedNames } from '../usermaven/event.ts';
import { type ReadContext, readField } from './read.ts';
import { type Input, valueIn } from './settings.ts';

/** What an event is built by, beside the user's input. */
export interface EventPlan {
  /** The fields that are read. Where two have the same path, the members of the later one win. */
  readonly fields: readonly Field[];
  /** What messages call a field. */
  readonly labelOf: (field: Field) => string;
  /** The event type when no field gives it. */
  readonly eventType?: string | undefined;
  readonly reserved: ReservedNames;
  /** The fields of which one has to be filled for an event of a type. */
  readonly needs: (eventType: string) => readonly IdentifierKey[];
  readonly apiKey: string;
  readonly context: ReadContext;
}

/** An event, and notes on what was left out or read in a way that the user should know of. */
export interface Built {
  readonly event: DraftEvent;
  readonly notes: readonly Issue[];
}

/** What fields were read as, by key. A value that could not be read was given all the same, so its key is there, too. */
type Values = ReadonlyMap<string, FieldValues[FieldType] | Invalid>;

/**
 * Builds one event from a user's input by the fields' declarations: reads each value by its type, uses fallbacks, checks what
 * fields require of each other and that there is a person, and puts everything where its path says. The input is not changed.
 */
export const buildEvent = (input: Input, plan: EventPlan): Checked<Built> => {
  const { values, issues } = readFields(input, plan);
  issues.push(...unmetRequirements(plan, values));
  return issues.length > 0 ? { issues } : { value: { event: assemble(plan, values), notes: [] } };
};

const readFields = (input: Input, { fields, labelOf, reserved, context }: EventPlan) => {
  const values = new Map<string, FieldValues[FieldType] | Invalid>();
  const issues: Issue[] = [];
  for (const field of fields) {
    const read = readField(field, valueIn(input, field), context) ?? missing(field);
    const value =
      field.path === 'event_type' && typeof read === 'string'
        ? (checkEventName(read, reserved) ?? read)
        : read;
    if (value instanceof Invalid) issues.push({ label: labelOf(field), invalid: value });
    if (value !== undefined) values.set(field.key, value);
  }
  for (const { key, fallback = '' } of fields) {
    const value = values.has(key) ? undefined : values.get(fallback);
    if (value !== undefined) values.set(key, value);
  }
  return { values, issues };
};

const missing = ({ required }: Field): Invalid | undefined =>
  required ? new Invalid('required, but blank. Fill it in.') : undefined;

const unmetRequirements = ({ fields, labelOf, needs, eventType }: EventPlan, values: Values): Issue[] => {
  const labelsOf = (keys: readonly string[]) =>
    keys.flatMap((wanted) => fields.filter(({ key }) => key === wanted).map(labelOf));
  const issues: Issue[] = [];
  for (const field of fields) {
    const { key, requires } = field;
    if (requires === undefined || !values.has(key) || values.has(requires)) continue;
    const other = labelsOf([requires]).join('');
    issues.push({ label: labelOf(field), invalid: new Invalid(`needs ${other}. Fill in ${other} too.`) });
  }
  const type =
    eventType ??
    fields.map(({ key, path }) => (path === 'event_type' ? values.get(key) : undefined)).find(isText);
  const needed = needs(type ?? '');
  if (!needed.some((key) => values.has(key))) {
    issues.push({
      label: labelsOf(needed).join(', '),
      invalid: new Invalid('all blank. Fill in at least one, so that the event belongs to a person.'),
    });
  }
  return issues;
};

const isText = (value: unknown): value is string => typeof value === 'string';

const assemble = ({ apiKey, eventType, fields }: EventPlan, values: Values): DraftEvent => {
  const event: JsonObject = { api_key: apiKey };
  if (eventType !== undefined) event.event_type = eventType;
  for (const field of fields) {
    const value = values.get(field.key);
    if (value === undefined || value instanceof Invalid || !isSent(field)) continue;
    const isPage = field.type === 'page_url' && isJsonObject(value);
    if (isPage) addPage(event, value);
    else setPath(event, field.path, value);
    for (const path of field.copies ?? []) setPath(event, path, isPage ? (value.url ?? null) : value);
  }
  // The paths of the declarations are those of this type; the contract tests compare them.
  return { ...event, ...CONSTANTS, ids: {} } as unknown as DraftEvent;
};

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

/** Both objects' members, those of the second where both have a name. A spread keeps an attribute called __proto__ as data. */
const merge = (one: Json | undefined, other: Json): Json =>
  isJsonObject(one) && isJsonObject(other) ? { ...one, ...other } : other;
