import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readJsonArray, readJsonObject } from '../../src/events/read-json.ts';
import { Invalid } from '../../src/lib/validation.ts';
import { anyJsonObject, RUNS } from '../support/arbitraries.ts';
import { asMessages } from '../support/building.ts';

/** Why a value cannot be taken, as a message says it; fails the test when it can. */
const refused = (read: unknown): string => {
  if (!(read instanceof Invalid)) throw new Error(`This was read as ${JSON.stringify(read)}.`);
  return asMessages([{ invalid: read }]).join();
};

const NOT_JSON = 'is not valid JSON. Check its quotes, commas and brackets.';
const NO_OBJECT = 'is not a JSON object. Use the form {"name": "value"}.';
const NO_ARRAY = 'is not a JSON array. Use the form [{...}, {...}].';

describe('a JSON object', () => {
  test('is taken as it is, or as its text', () => {
    expect(readJsonObject({ a: '1' })).toEqual({ a: '1' });
    expect(readJsonObject(' {"a":"1"} ')).toEqual({ a: '1' });
  });

  test.each([{}, '{}', ' { } '])('is blank when nothing is in it: %j', (value) => {
    expect(readJsonObject(value)).toBeUndefined();
  });

  test.each<[value: unknown, says: string]>([
    ['{"a":', `"{"a":" ${NOT_JSON}`],
    ['[1]', `"[1]" ${NO_OBJECT}`],
    ['null', `"null" ${NO_OBJECT}`],
    ['5', `"5" ${NO_OBJECT}`],
    [5, `"5" ${NO_OBJECT}`],
    [[1], `"[1]" ${NO_OBJECT}`],
  ])('is not %j', (value, says) => {
    expect(refused(readJsonObject(value))).toBe(says);
  });
});

describe('a JSON array', () => {
  test('is taken as it is, or as its text', () => {
    expect(readJsonArray([1, 'a'])).toEqual([1, 'a']);
    expect(readJsonArray('[{"a":1}]')).toEqual([{ a: 1 }]);
  });

  test.each([[], '[]', ' [ ] '])('is blank when nothing is in it: %j', (value) => {
    expect(readJsonArray(value)).toBeUndefined();
  });

  test.each<[value: unknown, says: string]>([
    ['banana', `"banana" ${NOT_JSON}`],
    ['{"a":1}', `"{"a":1}" ${NO_ARRAY}`],
    [{ a: 1 }, `"{"a":1}" ${NO_ARRAY}`],
    ['null', `"null" ${NO_ARRAY}`],
  ])('is not %j', (value, says) => {
    expect(refused(readJsonArray(value))).toBe(says);
  });
});

test('text that is nested too deep is refused before anything walks through it', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const says = 'lists and objects are nested too deeply. Use at most 100 levels.';
  expect(refused(readJsonArray(deep))).toBe(says);
  expect(refused(readJsonObject(`{"a":${deep}}`))).toBe(says);
});

describe('a whole number in JSON text', () => {
  test.each([
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890',
    '-12345678901234567890',
    `1${'0'.repeat(400)}`,
  ])('stays text when it would lose digits, at any depth: %s', (digits) => {
    expect(readJsonObject(`{"id":${digits}}`)).toEqual({ id: digits });
    expect(readJsonArray(`[{"a":[${digits}]}]`)).toEqual([{ a: [digits] }]);
  });

  test.each([
    '9007199254740991',
    '-9007199254740991',
    '100000000000000000000',
    '1234567890123456',
    '0',
    '-0',
  ])('is a number when it keeps its digits: %s', (digits) => {
    expect(readJsonObject(`{"id":${digits}}`)).toEqual({ id: Number(digits) });
  });

  test('beside it, everything keeps its type', () => {
    const json = '{"text":"12345678901234567890","share":0.12345678901234567890,"none":null,"no":false}';
    expect(readJsonObject(json)).toEqual(JSON.parse(json));
  });

  test('may be a member with any name', () => {
    const read = readJsonObject('{"__proto__":9007199254740993}');
    expect(Object.entries(read ?? {})).toEqual([['__proto__', '9007199254740993']]);
  });
});

test('an object and its text are read alike', () => {
  const check = (object: { [key: string]: unknown }) => {
    expect(JSON.stringify(readJsonObject(JSON.stringify(object)))).toBe(
      JSON.stringify(readJsonObject(object)),
    );
  };
  fc.assert(fc.property(anyJsonObject, check), RUNS);
});
