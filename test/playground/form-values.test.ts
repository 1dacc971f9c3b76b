import { describe, expect, test } from '@jest/globals';
import type { FormField } from '../../playground/api.ts';
import { jsonError } from '../../playground/page/form/json-check.ts';
import {
  type Control,
  controlOf,
  isFilledIn,
  newEntry,
  newLineItem,
  readValues,
  repeatedNames,
  toInputData,
} from '../../playground/page/form/values.ts';
import { readForm } from '../../playground/server/compiled.ts';
import { loadRecipes } from '../../recipes/recipe.ts';
import { appInProcess } from '../support/in-process.ts';

const FIELDS: readonly FormField[] = [
  { key: 'name', type: 'string' },
  { key: 'time', type: 'string' },
  { key: 'json', type: 'json' },
  { key: 'choice', choices: [{ value: 'a', label: 'A' }] },
  { key: 'choices', list: true, choices: [{ value: 'a', label: 'A' }] },
  { key: 'names', type: 'string', list: true },
  { key: 'pairs', dict: true },
  { key: 'rows', children: [{ key: 'one' }, { key: 'two' }] },
];

describe('the control of a field follows from its shape', () => {
  test.each<[FormField, Control]>([
    [{ key: 'x' }, 'text'],
    [{ key: 'x', type: 'string' }, 'text'],
    [{ key: 'x', type: 'number' }, 'text'],
    [{ key: 'x', type: 'text' }, 'long_text'],
    [{ key: 'x', type: 'password' }, 'password'],
    [{ key: 'x', type: 'datetime' }, 'text'],
    [{ key: 'x', type: 'json' }, 'json'],
    [{ key: 'x', type: 'string', choices: [] }, 'choice'],
    [{ key: 'x', type: 'string', choices: [], list: true }, 'choices'],
    [{ key: 'x', type: 'string', list: true }, 'list'],
    [{ key: 'x', dict: true }, 'dictionary'],
    [{ key: 'x', children: [] }, 'rows'],
  ])('%j: %s', (field, control) => {
    expect(controlOf(field)).toBe(control);
  });
});

describe('a form', () => {
  test('gives back the mapping that it was filled in from', () => {
    const mapping = {
      name: 'Deal {{id}}',
      time: '{{at}}',
      json: '{"a": 1}',
      choice: 'a',
      choices: ['a'],
      names: ['x', 'y'],
      pairs: { amount: '{{amount}}', 'a b': '1' },
      rows: [{ one: '{{lines[]x}}' }, { two: 'b' }],
    };
    expect(toInputData(readValues(mapping, FIELDS), FIELDS)).toEqual(mapping);
  });

  test('takes one set of columns for a list of one, and other values as text', () => {
    const mapping = {
      name: 5,
      choices: 'a',
      names: 'x',
      pairs: { a: true, b: null, c: [1] },
      rows: { one: 1 },
    };
    expect(toInputData(readValues(mapping, FIELDS), FIELDS)).toEqual({
      name: '5',
      choices: ['a'],
      names: ['x'],
      pairs: { a: 'true', b: '', c: '[1]' },
      rows: [{ one: '1' }],
    });
  });

  test('leaves out blanks and blank rows', () => {
    const values = {
      name: { kind: 'text', text: ' ' },
      names: { kind: 'list', items: [{ id: '1', text: '' }] },
      pairs: { kind: 'dictionary', entries: [newEntry()] },
      rows: { kind: 'rows', rows: [newLineItem({ one: ' ' }), newLineItem()] },
    } as const;
    expect(toInputData(values, FIELDS)).toEqual({});
    expect(FIELDS.filter((field) => isFilledIn(readValues({ time: 'x' }, FIELDS)[field.key], field))).toEqual(
      [{ key: 'time', type: 'string' }],
    );
  });

  test('keeps a value without a name, so that the app can report it', () => {
    const pairs = { kind: 'dictionary', entries: [newEntry('', 'lost')] } as const;
    expect(toInputData({ pairs }, FIELDS)).toEqual({ pairs: { '': 'lost' } });
  });

  test('leaves out cells of a column that no longer exists', () => {
    const rows = { kind: 'rows', rows: [newLineItem({ one: 'a', gone: 'b' })] } as const;
    expect(toInputData({ rows }, FIELDS)).toEqual({ rows: [{ one: 'a' }] });
  });

  test('reports names that a dictionary has twice', () => {
    expect(repeatedNames([newEntry('a'), newEntry(' a '), newEntry('b'), newEntry(), newEntry()])).toEqual([
      'a',
    ]);
  });
});

describe('every recipe', () => {
  const app = appInProcess();

  test.each(loadRecipes().map((recipe) => [recipe.name, recipe] as const))(
    '%s goes through the form unchanged',
    async (_name, { action, mapping }) => {
      const form = await readForm(app, { kind: 'create', key: action }, { authData: {}, inputData: mapping });
      const rows = new Set(form.filter(({ children }) => children).map(({ key }) => key));
      // One set of columns becomes a list of one.
      const stored = Object.entries(mapping).map(([key, value]) => [
        key,
        rows.has(key) ? [value].flat() : value,
      ]);
      expect(toInputData(readValues(mapping, form), form)).toEqual(Object.fromEntries(stored));
    },
  );
});

describe('JSON', () => {
  test.each(['', '  ', '{"a": 1}', '[]', '{"a": {{amount}}, "b": "{{name}}"}', '{{whole}}'])(
    'is valid: %j',
    (text) => {
      expect(jsonError(text)).toBeUndefined();
    },
  );

  test.each(['{"a": 1,}', '```json\n{"a": 1}\n```', '{“a”: “b”}', '{"a": 1}\n{"a": 2}', '[{"a": {{x}},},]'])(
    'is valid where the app reads it as people paste it: %j',
    (text) => {
      expect(jsonError(text)).toBeUndefined();
    },
  );

  test.each([
    ['{\n  "a": 1,\n  b: 2\n}', 'look at line 3, character 3'],
    ['{"a": {{amount}}, b: 1}', 'look at line 1, character 19'],
  ])('that is invalid is reported with the position: %j', (text, position) => {
    expect(jsonError(text)).toContain(position);
  });

  test('that ends too early is reported too', () => {
    expect(jsonError('{"a": 1')).toMatch(/^This is not valid JSON: it ends at character 7, before/);
  });
});
