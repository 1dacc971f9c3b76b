import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redactor } from '../../src/lib/redact.ts';
import { formatCount, joinWords, oneLine, quote, trimText, truncate } from '../../src/lib/text.ts';
import { anyJson, RUNS, text } from '../support/arbitraries.ts';
import { expectToGrowInStep, processorMs } from '../support/growth.ts';

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

  test('is found in a time that grows in step with the text, however much white space is in it', async () => {
    await expectToGrowInStep(5_000, (times) => processorMs(() => oneLine(`a${' '.repeat(times)}a`)));
  });

  test('stays as it is the second time', () => {
    fc.assert(
      fc.property(text, (typed) => expect(oneLine(oneLine(typed))).toBe(oneLine(typed))),
      RUNS,
    );
  });
});

describe('a text without what is around it', () => {
  test.each<[typed: string, trimmed: string]>([
    ['', ''],
    [' \n\t', ''],
    ['  two words\n', 'two words'],
    ['\u00a0a\u3000', 'a'],
    // Invisible characters, which come along when people copy.
    ['\u200b\u200c\u200d\u2060\ufeffa\ufeff\u2060\u200d\u200c\u200b', 'a'],
    [' \u200b \ufeff a \u200b ', 'a'],
    ['\u200b', ''],
    // Within a text they mean something: a family is one sign.
    ['a\u200bb', 'a\u200bb'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
    ['-\u00ad', '-\u00ad'],
  ])('%j is %j', (typed, trimmed) => {
    expect(trimText(typed)).toBe(trimmed);
  });

  test('is the text from its first to its last visible character, whatever it is', () => {
    const check = (typed: string) => {
      const trimmed = trimText(typed);
      const visible = (character: string) => !/[\s\u200B-\u200D\u2060\uFEFF]/.test(character);
      expect([...trimmed].filter(visible)).toEqual([...typed].filter(visible));
      expect(typed).toContain(trimmed);
      if (trimmed !== '') expect([trimmed.at(0) ?? '', trimmed.at(-1) ?? ''].every(visible)).toBe(true);
      expect(trimText(trimmed)).toBe(trimmed);
    };
    const around = fc.string({
      unit: fc.constantFrom(' ', '\n', '\u200b', '\u200d', '\ufeff', '\u2060', 'a', '😀'),
      maxLength: 12,
    });
    fc.assert(fc.property(fc.oneof(text, around), check), RUNS);
  });

  test.each([' ', '\u200b', 'a ', '\n'])(
    'is found in a time that grows in step with the text, with many of %j in it',
    async (repeated) => {
      await expectToGrowInStep(2_500, (times) => processorMs(() => trimText(`a${repeated.repeat(times)}a`)));
    },
  );
});

test.each<[words: string[], list: string]>([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j reads "%s"', (words, list) => {
  expect(joinWords(words)).toBe(list);
  expect(joinWords(words, 'or')).toBe(list.replace(' and ', ' or '));
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
