import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { valueAt } from '../../src/events/raw.ts';
import {
  defineFields,
  type Field,
  helpOn,
  isSent,
  requiredFirst,
  splitPath,
} from '../../src/fields/field.ts';
import { fromEntries } from '../../src/lib/json.ts';
import { attributeName, RUNS } from '../support/arbitraries.ts';

const field = (key: string, more: Partial<Field> = {}): Field => ({
  key,
  group: 'event',
  label: key,
  type: 'text',
  help: 'Help.',
  ...more,
});

test('a field gets its key and its group from where it is declared', () => {
  const specs = {
    one: { label: 'One', type: 'text', help: 'The first.' },
    two: { label: 'Two', type: 'names', help: 'The second.' },
  } as const;
  const fields = defineFields('page', specs);
  expect(fields).toEqual({
    one: { key: 'one', group: 'page', label: 'One', type: 'text', help: 'The first.' },
    two: { key: 'two', group: 'page', label: 'Two', type: 'names', help: 'The second.' },
  });
  expect(specs.one).not.toHaveProperty('key');
  // Compiles only if key, group and type are known exactly.
  fields.two satisfies { readonly key: 'two'; readonly group: 'page'; readonly type: 'names' };
});

test('the help of a platform adds what is true on that platform only', () => {
  const spec = { label: 'One', type: 'text', help: 'The first.', helpOn: { make: 'Map it.' } } as const;
  expect(helpOn('make', spec)).toBe('The first. Map it.');
  expect(helpOn('zapier', spec)).toBe('The first.');
});

test.each<[path: string, parts: ReturnType<typeof splitPath>]>([
  ['event_type', { name: 'event_type' }],
  ['user.email', { section: 'user', name: 'email' }],
  ['user.custom.plan', { section: 'user', name: 'custom.plan' }],
])('the path %s is %j', (path, parts) => {
  expect(splitPath(path)).toStrictEqual(parts);
});

describe('what an event has at a path', () => {
  const event = {
    event_type: 'A',
    user: { id: 'usr_1', custom: { 'a.b': 1 }, 'first.last': 'x' },
    ids: {},
    list: ['a'],
    text: 'abc',
    nothing: null,
  };

  test.each<[path: string, value: unknown]>([
    ['event_type', 'A'],
    ['user', event.user],
    ['user.id', 'usr_1'],
    ['user.custom', { 'a.b': 1 }],
    // A path has two parts at most; the second may have full stops of its own.
    ['user.first.last', 'x'],
    ['nothing', null],
  ])('%s', (path, value) => {
    expect(valueAt(event, path)).toEqual(value);
  });

  test.each(['company', 'company.id', 'user.email', 'ids.id', 'list.0', 'text.length', 'nothing.id'])(
    'is undefined where there is nothing: %s',
    (path) => {
      expect(valueAt(event, path)).toBeUndefined();
    },
  );

  test.each(['toString', 'constructor', '__proto__', 'user.toString', 'user.__proto__'])(
    'is nothing that every object has: %s',
    (path) => {
      expect(valueAt(event, path)).toBeUndefined();
    },
  );

  test('is what was put there, by the two parts of the path', () => {
    const check = (section: string, name: string, value: number) => {
      expect(valueAt(fromEntries([[section, fromEntries([[name, value]])]]), `${section}.${name}`)).toBe(
        value,
      );
    };
    const part = attributeName.filter((text) => !text.includes('.'));
    fc.assert(fc.property(part, attributeName, fc.integer(), check), RUNS);
  });
});

test('a field is sent if it has a path', () => {
  expect(isSent(field('a', { path: 'user.email' }))).toBe(true);
  expect(isSent(field('b'))).toBe(false);
});

test('a form shows what is required first, and otherwise keeps the order', () => {
  const form = [
    field('a'),
    field('b', { required: true }),
    field('c'),
    field('d', { required: true }),
  ] as const;
  expect(requiredFirst(form).map(({ key }) => key)).toEqual(['b', 'd', 'a', 'c']);
});
