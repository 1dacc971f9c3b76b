import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withCommas } from '../../src/lib/text.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [64_000_000, '64,000,000'],
])('%i reads %s', (count, words) => expect(withCommas(count)).toBe(words));

test('every count reads as English writes it', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (count) => expect(withCommas(count)).toBe(count.toLocaleString('en-US'))),
  );
});
