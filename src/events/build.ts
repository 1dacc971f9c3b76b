import { type Field, type FieldType, type FieldValues, isSent, splitPath } from '../fields/field.ts';
import type { IdentifierKey } from '../fields/person.ts';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';
import {
  CONSTANTS,
  checkEventName,
  collectorTime,
  type DraftEvent,
  type ReservedNames,
} from '../usermaven/event.ts';
import { readField } from './read.ts';
import type { ReadContext } from './read-context.ts';
import { type Input, leftOut, valueIn } from './settings.ts';

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
  /** What becomes of a detail that cannot be read: it is left out, or refused while the user can still fix the mapping. */
  readonly details: 'leave_out' | 'refuse';
}

/** An event, and notes on what was left out or read in a way that the user should know of. */
export interface Built {
  readonly event: DraftEvent;
  readonly notes: readonly Issue[];
}

/** What fields were read as, by key. A value that could not be read was given all the same, so its key is there, too. */
type Values = Map<string, FieldValues[FieldType] | Invalid>;

/**
 * Builds one event from a user's input by the fields' declarations: reads each value by its type, uses fallbacks, checks what
 * fields require of each other and that there is a person, and puts everything where its path says. The input is not changed.
 */
export const buildEvent = (input: Input, plan: EventPlan): Checked<Built> => {
  const { values, refused, issues, details, notes } = readFields(input, plan);
  details.push(...dropUnmet(plan, values));
  issues.push(...missingPerson(plan, values, refused));
  if (plan.details === 'refuse') issues.push(...details);
  if (issues.length > 0) return { issues };
  return { value: { event: assemble(plan, values), notes: [...details.map(leftOut), ...notes] } };
};

const readFields = (input: Input, plan: EventPlan) => {
  const { fields, labelOf, reserved, context } = plan;
  const values: Values = new Map();
  const refused = new Set<string>();
  const issues: Issue[] = [];
  const details: Issue[] = [];
  const notes: Issue[] = [];
  for (const field of fields) {
    const raw = valueIn(input, field);
    if (raw === undefined && !field.required) continue;
    const label = labelOf(field);
    const read =
      readField(field, raw, context, {
        leaveOut: (invalid) => details.push({ label, invalid }),
        note: (invalid) => notes.push({ label, invalid }),
      }) ?? missing(field);
    const value =
      field.path === 'event_type' && typeof read === 'string'
        ? (checkEventName(read, reserved) ?? read)
        : read;
    if (value instanceof Invalid) {
      const left = isDetail(field, input, plan);
      (left ? details : issues).push({ label, invalid: value });
      if (!left) refused.add(field.key);
    }
    if (value !== undefined) values.set(field.key, value);
  }
  for (const { key, fallback = '' } of fields) {
    const value = values.has(key) ? undefined : values.get(fallback);
    if (value !== undefined) values.set(key, value);
  }
  return { values, refused, issues, details, notes };
};

const missing = ({ required }: Field): Invalid | undefined =>
  required ? new Invalid('required, but blank. Fill it in.') : undefined;

/** An email is a detail beside another identifier, and else it is who. */
const isDetail = (field: Field, input: Input, { fields, context, needs, eventType }: EventPlan): boolean => {
  if (field.detail !== true || field.required) return false;
  const others = needs(eventType ?? '').filter((key) => key !== field.key);
  if (!needs(eventType ?? '').some((key) => key === field.key)) return true;
  return fields
    .filter(({ key }) => others.some((other) => other === key))
    .some((other) => {
      const read = readField(other, valueIn(input, other), context);
      return read !== undefined && !(read instanceof Invalid);
    });
};

/** Takes out what lacks something that it requires, such as a company without its id, and tells of it. */
const dropUnmet = ({ fields, labelOf }: EventPlan, values: Values): Issue[] => {
  const issues: Issue[] = [];
  for (const field of fields) {
    const { key, requires } = field;
    if (requires === undefined || !values.has(key) || isRead(values.get(requires))) continue;
    const wanted = fields.find((other) => other.key === requires);
    const other = wanted ? labelOf(wanted) : requires;
    // When the other one was given and cannot be read, that is told already.
    if (!values.has(requires) && isRead(values.get(key))) {
      issues.push({
        label: labelOf(field),
        invalid: new Invalid(`needs ${other}, which is blank. Fill it in, too.`),
      });
    }
    values.delete(key);
  }
  return issues;
};

const isRead = (value: FieldValues[FieldType] | Invalid | undefined): boolean =>
  value !== undefined && !(value instanceof Invalid);

/** `refused` are the fields whose value is an issue of its own: there is somebody, who cannot be read. */
const missingPerson = (
  { fields, labelOf, needs, eventType }: EventPlan,
  values: Values,
  refused: ReadonlySet<string>,
): Issue[] => {
  const typed = fields.find(({ path }) => path === 'event_type');
  const type = eventType ?? (typed ? values.get(typed.key) : undefined);
  const needed = needs(isText(type) ? type : '');
  if (needed.some((key) => isRead(values.get(key)) || refused.has(key))) return [];
  const identifiers = needed.flatMap((wanted) => fields.filter(({ key }) => key === wanted));
  // One that cannot be read is no detail after all, when it is the only one.
  const unreadable = identifiers.flatMap((field): Issue[] => {
    const invalid = values.get(field.key);
    return invalid instanceof Invalid ? [{ label: labelOf(field), invalid }] : [];
  });
  if (unreadable.length > 0) return unreadable;
  const reason = 'all blank. Fill in at least one, so that the event belongs to a person.';
  return [{ label: identifiers.map(labelOf).join(', '), invalid: new Invalid(reason), isNobody: true }];
};

const isText = (value: unknown): value is string => typeof value === 'string';

const assemble = ({ apiKey, eventType, fields }: EventPlan, values: Values): DraftEvent => {
  const event: JsonObject = { api_key: apiKey };
  if (eventType !== undefined) event.event_type = eventType;
  for (const field of fields) {
    const value = values.get(field.key);
    if (value === undefined || value instanceof Invalid || !isSent(field)) continue;
    // Of a page that is not the event's own, such as a referrer, only the address is sent.
    const single = field.type === 'page_url' && isJsonObject(value) ? (value.url ?? null) : value;
    if (field.path === 'url' && isJsonObject(value)) addPage(event, value);
    else setPath(event, field.path, single);
    for (const path of field.copies ?? []) setPath(event, path, copyOf(field, single));
  }
  // The paths of the declarations are those of this type; the contract tests compare them.
  return { ...event, ...CONSTANTS, ids: {} } as unknown as DraftEvent;
};

/** What a copy of a value is: of a time, what the collector reads as the same moment. */
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

/** Both objects' members, those of the second where both have a name. A spread keeps an attribute called __proto__ as data. */
const merge = (one: Json | undefined, other: Json): Json =>
  isJsonObject(one) && isJsonObject(other) ? { ...one, ...other } : other;
