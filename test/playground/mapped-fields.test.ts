import { expect, test } from '@jest/globals';
import { readValues } from '../../playground/page/form/values.ts';
import { mappedFields } from '../../playground/page/intro/mapped-fields.ts';

const TRIGGER = {
  sample: { amount: 2900, user: { id: 'usr_1' }, rows: [{ SKU: 'A1' }, { SKU: 'B2' }] },
  labels: new Map([['user__id', 'Customer']]),
};

const FIELDS = [
  { key: 'name', label: 'Event Name' },
  { key: 'attributes', label: 'Attributes', dict: true },
  { key: 'ids', label: 'IDs', list: true },
  { key: 'rows', label: 'Rows', children: [{ key: 'sku', label: 'Product' }, { key: 'note' }] },
  { key: 'choices', label: 'Choices', list: true, choices: [{ value: 'a', label: 'A' }] },
  { key: 'blank' },
];

const mapped = (mapping: Parameters<typeof readValues>[0]) =>
  mappedFields(FIELDS, readValues(mapping, FIELDS), TRIGGER);

test('fields with a reference are listed in the order of the form, with the label and the value of the first one', () => {
  expect(
    mapped({
      rows: { sku: '{{rows[]SKU}}', note: 'typed in' },
      ids: ['{{user__id}}', 'typed in'],
      attributes: { total: '{{amount}}', plan: 'pro' },
      name: 'Paid by {{user__id}}, {{amount}}',
      choices: ['a'],
    }),
  ).toEqual([
    { to: 'Event Name', from: 'Customer', value: 'usr_1' },
    { to: 'total', from: 'Amount', value: '2900' },
    { to: 'IDs', from: 'Customer', value: 'usr_1' },
    { to: 'Product', from: 'SKU', value: 'A1, B2' },
  ]);
});

test('a reference that the sample does not have has no value, and what is typed in is not mapped', () => {
  expect(mapped({ name: '{{gone}}' })).toEqual([{ to: 'Event Name', from: 'Gone', value: null }]);
  expect(mapped({ name: 'typed in', attributes: {}, rows: [] })).toEqual([]);
});
