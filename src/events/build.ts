import type { Field, FieldType, FieldValues } from '../fields/field.ts';
import { isJsonObject } from '../lib/json.ts';
import { type Checked, Invalid, type Issue } from '../lib/validation.ts';
import { checkEventName, type DraftEvent } from '../usermaven/event.ts';
import { assemble, type Values } from './assemble.ts';
import { dropUnmet, isRead, misplacedNames, missingPerson } from './checks.ts';
import type { EventPlan } from './plan.ts';
import { readField } from './read.ts';
import { type Input, leftOut, valueIn } from './settings.ts';

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

/** An email is a detail if there is another identifier; otherwise it says who the event belongs to. */
const isDetail = (field: Field, input: Input, { fields, context, needs }: EventPlan): boolean => {
  if (field.detail !== true || field.required) return false;
  const others = needs.filter((key) => key !== field.key);
  if (others.length === needs.length) return true;
  return fields
    .filter(({ key }) => others.some((other) => other === key))
    .some((other) => isRead(readField(other, valueIn(input, other), context)));
};
