import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redactor } from '../../src/lib/redact.ts';
import { formatCount, joinWords, oneLine, quote, truncate } from '../../src/lib/text.ts';
import { anyJson, RUNS, text } from '../support/arbitraries.ts';

const asItIs = redactor([]);

describe('a count in a message', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [64_000_000, '64,000,000'],
  ])('%i reads %s', (count, words) => expect(formatCount(count)).toBe(words));

  test('reads as English writes it, whatever it is', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (count) => expect(formatCount(count)).toBe(count.toLocaleString('en-US'))),
    );
  });
});

describe('a text that is cut', () => {
  test.each<[text: string, most: number, cut: string]>([
    ['', 3, ''],
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc…'],
    ['ab😀', 3, 'ab…'],
    ['a😀b', 3, 'a😀…'],
  ])('%j of %d is %j', (whole, most, cut) => {
    expect(truncate(whole, most)).toBe(cut);
  });
});

describe('a text on one line', () => {
  test.each<[typed: string, line: string]>([
    ['one line', 'one line'],
    ['  two\n\t lines ', 'two lines'],
    ['a\u0000b\u007fc\u0085d', 'a b c d'],
    ['a\u2028b\u00a0c', 'a b c'],
    ['\r\n', ''],
  ])('%j is %j', (typed, line) => {
    expect(oneLine(typed)).toBe(line);
  });

  test('stays as it is the second time', () => {
    fc.assert(
      fc.property(text, (typed) => expect(oneLine(oneLine(typed))).toBe(oneLine(typed))),
      RUNS,
    );
  });
});

test.each<[words: string[], list: string]>([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j reads "%s"', (words, list) => {
  expect(joinWords(words)).toBe(list);
});

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
    expect(quote(value, asItIs)).toBe(shown);
  });

  test('is one line of at most 63 characters, whatever it is', () => {
    const check = (value: unknown) => {
      const shown = quote(value, asItIs);
      expect(shown.length).toBeLessThanOrEqual(63);
      expect(shown).toMatch(/^"[^\p{Cc}\n\r\u2028\u2029]*"$/u);
      expect(shown.isWellFormed()).toBe(true);
    };
    fc.assert(fc.property(anyJson, check), RUNS);
  });

  test.each([
    ['of what is shown', 70],
    ['of what is read', 1_010],
  ])('holds no part of a secret, wherever the end %s cuts', (_end, last) => {
    const secret = '0123456789abcdef0123456789abcdef';
    const redact = redactor([secret]);
    for (let before = Math.max(0, last - 80); before <= last; before += 1) {
      expect(quote(`${'x'.repeat(before)}${secret}`, redact)).not.toContain('0123');
      // Spaces in front are not shown, so that the end of what is read is.
      expect(quote(`${' '.repeat(before)}${secret}`, redact)).toMatch(/^"\**…?"$/);
      expect(quote([`${'x'.repeat(before)}${secret}`], redact)).not.toContain('0123');
    }
  });
});
