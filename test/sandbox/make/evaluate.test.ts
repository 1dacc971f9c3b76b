import { describe, expect, test } from '@jest/globals';
import { fillUnder, type Variables } from '../../../sandbox/make/evaluate.ts';
import { READING, READINGS, type Reading } from '../../../sandbox/make/readings.ts';
import { UnknownToMake, type Value } from '../../../sandbox/make/values.ts';

const VARIABLES: Variables = {
  body: {
    name: 'Jane',
    tags: ['a', 'b', 'c'],
    nothing: null,
    zero: 0,
    'first name': 'J',
    nested: { deep: [1] },
  },
  headers: { 'x-signature': 't=1' },
  at: new Date('2026-01-31T09:30:00Z'),
  parameters: {},
};

const evaluated = (expression: string, reading: Partial<Reading> = {}): Value =>
  fillUnder({ ...READING, ...reading })(`{{${expression}}}`, VARIABLES);

describe('values and operators', () => {
  test.each<[expression: string, value: Value]>([
    ["'a'", 'a'],
    ['"it\'s"', "it's"],
    ["''", ''],
    ['12', 12],
    ['0.5', 0.5],
    ['-3', -3],
    ['true', true],
    ['false', false],
    ['null', null],
    ['undefined', undefined],
    ['body.name', 'Jane'],
    [' body . name ', 'Jane'],
    ['body.`first name`', 'J'],
    ['headers.`x-signature`', 't=1'],
    ['body.missing', undefined],
    ['body.missing.too', undefined],
    ['body.name.length', undefined],
    ['body.toString', undefined],
    ['body.tags[1]', 'a'],
    ['body.tags[1 + 2]', 'c'],
    ['body.tags[0]', undefined],
    ['body.tags[4]', undefined],
    ['body.missing[1]', undefined],
    ['body.nested.deep[1]', 1],
    ["'a' + 'b' + \"c\"", 'abc'],
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['12 / 4 / 3', 1],
    ['1 = 1', true],
    ['1 == 1', true],
    // Equality is loose, however it is written.
    ['1 === 1', true],
    ["1 == '1'", true],
    ["1 === '1'", true],
    ["1 != '1'", false],
    ["1 !== '1'", false],
    ["0 == ''", true],
    ["'a' === 'A'", false],
    ["1 !== '2'", true],
    ['body.missing == undefined', true],
    ['body.missing === body.nothing', true],
    ['body.nothing == 0', false],
    ["'1 == 2'", '1 == 2'],
    // With any text, + joins; beside nothing it is the other one.
    ["1 + 'a'", '1a'],
    ["'1' + 1", '11'],
    ["true + 'a'", 'truea'],
    ["'at ' + at", 'at 2026-01-31T09:30:00.000Z'],
    ["'a' + body.missing", 'a'],
    ['body.nothing + 2', 2],
    ['body.tags.length + 1', 1],
    ['body.missing + body.nothing', null],
    ['1 < 2', true],
    ['2 <= 1', false],
    ['2 > 1', true],
    ['1 >= 1', true],
    ['1 < 2 == true', true],
    ['body.missing > 0', false],
    ['body.missing < 1', false],
    ['!body.missing', true],
    ['!!body.name', true],
    ['true && false || true', true],
    ['true || false && false', true],
    ['!(1 > 2) && 3 > 2', true],
  ])('%s', (expression, value) => {
    expect(evaluated(expression)).toEqual(value);
  });

  test('and work out no more than they need', () => {
    expect(evaluated('false && unknown')).toBe(false);
    expect(evaluated('true || unknown')).toBe(true);
    expect(() => evaluated('true && unknown')).toThrow(UnknownToMake);
  });
});

describe('what Make does not know is an error', () => {
  test.each([
    'unknown',
    'unknown.name',
    'unknown()',
    'toJSON(body)',
    'now',
    'trim()',
    "trim('a', 'b')",
    "replace('a', 'b')",
    "get(body, 'name')",
    "'a' 'b'",
    '',
    '1 +',
    '(1',
    '1)',
    'body.',
    'body.1',
    'body[1',
    'trim(',
    "trim('a'",
    "trim('a',)",
    "if(true; 'a'; 'b')",
    "replace(body.name, /a/g, '')",
    "'a\\'b'",
    "'}}'",
    "'{{'",
    'a ? b : c',
    'body.name & body.name',
    '5 % 2',
    '`body`',
    "body.tags + 'a'",
    'true + 1',
    'body.nothing + body',
    "'a' < 'b'",
    'body == body',
    'at == at',
    "-'a'",
    "body.name['a']",
    'body[1]',
    'first(body.tags)',
  ])('%s', (expression) => {
    expect(() => evaluated(expression)).toThrow(UnknownToMake);
  });
});

describe('templates', () => {
  const fill = fillUnder();
  const filled = (template: Value) => fill(template, VARIABLES);

  test('a lone expression keeps its type, and mixed with text becomes text', () => {
    expect(filled('{{body.zero}}')).toBe(0);
    expect(filled('{{body.tags}}')).toEqual(['a', 'b', 'c']);
    expect(filled('{{at}}')).toEqual(new Date('2026-01-31T09:30:00Z'));
    expect(filled('{{body.nothing}}')).toBeNull();
    expect(filled('[{{body.zero}}] {{body.name}}: {{at}}, {{true}}')).toBe(
      '[0] Jane: 2026-01-31T09:30:00.000Z, true',
    );
    expect(filled('a{{body.missing}}b{{body.nothing}}c')).toBe('abc');
    expect(filled(' {{body.zero}}')).toBe(' 0');
  });

  test('text without braces, and all that is no text, stays', () => {
    for (const value of ['', 'a { b } c', 12, true, null, undefined, ['a', 1]])
      expect(filled(value)).toEqual(value);
  });

  test.each(['{{body', 'body}}', '{{body}} }}', '{{body}}{{', '{{tags: {{body}}}}', '{{body.tags}} of them'])(
    '%s is an error',
    (template) => {
      expect(() => filled(template)).toThrow(UnknownToMake);
    },
  );

  test('keys whose value is undefined are dropped, at any depth; null, empty texts and empty collections stay', () => {
    expect(
      filled({
        a: '{{body.missing}}',
        b: { c: '{{body.missing}}', d: '{{body.nothing}}', e: '' },
        f: [{ g: '{{body.missing}}' }],
        ids: {},
      }),
    ).toEqual({ b: { d: null, e: '' }, f: [{}], ids: {} });
    expect(Object.keys(filled({ a: '{{body.missing}}' }) as object)).toEqual([]);
  });

  test('a collection is spread among other keys, nothing spreads nothing, and a later key wins', () => {
    expect(filled({ a: 1, '{{...}}': '{{body.nested}}', b: 2 })).toEqual({ a: 1, deep: [1], b: 2 });
    expect(filled({ a: 1, '{{...}}': '{{body.missing}}' })).toEqual({ a: 1 });
    expect(filled({ name: 'x', '{{...}}': '{{body}}' })).toMatchObject({ name: 'Jane' });
    expect(filled({ '{{...}}': '{{body}}', name: 'x' })).toMatchObject({ name: 'x' });
    expect(() => filled({ '{{...}}': '{{body.tags}}' })).toThrow(UnknownToMake);
    expect(() => filled({ '{{body.name}}': 1 })).toThrow(UnknownToMake);
  });

  test('a key that code would fall over is a key like any other', () => {
    const value = filled({ ['__proto__']: 'a', constructor: '{{body.name}}' });
    expect(Object.entries(value as object)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'Jane'],
    ]);
  });
});

describe('functions', () => {
  test.each<[expression: string, value: Value]>([
    ["trim(' a b\n')", 'a b'],
    ['trim(12)', '12'],
    ["lower('ÄbC')", 'äbc'],
    // Make's own example.
    ["startcase('hello WORLD')", 'Hello World'],
    ["startcase('')", ''],
    ["decodeURL('a%20b+c%C3%BC')", 'a b+cü'],
    // Make's own example.
    ["replace('Hello World', 'Hello', 'Hi')", 'Hi World'],
    ["replace('a.b.c', '.', '')", 'abc'],
    ["replace('a1b22', '/[0-9]+/g', '-')", 'a-b-'],
    ["replace('a1b22', '/[0-9]+/', '-')", 'a-b22'],
    ["replace('ABC', '/b/i', '')", 'AC'],
    ["replace('John Smith', '/^([^ ]+) (.*)$/', '$2, $1')", 'Smith, John'],
    ["replace('abc', '/^(x)?.*$/', '[$1]')", '[]'],
    ["replace('abc', '/^(?=a)/', '/')", '/abc'],
    ["replace('a/b', '/', '-')", 'a-b'],
    ["replace('aba', 'a', '')", 'b'],
    ["split('a,b', ',')", ['a', 'b']],
    ["split(' a ,, b\n,c d', ',')", ['a', 'b', 'c d']],
    ["split('', ',')", []],
    ['toString(12)', '12'],
    ["toString('a')", 'a'],
    ['toString(at)', '2026-01-31T09:30:00.000Z'],
    ['toString(body.tags)', 'a,b,c'],
    ['toString(body.nested)', '{object}'],
    ['toString(body)', '{object}'],
    ["length('abc')", 3],
    ['length(body.tags)', 3],
    ['length(body.missing)', 0],
    ['length(body.nothing)', 0],
    ['slice(body.tags, 0, 2)', ['a', 'b']],
    ['slice(body.tags, 1, 9)', ['b', 'c']],
    ['slice(body.tags, 0, 0)', []],
    ["contains(body.tags, 'b')", true],
    ["contains(body.tags, 'x')", false],
    ["contains('hello world', 'hello')", true],
    ['createJSON(body.nested)', '{"deep":[1]}'],
    ['createJSON(at)', '"2026-01-31T09:30:00.000Z"'],
    ["formatDate(at, 'x')", '1769851800000'],
    ["parseDate(1679578625, 'X')", new Date('2023-03-23T13:37:05Z')],
    // Make's own example of the token.
    ["parseDate('1410715640.579', 'X')", new Date(1410715640579)],
    ["parseDate('1410715640579', 'x')", new Date(1410715640579)],
    ["parseNumber('1769851800000')", 1769851800000],
    ["sha256('abc')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ["sha256('abc', 'base64')", 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='],
    // RFC 4231, test case 2.
    [
      "sha256('what do ya want for nothing?', 'hex', 'Jefe')",
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    ["if(1 > 0, 'yes', 'no')", 'yes'],
    ["if(1 < 0, 'yes', 'no')", 'no'],
    ["if('', 'yes', 'no')", 'no'],
    ["ifempty(body.missing, 'b')", 'b'],
    ["ifempty(body.nothing, 'b')", 'b'],
    ["ifempty('', 'b')", 'b'],
    ["ifempty(' ', 'b')", ' '],
    ["ifempty(0, 'b')", 0],
    ["ifempty(false, 'b')", false],
    ["ifempty(split('', ','), 'b')", []],
    // Make's own examples.
    ["switch('B', 'A', 1, 'B', 2, 'C', 3)", 2],
    ["switch('X', 'A', 1, 'B', 2, 'C', 3, 4)", 4],
    ["switch('X', 'A', 1)", undefined],
    // Compared as texts.
    ["switch(2, '1', 'a', '2', 'b')", 'b'],
    ["switch('true', true, 'a')", 'a'],
    ["switch(body.missing, 'undefined', 'a', 'b')", 'a'],
  ])('%s', (expression, value) => {
    expect(evaluated(expression)).toEqual(value);
  });

  test('choose without working out the rest', () => {
    expect(evaluated("if(true, 'a', unknown)")).toBe('a');
    expect(evaluated("ifempty('a', unknown)")).toBe('a');
    expect(evaluated("switch('a', 'a', 1, unknown, unknown)")).toBe(1);
  });

  test('toCollection makes members of keys and values, and the last of two equal keys wins', () => {
    const pairs = {
      list: [
        { name: 'Bob', age: 22 },
        { name: 'Tim', age: 23 },
        { name: 'Bob', age: 24 },
        { name: '__proto__' },
      ],
    };
    const value = fillUnder()("{{toCollection(pairs.list, 'name', 'age')}}", { pairs });
    expect(Object.entries(value as object)).toEqual([
      ['Bob', 24],
      ['Tim', 23],
      ['__proto__', undefined],
    ]);
  });

  test.each([
    'trim(body)',
    'length(12)',
    'slice(body, 0, 1)',
    "slice(body.tags, '0', 1)",
    "switch(body, 'a', 1)",
    "contains(12, 'a')",
    "contains('abc', 1)",
    "split('a', 1)",
    "replace('a', 1, 'b')",
    "replace('a', '', 'b')",
    "replace('a', 'a', '$&')",
    "toCollection(body, 'key', 'value')",
    "toCollection(body.tags, 'key', 'value')",
    "formatDate(at, 'YYYY-MM-DD')",
    "formatDate('2026-01-31', 'x')",
    "parseDate('2026-01-31', 'YYYY-MM-DD')",
    "parseDate(body.missing, 'X')",
    "parseNumber('1.5')",
    'parseNumber(1)',
    "sha256('a', 'latin1')",
    'sha256(body.missing)',
    "sha256('a', 'hex', 1)",
    "parseJSON('{}')",
  ])('%s is an error: nobody documents what it is', (expression) => {
    expect(() => evaluated(expression)).toThrow(UnknownToMake);
  });
});

describe('open questions', () => {
  test.each<[question: keyof Reading, expression: string, one: Value, other: Value]>([
    ['textOfNothing', 'trim(body.missing)', '', undefined],
    ['textOfNothing', "replace(body.nothing, 'a', 'b')", '', undefined],
    ['textOfNothing', 'toString(body.missing)', '', undefined],
    ['textOfNothing', "formatDate(body.missing, 'x')", '', undefined],
    ['containedInNothing', "contains(body.missing, 'a')", false, undefined],
    ['collectionOfNothing', "toCollection(body.missing, 'a', 'b')", undefined, {}],
    ['truth', "if('false', 1, 2)", 1, 2],
    ['truth', 'if(0, 1, 2)', 2, 1],
    ['truth', "!'false'", false, true],
    ['truth', 'if(body, 1, 2)', 1, 1],
    ['truth', 'if(body.missing, 1, 2)', 2, 2],
    ['truth', 'if(body.nothing, 1, 2)', 2, 2],
    ['logic', "body.name && 'a'", 'a', true],
    ['logic', "body.missing || 'a'", 'a', true],
    ['logic', "body.missing && 'a'", undefined, false],
  ])('%s: %s', (question, expression, one, other) => {
    const otherwise = READINGS.find(([name]) => name === `but ${question}`)?.[1];
    expect(evaluated(expression)).toEqual(one);
    expect(evaluated(expression, otherwise)).toEqual(other);
    expect(evaluated(expression, READINGS.at(-1)?.[1])).toEqual(other);
  });

  test('malformedUrl: what is no percent-encoding is kept, or an error', () => {
    const otherwise = READINGS.find(([name]) => name === 'but malformedUrl')?.[1];
    for (const text of ['100%', '%zz%20', '%E4']) {
      expect(evaluated(`decodeURL('${text}')`)).toBe(text);
      expect(() => evaluated(`decodeURL('${text}')`, otherwise)).toThrow(URIError);
    }
    expect(evaluated("decodeURL('%C3%BC')", otherwise)).toBe('ü');
  });

  test('each has its reading, beside one without and one with all', () => {
    expect(READINGS).toHaveLength(Object.keys(READING).length + 2);
    for (const [name, reading] of READINGS.slice(1, -1)) {
      const changed = Object.keys(READING).filter(
        (key) => reading[key as keyof Reading] !== READING[key as keyof Reading],
      );
      expect([name]).toEqual(changed.map((key) => `but ${key}`));
    }
  });
});
