import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exactNumber, parseExactly } from '../../src/lib/parse-json.ts';
import { RUNS, steadyJson } from '../support/arbitraries.ts';

describe('a number of JSON', () => {
  test.each<[digits: string, number: number]>([
    ['0', 0],
    ['-29.90', -29.9],
    ['999999999999999', 999_999_999_999_999],
    ['-999999999999999', -999_999_999_999_999],
    ['0.1000000000000000000000', 0.1],
    ['0.0000001', 0.0000001],
    ['1e3', 1_000],
    ['1.5E+10', 15_000_000_000],
  ])('is one where all of its digits are sent: %s', (digits, number) => {
    expect(exactNumber(digits)).toBe(number);
  });

  test.each([
    // The form decides, not whether this one happens to fit.
    '1234567890123456',
    '-1234567890123456',
    '9007199254740993',
    '0.12345678901234567',
    '-12345678901.234567',
    '1e400',
    '-1e400',
  ])('is text where digits would be lost, or where one like it would lose some: %s', (digits) => {
    expect(exactNumber(digits)).toBe(digits);
  });
});

describe('strict JSON', () => {
  test.each<[text: string, value: unknown]>([
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['{"id":1234567890123456}', { id: '1234567890123456' }],
    ['[0.12345678901234567]', ['0.12345678901234567']],
    ['[123.4567890123456789]', ['123.4567890123456789']],
    ['[1e400,-1e+400,2E999]', ['1e400', '-1e+400', '2E999']],
    // Text is left alone, however much it looks like a number.
    ['{"a":"9007199254740993","b":5}', { a: '9007199254740993', b: 5 }],
    ['null', null],
  ])('keeps the digits of its numbers: %s', (text, value) => {
    expect(parseExactly(text)).toEqual(value);
  });

  test.each(['', '{', '{a:1}', '01', 'undefined', '{"a":1} {"b":2}'])('is not %j', (text) => {
    expect(parseExactly(text)).toBeUndefined();
  });

  test('tells of its numbers, as they are written, if one of them is unusual', () => {
    const told: string[] = [];
    parseExactly('[1,"2",3.50,9007199254740993]', (digits) => told.push(digits));
    expect(told).toEqual(['1', '3.50', '9007199254740993']);
    parseExactly('[1,"2",3.50]', (digits) => told.push(digits));
    expect(told).toHaveLength(3);
  });

  test('nested too deeply to be looked through is read as it is', () => {
    const deep = `${'['.repeat(5_000)}9007199254740993${']'.repeat(5_000)}`;
    expect(Array.isArray(parseExactly(deep))).toBe(true);
  });

  test('says what it says to everybody else, where its numbers are short', () => {
    const check = (json: string) => expect(JSON.stringify(parseExactly(json))).toBe(json);
    fc.assert(
      fc.property(
        steadyJson.map((value) => JSON.stringify(value)),
        check,
      ),
      RUNS,
    );
  });
});
