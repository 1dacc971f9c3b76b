import { CONNECTION_FIELDS } from '../../src/fields/connection.ts';
import { type Field, type FieldType, GROUPS, type GroupKey, helpOn } from '../../src/fields/field.ts';
import { FIELDS, type FieldKey, fieldsOf } from '../../src/fields/index.ts';
import { readPageUrl } from '../../src/usermaven/page.ts';
import { code, table } from './markdown.ts';

interface TypeWords {
  readonly name: string;
  readonly takes: string;
  readonly sends: string;
}

/** What the reference says of each type of field. */
export const TYPES: Readonly<Record<FieldType, TypeWords>> = {
  text: {
    name: 'text',
    takes: 'Text. Numbers and booleans are taken as text.',
    sends: 'Text, without surrounding spaces.',
  },
  event_time: {
    name: 'event time',
    takes: 'ISO 8601, or unix time in seconds or milliseconds; from 2000 to a day ahead.',
    sends: 'A number: UTC milliseconds.',
  },
  creation_time: {
    name: 'creation time',
    takes: 'The same; dates before 2000 too.',
    sends: 'ISO 8601 in UTC, with milliseconds.',
  },
  page_url: {
    name: 'page address',
    takes: 'A full address. Without a scheme it gets `https://`.',
    sends: 'The address and its parts.',
  },
  dictionary: {
    name: 'names and values',
    takes: 'A name and a value a row.',
    sends: `An object; its values are typed as ${FIELDS.attribute_values.label} says.`,
  },
  json_object: {
    name: 'JSON object',
    takes: 'A JSON object or its text.',
    sends: 'The object, types exact.',
  },
  json_array: {
    name: 'JSON array',
    takes: 'A JSON array or its text.',
    sends: 'An event for each item, types exact.',
  },
  choice: { name: 'one choice', takes: 'One of the choices.', sends: 'Nothing: it steers the action.' },
  choices: {
    name: 'choices',
    takes: 'Any of the choices, or a value of your own.',
    sends: 'Nothing: it steers the trigger.',
  },
  names: {
    name: 'list of names',
    takes: 'One name a row, or several with commas between them.',
    sends: 'Nothing: it steers the action.',
  },
  rows: { name: 'line items', takes: 'Rows from an earlier step.', sends: 'An event for each row.' },
};

const PAGE_PARTS = Object.keys(readPageUrl('https://www.example.com'));

/** Where the value of a field goes in the payload; blank if it is not sent. */
export const pathCell = (field: Field): string => {
  if (field.type === 'page_url') return PAGE_PARTS.map(code).join(', ');
  return field.path === undefined ? '' : code(field.path);
};

/** The label of a field, or the key itself if no field has it. */
export const labelOf = (key: string): string =>
  Object.hasOwn(FIELDS, key) ? FIELDS[key as FieldKey].label : key;

/** A cell that says yes, or nothing. */
export const yes = (truth: boolean): string => (truth ? 'yes' : '');

/** What the help does not say already. */
const rulesOf = (field: Field): string => {
  const rules = [
    ...(field.required ? ['Required.'] : []),
    ...(field.fallback ? [`If blank, ${labelOf(field.fallback)} takes its place.`] : []),
    ...(field.requires ? [`Needs ${labelOf(field.requires)}.`] : []),
    ...(field.type === 'choice' && field.choices
      ? field.choices.map(
          ({ value, label }) => `${code(value)}${value === field.default ? ' (default)' : ''}: ${label}.`,
        )
      : []),
  ];
  return rules.filter((rule) => !helpOn('zapier', field).includes(rule)).join(' ');
};

const fieldRow = (field: Field): string[] => [
  field.label,
  code(field.key),
  TYPES[field.type].name,
  pathCell(field),
  helpOn('zapier', field),
  rulesOf(field),
];

/** Every field, a table for each group, and the types of fields. */
export const fieldsSection = (): string[] => {
  const fields = fieldsOf(Object.keys(FIELDS) as FieldKey[]);
  return [
    '## Fields',
    'A field means the same in every action that has it. A blank field is left out of the payload.',
    ...(Object.keys(GROUPS) as GroupKey[]).flatMap((group) => [
      `### ${GROUPS[group]} fields`,
      table(
        ['Field', 'Key', 'Type', 'In the payload', 'Help', 'Rules'],
        fields.filter((field) => field.group === group).map(fieldRow),
      ),
    ]),
    '### Types',
    table(
      ['Type', 'What it takes', 'What is sent'],
      Object.values(TYPES).map(({ name, takes, sends }) => [name, takes, sends]),
    ),
  ];
};

/** What a user connects with. */
export const connectionSection = (): string[] => [
  '## Connection',
  table(
    ['Field', 'Key', 'Required', 'Secret', 'Help'],
    CONNECTION_FIELDS.map(({ key, label, required, secret, help }) => [
      label,
      code(key),
      yes(required),
      yes(secret),
      help,
    ]),
  ),
];
