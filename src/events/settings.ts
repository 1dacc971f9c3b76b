import type { Choice, Field, FieldType, FieldValues } from '../fields/field.ts';
import { FIELDS } from '../fields/index.ts';
import { Invalid, type Issue } from '../lib/validation.ts';
import type { Clock } from '../usermaven/times.ts';
import { simplified } from './names.ts';
import { readField } from './read.ts';
import type { ReadContext } from './read-context.ts';

/** What a user filled in, by field key, as a platform passes it on. */
export type Input = Readonly<Record<string, unknown>>;

/** What a user filled into a field; undefined when the key is missing. */
export const valueIn = (input: Input, { key }: Pick<Field, 'key'>): unknown =>
  Object.hasOwn(input, key) ? input[key] : undefined;

type ChoiceField<V extends string> = Omit<Field, 'choices'> & {
  readonly choices: readonly (Choice & { readonly value: V })[];
};

/** Reads settings one by one and collects what is wrong with them. A setting with an issue counts as blank. */
export interface SettingsReader {
  read<T extends FieldType>(field: Field<T>): FieldValues[T] | undefined;
  /** The value of a choice, its default when blank. */
  choose<V extends string>(field: ChoiceField<V> & { readonly default: V }): V;
  /** The value of a choice without a default. */
  chooseIfAny<V extends string>(field: ChoiceField<V>): V | undefined;
  readonly issues: Issue[];
  /** What was left out of a setting, or read in a way that the user should know about. */
  readonly notes: Issue[];
}

/** For settings that are neither dates nor dictionaries. */
const PLAIN: ReadContext = {
  clock: { now: 0 },
  mode: 'text',
  textNames: new Set(),
  input: {},
};

/** Reads the inputs that control an action rather than being sent. `context` is for the dictionaries among them. */
export const settingsReader = (input: Input, context: ReadContext = PLAIN): SettingsReader => {
  const issues: Issue[] = [];
  const notes: Issue[] = [];
  const checked = <V>({ label }: Field, value: V | Invalid): V | undefined => {
    if (!(value instanceof Invalid)) return value;
    issues.push({ label, invalid: value });
    return undefined;
  };
  const chosen = <V extends string>(field: ChoiceField<V>): V | undefined => {
    const read = checked(field, readField(field, valueIn(input, field), context));
    return field.choices.find(({ value }) => value === read)?.value;
  };
  return {
    read: (field) => {
      const { label } = field;
      const value = readField(field, valueIn(input, field), context, {
        leaveOut: (invalid) => notes.push(leftOut({ label, invalid })),
        note: (invalid) => notes.push({ label, invalid }),
      });
      return checked(field, value);
    },
    choose: (field) => chosen(field) ?? field.default,
    chooseIfAny: chosen,
    issues,
    notes,
  };
};

/** The note of something that was left out. */
export const leftOut = ({ label, invalid }: Issue): Issue => ({
  ...(label === undefined ? {} : { label }),
  invalid: new Invalid(`${invalid.reason} The value was left out.`, invalid.value, invalid.at),
});

/** How the values of this input are read: its time and zone, and how its dictionaries are typed. */
export const readContext = (
  input: Input,
  clock: Clock,
): { readonly context: ReadContext; readonly issues: readonly Issue[] } => {
  const settings = settingsReader(input);
  const mode = settings.choose(FIELDS.attribute_values);
  const textNames = new Set(settings.read(FIELDS.text_attributes)?.map(simplified));
  const timeZone = settings.read(FIELDS.time_zone) ?? clock.timeZone;
  const dateOrder = settings.chooseIfAny(FIELDS.date_order);
  return {
    context: { clock: { ...clock, timeZone, dateOrder }, mode, textNames, input },
    issues: settings.issues,
  };
};
