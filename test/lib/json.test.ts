import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalJson,
  fromEntries,
  isBlank,
  isJsonObject,
  isObject,
  isTooDeep,
  type Json,
} from '../../src/lib/json.ts';
import { anyJson, attributeName, RUNS, withoutPollution } from '../support/arbitraries.ts';

describe('blank', () => {
  test.each<[value: unknown]>([[undefined], [null], [''], [' '], ['\n\t\u00a0'], [[]], [{}]])(
    '%j is',
    (value) => {
      expect(isBlank(value)).toBe(true);
    },
  );

  test.each<[value: unknown]>([
    [0],
    [-0],
    [false],
    ['0'],
    ['a'],
    [['']],
    [[null]],
    [{ a: '' }],
    [Number.NaN],
  ])('%j is not', (value) => {
    expect(isBlank(value)).toBe(false);
  });
});

test.each<[value: unknown, is: boolean]>([
  [{}, true],
  [Object.create(null), true],
  [JSON.parse('{"__proto__":1}'), true],
  [null, false],
  [[], false],
  ['text', false],
  [5, false],
  [undefined, false],
])('%j is an object: %j', (value, is) => {
  expect(isObject(value)).toBe(is);
  expect(isJsonObject(value)).toBe(is);
});

describe('an object from its members', () => {
  test('has them in their order, and the last of a name', () => {
    const object = fromEntries([
      ['b', 1],
      ['__proto__', 2],
      ['a', 3],
      ['b', 4],
      ['__proto__', 5],
    ]);
    expect(Object.entries(object)).toEqual([
      ['b', 4],
      ['__proto__', 5],
      ['a', 3],
    ]);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(fromEntries([])).toStrictEqual({});
  });

  test('has members that can all be changed and removed, whatever their name', () => {
    const names = ['a', '__proto__', 'constructor'];
    const object = fromEntries(names.map((name) => [name, 1]));
    for (const descriptor of Object.values(Object.getOwnPropertyDescriptors(object)))
      expect(descriptor).toEqual({ value: 1, configurable: true, enumerable: true, writable: true });
    expect(Object.keys(object)).toEqual(names);
  });

  test('is the one that Object.fromEntries makes, and pollutes nothing', () => {
    const check = (entries: [string, Json][]) => {
      const object = withoutPollution(() => fromEntries(entries));
      expect(JSON.stringify(object)).toBe(JSON.stringify(Object.fromEntries(entries)));
    };
    fc.assert(fc.property(fc.array(fc.tuple(attributeName, anyJson), { maxLength: 6 }), check), RUNS);
  });
});

describe('canonical JSON', () => {
  test.each<[value: unknown, text: string]>([
    [{ b: 1, a: { d: [2, { z: 0, y: 1 }], c: null } }, '{"a":{"c":null,"d":[2,{"y":1,"z":0}]},"b":1}'],
    [{ b: undefined, a: 1 }, '{"a":1}'],
    [undefined, 'null'],
    ['text', '"text"'],
    [JSON.parse('{"b":1,"__proto__":{"y":1,"x":2}}'), '{"__proto__":{"x":2,"y":1},"b":1}'],
  ])('of %j is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test('says all that the value says', () => {
    const check = (value: Json) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(text.length).toBe(JSON.stringify(value).length);
    };
    fc.assert(fc.property(anyJson, check), RUNS);
  });
});

describe('too deep', () => {
  const nested = (levels: number, wrap: (inner: Json) => Json): Json =>
    levels === 0 ? 1 : wrap(nested(levels - 1, wrap));

  test.each<[what: string, wrap: (inner: Json) => Json]>([
    ['lists', (inner) => [1, inner]],
    ['objects', (inner) => ({ first: 1, inner })],
  ])('%s are allowed 100 levels and no more', (_what, wrap) => {
    expect(isTooDeep(nested(100, wrap))).toBe(false);
    expect(isTooDeep(nested(101, wrap))).toBe(true);
  });

  test('levels that only brackets are made of count too', () => {
    expect(isTooDeep(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toBe(true);
  });

  test.each<[value: unknown]>([[null], ['text'], [5], [undefined], [[[]]], [{}]])('%j is not', (value) => {
    expect(isTooDeep(value)).toBe(false);
  });
});
