import { expect, test } from '@jest/globals';
import { disagreements, isIsoDate, missingInLive } from './agreement.ts';

const FIELDS = [
  { key: 'id', label: 'ID', type: 'integer' },
  { key: 'at', label: 'At', type: 'datetime' },
  { key: 'user__email', label: 'Email', type: 'string' },
  { key: 'tags', label: 'Tags', type: 'string', list: true },
  { key: 'rows', label: 'Rows', children: [{ key: 'row', label: 'Row', type: 'number' }] },
];
const RIGHT = { id: 1, at: '2023-08-01', user: { email: 'a@b.c' }, tags: ['x'], rows: [{ row: 1.5 }] };

test.each(['2023-08-01', '2023-08-01T06:50:30-0500', '2023-09-15T09:59:59Z', '2026-01-31T09:30:00.000Z'])(
  '%s is a date that Zapier reads',
  (text) => {
    expect(isIsoDate(text)).toBe(true);
  },
);

test.each(['01 Aug 2023', '01 Aug 2023 06:50:30', '2023-08-01T06:50:30', '2023-13-01', 'Job 2023-08-01'])(
  '%s is none',
  (text) => {
    expect(isIsoDate(text)).toBe(false);
  },
);

test('an output that is as declared agrees, with null for any value', () => {
  expect(disagreements(FIELDS, RIGHT)).toEqual([]);
  expect(disagreements(FIELDS, { id: null, at: null, user: { email: null }, tags: [], rows: [] })).toEqual(
    [],
  );
});

test.each([
  ['a number as text', { ...RIGHT, id: '1' }, 'id is no integer: "1"'],
  ['a fraction for an integer', { ...RIGHT, id: 1.5 }, 'id is no integer: 1.5'],
  ['a time without a zone', { ...RIGHT, at: '2023-08-01T06:50:30' }, 'at is no datetime'],
  ['a missing key', { ...RIGHT, tags: undefined, id: undefined }, 'id is no integer'],
  ['a missing nested key', { ...RIGHT, user: {} }, 'user: email is missing'],
  ['no object where one is declared', { ...RIGHT, user: 'a@b.c' }, 'user: is no object'],
  ['no list where one is declared', { ...RIGHT, rows: {} }, 'rows is no list'],
  ['a wrong item', { ...RIGHT, tags: ['x', 1] }, 'tags[1] is no string: 1'],
  ['a wrong line item', { ...RIGHT, rows: [{ row: 'one' }] }, 'rows[0]: row is no number: "one"'],
  ['a key that is not declared', { ...RIGHT, name: 'x' }, 'name is not declared'],
  ['a nested key that is not declared', { ...RIGHT, user: { email: '', x: 1 } }, 'user: x is not declared'],
])('%s does not agree', (_what, value, says) => {
  expect(disagreements(FIELDS, value).join('\n')).toContain(says);
});

test('an open object may have more', () => {
  expect(disagreements(FIELDS, { ...RIGHT, user: { email: '', plan: 'x' } }, ['user'])).toEqual([]);
});

test.each([
  [{ id: 1, email: 'john@example.com' }, { id: 2, name: 'Alice' }, ['email']],
  [{ id: 1, name: 'John' }, { id: 2, name: 'Alice', email: 'alice@example.com' }, []],
  [{ user: { name: 'John' } }, { user: { id: 1 } }, ['user.name']],
  [{ id: 1 }, { id: '1' }, ['id']],
  [{ id: 1 }, { id: null }, []],
  [{ id: null }, { id: 'x' }, []],
  [{ rows: [{ row: 1 }] }, { rows: [{ reason: 'x' }] }, ['rows[].row']],
  [{ rows: [{ row: 1 }] }, { rows: [] }, []],
  [{ rows: [{ row: 1 }] }, {}, ['rows', 'rows[]', 'rows[].row']],
])('of the sample %j the live output %j lacks %j', (sample, live, lacking) => {
  expect(missingInLive(sample, live)).toEqual(lacking);
});
