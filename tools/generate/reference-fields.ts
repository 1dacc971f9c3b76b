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
    takes: 'Text. Numbers and booleans become text.',
    sends: 'Text, without surrounding spaces.',
  },
  id: {
    name: 'ID',
    takes: 'Text or a number. Words for nobody, such as `undefined` or `n/a`, count as blank.',
    sends: 'Text, digit by digit.',
  },
  name: { name: 'name', takes: 'Text. Words for nothing, such as `null`, are refused.', sends: 'Text.' },
  email: {
    name: 'email',
    takes: 'One address, also as `Jane Doe <jane@example.com>` or `mailto:jane@example.com`.',
    sends: 'The address alone, with its capitals.',
  },
  money: {
    name: 'amount',
    takes:
      'A number, or text such as `29.90`, `$1,234.50`, `(5.00)` for -5; with a decimal comma if that is chosen. A currency in the text has to match Currency.',
    sends: 'A number in units of the currency.',
  },
  currency: { name: 'currency', takes: 'Three letters, in any case.', sends: 'The letters as capitals.' },
  ip_address: {
    name: 'IP address',
    takes: 'Version 4 or 6. The first of a list; a port is cut.',
    sends: 'The address.',
  },
  event_time: {
    name: 'event time',
    takes: 'A date, or Unix time ([formats](zapier.md#dates)); from 2000 to 23 hours ahead.',
    sends: 'A number: UTC milliseconds.',
  },
  creation_time: {
    name: 'creation time',
    takes: 'The same; before 2000 too, and up to 24 hours ahead.',
    sends: 'ISO 8601 in UTC, with milliseconds.',
  },
  page_url: {
    name: 'page address',
    takes: 'A full address. Without a scheme it gets `https://`.',
    sends:
      'The address. For the page itself also host, path and query, and the campaign and click IDs in the query.',
  },
  dictionary: {
    name: 'names and values',
    takes:
      'A name and a value per row, the text of a JSON object, or a list of `{"key": ..., "value": ...}`.',
    sends: `An object; its values are typed as ${FIELDS.attribute_values.label} says.`,
  },
  json_object: {
    name: 'JSON object',
    takes: 'A JSON object or its text ([what else is accepted](zapier.md#json)).',
    sends: 'The object; values keep their types.',
  },
  json_array: {
    name: 'JSON array',
    takes: 'A JSON array or its text. A single object counts as a list of one.',
    sends: 'An event for each item; values keep their types.',
  },
  choice: {
    name: 'one choice',
    takes: 'One of the choices, by value or label, in any case.',
    sends: 'Nothing: it controls the action.',
  },
  choices: {
    name: 'choices',
    takes: 'Any of the choices, or a value of your own.',
    sends: 'Nothing: it controls the trigger.',
  },
  names: {
    name: 'list of names',
    takes: 'One name per row, or several with commas or line breaks between them.',
    sends: 'Nothing: it controls the action.',
  },
  time_zone: {
    name: 'time zone',
    takes: 'A name such as `Europe/Berlin` (IANA).',
    sends: 'Nothing: it controls the action.',
  },
  rows: { name: 'line items', takes: 'Rows from an earlier step.', sends: 'An event for each row.' },
};

/** An address that has all that can be read of one. */
const FULL_ADDRESS = 'https://www.example.com/?utm_source=google&gclid=1';

const PAGE_PARTS = Object.keys(readPageUrl(FULL_ADDRESS));

/** Where the value of a field goes in the payload; blank if it is not sent. */
export const pathCell = ({ path, type, copies = [] }: Field): string => {
  if (path === undefined) return '';
  const paths = type === 'page_url' && path === 'url' ? PAGE_PARTS : [path];
  return [...paths, ...copies].map(code).join(', ');
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
    ...(field.detail ? ['A [detail](zapier.md#the-event-first).'] : []),
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
    'A field has the same meaning in every action that has it. A blank field is left out of the payload.',
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
