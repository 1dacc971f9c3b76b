import { describe, expect, test } from '@jest/globals';
import currencyCodes from 'currency-codes';
import { isCurrency, isMarkOf, SMALLEST_PER_UNIT, smallestPerUnit } from '../../src/usermaven/currencies.ts';

/** Codes of list one that no country pays with: metals, funds, bond units, tests. They have no smallest unit. */
const NO_MONEY = /^X(A[GU]|B[A-D]|DR|P[DT]|SU|TS|UA|XX|AD)$/;

describe('how many of its smallest unit make one unit of a currency', () => {
  const listed = currencyCodes.data.filter(({ code }) => !NO_MONEY.test(code));

  test('is as ISO 4217 has it, for every currency of its list', () => {
    expect(listed.length).toBeGreaterThan(150);
    for (const { code, digits } of listed)
      expect([code, smallestPerUnit(code)]).toEqual([code, 10 ** digits]);
  });

  test('is a hundred where nothing else is known, and no code of ours is made up', () => {
    expect(smallestPerUnit('ZZZ')).toBe(100);
    expect([...SMALLEST_PER_UNIT.keys()].filter((code) => !listed.some((one) => one.code === code))).toEqual(
      [],
    );
  });
});

test.each([
  ['USD', true],
  ['EUR', true],
  ['SKU', false],
  ['ZZZ', false],
  ['usd', false],
])('%s is a currency: %s', (code, known) => {
  expect(isCurrency(code)).toBe(known);
});

test.each([
  ['$', 'USD', true],
  ['$', 'AUD', true],
  ['US$', 'USD', true],
  ['US$', 'CAD', false],
  ['CA$', 'CAD', true],
  ['CA$', 'USD', false],
  ['C$', 'CAD', true],
  ['€', 'EUR', true],
  ['€', 'USD', false],
  ['￥', 'JPY', true],
  ['¥', 'CNY', true],
  ['USD', 'USD', true],
  ['USD', 'CAD', false],
  // A sign that no currency is written with today.
  ['₰', 'EUR', true],
])('an amount with %s can be in %s: %s', (mark, code, can) => {
  expect(isMarkOf(mark, code)).toBe(can);
});
