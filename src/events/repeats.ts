import { type Field, splitPath } from '../fields/field.ts';
import { FIELDS } from '../fields/index.ts';
import { fromEntries, isBlank, isJsonObject, type Json } from '../lib/json.ts';
import { trimText } from '../lib/text.ts';
import { Invalid, type Issue } from '../lib/validation.ts';
import { simplified } from './names.ts';
import type { EventPlan } from './plan.ts';
import { readField } from './read.ts';
import { type Input, valueIn } from './settings.ts';

/** Where the attributes of an event are. */
export const ATTRIBUTES = FIELDS.event_attributes.path;

/** The names of the attributes that repeat a field: for a lead's Email, `email`. */
export const repeatsOf = ({ path, copies = [] }: Field): string[] =>
  [path ?? '', ...copies]
    .map(splitPath)
    .filter(({ section }) => section === ATTRIBUTES)
    .map(({ name }) => name);

interface Moved {
  readonly input: Input;
  readonly notes: readonly Issue[];
}

/**
 * Moves the values of attributes that repeat a field into that field, if it is blank, so that its rules apply to them; with a note
 * on each attribute that differs from its field. A dictionary that refuses such names is left alone, except for the fields in
 * `hidden`, which the input has no place for: for those, any spelling of the name counts.
 */
export const repeatMover = (
  { fields, labelOf, context }: Pick<EventPlan, 'fields' | 'labelOf' | 'context'>,
  hidden: ReadonlySet<string> = new Set(),
): ((input: Input) => Moved) => {
  const repeated = fields.flatMap((field) => repeatsOf(field).map((name) => [name, field] as const));
  if (repeated.length === 0) return (input) => ({ input, notes: [] });
  // Where two dictionaries have a name, the later one wins.
  const dictionaries = fields.filter(({ path }) => path === ATTRIBUTES).reverse();
  return (input) => {
    const moved: Record<string, unknown> = { ...input };
    const notes: Issue[] = [];
    for (const dictionary of dictionaries) {
      const attributes = readField(dictionary, valueIn(input, dictionary), { ...context, mode: 'exact' });
      // If it cannot be read, it is refused where the event is built.
      if (!isJsonObject(attributes)) continue;
      const left = new Map<string, Json>(Object.entries(attributes));
      for (const [name, field] of repeated) {
        const isHidden = hidden.has(field.key);
        if (dictionary.distinct && !isHidden) continue;
        const isMeant = (given: string) =>
          given === name || (isHidden && simplified(given) === simplified(name));
        for (const [given, value] of [...left].filter(([key]) => isMeant(key))) {
          if (isHidden || !isBlank(value)) left.delete(given);
          const said = valueIn(moved, field);
          if (isBlank(said)) moved[field.key] = value;
          else if (!isBlank(value) && trimmed(said) !== trimmed(value)) {
            const reason = `differs from ${labelOf(field)}, whose value was sent instead.`;
            notes.push({ label: `${ATTRIBUTES}.${given}`, invalid: new Invalid(reason) });
          }
        }
      }
      if (left.size < Object.keys(attributes).length) moved[dictionary.key] = fromEntries(left);
    }
    return { input: moved, notes };
  };
};

const trimmed = (value: unknown): unknown => (typeof value === 'string' ? trimText(value) : value);
