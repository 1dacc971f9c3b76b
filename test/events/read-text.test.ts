import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  readEmail,
  readId,
  readIpAddress,
  readName,
  readText,
  readTimeZone,
} from '../../src/events/read-text.ts';
import { Invalid } from '../../src/lib/validation.ts';
import { anyJson, INVISIBLE, nobody, RUNS, text } from '../support/arbitraries.ts';
import { asMessages } from '../support/building.ts';

/** Why a value cannot be taken, as a message says it; fails the test when it can. */
const refused = (read: unknown): string => {
  if (!(read instanceof Invalid)) throw new Error(`This was read as ${JSON.stringify(read)}.`);
  return asMessages([{ invalid: read }]).join();
};

describe('text', () => {
  test.each<[value: unknown, read: string]>([
    [' a b ', 'a b'],
    [0, '0'],
    [-0, '0'],
    [1.5, '1.5'],
    [true, 'true'],
    [`${INVISIBLE} a${INVISIBLE}b ${INVISIBLE}`, `a${INVISIBLE}b`],
    ['\n\u00A0\u200B\uFEFF', ''],
  ])('%j is read as %j', (value, read) => {
    expect(readText(value)).toBe(read);
  });

  test.each<[value: unknown, says: string]>([
    [['a', 'b'], '"["a","b"]" is a list. Map a single value.'],
    [{ a: 1 }, '"{"a":1}" is an object. Map a single value.'],
    [['a'], '"["a"]" is a list. Map a single value.'],
  ])('%j is refused: %s', (value, says) => {
    expect(refused(readText(value))).toBe(says);
  });

  test('the longest whole numbers that keep their digits are read, longer ones are refused', () => {
    expect(readText(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991');
    expect(readText(Number.MIN_SAFE_INTEGER)).toBe('-9007199254740991');
    for (const number of [2 ** 53, -(2 ** 53), 1.2345678901234567e19, 1e21]) {
      expect(refused(readText(number))).toBe(
        `"${number}" is a number so long that its last digits may be wrong. Map it as text (in JSON, put it in quotes).`,
      );
    }
  });

  test('no event has room for is refused by its length and not shown', () => {
    expect(readText('x'.repeat(32_768))).toHaveLength(32_768);
    expect(refused(readText(` ${'x'.repeat(32_769)}`))).toBe(
      '32,769 characters is too long: an event can have at most 32,768 bytes. Shorten it.',
    );
  });

  test('arrives trimmed and otherwise as it was typed, or is refused', () => {
    const check = (typed: string) => {
      const read = readText(typed);
      if (read instanceof Invalid) throw new Error('Short text was refused.');
      expect(typed).toContain(read);
      expect(typed.replace(read, '').replace(/[\s\u200B-\u200D\u2060\uFEFF]/g, '')).toBe('');
      expect(readText(read)).toBe(read);
    };
    fc.assert(fc.property(text, check), RUNS);
  });
});

/** What stands for nobody, as the contract lists it. */
const NOBODY = [
  'null',
  'undefined',
  'none',
  'nil',
  'nan',
  'n/a',
  '#n/a',
  '-',
  '(not set)',
  '(none)',
  '[object Object]',
  'unknown',
  'anonymous',
  '00000000-0000-0000-0000-000000000000',
];

describe('an id', () => {
  test.each(NOBODY)('%s is nobody, in any case and with anything invisible around it', (name) => {
    for (const value of [
      name,
      name.toUpperCase(),
      name.toLowerCase(),
      ` ${name}\n`,
      `${INVISIBLE}${name}${INVISIBLE}`,
    ]) {
      expect(readId(value)).toBeUndefined();
      expect(readEmail(value)).toBeUndefined();
    }
  });

  test.each(['', ' ', INVISIBLE, ` ${INVISIBLE}\t`])('%j is nobody', (value) => {
    expect(readId(value)).toBeUndefined();
    expect(readEmail(value)).toBeUndefined();
  });

  test.each<[value: unknown, id: string]>([
    [0, '0'],
    ['0', '0'],
    [false, 'false'],
    ['007', '007'],
    ['nobody', 'nobody'],
    ['null-1', 'null-1'],
    ['nulls', 'nulls'],
    ['--', '--'],
    ['Anonymous Coward', 'Anonymous Coward'],
    ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001'],
    ['jane@example.com', 'jane@example.com'],
    ['12345678901234567890', '12345678901234567890'],
    ['100%', '100%'],
    ['50% of 80%', '50% of 80%'],
    ['$100', '$100'],
    ['\u0024{a} or more', '\u0024{a} or more'],
    ['%a% or more', '%a% or more'],
    ['a}}', 'a}}'],
    ['{a}', '{a}'],
    ['%', '%'],
    ['%%', '%%'],
    ['1e10', '1e10'],
    ['12e+10', '12e+10'],
    ['1e+a', '1e+a'],
  ])('%j is %s', (value, id) => {
    expect(readId(value)).toBe(id);
  });

  test.each([
    '{{77251676__id}}',
    'user_{{id}}',
    '{{ id',
    '\u0024{user.id}',
    '\u0024{}',
    '\u0024{first} \u0024{last}',
    '%%user_id%%',
    '%FIRST% %LAST%',
    '%USER_ID%',
    '%id%',
    '%x%',
    '% x%',
    '%User ID%',
  ])('a placeholder that was never filled is refused: %s', (value) => {
    expect(refused(readId(value))).toBe(
      `"${value}" is a placeholder that was never filled in. Map a value from an earlier step instead.`,
    );
  });

  test.each(['1.23457E+15', '1E+15', '1,23457E+15', '-1.5e+21', ' 1.23457E+15 ', 1e21])(
    'is not a number without its last digits: %j',
    (value) => {
      expect(refused(readId(value))).toMatch(/^"\S+" is a number so long that its last digits /);
    },
  );

  test('is any number written out, but no number as a spreadsheet shortens it', () => {
    const check = (digits: bigint) => {
      expect(readId(String(digits))).toBe(String(digits));
      // What a spreadsheet and JavaScript make of it.
      expect(refused(readId(Number(digits).toExponential()))).toMatch(
        /so long that its last digits are missing\. Format the column/,
      );
    };
    fc.assert(fc.property(fc.bigInt({ min: 1n, max: 10n ** 30n }), check), RUNS);
  });

  test('is told from nobody whatever is around it', () => {
    const around = fc.string({ unit: fc.constantFrom(...INVISIBLE, ' ', '\n', '\u00A0'), maxLength: 5 });
    const check = (before: string, id: string, after: string) => {
      expect(readId(`${before}${id}${after}`)).toBe(id);
    };
    fc.assert(fc.property(around, fc.uuid(), around, check), RUNS);
    fc.assert(
      fc.property(nobody, (value) => {
        expect(readId(value)).toBeUndefined();
      }),
      RUNS,
    );
  });
});

describe('an email address', () => {
  test.each<[value: unknown, address: string]>([
    ['jane@example.com', 'jane@example.com'],
    [' Jane@Example.COM ', 'Jane@Example.COM'],
    ['Jane Doe <jane@example.com>', 'jane@example.com'],
    ['"Doe, Jane" <jane@example.com>', 'jane@example.com'],
    ['<jane@example.com>', 'jane@example.com'],
    ['Jane < jane@example.com >', 'jane@example.com'],
    ['mailto:jane@example.com', 'jane@example.com'],
    ['MAILTO:jane@example.com', 'jane@example.com'],
    ['Jane <mailto:jane@example.com>', 'jane@example.com'],
    ['"jane@example.com"', 'jane@example.com'],
    ["'jane@example.com'", 'jane@example.com'],
    [`${INVISIBLE}jane@example.com`, 'jane@example.com'],
    ['mailto:jane@example.com?subject=Hi', 'jane@example.com'],
    ['“jane@example.com”', 'jane@example.com'],
    ['jane@example.com <jane@example.com>', 'jane@example.com'],
    ['«jane@example.com»', 'jane@example.com'],
    ['»jane@example.com«', 'jane@example.com'],
    ['‹jane@example.com›', 'jane@example.com'],
    ['‚jane@example.com‘', 'jane@example.com'],
    ['`jane@example.com`', 'jane@example.com'],
    ['\u202ajane@example.com\u202c', 'jane@example.com'],
    ['jane|doe@example.com', 'jane|doe@example.com'],
    ['jane+tag.x_y-z@mail.example.co.uk', 'jane+tag.x_y-z@mail.example.co.uk'],
    ["o'neil@example.com", "o'neil@example.com"],
    ['jürgen@bücher.example', 'jürgen@bücher.example'],
    ['info@col·lecció.example', 'info@col·lecció.example'],
  ])('is taken out of %j: %s', (value, address) => {
    expect(readEmail(value)).toBe(address);
  });

  test.each([
    'jane@example.com,john@example.com',
    'jane@example.com; john@example.com',
    'jane@example.com john@example.com',
    'Jane <jane@example.com>, John <john@example.com>',
    'jane@example.com|john@example.com',
    'jane@example.com, jane@example.com',
  ])('is not taken out of several: %s', (value) => {
    expect(refused(readEmail(value))).toBe(`"${value}" holds more than one address. Map a single one.`);
  });

  test.each([
    'jane',
    'not an email',
    'jane@',
    '@example.com',
    'jane@localhost',
    'jane@example.',
    'jane @example.com',
    'jane@exam ple.com',
    'jane@john@example.com',
    'jane@example.com;',
    'jane@example.com?',
    'jane@example..com',
    'jane@example.com|john',
    '*jane@example.com*',
    '«jane@example.com',
    'jane@example.com»',
    "jane@example.com'",
    'jane@example.com!',
    'jane@exa$mple.com',
    'ja\u200bne@example.com',
    'mailto:',
    '<>',
    'Jane <null>',
    '5',
  ])('%s is none', (value) => {
    expect(refused(readEmail(value))).toBe(
      `"${value}" is not an email address. Use one such as jane@example.com.`,
    );
  });

  test('of a placeholder is refused as such', () => {
    expect(refused(readEmail('{{77__email}}'))).toMatch(/placeholder/);
    expect(refused(readEmail('Jane <{{77__email}}>'))).toMatch(/placeholder/);
  });

  test('of several in a list is refused', () => {
    expect(refused(readEmail(['jane@example.com', 'john@example.com']))).toMatch(/is a list/);
  });

  test('is the same address however it is written', () => {
    const forms: readonly ((address: string, name: string) => string)[] = [
      (address) => address,
      (address) => `mailto:${address}`,
      (address) => `<${address}>`,
      (address, name) => `${name} <${address}>`,
      (address) => `"${address}"`,
      (address) => `«${address}»`,
      (address) => ` ${address}${INVISIBLE}`,
    ];
    const name = fc.stringMatching(/^[A-Za-zÀ-ž' .,-]{0,20}$/);
    const check = (address: string, form: number, called: string) => {
      expect(readEmail(forms[form]?.(address, called))).toBe(address);
    };
    const address = fc.emailAddress({ size: '-1' }).filter((one) => !/^'|\{\{|\?/.test(one));
    fc.assert(fc.property(address, fc.nat(forms.length - 1), name, check), RUNS);
  });

  test('has one @, no spaces and a domain, whatever comes in', () => {
    const check = (value: unknown) => {
      const read = readEmail(value);
      if (typeof read !== 'string') return;
      expect(read).toMatch(/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/);
      // Nothing is made up: it stands there.
      expect(JSON.stringify(value)).toContain(JSON.stringify(read).slice(1, -1));
    };
    const like = fc.string({ unit: fc.constantFrom('a', '.', '@', ' ', '<', '>', '"', ',', 'mailto:', '{') });
    fc.assert(fc.property(fc.oneof(like, text, anyJson), check), RUNS);
  });
});

describe('the name of an event', () => {
  test.each([...NOBODY, 'NULL', `${INVISIBLE}Undefined `])('is not %j', (name) => {
    expect(refused(readName(name))).toMatch(
      / is not an event name\. Use what happened, for example "Signed Up"\.$/,
    );
  });

  test.each(['{{77__name}}', 'Paid {{77__plan}}', '\u0024{name}', '%EVENT%'])(
    'is not the placeholder %s',
    (name) => {
      expect(refused(readName(name))).toMatch(/placeholder/);
    },
  );

  test.each<[value: unknown, name: string]>([
    [' Signed Up ', 'Signed Up'],
    [404, '404'],
    ['Nothing', 'Nothing'],
    ['100% Done', '100% Done'],
  ])('%j is %s', (value, name) => {
    expect(readName(value)).toBe(name);
  });
});

describe('an IP address', () => {
  test.each<[value: unknown, address: string]>([
    ['203.0.113.7', '203.0.113.7'],
    [' 203.0.113.7 ', '203.0.113.7'],
    ['203.0.113.7, 10.0.0.1, 10.0.0.2', '203.0.113.7'],
    ['203.0.113.7:443', '203.0.113.7'],
    ['203.0.113.7:443, 10.0.0.1', '203.0.113.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['2001:db8::1, 10.0.0.1', '2001:db8::1'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
    ['::1', '::1'],
    ['255.255.255.255', '255.255.255.255'],
  ])('%j is %s', (value, address) => {
    expect(readIpAddress(value)).toBe(address);
  });

  test.each([
    '256.0.0.1',
    '203.0.113.007',
    '203.0.113',
    '203.0.113.7.8',
    'localhost',
    'x',
    '203.0.113.7/24',
    ':',
    '1:2',
    'http://[::1]',
    5,
  ])('is not %j', (value) => {
    expect(refused(readIpAddress(value))).toBe(
      `"${value}" is not an IP address. Use one such as 203.0.113.7.`,
    );
  });

  test.each(['', 'unknown', '-'])('is blank where a proxy says %j', (value) => {
    expect(readIpAddress(value)).toBeUndefined();
  });

  test('is found first in what proxies forward, with and without ports', () => {
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
    const check = (v4: string, v6: string, one: number | undefined, others: readonly string[]) => {
      const suffix = one === undefined ? '' : `:${one}`;
      expect(readIpAddress([`${v4}${suffix}`, ...others].join(', '))).toBe(v4);
      expect(readIpAddress([one === undefined ? v6 : `[${v6}]${suffix}`, ...others].join(','))).toBe(v6);
    };
    fc.assert(fc.property(fc.ipV4(), fc.ipV6(), port, fc.array(fc.ipV4(), { maxLength: 3 }), check), RUNS);
  });
});

describe('the name of a time zone', () => {
  test.each([
    'Europe/Berlin',
    ' America/Chicago ',
    'UTC',
    'gmt',
    'europe/berlin',
    'US/Eastern',
    'EST5EDT',
    '+02:00',
  ])('is %j', (value) => {
    expect(readTimeZone(value)).toBe(value.trim());
  });

  test.each(['BST', 'est', 'IST', 'CET', 'CST', 'ACT'])('is not %j, which stands for several', (value) => {
    expect(refused(readTimeZone(value))).toBe(
      `"${value}" is a time zone abbreviation, which may stand for several zones. Use a name such as Europe/Berlin.`,
    );
  });

  test.each(['Berlin', 'Mars/Base', 'GMT plus 1', 'CEST', 'PT', 'bar', 5])('is not %j', (value) => {
    expect(refused(readTimeZone(value))).toBe(
      `"${value}" is not a time zone. Use a name such as Europe/Berlin.`,
    );
  });
});
