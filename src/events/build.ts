import {
  type Field,
  type FieldType,
  type FieldValues,
  isSent,
  type SentField,
  splitPath,
} from '../fields/field.ts';
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
  /** The fields of which one has to be filled. */
  readonly needs: readonly IdentifierKey[];
  readonly apiKey: string;
  readonly context: ReadContext;
}

/** What fields were read as, by key. A value that could not be read was given all the same, so its key is there, too. */
type Values = ReadonlyMap<string, FieldValues[FieldType] | Invalid>;

/**
 * Builds one event from a user's input by the fields' declarations: reads each value by its type, uses fallbacks, checks what
 * fields require of each other and that there is a person, and puts everything where its path says. The input is not changed.
 */
export const buildEvent = (input: Input, plan: EventPlan): Checked<DraftEvent> => {
  const { values, issues } = readFields(input, plan);
  issues.push(...unmetRequirements(plan, values));
  return issues.length > 0 ? { issues } : { value: assemble(plan, values) };
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

const unmetRequirements = ({ fields, labelOf, needs }: EventPlan, values: Values): Issue[] => {
  const labelsOf = (keys: readonly string[]) =>
    keys.flatMap((wanted) => fields.filter(({ key }) => key === wanted).map(labelOf));
  const issues: Issue[] = [];
  for (const field of fields) {
    const { key, requires } = field;
    if (requires === undefined || !values.has(key) || values.has(requires)) continue;
    const other = labelsOf([requires]).join('');
    issues.push({ label: labelOf(field), invalid: new Invalid(`needs ${other}. Fill in ${other} too.`) });
  }
  if (!needs.some((key) => values.has(key))) {
    issues.push({
      label: labelsOf(needs).join(', '),
      invalid: new Invalid('all blank. Fill in at least one, so that the event belongs to a person.'),
    });
  }
  return issues;
};

const assemble = ({ apiKey, eventType, fields }: EventPlan, values: Values): DraftEvent => {
  const event: JsonObject = { api_key: apiKey };
  if (eventType !== undefined) event.event_type = eventType;
  for (const field of fields) {
    const value = values.get(field.key);
    if (value !== undefined && !(value instanceof Invalid) && isSent(field)) setPath(event, field, value);
  }
  // The paths of the declarations are those of this type; the contract tests compare them.
  return { ...event, ...CONSTANTS, ids: {} } as unknown as DraftEvent;
};

/** Puts a value where the path of its field says. Members of an object join those that are there; the parts of a page do so at the top. */
const setPath = (event: JsonObject, { path, type }: SentField, value: Json): void => {
  const { section, name } = splitPath(path);
  if (section !== undefined) {
    const members = event[section];
    if (isJsonObject(members)) members[name] = value;
    else event[section] = { [name]: value };
  } else if (type === 'page_url' && isJsonObject(value)) Object.assign(event, value);
  else {
    const members = event[name];
    // A spread defines own properties, so that an attribute called __proto__ stays data.
    event[name] = isJsonObject(members) && isJsonObject(value) ? { ...members, ...value } : value;
  }
};
