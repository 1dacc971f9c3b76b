import { ACTIONS } from '../actions/index.ts';
import { type Field, type FieldType, helpOn, isSent, requiredFirst } from '../fields/field.ts';
import { FIELDS, type FieldUse, fieldsOf } from '../fields/index.ts';
import type { MakeParameter } from './app-types.ts';
import { formRule } from './form-rules.ts';

/** The names under which Make keeps a row of a dictionary. */
export const DICTIONARY = { key: 'key', value: 'value' } as const;

/** How Make takes each type of field; missing types need code that Make cannot run, see differences.ts. */
const SHAPES: Readonly<
  Partial<Record<FieldType, (field: Field) => Partial<MakeParameter> & { type: string }>>
> = {
  text: () => ({ type: 'text' }),
  id: () => ({ type: 'text' }),
  email: () => ({ type: 'text' }),
  name: () => ({ type: 'text' }),
  ip_address: () => ({ type: 'text' }),
  event_time: () => ({ type: 'date' }),
  creation_time: () => ({ type: 'date' }),
  page_url: () => ({ type: 'text' }),
  dictionary: () => ({
    type: 'array',
    labels: { add: 'Add an attribute' },
    spec: {
      type: 'collection',
      label: 'Attribute',
      spec: [
        { name: DICTIONARY.key, type: 'text', label: 'Name', required: true },
        // Any: a mapped number stays a number.
        { name: DICTIONARY.value, type: 'any', label: 'Value' },
      ],
    },
  }),
  // Numbers that arrive as text are read by Make.
  money: () => ({ type: 'number' }),
  currency: () => ({ type: 'text' }),
  choice: ({ choices = [] }) => ({ type: 'select', options: choices.map(toOption) }),
  choices: ({ choices = [] }) => ({ type: 'select', multiple: true, options: choices.map(toOption) }),
};

const toOption = ({ label, value }: { readonly label: string; readonly value: string }) => ({
  label: sentenceCase(label),
  value,
});

/** True when Make can take the field. */
const isOnMake = ({ type }: Field): boolean => type in SHAPES;

/**
 * Tells which fields of a form most people leave blank: device, campaign, and those of a page besides its address, unless the
 * event is about the page. Make shows such parameters under its advanced settings.
 */
const advancedIn = (fields: readonly Field[]): ((field: Field) => boolean) => {
  const isAboutPage = fields.some(({ path, required }) => path === 'url' && required);
  const groups: readonly string[] = ['campaign', 'device', ...(isAboutPage ? [] : ['page'])];
  return ({ group, path, required }) => !required && path !== 'url' && groups.includes(group);
};

/** The fields of an action as the form of its module: required ones first, advanced ones last. */
export const toForm = (fields: readonly Field[]): MakeParameter[] => {
  const isAdvanced = advancedIn(fields);
  return [
    ...requiredFirst(fields.filter((field) => !isAdvanced(field))).map(toParameter),
    ...fields.filter(isAdvanced).map((field) => ({ ...toParameter(field), advanced: true }) as const),
  ];
};

/** The fields that an action has on Make: what is sent, and what that is read with. */
export const fieldsOnMake = (uses: readonly FieldUse[]): Field[] => {
  const fields = fieldsOf(uses).filter(isOnMake);
  const readWith = fields.flatMap((field) => field.readWith ?? []);
  return fields.filter((field) => isSent(field) || readWith.includes(field.key));
};

/** A field as a parameter of a Make module, under the key that it has everywhere. */
export const toParameter = (field: Field): MakeParameter => {
  const shape = SHAPES[field.type]?.(field);
  if (!shape) throw new Error(`Make has no parameter for ${field.key}.`);
  const rule = formRule(field);
  return {
    name: field.key,
    ...shape,
    label: sentenceCase(field.label),
    help: [inMakesWords(helpOn('make', field)), ...(rule?.says ? [rule.says] : [])].join(' '),
    ...(field.required ? { required: true } : {}),
    ...(rule ? { validate: { pattern: rule.pattern } } : {}),
    ...(field.default === undefined ? {} : { default: field.default }),
  };
};

/** Words that keep their capitals wherever they stand. */
const NAMES: ReadonlySet<string> = new Set(['Usermaven', 'Userpilot']);

/**
 * A label in Make's sentence case from one in Title Case: `User Created At` becomes `User created at`, and `Follow-Up`
 * `Follow-up`, while abbreviations (`ID`, `URL`, `(JSON)`) and names keep their capitals.
 */
export const sentenceCase = (label: string): string =>
  label
    .split(' ')
    .map((word, index) => {
      const isAbbreviation = /[A-Z]{2}/.test(word);
      if (isAbbreviation || NAMES.has(word)) return word;
      return index === 0 ? `${word.slice(0, 1)}${word.slice(1).toLowerCase()}` : word.toLowerCase();
    })
    .join(' ');

/** What Make calls otherwise than Zapier: actions by their labels there, and fields in sentence case. Longer labels come first. */
const RENAMED: readonly (readonly [onZapier: string, onMake: string])[] = [
  ...ACTIONS.map(({ zapier, make }) => [zapier.label, make.label] as const),
  ...Object.values(FIELDS).map(({ label }) => [label, sentenceCase(label)] as const),
]
  .filter(([onZapier, onMake]) => onZapier !== onMake)
  .sort(([one], [other]) => other.length - one.length);

/** A text that names actions and fields as Zapier shows them, with the names that they have on Make. */
export const inMakesWords = (text: string): string =>
  RENAMED.reduce((said, [onZapier, onMake]) => said.replaceAll(onZapier, onMake), text);
