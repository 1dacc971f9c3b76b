import { describe, expect, test } from '@jest/globals';
import type { FormField } from '../../playground/api.ts';
import {
  attributeNames,
  guessTargets,
  retarget,
  rowsActionOf,
  toLineItems,
} from '../../playground/page/batch/columns.ts';
import { INVALID_ROWS, SAMPLE_ROWS, sampleTable } from '../../playground/page/batch/sample-rows.ts';
import { columnKey, columnsOf } from '../../src/events/columns.ts';
import { BATCH_FIELDS } from '../../src/fields/batch.ts';
import { fieldsOf } from '../../src/fields/index.ts';

const COLUMNS: readonly FormField[] = fieldsOf(BATCH_FIELDS.events.columns).map(({ key, label }) => ({
  key,
  label,
}));

describe('columns of a table', () => {
  test('become the fields of the same name, whatever the case and spacing, or else attributes', () => {
    const header = ['event name', 'USER_ID', 'e-mail', 'Occurred At', 'plan', 'Email'];
    expect(guessTargets(header, COLUMNS)).toEqual([
      { field: 'event_name' },
      { field: 'user_id' },
      { field: 'email' },
      { field: 'occurred_at' },
      'attribute',
      'attribute',
    ]);
  });

  test('a field takes one column: choosing another one makes the first an attribute', () => {
    const header = ['one', 'two', 'three'];
    const targets = [{ field: 'email' }, 'attribute', null] as const;
    expect(retarget(header, targets, 1, { field: 'email' })).toEqual(['attribute', { field: 'email' }, null]);
    expect(retarget(header, targets, 0, null)).toEqual([null, 'attribute', null]);
  });

  test('are left out when no attribute can have their name', () => {
    const header = ['Price, EUR', '{{price}}', 'Price (EUR)'];
    expect(guessTargets(header, COLUMNS)).toEqual([null, null, 'attribute']);
    for (const name of header.slice(0, 2)) {
      expect(columnsOf({ attribute_names: [name] }).has(columnKey(name))).toBe(false);
      expect(retarget([name, 'Mail'], [{ field: 'email' }, null], 1, { field: 'email' })).toEqual([
        null,
        { field: 'email' },
      ]);
    }
  });

  test('become line items without blanks', () => {
    const header = ['Name', 'amount', 'note'];
    const targets = [{ field: 'event_name' }, 'attribute', null] as const;
    const table = {
      header,
      rows: [
        ['A', '1.50', 'x'],
        ['B', ' ', 'y'],
      ],
    };
    expect(attributeNames(header, targets)).toEqual(['amount']);
    expect(toLineItems(table, targets, new Map([['amount', columnKey('amount')]]))).toEqual([
      { event_name: 'A', column_amount: '1.50' },
      { event_name: 'B' },
    ]);
  });
});

describe('the action that takes rows', () => {
  const operation = {
    kind: 'create',
    key: 'x',
    label: 'X',
    description: '',
    groups: [],
    outputs: [],
  } as const;
  const names: FormField = { key: 'names', list: true, altersDynamicFields: true };
  const rows: FormField = { key: 'rows', children: [] };
  const option: FormField = { key: 'option' };

  test('is found by its shape', () => {
    const found = { ...operation, fields: [names, option, rows] };
    expect(rowsActionOf([{ ...operation, fields: [option] }, found])).toEqual({
      operation: found,
      rows,
      names,
      options: [option],
    });
    expect(rowsActionOf([{ ...operation, fields: [rows, option] }])).toBeUndefined();
  });
});

describe('sample rows', () => {
  test('are as many as the button says, each with a cell for every column', () => {
    const { header, rows } = sampleTable(true);
    expect(rows).toHaveLength(SAMPLE_ROWS);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([header.length]));
  });

  test('have columns for the fields of a row, and attributes', () => {
    const { header } = sampleTable(false);
    const targets = guessTargets(header, COLUMNS);
    expect(targets.filter((target) => target !== 'attribute')).toHaveLength(5);
    expect(attributeNames(header, targets)).toEqual(['plan', 'amount', 'trial']);
  });

  test('with invalid ones differ from those without in these only', () => {
    const good = sampleTable(false).rows;
    const changed = sampleTable(true).rows.filter((row, index) => row.join() !== good[index]?.join());
    expect(changed).toHaveLength(INVALID_ROWS);
  });
});
