import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/lib/json.ts';
import { detect, typedValue, VALUE_MODES } from '../../src/usermaven/values.ts';
import { anyJson, RUNS, text } from '../support/arbitraries.ts';

const DETECTED: readonly [typed: string, sent: string | number | boolean][] = [
  // Numbers: plain decimals.
  ['29.90', 29.9],
  ['-3', -3],
  ['0', 0],
  ['0.5', 0.5],
  ['0.0', 0],
  ['100', 100],
  ['-0.5', -0.5],
  ['0.000001', 0.000001],
  ['123456789012345', 123_456_789_012_345],
  ['0.123456789012345', 0.123456789012345],
  // Booleans, in any case.
  ['true', true],
  ['false', false],
  ['TRUE', true],
  ['False', false],
  // Text that would not survive the way back, or that only looks like a number.
  ['007', '007'],
  ['-007', '-007'],
  ['+15551234567', '+15551234567'],
  ['1e3', '1e3'],
  ['0x1F', '0x1F'],
  ['12345678901234567', '12345678901234567'],
  ['1234567890123456', '1234567890123456'],
  ['0.1234567890123456', '0.1234567890123456'],
  ['1,234.50', '1,234.50'],
  ['1.234,50', '1.234,50'],
  ['1 234', '1 234'],
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
  ['-0', '-0'],
  ['-0.00', '-0.00'],
  ['.5', '.5'],
  ['5.', '5.'],
  ['1.2.3', '1.2.3'],
  ['1_000', '1_000'],
  ['10n', '10n'],
  ['$29.90', '$29.90'],
  ['٣', '٣'],
  [`0.${'0'.repeat(320)}1`, `0.${'0'.repeat(320)}1`],
  [`0.${'0'.repeat(307)}15`, `0.${'0'.repeat(307)}15`],
  [`0.${'0'.repeat(306)}5`, 5e-307],
  [`0.${'0'.repeat(400)}1`, `0.${'0'.repeat(400)}1`],
  ['yes', 'yes'],
  ['true.', 'true.'],
  ['null', 'null'],
  ['', ''],
];

describe('under detect', () => {
  test.each(DETECTED)('%j is sent as %j', (typed, sent) => {
    expect(detect(typed)).toBe(sent);
    expect(typedValue(typed, 'detect')).toBe(sent === '' ? undefined : sent);
  });

  test('white space around a value does not hide its type', () => {
    expect(typedValue(' 29.90\n', 'detect')).toBe(29.9);
    expect(typedValue('\tTRUE ', 'detect')).toBe(true);
    expect(typedValue('  two words ', 'detect')).toBe('two words');
  });

  test('a recognized number is the decimal that was typed, digit for digit', () => {
    const decimal = fc.stringMatching(/^-?\d{1,18}(\.\d{1,18})?$/);
    const check = (typed: string) => {
      const sent = detect(typed);
      if (typeof sent === 'number') expect(significance(String(sent))).toEqual(significance(typed));
      else expect(sent).toBe(typed);
    };
    fc.assert(fc.property(decimal, check), RUNS);
  });

  test('a recognized number survives JSON', () => {
    const decimal = fc
      .stringMatching(/^-?(0|[1-9]\d{0,8})(\.\d{1,6})?$/)
      .filter((typed) => !/^-[0.]+$/.test(typed));
    const check = (typed: string) => {
      const sent = detect(typed);
      expect(typeof sent).toBe('number');
      expect(JSON.parse(JSON.stringify(sent))).toBe(sent);
    };
    fc.assert(fc.property(decimal, check), RUNS);
  });

  test('text that is no number and no boolean stays as it was', () => {
    const check = (typed: string) => {
      const sent = detect(typed);
      if (typeof sent === 'string') expect(sent).toBe(typed);
      else expect(typed).toMatch(typeof sent === 'number' ? /^-?\d+(\.\d+)?$/ : /^(true|false)$/i);
    };
    fc.assert(fc.property(text, check), RUNS);
  });
});

describe('under text', () => {
  test.each(DETECTED)('%j stays text', (typed) => {
    expect(typedValue(typed, 'text')).toBe(typed === '' ? undefined : typed);
  });
});

test('values are sent in one of two ways', () => {
  expect(VALUE_MODES).toEqual(['detect', 'text']);
});

describe.each(['detect', 'text'] as const)('under %s', (mode) => {
  test.each<[blank: Json]>([[''], [' \t\n'], [null], [[]], [{}]])('%j is blank and left out', (blank) => {
    expect(typedValue(blank, mode)).toBeUndefined();
  });

  test.each<[value: Json]>([
    [0],
    [29.9],
    [-3],
    [1e21],
    [false],
    [true],
    [['1', 'true']],
    [{ amount: '29.90' }],
  ])('%j has its type already and keeps it', (value) => {
    expect(typedValue(value, mode)).toBe(value);
  });

  test('typing twice is typing once', () => {
    const check = (value: Json) => {
      const once = typedValue(value, mode);
      if (once !== undefined) expect(typedValue(once, mode)).toStrictEqual(once);
    };
    fc.assert(fc.property(anyJson, check), RUNS);
  });
});

/** A decimal as sign, significant digits and the place of the first of them: 0.050 and 5e-2 are the same. */
const significance = (decimal: string) => {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(decimal) ?? [];
  const digits = `${whole}${fraction}`;
  const leading = /^0*/.exec(digits)?.[0].length ?? 0;
  const significant = digits.replace(/^0+|0+$/g, '');
  return { sign, significant, place: significant === '' ? 0 : whole.length - leading + Number(exponent) };
};
