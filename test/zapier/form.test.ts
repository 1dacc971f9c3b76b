import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import app from '../../index.ts';
import type { Action } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { columnKey } from '../../src/events/columns.ts';
import { type Field, GROUPS, type GroupKey } from '../../src/fields/field.ts';
import { FIELDS, type FieldKey, fieldsOf } from '../../src/fields/index.ts';
import { toOperation, toOutputFields } from '../../src/zapier/form.ts';
import { BATCH, TRACKING } from '../support/actions.ts';
import { stepsOf } from '../support/steps.ts';

const FORM_FIELD = z.looseObject({
  key: z.string(),
  label: z.string(),
  group: z.string().optional(),
  required: z.boolean().optional(),
  get children() {
    return z.array(FORM_FIELD).optional();
  },
});
const FORM = z.array(FORM_FIELD);
type Form = z.output<typeof FORM>;

const { run } = stepsOf(app);

const formOf = async (operation: string, inputData?: object): Promise<Form> => {
  const { results, failure } = await run(
    `${operation}.operation.inputFields`,
    inputData === undefined ? {} : { inputData: { ...inputData } },
  );
  expect(failure).toBeUndefined();
  return FORM.parse(results);
};

const OPERATIONS: [path: string, operation: Pick<Action, 'fields'>][] = [
  ...ACTIONS.map((action): [string, Action] => [`creates.${action.key}`, action]),
  [`triggers.${USERPILOT_EVENT.key}`, USERPILOT_EVENT],
];

describe.each(OPERATIONS)('the form of %s', (path, { fields }) => {
  const declared = fieldsOf(fields);

  test('has every field that is declared, and no other, in their order, the required ones first', async () => {
    const isRequired = (key: string) => declared.some((field) => field.key === key && field.required);
    const keys = declared.map(({ key }) => key);
    const form = await formOf(path);
    expect(form.map(({ key }) => key)).toEqual([
      ...keys.filter(isRequired),
      ...keys.filter((key) => !isRequired(key)),
    ]);
    for (const { key, required } of form) expect(required === true).toBe(isRequired(key));
  });

  test('puts every field into a section that the operation has, in the order of first use, and has no other', async () => {
    const [kind = '', key = ''] = path.split('.');
    const { operation } = z
      .object({
        operation: z.object({ inputFieldGroups: z.array(z.object({ key: z.string(), label: z.string() })) }),
      })
      .parse(Reflect.get(Reflect.get(app, kind), key));
    const used = new Set(declared.map(({ group }) => group));
    expect(operation.inputFieldGroups).toEqual(
      [...used].map((group: GroupKey) => ({ key: group, label: GROUPS[group] })),
    );
    expect(new Set((await formOf(path)).map(({ group }) => group))).toEqual(used);
  });
});

test.each(OPERATIONS.filter(([, { fields }]) => fieldsOf(fields).includes(FIELDS.event_name)))(
  'the form of %s begins with the name of the event',
  async (path) => {
    expect((await formOf(path))[0]).toMatchObject({ key: 'event_name', required: true });
  },
);

describe('how Zapier takes each type of field', () => {
  test.each<[FieldKey, object]>([
    ['event_name', { type: 'string', placeholder: 'Subscription Payment Succeeded' }],
    ['event_attributes', { dict: true }],
    ['event_attributes_json', { type: 'json', schema: { type: 'object' } }],
    // Zapier turns what it cannot read in a date field into the time of the run.
    ['occurred_at', { type: 'string' }],
    ['user_created_at', { type: 'string' }],
    ['user_id', { type: 'string' }],
    ['email', { type: 'string' }],
    ['ip_address', { type: 'string' }],
    ['time_zone', { type: 'string', placeholder: 'Europe/Berlin' }],
    ['page_url', { type: 'string' }],
    ['text_attributes', { type: 'string', list: true }],
    [
      'attribute_values',
      {
        type: 'string',
        default: 'detect',
        choices: [
          { value: 'detect', label: 'Recognize plain numbers and true/false', sample: 'detect' },
          {
            value: 'detect_point',
            label: 'Also numbers such as $1,234.50 (decimal point)',
            sample: 'detect_point',
          },
          {
            value: 'detect_comma',
            label: 'Also numbers such as 1.234,50 € (decimal comma)',
            sample: 'detect_comma',
          },
          { value: 'text', label: 'Keep everything as text', sample: 'text' },
        ],
      },
    ],
    ['events_json', { type: 'json', schema: { type: 'array' } }],
    ['attribute_names', { type: 'string', list: true, altersDynamicFields: true }],
    ['event_types', { type: 'string', list: true, choices: expect.any(Array) }],
  ])('%s', (key, shape) => {
    const { label, help, group, placeholder }: Field = FIELDS[key];
    // Nothing else, and nothing undefined.
    expect(toOperation({ ...TRACKING, fields: [key] }).inputFields).toStrictEqual([
      {
        key,
        label,
        helpText: expect.stringContaining(help),
        group,
        required: key === 'event_name',
        ...(placeholder ? { placeholder } : {}),
        ...shape,
      },
    ]);
  });
});

describe('the rows of a batch', () => {
  const rows = async (inputData?: object) =>
    (await formOf(`creates.${BATCH.key}`, inputData)).find(({ key }) => key === 'events');
  const columns = async (inputData?: object) => (await rows(inputData))?.children?.map(({ key }) => key);

  const OWN = [
    'event_name',
    'user_id',
    'email',
    'anonymous_id',
    'occurred_at',
    'event_id',
    'page_url',
    'attributes',
  ];

  test('are line items, with nothing that Zapier does not allow on them', async () => {
    const { children, ...parent } = (await rows()) ?? {};
    expect(parent).toEqual({ key: 'events', label: 'Events', group: 'event' });
    for (const column of children ?? []) {
      expect(column).not.toHaveProperty('required');
      expect(column).not.toHaveProperty('group');
    }
  });

  test.each<[string, object | undefined, string[]]>([
    ['before anything is filled in', undefined, []],
    ['without names', {}, []],
    ['with a blank name', { attribute_names: [''] }, []],
    ['with names', { attribute_names: ['amount', 'plan name'] }, ['column_amount', columnKey('plan name')]],
    ['with a name twice', { attribute_names: ['amount', ' amount '] }, ['column_amount']],
    ['with names in one text', { attribute_names: 'amount, currency' }, ['column_amount', 'column_currency']],
    [
      'with a name that comes from an earlier step',
      { attribute_names: ['{{123__name}}', 'plan'] },
      ['column_plan'],
    ],
    [
      'with a name like that of a column or setting',
      { attribute_names: ['email', 'names'] },
      ['column_email', 'column_names'],
    ],
    [
      'with names that only differ in what a key cannot have',
      { attribute_names: ['a b', 'a.b', 'a__b', 'a[]b'] },
      ['a b', 'a.b', 'a__b', 'a[]b'].map(columnKey),
    ],
    ['with names that cannot be read', { attribute_names: [{ wrong: true }] }, []],
  ])('have a column for each attribute name: %s', async (_, inputData, added) => {
    expect(await columns(inputData)).toEqual([...OWN, ...added]);
  });

  test('have keys that Zapier takes as they are, each for one name', async () => {
    const names = ['a b', 'a.b', 'a__b', 'a[]b', '_', '__proto__', 'größe', 'Größe', 'a', 'A', '1', '日本'];
    const keys = (await columns({ attribute_names: names }))?.slice(OWN.length) ?? [];
    expect(new Set(keys).size).toBe(names.length);
    for (const key of keys) expect(key).toMatch(/^column(_[a-z\d]+)+$/i);
  });

  test('say which attribute a column is for', async () => {
    const column = (await rows({ attribute_names: ['amount'] }))?.children?.at(-1);
    expect(column).toEqual({
      key: 'column_amount',
      label: 'amount',
      type: 'string',
      helpText:
        'The attribute `amount` of each event. Plain numbers are sent as numbers, `true` and `false` as booleans.',
    });
  });
});

test('outputs: objects become paths, lists keep their members', () => {
  expect(
    toOutputFields([
      { key: 'id', label: 'ID', type: 'string', always: true },
      { key: 'ids', label: 'IDs', type: 'string', list: true },
      {
        key: 'user',
        label: 'User',
        type: 'object',
        children: [{ key: 'email', label: 'Email', type: 'string' }],
      },
      {
        key: 'rejected',
        label: 'Rejected',
        type: 'object',
        list: true,
        children: [{ key: 'row', label: 'Row', type: 'integer', always: true }],
      },
    ]),
  ).toEqual([
    { key: 'id', label: 'ID', type: 'string' },
    { key: 'ids', label: 'IDs', type: 'string', list: true },
    { key: 'user__email', label: 'Email', type: 'string' },
    { key: 'rejected', label: 'Rejected', children: [{ key: 'row', label: 'Row', type: 'integer' }] },
  ]);
});
