import { type Field, type FieldType, type FieldValues, splitPath } from '../fields/field.ts';
import { isJsonObject } from '../lib/json.ts';
import { Invalid, type Issue } from '../lib/validation.ts';
import type { Values } from './assemble.ts';
import { simplified } from './names.ts';
import type { EventPlan } from './plan.ts';

/** True for a value that was given and can be used. */
export const isRead = (value: FieldValues[FieldType] | Invalid | undefined): boolean =>
  value !== undefined && !(value instanceof Invalid);

/** Issues for names that other fields of the form send, or that an event of this type does not have. */
export const misplacedNames = (
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

/** Whether a field sends what a dictionary would send under a name: for the dictionary `company.custom`, `company.name` does. */
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

/** Removes values without something that they require, such as the name of a company without its id. Returns an issue for each. */
export const dropUnmet = (
  { fields, labelOf, details }: EventPlan,
  values: Map<string, FieldValues[FieldType] | Invalid>,
): Issue[] => {
  const issues: Issue[] = [];
  for (const field of fields) {
    const { key, requires } = field;
    if (requires === undefined || !values.has(key) || isRead(values.get(requires))) continue;
    const wanted = fields.find((other) => other.key === requires);
    const other = wanted ? labelOf(wanted) : requires;
    // If the other one cannot be read, it alone has to be fixed; but in a live run, the notes say what was left out with it.
    const isBlank = !values.has(requires);
    const reason = isBlank ? `is blank. Fill in ${other} too.` : 'cannot be read.';
    if (isBlank || (details === 'leave_out' && isRead(values.get(key))))
      issues.push({ label: labelOf(field), invalid: new Invalid(`needs ${other}, which ${reason}`) });
    values.delete(key);
  }
  return issues;
};

/**
 * An issue for an event that needs a person and has none. `refused` are the fields with an issue of their own: a person was given, but
 * cannot be read.
 */
export const missingPerson = (
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
