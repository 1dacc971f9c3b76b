import type { Action } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { COLUMN_PREFIX } from '../../src/events/columns.ts';
import { GROUPS, requiredFirst } from '../../src/fields/field.ts';
import { FIELDS, type FieldUse, fieldsOf } from '../../src/fields/index.ts';
import type { Output } from '../../src/lib/outputs.ts';
import { CONSTANTS } from '../../src/usermaven/event.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { describeType, type UserpilotType } from '../../src/userpilot/event-types.ts';
import { sampleOutputs } from '../../src/userpilot/samples.ts';
import { TIMING } from '../../src/zapier/timing.ts';
import { anchorOf, code, folded, generatedFrom, jsonBlock, type Page, page, table } from './markdown.ts';
import { connectionSection, fieldsSection, pathCell, TYPES, yes } from './reference-fields.ts';

const outputRows = (outputs: readonly Output[], before = ''): string[][] =>
  outputs.flatMap((output) => {
    const key = `${before}${output.key}${output.list ? '[]' : ''}`;
    return output.type === 'object'
      ? outputRows(output.children, `${key}.`)
      : [[output.label, code(key), output.type, yes(output.always === true || output.list === true)]];
  });

const outputsTable = (outputs: readonly Output[]): string =>
  table(['Output', 'Key', 'Type', 'Never null'], outputRows(outputs));

/** The fields of a form in its order. */
const formTable = (uses: readonly FieldUse[]): string =>
  table(
    ['Input', 'Key', 'Type', 'Section'],
    requiredFirst(fieldsOf(uses)).map((field) => [
      `${field.label}${field.required ? ' (required)' : ''}`,
      code(field.key),
      TYPES[field.type].name,
      `[${GROUPS[field.group]}](#${anchorOf(`${GROUPS[field.group]} fields`)})`,
    ]),
  );

const columnsTable = (): string =>
  table(
    ['Column', 'Key', 'Type', 'In the payload'],
    [
      ...fieldsOf(FIELDS.events.columns).map((field) => [
        field.label,
        code(field.key),
        TYPES[field.type].name,
        pathCell(field),
      ]),
      [
        `One for each of ${FIELDS.attribute_names.label}`,
        code(`${COLUMN_PREFIX}<name>`),
        'typed like the values of names and values',
        code('event_attributes.<name>'),
      ],
    ],
  );

/** What only one kind of action has to say. */
const kindParts = (action: Action): { readonly before: string[]; readonly after: string[] } => {
  if (action.kind === 'batch')
    return {
      before: [],
      after: [`Columns of ${FIELDS.events.label}, none of which is required by the form:`, columnsTable()],
    };
  const { eventType, reserved } = action;
  const refused = Object.entries(reserved).map(([name, instead]) => `${code(name)} is refused: ${instead}`);
  return {
    before: [
      ...(eventType === undefined ? [] : [`Its events have the \`event_type\` ${code(eventType)}.`]),
      ...(refused.length === 0 ? [] : [refused.join(' ')]),
    ],
    after: [],
  };
};

const actionSection = (action: Action): string[] => {
  const { before, after } = kindParts(action);
  return [
    `## ${action.zapier.label}`,
    `Key ${code(action.key)}. ${action.zapier.description}`,
    ...before,
    formTable(action.fields),
    ...after,
    outputsTable(action.outputs),
    folded('Sample output', jsonBlock(action.sample)),
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
    'Properties of the user and the company that were chosen in Userpilot are in `user` and `company`.',
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
      [
        'Time from the first byte to the end of the last request',
        `${number(TIMING.budgetMs / 1000)} s, and no later than ${number(TIMING.stepMs / 1000)} s after the step began`,
      ],
      [
        'Wait before Zapier runs a step again, unless Usermaven says how long',
        `about ${number(TIMING.retrySeconds)} s`,
      ],
      [
        'Shortest and longest such wait',
        `${number(TIMING.minRetrySeconds)} s and ${number(TIMING.maxRetrySeconds)} s`,
      ],
      [
        'How long a failed run is remembered, if Zapier retries it and if it does not',
        `${number(TIMING.keepSeconds.replayed / 3600)} h and ${number(TIMING.keepSeconds.final / 3600)} h`,
      ],
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
    ...limitsSection(),
  ]),
});
