import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/lib/json.ts';
import { looksLikeMoney, readFormatted, typedValue, type ValueMode } from '../../src/usermaven/values.ts';
import { anyJson, RUNS, text } from '../support/arbitraries.ts';

const MODES = ['detect', 'detect_point', 'detect_comma', 'text'] as const satisfies readonly ValueMode[];
const DETECTING = ['detect', 'detect_point', 'detect_comma'] as const;

/** What becomes a number or a boolean under every mode but `text`. */
const PLAIN: readonly (readonly [typed: string, sent: number | boolean])[] = [
  ['29.90', 29.9],
  ['-3', -3],
  ['0', 0],
  ['0.5', 0.5],
  ['.5', 0.5],
  ['-.5', -0.5],
  ['0.0', 0],
  ['100', 100],
  ['-0.5', -0.5],
  ['0.000001', 0.000001],
  ['123456789012345', 123_456_789_012_345],
  ['0.123456789012345', 0.123456789012345],
  [`0.${'0'.repeat(306)}5`, 5e-307],
  ['true', true],
  ['false', false],
  ['TRUE', true],
  ['False', false],
];

/** What stays text whatever the mode: it would not survive the way back, or only looks like a number. */
const NEVER_NUMBERS: readonly string[] = [
  '007',
  '-007',
  '+15551234567',
  '+3',
  '1e3',
  '0x1F',
  '12345678901234567',
  '1234567890123456',
  '0.1234567890123456',
  '1 234',
  // As telephone numbers are written.
  '555 123 456',
  '+33 123 456',
  '(555) 123 456',
  '1 23,5 €',
  '1234 567,5 €',
  '1 234’567 €',
  '1 234 56 €',
  'NaN',
  'Infinity',
  '-Infinity',
  '-0',
  '-0.00',
  '-.0',
  '5.',
  '.',
  '-',
  '-.',
  '1.2.3',
  '1_000',
  '10n',
  '٣',
  `0.${'0'.repeat(320)}1`,
  `0.${'0'.repeat(307)}15`,
  `0.${'0'.repeat(400)}1`,
  'yes',
  'true.',
  'null',
  '--5',
  '1-5',
  '2026-11-25',
  '25.11.2026',
  '192.168.0.1',
  '10:30',
  '1/2',
  'v1.5',
  '5 apples',
  // A code needs a space, and has to be of a currency.
  '19.99USD',
  'EUR5',
  'SKU 123',
  '10 PCS',
  '5 XYZ',
  // A hundredth of what the digits say.
  '99¢',
  '¢99',
  '50 ￠',
  'USD',
  '$',
  '%',
  '()',
  '( )',
];

/** Numbers as people write them, under the mode that reads them. */
const FORMATTED: Readonly<Record<'detect_point' | 'detect_comma', readonly (readonly [string, number])[]>> = {
  detect_point: [
    ['1,234', 1234],
    ['1,234.50', 1234.5],
    ['1,234,567.89', 1_234_567.89],
    ['$1,234.50', 1234.5],
    ['$ 19.99', 19.99],
    ['US$19.99', 19.99],
    ['19.99 USD', 19.99],
    ['USD 19.99', 19.99],
    ['€5', 5],
    ['5\u00a0€', 5],
    ['5\u202f€', 5],
    ['£0.99', 0.99],
    ['₹1,000', 1000],
    ['₹99,999', 99_999],
    ['₹1,00,000', 100_000],
    ['1,23,456.50', 123_456.5],
    ['12,34,567.50 INR', 1_234_567.5],
    ['CHF 1’234.50', 1234.5],
    ["1'234'567.89", 1_234_567.89],
    ['$1 234', 1234],
    ['10%', 10],
    ['10 %', 10],
    ['-10%', -10],
    ['(5.00)', -5],
    ['($5.00)', -5],
    ['(1,234.50)', -1234.5],
    ['-$5.00', -5],
    ['$-5.00', -5],
    ['−5', -5],
    ['-5 USD', -5],
    ['$.50', 0.5],
  ],
  detect_comma: [
    ['1.234', 1234],
    ['1.234,50', 1234.5],
    ['1.234,50 €', 1234.5],
    ['1 234,50 €', 1234.5],
    ['1\u202f234\u202f567,89', 1_234_567.89],
    ['-12\u00a0345 €', -12_345],
    ['1.234.567,89', 1_234_567.89],
    ['9,99', 9.99],
    ['€ 9,99', 9.99],
    ['9,99 EUR', 9.99],
    ['9,99\u00a0€', 9.99],
    ['10,5 %', 10.5],
    ['(5,00)', -5],
    ['-5,00 €', -5],
    ['−5,00 €', -5],
    [',5', 0.5],
  ],
};

describe.each(DETECTING)('under %s', (mode) => {
  test.each(PLAIN)('%j is sent as %j', (typed, sent) => {
    expect(typedValue(typed, mode)).toBe(sent);
  });

  test.each(NEVER_NUMBERS)('%j stays text', (typed) => {
    expect(typedValue(typed, mode)).toBe(typed);
  });

  test('white space and invisible characters around a value do not hide its type', () => {
    expect(typedValue(' 29.90\n', mode)).toBe(29.9);
    expect(typedValue('\u200b29.90\ufeff', mode)).toBe(29.9);
    expect(typedValue('\tTRUE ', mode)).toBe(true);
    expect(typedValue('  two words ', mode)).toBe('two words');
  });

  test('a recognized number is the decimal that was typed, digit for digit; else it stays text', () => {
    const decimal = fc.stringMatching(/^-?\d{0,18}(\.\d{1,18})?$/).filter((typed) => /\d/.test(typed));
    const check = (typed: string) => {
      const sent = typedValue(typed, mode);
      // Under detect_comma, a full stop may group thousands.
      const said = mode === 'detect_comma' && isGrouped(typed) ? typed.replaceAll('.', '') : typed;
      if (typeof sent === 'number') expect(significance(String(sent))).toEqual(significance(said));
      else expect(sent).toBe(typed);
    };
    fc.assert(fc.property(decimal, check), RUNS);
  });

  test('a plain decimal of up to 15 digits is always a number, and survives JSON', () => {
    const decimal = fc
      .stringMatching(/^-?(0|[1-9]\d{0,8})(\.\d{1,6})?$/)
      .filter((typed) => !/^-[0.]+$/.test(typed));
    const check = (typed: string) => {
      const sent = typedValue(typed, mode);
      expect(typeof sent).toBe('number');
      expect(JSON.parse(JSON.stringify(sent))).toBe(sent);
    };
    fc.assert(fc.property(decimal, check), RUNS);
  });
});

/** True for digits in groups of three with full stops between them. */
const isGrouped = (typed: string): boolean => /^-?\d{1,3}(\.\d{3})+$/.test(typed) && !/^-?0\d*\./.test(typed);

describe('under detect', () => {
  const all = Object.values(FORMATTED).flat();
  const plain = new Set<string>(PLAIN.map(([typed]) => typed));

  test.each(all.map(([typed]) => typed).filter((typed) => !/^-?\d*\.?\d+$/.test(typed)))(
    'a number as people write it stays text, and looks like an amount: %j',
    (typed) => {
      expect(plain.has(typed)).toBe(false);
      expect(typedValue(typed, 'detect')).toBe(typed);
    },
  );

  test('a decimal with three digits after its point is that decimal', () => {
    expect(typedValue('1.234', 'detect')).toBe(1.234);
    expect(typedValue('1.234', 'detect_point')).toBe(1.234);
  });

  test('only plain decimals and true and false change: any other text stays as it was', () => {
    const check = (typed: string) => {
      const sent = typedValue(typed, 'detect');
      if (typeof sent === 'string') expect(typed).toContain(sent);
      else if (sent !== undefined)
        expect(trimmed(typed)).toMatch(typeof sent === 'number' ? /^-?\d*(\.\d+)?$/ : /^(true|false)$/i);
    };
    fc.assert(fc.property(text, check), RUNS);
  });
});

const trimmed = (typed: string): string =>
  typed.replace(/^[\s\u200B-\u200D\u2060\uFEFF]+|[\s\u200B-\u200D\u2060\uFEFF]+$/g, '');

describe.each(['detect_point', 'detect_comma'] as const)('under %s', (mode) => {
  const other = mode === 'detect_point' ? 'detect_comma' : 'detect_point';

  test.each(FORMATTED[mode])('%j is sent as %j', (typed, sent) => {
    expect(typedValue(typed, mode)).toBe(sent);
    expect(readFormatted(typed, mode)?.number).toBe(sent);
  });

  /** A number as a language writes it, of up to nine digits before its point. */
  const language = mode === 'detect_point' ? 'en-US' : 'de-DE';
  const amount = fc
    .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.nat({ max: 4 }))
    .map(([digits, places]) => ({ value: digits / 10 ** places, places }));

  test(`what ${language} writes reads back as the number, as plain number, percentage and amount of any currency`, () => {
    const check = ({ value, places }: { value: number; places: number }, currency: string) => {
      const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
      const typed = value.toLocaleString(language, digits);
      if (/^-[0.,]+$/.test(typed)) return;
      const number = Number(value.toFixed(places));
      expect([typed, typedValue(typed, mode)]).toEqual([typed, number]);
      const money = value.toLocaleString(language, { ...digits, style: 'currency', currency });
      expect([money, typedValue(money, mode)]).toEqual([money, number]);
      expect(typedValue(`${typed} %`, mode)).toBe(number);
      expect(typedValue(`${typed} ${currency}`, mode)).toBe(number);
    };
    const currencies = fc.constantFrom('USD', 'EUR', 'GBP', 'JPY', 'INR', 'BRL', 'CAD', 'CHF');
    fc.assert(fc.property(amount, currencies, check), RUNS);
  });

  test('what the other mode reads with both marks is no number, or the same one, never another', () => {
    for (const [typed, number] of FORMATTED[other]) {
      if (!/[.,].*[.,]|[.,]\d{1,2}(?!\d)/.test(typed)) continue;
      const sent = typedValue(typed, mode);
      if (typeof sent === 'number') expect(sent).toBe(number);
      else expect(sent).toBe(typed);
    }
  });

  test('a text keeps its digits: none is lost, added or moved', () => {
    const pieces = fc
      .array(fc.constantFrom(...'0123456789.,.,$€%-−() ', 'USD', '000', '\u00a0'), { maxLength: 12 })
      .map((parts) => parts.join(''));
    const point = mode === 'detect_point' ? '.' : ',';
    const check = (typed: string) => {
      const sent = typedValue(typed, mode);
      if (typeof sent !== 'number') return;
      const digits = [...typed].filter((character) => /\d/.test(character) || character === point).join('');
      // A plain decimal has a point under every mode.
      const isPlain = /^-?\d*\.\d+$/.test(trimmed(typed)) && !isGrouped(trimmed(typed));
      const said =
        isPlain && mode === 'detect_comma' ? trimmed(typed).replace(/^-/, '') : digits.replace(',', '.');
      const { significant, place } = significance(String(Math.abs(sent)));
      expect({ typed, significant, place }).toEqual({ typed, ...figures(said) });
      expect(sent < 0).toBe(/[-−(]/.test(typed) && sent !== 0);
    };
    fc.assert(fc.property(pieces, check), { numRuns: 20_000 });
  });

  test.each([
    '(5',
    '5)',
    '(-5)',
    '-(5)',
    '--5',
    '-$-5',
    '1,2,345',
    '1,23,456',
    '123,45,678',
    '1,234,56,789',
    '12,34',
    '1.23.456',
    '$5 USD %',
    '10%%',
    '$USD',
    'ABCD 5',
    'usd 5',
    '5 dollars',
    '$ $ 5',
  ])('what is not written like this stays text: %j', (typed) => {
    if (mode === 'detect_comma' && typed === '12,34') return;
    expect(typedValue(typed, mode)).toBe(typed);
  });
});

describe.each([
  ['detect_point', 'en-US', 'en-IN', 'de-CH', 'ja-JP', 'es-MX'],
  ['detect_comma', 'de-DE', 'fr-FR', 'pl-PL', 'sv-SE', 'cs-CZ', 'nb-NO', 'uk-UA', 'it-IT', 'pt-BR', 'tr-TR'],
] as const)('an amount under %s', (mode, ...languages) => {
  const formats = [{ style: 'currency', currency: 'EUR' }, { minimumFractionDigits: 2 }] as const;

  test.each(languages)('as %s writes it reads back, above a thousand as below it', (language) => {
    const check = (cents: number, format: Intl.NumberFormatOptions) => {
      const typed = (cents / 100).toLocaleString(language, { ...format, useGrouping: 'always' });
      expect([typed, typedValue(typed, mode)]).toEqual([typed, cents / 100]);
    };
    const amount = fc.integer({ min: 1, max: 999_999_999_999 });
    fc.assert(fc.property(amount, fc.constantFrom(...formats), check), RUNS);
  });
});

test('the list of currencies is asked for once, since values are many', () => {
  const asked = jest.spyOn(Intl, 'supportedValuesOf');
  for (let value = 0; value < 100; value += 1) typedValue(`${value} USD`, 'detect_point');
  expect(asked.mock.calls.length).toBeLessThanOrEqual(1);
  asked.mockRestore();
});

describe('what looks like an amount of money', () => {
  test.each([
    '$1,234.50',
    '9,99 €',
    '1,234',
    '19.99 USD',
    '(5.00)',
    '€5',
    '1.234,50',
    '₹1,00,000',
    '1 234,50 €',
    '1 234,50',
    '12\u202f345 €',
    'CHF 1’234.50',
    "1'234.50",
  ])('does: %j', (typed) => {
    expect(looksLikeMoney(typed)).toBe(true);
    expect(typedValue(typed, 'detect')).toBe(typed);
  });

  test('does as every language writes it', () => {
    const languages = fc.constantFrom(
      'en-US',
      'de-DE',
      'fr-FR',
      'de-CH',
      'pl-PL',
      'en-IN',
      'pt-BR',
      'sv-SE',
      'uk-UA',
    );
    const check = (value: number, language: string) => {
      const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: 'always' } as const;
      const typed = value.toLocaleString(language, digits);
      expect([typed, looksLikeMoney(typed)]).toEqual([typed, true]);
    };
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999 }), languages, check), RUNS);
  });

  test.each([
    '',
    '10%',
    '007',
    'two words',
    '+15551234567',
    'USD',
    '1.2.3',
    '25.11.2026',
    'A, B',
    '12345678901234567',
    '1 234',
    '555 123 4567',
    '10 30,5 x',
  ])('does not: %j', (typed) => {
    expect(looksLikeMoney(typed)).toBe(false);
  });
});

describe('under text', () => {
  test.each([
    ...PLAIN.map(([typed]) => typed),
    ...NEVER_NUMBERS,
    ...Object.values(FORMATTED)
      .flat()
      .map(([typed]) => typed),
  ])('%j stays text', (typed) => {
    expect(typedValue(typed, 'text')).toBe(typed);
  });

  test('every text is itself without the white space around it', () => {
    const check = (typed: string) => {
      expect(typedValue(typed, 'text') ?? '').toBe(trimmed(typed));
    };
    fc.assert(fc.property(text, check), RUNS);
  });
});

describe.each(MODES)('under %s', (mode) => {
  test.each<[blank: Json]>([[''], [' \t\n'], ['\u200b'], [null], [[]], [{}]])(
    '%j is blank and left out',
    (blank) => {
      expect(typedValue(blank, mode)).toBeUndefined();
    },
  );

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

/** The significant digits of a decimal without a sign, and the place of the first of them. */
const figures = (decimal: string) => {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^(\d*)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(decimal) ?? [];
  const digits = `${whole}${fraction}`;
  const leading = /^0*/.exec(digits)?.[0].length ?? 0;
  const significant = digits.replace(/^0+|0+$/g, '');
  return { significant, place: significant === '' ? 0 : whole.length - leading + Number(exponent) };
};

/** A decimal as sign, significant digits and the place of the first of them: 0.050 and 5e-2 are the same. */
const significance = (decimal: string) => ({
  sign: decimal.startsWith('-') ? '-' : '',
  ...figures(decimal.replace(/^-/, '')),
});
