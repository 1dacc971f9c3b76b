import type { Operation, Output } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { ATTRIBUTE_COLUMN, BATCH_FIELDS } from '../../src/fields/batch.ts';
import { CONNECTION_FIELDS } from '../../src/fields/connection.ts';
import { type Field, type FieldType, GROUPS, type GroupKey, helpOn } from '../../src/fields/field.ts';
import { FIELDS, type FieldKey, fieldsOf } from '../../src/fields/index.ts';
import { CONSTANTS } from '../../src/usermaven/event.ts';
import { LIMITS, TIMING } from '../../src/usermaven/limits.ts';
import { readPageUrl } from '../../src/usermaven/page.ts';
import { describeType, type UserpilotType } from '../../src/userpilot/event-types.ts';
import type { UserpilotOutputField } from '../../src/userpilot/output.ts';
import { sampleOutputs } from '../../src/userpilot/samples.ts';
import { anchorOf, code, folded, generatedFrom, jsonBlock, type Page, page, table } from './markdown.ts';

interface TypeWords {
  readonly name: string;
  readonly takes: string;
  readonly sends: string;
}

const TYPES: Readonly<Record<FieldType, TypeWords>> = {
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

const placeOf = (field: Field): string => {
  if (field.type === 'page_url') return PAGE_PARTS.map(code).join(', ');
  return field.place === undefined ? '' : code(field.place);
};

const labelOf = (key: string): string => (Object.hasOwn(FIELDS, key) ? FIELDS[key as FieldKey].label : key);

const rulesOf = (field: Field): string =>
  [
    ...(field.required ? ['Required.'] : []),
    ...(field.standIn ? [`If blank, ${labelOf(field.standIn)} takes its place.`] : []),
    ...(field.requires ? [`Needs ${labelOf(field.requires)}.`] : []),
    ...(field.type === 'choice' && field.choices
      ? field.choices.map(
          ({ value, label }) => `${code(value)}${value === field.default ? ' (default)' : ''}: ${label}.`,
        )
      : []),
  ]
    .filter((rule) => !helpOn('zapier', field).includes(rule))
    .join(' ');

const fieldRow = (field: Field): string[] => [
  field.label,
  code(field.key),
  TYPES[field.type].name,
  placeOf(field),
  helpOn('zapier', field),
  rulesOf(field),
];

const FIELD_HEAD = ['Field', 'Key', 'Type', 'In the payload', 'Help', 'Rules'];

const fieldsSection = (): string[] => {
  const fields = fieldsOf(Object.keys(FIELDS) as FieldKey[]);
  return [
    '## Fields',
    'A field means the same in every action that has it. A blank field is left out of the payload.',
    ...(Object.keys(GROUPS) as GroupKey[]).flatMap((group) => [
      `### ${GROUPS[group]} fields`,
      table(FIELD_HEAD, fields.filter((field) => field.group === group).map(fieldRow)),
    ]),
  ];
};

const typesSection = (): string[] => [
  '### Types',
  table(
    ['Type', 'What it takes', 'What is sent'],
    Object.values(TYPES).map(({ name, takes, sends }) => [name, takes, sends]),
  ),
];

const connectionSection = (): string[] => [
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

const yes = (truth: boolean): string => (truth ? 'yes' : '');

const outputRows = (outputs: readonly (Output | UserpilotOutputField)[], before = ''): string[][] =>
  outputs.flatMap((output) => {
    const isList = 'list' in output && output.list === true;
    const key = `${before}${output.key}${isList ? '[]' : ''}`;
    if ('children' in output && output.children) return outputRows(output.children, `${key}.`);
    return [[output.label, code(key), output.type, yes('always' in output && output.always === true)]];
  });

const outputsTable = (outputs: readonly (Output | UserpilotOutputField)[]): string =>
  table(['Output', 'Key', 'Type', 'Never null'], outputRows(outputs));

/** The fields of a form as it shows them: what is required first. */
const formTable = (keys: readonly FieldKey[]): string => {
  const required = keys.filter((key) => 'required' in FIELDS[key]);
  const ordered = [...required, ...keys.filter((key) => !required.includes(key))];
  return table(
    ['Input', 'Key', 'Type', 'Section'],
    fieldsOf(ordered).map((field) => [
      `${field.label}${field.required ? ' (required)' : ''}`,
      code(field.key),
      TYPES[field.type].name,
      `[${GROUPS[field.group]}](#${anchorOf(`${GROUPS[field.group]} fields`)})`,
    ]),
  );
};

const columnsTable = (): string =>
  table(
    ['Column', 'Key', 'Type', 'In the payload'],
    [
      ...fieldsOf(BATCH_FIELDS.events.columns).map((field) => [
        field.label,
        code(field.key),
        TYPES[field.type].name,
        placeOf(field),
      ]),
      [
        `One for each of ${BATCH_FIELDS.attribute_names.label}`,
        code(`${ATTRIBUTE_COLUMN}<name>`),
        'typed like a value of names and values',
        code('event_attributes.<name>'),
      ],
    ],
  );

const actionSection = (action: Operation): string[] => {
  const { fields, outputs, zapier, key, eventType, reserved, sample } = action;
  const refused = Object.entries(reserved).map(([name, instead]) => `${code(name)} is refused: ${instead}`);
  return [
    `## ${zapier.label}`,
    `Key ${code(key)}. ${zapier.description}`,
    ...(eventType === undefined ? [] : [`Its events have the \`event_type\` ${code(eventType)}.`]),
    ...(refused.length === 0 ? [] : [refused.join(' ')]),
    formTable(fields),
    ...(fields.includes('events')
      ? [`Columns of ${BATCH_FIELDS.events.label}, none of which is required by the form:`, columnsTable()]
      : []),
    outputsTable(outputs),
    folded('Sample output', jsonBlock(sample)),
  ];
};

/** The type whose sample has the most in it. */
const SAMPLE_TYPE: UserpilotType = 'nps.feedback';

const triggerSection = (): string[] => {
  const { key, zapier, fields, outputs } = USERPILOT_EVENT;
  return [
    `## ${zapier.label}`,
    `Key ${code(key)}. ${zapier.description}`,
    formTable(fields),
    outputsTable(outputs),
    'Properties of the user and the company that were chosen in Userpilot come along in `user` and `company`.',
    `Choices of ${FIELDS.event_types.label}, and what they become:`,
    table(
      ['Choice', 'Label', 'Category', 'Event Name'],
      FIELDS.event_types.choices.map(({ value, label }) => [
        code(value),
        label,
        describeType(value).category,
        value === 'other' ? 'made from the type' : describeType(value).event_name,
      ]),
    ),
    folded('Sample output', jsonBlock(sampleOutputs([SAMPLE_TYPE]).at(0))),
  ];
};

const number = (value: number): string => value.toLocaleString('en-US');

const limitsSection = (): string[] => [
  '## Limits',
  'Where Usermaven documents no limit, these are ours: see [assumptions](assumptions.md).',
  table(
    ['What', 'How much'],
    [
      ['Events in one request', number(LIMITS.eventsPerRequest)],
      ['Bytes of one request', number(LIMITS.bytesPerRequest)],
      ['Bytes of one event as JSON', number(LIMITS.bytesPerEvent)],
      ['Rows of one batch', number(LIMITS.eventsPerStep)],
      ['Bytes of all events of one batch', number(LIMITS.bytesPerStep)],
      ['Requests of a batch under way at the same time', number(TIMING.concurrency)],
      ['Tries of one request in a run', number(TIMING.tries)],
      ['Longest try', `${number(TIMING.tryMs / 1000)} s`],
      ['Time in which a run starts and ends its requests', `${number(TIMING.budgetMs / 1000)} s`],
      [
        'Wait before Zapier runs a step again, unless Usermaven says how long',
        `about ${number(TIMING.laterSeconds)} s`,
      ],
      [
        'Shortest and longest such wait',
        `${number(TIMING.leastLaterSeconds)} s and ${number(TIMING.mostLaterSeconds)} s`,
      ],
      ['How long a failed run is remembered', `${number(TIMING.rememberSeconds / 3600)} h`],
    ],
  ),
];

/** docs/reference.md: every field and output, from the declarations that the app itself is made of. */
export const referencePage = (): Page => ({
  path: 'docs/reference.md',
  content: page([
    generatedFrom('the declarations in src/'),
    '# Reference',
    'Every field, output and limit. How to use them is in the [guide](zapier.md). In each event, the connector adds ' +
      `\`api_key\`, ${Object.entries(CONSTANTS)
        .map(([key, value]) => code(`${key}: ${JSON.stringify(value)}`))
        .join(', ')} and, unless you give one, an \`event_id\`.`,
    ...connectionSection(),
    ...ACTIONS.flatMap(actionSection),
    ...triggerSection(),
    ...fieldsSection(),
    ...typesSection(),
    ...limitsSection(),
  ]),
});
