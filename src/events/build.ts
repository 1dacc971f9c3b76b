import { type Field, type FieldType, type FieldValues, splitPath } from '../fields/field.ts';
import type { IdentifierKey } from '../fields/person.ts';
import { isJsonObject } from '../lib/json.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';
import { checkEventName, type DraftEvent, type ReservedNames } from '../usermaven/event.ts';
import type { PageParts } from '../usermaven/page.ts';
import { assemble, type Values } from './assemble.ts';
import { simplified } from './names.ts';
import { readField } from './read.ts';
import type { ReadContext } from './read-context.ts';
import { type Input, leftOut, valueIn } from './settings.ts';

/** What an event is built with, besides the user's input. */
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
  /** Why it needs a person, where that may surprise: a sentence. */
  readonly personReason?: string | undefined;
  /** The page of an event that says nothing of its own. */
  readonly page?: PageParts | undefined;
  readonly apiKey: string;
  readonly context: ReadContext;
  /** What happens to a detail that cannot be read: it is left out, or refused while the user can still fix the mapping. */
  readonly details: 'leave_out' | 'refuse';
}

/** An event, and notes on what was left out or read in a way that the user should know about. */
export interface Built {
  readonly event: DraftEvent;
  readonly notes: readonly Issue[];
}

/**
 * Builds one event from a user's input and the fields' declarations: reads each value by its type, uses fallbacks, checks what
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
  const values = new Map<string, FieldValues[FieldType] | Invalid>();
  const refused = new Set<string>();
  const issues: Issue[] = [];
  const details: Issue[] = [];
  const noted: { readonly field: Field; readonly invalid: Invalid }[] = [];
  for (const field of fields) {
    const raw = valueIn(input, field);
    const standIn = whenBlank(field, plan);
    if (raw === undefined && standIn === undefined) continue;
    const label = labelOf(field);
    const read =
      readField(field, raw, context, {
        leaveOut: (invalid) => details.push({ label, invalid }),
        note: (invalid) => noted.push({ field, invalid }),
      }) ?? standIn;
    const value =
      field.path === 'event_type' && typeof read === 'string'
        ? (checkEventName(read, reserved) ?? read)
        : read;
    if (value instanceof Invalid) {
      const left = isDetail(field, input, plan);
      (left ? details : issues).push({ label, invalid: value });
      if (!left) refused.add(field.key);
      else if (field.path === 'url' && plan.page) values.set(field.key, plan.page);
    }
    issues.push(...misplacedNames(field, value, plan));
    if (value !== undefined && !values.has(field.key)) values.set(field.key, value);
  }
  for (const { key, fallback = '' } of fields) {
    const value = values.has(key) ? undefined : values.get(fallback);
    if (value !== undefined) values.set(key, value);
  }
  const notes = noted
    .filter(({ field, invalid }) => !isReplaced(field, invalid.value, plan, values))
    .map(({ field, invalid }): Issue => ({ label: labelOf(field), invalid }));
  return { values, refused, issues, details, notes };
};

/** Whether another field of the same path says what is sent under a name. */
const isReplaced = (field: Field, name: unknown, { fields }: EventPlan, values: Values): boolean =>
  fields
    .filter((other) => other !== field && other.path === field.path)
    .map(({ key }) => values.get(key))
    .some((value) => isJsonObject(value) && Object.hasOwn(value, String(name)));

/** What counts where a field is blank. A blank that leaves the event without a person is told once, as that. */
const whenBlank = (
  { key, path, required, default: usual }: Field,
  { needs, page }: EventPlan,
): FieldValues[FieldType] | Invalid | undefined => {
  if (path === 'url' && page) return page;
  if (path !== undefined && usual !== undefined) return usual;
  if (!required || needs.some((wanted) => wanted === key)) return undefined;
  return new Invalid('required, but blank. Fill it in.');
};

/** Issues for names that other fields of the form send, or that an event of this type does not have. */
const misplacedNames = (
  field: Field,
  value: FieldValues[FieldType] | Invalid | undefined,
  { fields, labelOf }: EventPlan,
): Issue[] => {
  const { only, distinct } = field;
  if ((only === undefined && !distinct) || !isJsonObject(value)) return [];
  const label = labelOf(field);
  return Object.keys(value).flatMap((name): Issue[] => {
    if (only !== undefined && !only.names.includes(name))
      return [{ label, invalid: new Invalid(only.otherwise, name) }];
    const own = distinct ? fields.find((other) => other !== field && sendsAs(other, field, name)) : undefined;
    return own ? [{ label, invalid: new Invalid(`has a field of its own. Use ${labelOf(own)}.`, name) }] : [];
  });
};

/** Whether a field sends what a dictionary would send under a name: beside the dictionary `company.custom`, as `company.name`. */
const sendsAs = (
  { path = '', copies = [] }: Field,
  { path: dictionary = '' }: Field,
  name: string,
): boolean =>
  [path, ...copies]
    .map(splitPath)
    .some(
      (sent) =>
        sent.section === dictionary.replace(/\.custom$/, '') && simplified(sent.name) === simplified(name),
    );

/** An email is a detail if there is another identifier; otherwise it says who the event belongs to. */
const isDetail = (field: Field, input: Input, { fields, context, needs }: EventPlan): boolean => {
  if (field.detail !== true || field.required) return false;
  const others = needs.filter((key) => key !== field.key);
  if (others.length === needs.length) return true;
  return fields
    .filter(({ key }) => others.some((other) => other === key))
    .some((other) => {
      const read = readField(other, valueIn(input, other), context);
      return read !== undefined && !(read instanceof Invalid);
    });
};

/** Removes values without something that they require, such as the name of a company without its id. Returns an issue for each. */
const dropUnmet = (
  { fields, labelOf, details }: EventPlan,
  values: Map<string, FieldValues[FieldType] | Invalid>,
): Issue[] => {
  const issues: Issue[] = [];
  for (const field of fields) {
    const { key, requires } = field;
    if (requires === undefined || !values.has(key) || isRead(values.get(requires))) continue;
    const wanted = fields.find((other) => other.key === requires);
    const other = wanted ? labelOf(wanted) : requires;
    // When the other one was given and cannot be read, it alone has to be fixed; but what it costs is told, too.
    const isBlank = !values.has(requires);
    const reason = isBlank ? `is blank. Fill in ${other} too.` : 'cannot be read.';
    if (isBlank || (details === 'leave_out' && isRead(values.get(key))))
      issues.push({ label: labelOf(field), invalid: new Invalid(`needs ${other}, which ${reason}`) });
    values.delete(key);
  }
  return issues;
};

const isRead = (value: FieldValues[FieldType] | Invalid | undefined): boolean =>
  value !== undefined && !(value instanceof Invalid);

/** `refused` are the fields whose value is an issue of its own: a person was given, but cannot be read. */
const missingPerson = (
  { fields, labelOf, needs, personReason }: EventPlan,
  values: Values,
  refused: ReadonlySet<string>,
): Issue[] => {
  if (needs.some((key) => isRead(values.get(key)) || refused.has(key))) return [];
  const identifiers = needs.flatMap((wanted) => fields.filter(({ key }) => key === wanted));
  // A detail that cannot be read is refused if it is the only identifier.
  const unreadable = identifiers.flatMap((field): Issue[] => {
    const invalid = values.get(field.key);
    return invalid instanceof Invalid ? [{ label: labelOf(field), invalid }] : [];
  });
  if (unreadable.length > 0) return unreadable;
  const what = needs.length > 1 ? 'all blank. Fill in at least one' : 'blank. Fill it in';
  const reason =
    personReason === undefined
      ? `${what}, so that the event belongs to a person.`
      : `${what}. ${personReason}`;
  return [{ label: identifiers.map(labelOf).join(', '), invalid: new Invalid(reason), isNobody: true }];
};
