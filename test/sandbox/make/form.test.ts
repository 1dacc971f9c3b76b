import { describe, expect, test } from '@jest/globals';
import type { Parameter } from '../../../sandbox/make/folder.ts';
import { EMPTY_TEXT, ERASE, fillForm, type Mapped, type MappedForm } from '../../../sandbox/make/form.ts';
import { UnknownToMake, type Value } from '../../../sandbox/make/values.ts';

const FORM: Parameter[] = [
  { type: 'banner' },
  { name: 'text', type: 'text' },
  { name: 'secret', type: 'password' },
  { name: 'number', type: 'number' },
  { name: 'date', type: 'date' },
  { name: 'any', type: 'any' },
  { name: 'one', type: 'select', options: [{ label: 'A', value: 'a' }] },
  {
    name: 'some',
    type: 'select',
    multiple: true,
    options: [
      { label: 'A', value: 'a' },
      { label: 'B', value: 'b' },
    ],
  },
  { name: 'person', type: 'collection', spec: [{ name: 'id', type: 'text', required: true }] },
  {
    name: 'rows',
    type: 'array',
    validate: { minItems: 1, maxItems: 2 },
    spec: { type: 'collection', spec: [{ name: 'key', type: 'text' }] },
  },
  { name: 'path', type: 'text', validate: { pattern: '^/.*$' } },
  { name: 'part', type: 'text', validate: { pattern: '^/' } },
  { name: 'letters', type: 'text', validate: { pattern: '^\\p{L}+$' } },
];

const filled = (mapped: MappedForm): Value => {
  const form = fillForm(FORM, mapped);
  if (!form.ok) throw new Error(form.problems.join(', '));
  return form.parameters;
};

const problems = (mapped: MappedForm): readonly string[] => {
  const form = fillForm(FORM, mapped);
  return form.ok ? [] : form.problems;
};

const AT = new Date('2026-01-31T09:30:00Z');

describe('what is mapped becomes what the parameter is', () => {
  test.each<[name: string, mapped: Mapped, value: Value]>([
    ['text', 'a ', 'a '],
    ['text', 12, '12'],
    ['text', 0, '0'],
    ['text', false, 'false'],
    ['text', AT, '2026-01-31T09:30:00.000Z'],
    ['secret', 12, '12'],
    ['number', 12.5, 12.5],
    ['number', '-12.5', -12.5],
    ['date', AT, AT],
    ['date', 1_769_851_800_000, AT],
    ['date', 1_769_851_800, new Date('1970-01-21T11:37:31.800Z')],
    ['date', '2026-01-31T09:30:00Z', AT],
    ['date', '2026-01-31T11:30:00.000+02:00', AT],
    ['any', 29.9, 29.9],
    ['any', [{ a: null }], [{ a: null }]],
    ['one', 'a', 'a'],
    ['some', ['b', 'a'], ['b', 'a']],
    ['some', 'b', ['b']],
    ['person', { id: 7 }, { id: '7' }],
    ['rows', [{ key: 1 }], [{ key: '1' }]],
    ['rows', { key: 1 }, [{ key: '1' }]],
    ['path', '/a', '/a'],
    // A pattern is compiled with the flag u.
    ['letters', 'äß', 'äß'],
  ])('%s: %j', (name, mapped, value) => {
    expect(filled({ [name]: mapped })).toEqual({ [name]: value });
  });
});

describe('what is empty is left out', () => {
  test.each([[undefined], [null], ['']])('%j', (empty) => {
    const names = FORM.flatMap(({ name }) => name ?? []);
    expect(filled(Object.fromEntries(names.map((name) => [name, empty])))).toEqual({});
    expect(filled({ rows: [{ key: empty }] })).toEqual({ rows: [{}] });
  });

  test('unless the user says that it be sent', () => {
    expect(filled({ text: ERASE, date: ERASE, some: ERASE })).toEqual({ text: null, date: null, some: [] });
    expect(filled({ text: EMPTY_TEXT })).toEqual({ text: '' });
  });

  test('0 and false are not empty', () => {
    expect(filled({ number: 0, any: false })).toEqual({ number: 0, any: false });
  });
});

describe('what does not fit is reported', () => {
  test.each<[mapped: MappedForm, problem: string]>([
    [{ text: ['a'] }, 'text: no text'],
    [{ text: { a: 1 } }, 'text: no text'],
    [{ number: 'many' }, 'number: no number'],
    [{ number: true }, 'number: no number'],
    [{ date: true }, 'date: no date'],
    [{ one: 'b' }, 'one: no select'],
    [{ some: ['a', 'c'] }, 'some: no select'],
    [{ person: 'Jane' }, 'person: no collection'],
    [{ person: {} }, 'person.id: missing'],
    [{ rows: [] }, 'rows: fewer than 1 items'],
    [{ rows: [{}, {}, {}] }, 'rows: more than 2 items'],
    [{ rows: [{}, 'a'] }, 'rows[2]: no collection'],
    [{ path: 'a' }, 'path: does not match ^/.*$'],
    [{ letters: 'p{L}' }, 'letters: does not match ^\\p{L}+$'],
    [{ rows: 'a' }, 'rows[1]: no collection'],
  ])('%j', (mapped, problem) => {
    expect(problems(mapped)).toEqual([problem]);
  });

  test('all of it', () => {
    expect(problems({ text: [], number: 'a' })).toEqual(['text: no text', 'number: no number']);
  });
});

describe('what nobody documents is an error', () => {
  test.each<[why: string, mapped: MappedForm]>([
    ['a name that the form does not have', { other: 1 }],
    ['a nested one', { person: { id: 1, name: 'Jane' } }],
    ['a date without a zone', { date: '2026-01-31T09:30:00' }],
    ['a date that is none', { date: 'today' }],
    ['a word of Make within a value', { any: [ERASE] }],
    ['a pattern that a part of the text matches', { part: '/a' }],
  ])('%s', (_why, mapped) => {
    expect(() => fillForm(FORM, mapped)).toThrow(UnknownToMake);
  });

  test('a pattern that the flag u does not allow', () => {
    const form = [{ name: 'a', type: 'text', validate: { pattern: '^\\-$' } }];
    expect(() => fillForm(form, { a: '-' })).toThrow(SyntaxError);
  });

  test('a type', () => {
    expect(() => fillForm([{ name: 'a', type: 'buffer' }], { a: 1 })).toThrow(UnknownToMake);
    expect(() => fillForm([{ name: 'a', type: 'array' }], { a: [1] })).toThrow(UnknownToMake);
  });
});
