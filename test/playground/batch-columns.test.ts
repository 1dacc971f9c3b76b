import { describe, expect, test } from '@jest/globals';
import type { FormField } from '../../playground/api.ts';
import {
  attributeNames,
  guessTargets,
  retarget,
  rowsActionOf,
  toLineItems,
} from '../../playground/page/batch/columns.ts';
import { readCsv, writeCsv } from '../../playground/page/batch/csv.ts';
import { INVALID_ROWS, SAMPLE_ROWS, sampleTable } from '../../playground/page/batch/sample-rows.ts';
import { BATCH_FIELDS } from '../../src/fields/batch.ts';
import { fieldsOf } from '../../src/fields/index.ts';

const COLUMNS: readonly FormField[] = fieldsOf(BATCH_FIELDS.events.columns).map(({ key, label }) => ({
  key,
  label,
}));

describe('columns of a table', () => {
  test('go to the fields of their names, whatever case and spacing, and become attributes otherwise', () => {
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

  test('a field has one column: giving it to another one makes the first an attribute', () => {
    const targets = [{ field: 'email' }, 'attribute', null] as const;
    expect(retarget(targets, 1, { field: 'email' })).toEqual(['attribute', { field: 'email' }, null]);
    expect(retarget(targets, 0, null)).toEqual([null, 'attribute', null]);
  });

  test('become line items, blanks left out', () => {
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
    expect(toLineItems(table, targets, new Map([['amount', 'attribute_amount']]))).toEqual([
      { event_name: 'A', attribute_amount: '1.50' },
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
  test('are as many as promised, and survive a file', () => {
    const table = sampleTable(true);
    expect(table.rows).toHaveLength(SAMPLE_ROWS);
    expect(readCsv(writeCsv(table))).toEqual({ ok: true, table });
  });

  test('have columns of their own for everything that a row needs, and attributes', () => {
    const { header } = sampleTable(false);
    const targets = guessTargets(header, COLUMNS);
    expect(targets.filter((target) => target !== 'attribute')).toHaveLength(5);
    expect(attributeNames(header, targets)).toEqual(['plan', 'amount', 'trial']);
  });

  test('differ by the faulty ones only, when these are asked for', () => {
    const good = sampleTable(false).rows;
    const changed = sampleTable(true).rows.filter((row, index) => row.join() !== good[index]?.join());
    expect(changed).toHaveLength(INVALID_ROWS);
  });
});
