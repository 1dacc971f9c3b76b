import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fillMapper, modulesIn } from '../../../sandbox/make/mapper.ts';
import { type Collection, UnknownToMake, type Value } from '../../../sandbox/make/values.ts';

const BUNDLES = new Map<number, Collection>([
  [1, { amount: 29.9, name: 'Ada', 'User ID': 'usr_1', deep: { list: [{ a: 1 }] }, '0': 'A', empty: '' }],
  [12, { array: [{ x: true }] }],
]);

const filled = (mapper: Value): Value => fillMapper(mapper, BUNDLES);

test.each<[mapper: Value, value: Value]>([
  ['{{1.amount}}', 29.9],
  ['{{1.`User ID`}}', 'usr_1'],
  ['{{1.`0`}}', 'A'],
  ['{{12.array}}', [{ x: true }]],
  ['{{1.deep.list[1].a}}', 1],
  ['Hello {{1.name}}, {{1.amount}}', 'Hello Ada, 29.9'],
  ['{{ifempty(1.empty; 1.name)}}', 'Ada'],
  ['{{if(1.name = "Ada"; 1.amount / 2; 0)}}', 14.95],
  ['{{replace(1.name; "A"; "1.name; (a, b)")}}', '1.name; (a, b)da'],
  ['{{parseNumber("29.90"; ".")}}', 29.9],
  [{ a: '{{if(1.empty; 1; ignore)}}', b: '{{if(1.name; "ignore"; 1)}}' }, { b: 'ignore' }],
  ['{{1.ignore}}', undefined],
  [
    { a: { b: '{{1.name}}' }, c: ['{{1.amount}}', 5] },
    { a: { b: 'Ada' }, c: [29.9, 5] },
  ],
  ['1.name; a, b', '1.name; a, b'],
])('%j is filled', (mapper, value) => {
  expect(filled(mapper)).toEqual(value);
});

test.each([
  ['a comma between arguments', '{{ifempty(1.empty, 1.name)}}'],
  ['braces that are never closed', '{{1.name'],
  ['braces that were never opened', '1.name}}'],
  ['a module that did not run', '{{3.name}}'],
  ['a name of its own', '{{name}}'],
  ['a number with a separator that nobody documents', '{{parseNumber("29.90")}}'],
])('%s is an error', (_what, mapper) => {
  expect(() => filled(mapper)).toThrow(UnknownToMake);
});

describe('whatever a text has in it', () => {
  const text = fc.string().filter((given) => !/["'`\\]|\{\{|\}\}/.test(given));

  test('it stays as it is between quotes', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(filled(`{{ifempty(""; "${given}")}}`)).toBe(given);
      }),
    );
  });

  test('it stays as it is outside of braces', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(filled(given)).toBe(given);
      }),
    );
  });
});

test('the modules that a mapper refers to are known, and no number is taken for one', () => {
  expect(
    modulesIn({ a: '{{1.name}} {{12.array}}', b: ['{{if(1.amount > 2.5; "3.x"; 4)}}', 5], c: '6.x' }),
  ).toEqual([1, 12, 1]);
});
