import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InputError, quote, Refusal } from '../../src/lib/validation.ts';
import { anyJson, RUNS } from '../support/arbitraries.ts';

describe('a value in a message', () => {
  test.each<[value: unknown, shown: string]>([
    ['banana', '"banana"'],
    [' two\n\tlines ', '"two lines"'],
    ['zero\u0000width\u2028line', '"zero width line"'],
    [42, '"42"'],
    [true, '"true"'],
    [null, '"null"'],
    [undefined, '"undefined"'],
    [['a', 1], '"["a",1]"'],
    [{ a: 1 }, '"{"a":1}"'],
    ['', '""'],
    ['x'.repeat(60), `"${'x'.repeat(60)}"`],
    ['x'.repeat(61), `"${'x'.repeat(60)}…"`],
    [`${'x'.repeat(59)}😀`, `"${'x'.repeat(59)}…"`],
    ['\ud800', '"\ufffd"'],
    // What is cut far behind what is shown was cut all the same.
    [`${' '.repeat(990)}${'x'.repeat(50)}`, `"${'x'.repeat(10)}…"`],
  ])('%j is shown as %s', (value, shown) => {
    expect(quote(value)).toBe(shown);
  });

  test('is one line of at most 63 characters, whatever it is', () => {
    const check = (value: unknown) => {
      const shown = quote(value);
      expect(shown.length).toBeLessThanOrEqual(63);
      expect(shown).toMatch(/^"[^\p{Cc}\n\r\u2028\u2029]*"$/u);
      expect(shown.isWellFormed()).toBe(true);
    };
    fc.assert(fc.property(anyJson, check), RUNS);
  });
});

test('input with hundreds of problems says the first 50, and how many there are more', () => {
  const problems = (count: number) => Array.from({ length: count }, (_, index) => `Problem ${index + 1}.`);
  expect(new InputError(problems(50)).problems).toEqual(problems(50));
  const error = new InputError(problems(1_051));
  expect(error.problems).toEqual([...problems(50), 'And 1,001 more of this kind.']);
  expect(error.message).toBe(error.problems.join('\n'));
});

test('input that cannot be sent says everything that is wrong with it, a line each', () => {
  const error = new InputError(['Event Name: blank.', 'Page URL: "x" is not a web address.']);
  expect(error.problems).toEqual(['Event Name: blank.', 'Page URL: "x" is not a web address.']);
  expect(error.message).toBe('Event Name: blank.\nPage URL: "x" is not a web address.');
  expect(error.name).toBe('InputError');
});

test.each([
  ['a refusal', () => new Refusal('x')],
  ['input that cannot be sent', () => new InputError(['x'])],
])('%s is an error without a trace, and takes it from no other', (_what, make) => {
  const before = Error.stackTraceLimit;
  const error = make();
  expect(error).toBeInstanceOf(Error);
  expect(error.stack).not.toMatch(/^\s+at /m);
  expect(Error.stackTraceLimit).toBe(before);
  expect(new Error('x').stack).toMatch(/^\s+at /m);
});
