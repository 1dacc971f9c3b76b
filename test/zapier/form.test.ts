import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import app from '../../index.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { GROUPS } from '../../src/fields/field.ts';
import { FIELDS, type FieldKey } from '../../src/fields/index.ts';
import { toOutputFields } from '../../src/zapier/form.ts';
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

const OPERATIONS: [path: string, keys: readonly FieldKey[]][] = [
  ...ACTIONS.map(({ key, fields }): [string, readonly FieldKey[]] => [`creates.${key}`, fields]),
  [`triggers.${USERPILOT_EVENT.key}`, USERPILOT_EVENT.fields],
];

describe.each(OPERATIONS)('the form of %s', (path, keys) => {
  test('has every field that the operation declares, and no other', async () => {
    expect((await formOf(path)).map(({ key }) => key).sort()).toEqual([...keys].sort());
  });

  test('begins with what is required', async () => {
    const required = (await formOf(path)).map((field) => field.required === true);
    expect(required).toEqual([...required].sort((one, other) => Number(other) - Number(one)));
  });

  test('keeps the declared order otherwise', async () => {
    const optional = (await formOf(path)).filter((field) => field.required !== true).map(({ key }) => key);
    expect(optional).toEqual(keys.filter((key) => optional.includes(key)));
  });

  test('puts every field into a section that the operation has, and has no other', async () => {
    const [kind = '', key = ''] = path.split('.');
    const operation = z
      .object({
        operation: z.object({ inputFieldGroups: z.array(z.object({ key: z.string(), label: z.string() })) }),
      })
      .parse(Reflect.get(Reflect.get(app, kind), key));
    const sections = operation.operation.inputFieldGroups;
    const used = new Set((await formOf(path)).map(({ group }) => group));
    expect(new Set(sections.map((section) => section.key))).toEqual(used);
    expect(sections).toEqual(
      Object.entries(GROUPS)
        .filter(([group]) => used.has(group))
        .map(([group, label]) => ({ key: group, label })),
    );
  });
});

test('Event Name comes first in Track Event', async () => {
  expect((await formOf('creates.track_event'))[0]).toMatchObject({ key: 'event_name', required: true });
});

describe('how Zapier takes each type of field', () => {
  test.each<[FieldKey, object]>([
    ['event_name', { type: 'string', placeholder: 'Subscription Payment Succeeded' }],
    ['event_attributes', { dict: true }],
    ['event_attributes_json', { type: 'json', schema: { type: 'object' } }],
    ['occurred_at', { type: 'datetime' }],
    ['user_created_at', { type: 'datetime' }],
    ['page_url', { type: 'string' }],
    ['text_attributes', { type: 'string', list: true }],
    [
      'attribute_values',
      {
        type: 'string',
        default: 'detect',
        choices: [
          { value: 'detect', label: 'Recognize numbers and true/false', sample: 'detect' },
          { value: 'text', label: 'Keep everything as text', sample: 'text' },
        ],
      },
    ],
  ])('%s', async (key, shape) => {
    const field = (await formOf('creates.track_event')).find((candidate) => candidate.key === key);
    const { label, help, group } = FIELDS[key];
    expect(field).toMatchObject({ label, helpText: expect.stringContaining(help), group, ...shape });
  });

  test('a JSON array', async () => {
    const field = (await formOf('creates.send_batch')).find(({ key }) => key === 'events_json');
    expect(field).toMatchObject({ type: 'json', schema: { type: 'array' } });
  });
});

describe('the rows of Send Batch', () => {
  const rows = async (inputData?: object) =>
    (await formOf('creates.send_batch', inputData)).find(({ key }) => key === 'events');
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
    ['with names', { attribute_names: ['amount', 'plan name'] }, ['attribute_amount', 'attribute_plan name']],
    ['with a name twice', { attribute_names: ['amount', ' amount '] }, ['attribute_amount']],
    [
      'with names in one text',
      { attribute_names: 'amount, currency' },
      ['attribute_amount', 'attribute_currency'],
    ],
    ['with names that cannot be read', { attribute_names: [{ wrong: true }] }, []],
  ])('have a column for each attribute name: %s', async (_, inputData, added) => {
    expect(await columns(inputData)).toEqual([...OWN, ...added]);
  });

  test('say which attribute a column is for', async () => {
    const column = (await rows({ attribute_names: ['amount'] }))?.children?.at(-1);
    expect(column).toEqual({
      key: 'attribute_amount',
      label: 'amount',
      type: 'string',
      helpText: 'The attribute `amount` of each event, typed like the values of a dictionary.',
    });
  });

  test('are asked for again when the names change', async () => {
    const names = (await formOf('creates.send_batch')).find(({ key }) => key === 'attribute_names');
    expect(names).toMatchObject({ altersDynamicFields: true });
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
        type: 'string',
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
