import { describe, expect, test } from '@jest/globals';
import { shorten } from '../../src/lib/text.ts';

describe('a text that is cut', () => {
  test.each<[text: string, most: number, cut: string]>([
    ['', 3, ''],
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc…'],
    ['ab😀', 3, 'ab…'],
    ['a😀b', 3, 'a😀…'],
  ])('%j of %d is %j', (text, most, cut) => {
    expect(shorten(text, most)).toBe(cut);
  });
});
