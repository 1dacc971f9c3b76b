import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readJsonArray, readJsonObject } from '../../src/events/read-json.ts';
import type { Json } from '../../src/lib/json.ts';
import { Invalid } from '../../src/lib/validation.ts';
import { anyCharacter, RUNS, steadyJson, steadyJsonObject } from '../support/arbitraries.ts';
import { asMessages } from '../support/building.ts';

/** Why a value cannot be taken, as a message says it; fails the test when it can. */
const refused = (read: unknown): string => {
  if (!(read instanceof Invalid)) throw new Error(`This was read as ${JSON.stringify(read)}.`);
  return asMessages([{ invalid: read }]).join();
};

const cutOffAt = (character: number) =>
  `is not valid JSON: it ends at character ${character}, before all its brackets and quotes are closed. Is a part missing?`;
const faultAt = (character: number) =>
  `is not valid JSON. The error is at character ${character}. Check the quotes, commas and brackets there.`;
const NO_OBJECT = 'is not a JSON object. Use the form {"name": "value"}.';
const NO_ARRAY = 'is not a JSON array. Use the form [{...}, {...}].';

describe('a JSON object', () => {
  test('is taken as it is, or as its text', () => {
    expect(readJsonObject({ a: '1' })).toEqual({ a: '1' });
    expect(readJsonObject(' {"a":"1"} ')).toEqual({ a: '1' });
    // A list of one is its item.
    expect(readJsonObject([{ a: '1' }])).toEqual({ a: '1' });
    expect(readJsonObject('[{"a":"1"}]')).toEqual({ a: '1' });
  });

  test.each([{}, '{}', ' { } ', null, 'null', '""', [], '[]', [null], [{}], '[{}]'])(
    'is blank when nothing is in it: %j',
    (value) => {
      expect(readJsonObject(value)).toBeUndefined();
    },
  );

  test.each<[value: unknown, says: string]>([
    ['{"a":', `"{"a":" ${cutOffAt(5)}`],
    ['{"a":1} {"b":2}', `"{"a":1} {"b":2}" has several JSON values one after another. Use one object.`],
    ['[1]', `"[1]" ${NO_OBJECT}`],
    ['[1,2]', `"[1,2]" ${NO_OBJECT}`],
    ['[{},{"b":2}]', `"[{},{"b":2}]" ${NO_OBJECT}`],
    [[{ a: 1 }, { b: 2 }], `"[{"a":1},{"b":2}]" ${NO_OBJECT}`],
    ['5', `"5" ${NO_OBJECT}`],
    [5, `"5" ${NO_OBJECT}`],
    [[1], `"[1]" ${NO_OBJECT}`],
  ])('is not %j', (value, says) => {
    expect(refused(readJsonObject(value))).toBe(says);
  });
});

describe('a JSON array', () => {
  test('is taken as it is, or as its text', () => {
    expect(readJsonArray([1, 'a'], 'events')).toEqual([1, 'a']);
    expect(readJsonArray('[{"a":1}]', 'events')).toEqual([{ a: 1 }]);
  });

  test.each([[], '[]', ' [ ] ', null, 'null', '""', {}, '{}'])(
    'is blank when nothing is in it: %j',
    (value) => {
      expect(readJsonArray(value, 'events')).toBeUndefined();
    },
  );

  test.each<[value: unknown, says: string]>([
    ['banana', `"banana" ${faultAt(1)}`],
    ['5', `"5" ${NO_ARRAY}`],
    ['"text"', `""text"" ${NO_ARRAY}`],
    ['[1] [2]', `"[1] [2]" ${NO_ARRAY}`],
    ['1\n2', `"1 2" ${NO_ARRAY}`],
  ])('is not %j', (value, says) => {
    expect(refused(readJsonArray(value, 'events'))).toBe(says);
  });

  test.each<[value: unknown, list: unknown]>([
    [{ a: 1 }, [{ a: 1 }]],
    ['{"a":1}', [{ a: 1 }]],
    ['{"a":1}\n{"b":2}', [{ a: 1 }, { b: 2 }]],
    ['{"a":1}{"b":2}\r\n', [{ a: 1 }, { b: 2 }]],
    // As Zapier joins a list of texts.
    ['{"a":1},{"b":2}', [{ a: 1 }, { b: 2 }]],
    ['{"a":1},\n{"b":2},\n', [{ a: 1 }, { b: 2 }]],
    ['{"events":[{"a":1}]}', [{ a: 1 }]],
    [{ events: [{ a: 1 }] }, [{ a: 1 }]],
    [{ events: { a: 1 } }, [{ a: 1 }]],
    [{ events: '[{"a":1}]' }, [{ a: 1 }]],
    [{ events: [] }, undefined],
    [{ events: null }, undefined],
    [{ events: '' }, undefined],
    // With more in it, it is an object as any other; as a row it is refused by its keys.
    [{ events: [{ a: 1 }], total: 1 }, [{ events: [{ a: 1 }], total: 1 }]],
    [{ rows: [{ a: 1 }] }, [{ rows: [{ a: 1 }] }]],
  ])('is also what one object or several stand for: %j', (value, list) => {
    expect(readJsonArray(value, 'events')).toEqual(list);
  });
});

describe('JSON as people and language models paste it', () => {
  const EXPECTED = { plan: 'pro', amount: 1 };

  test.each<[what: string, text: string]>([
    ['a code fence', '```json\n{"plan":"pro","amount":1}\n```'],
    ['a code fence without a language', '```\n{"plan":"pro","amount":1}\n```\n'],
    ['text around it', 'Here are the attributes: {"plan":"pro","amount":1}. Anything else?'],
    ['trailing commas', '{"plan":"pro","amount":1,}'],
    ['typographic quotes', '{“plan”: “pro”, “amount”: 1}'],
    ['low and high quotes', '{„plan“: „pro“, „amount“: 1}'],
    ['a byte order mark', '\uFEFF{"plan":"pro","amount":1}'],
    ['spaces that do not break', '{\u00A0"plan":\u00A0"pro",\u00A0"amount":1}'],
    ['JSON in JSON', '"{\\"plan\\":\\"pro\\",\\"amount\\":1}"'],
    ['JSON in JSON in JSON', JSON.stringify(JSON.stringify('{"plan":"pro","amount":1}'))],
    ['JSON in a code fence in JSON', JSON.stringify('```json\n{"plan":"pro","amount":1}\n```')],
    ['characters without width before quoted JSON', '\u200b"{\\"plan\\":\\"pro\\",\\"amount\\":1}"'],
    ['characters without width', '\u200d{\u200c"plan":\u200d"pro",\u2060"amount":1}\u200b'],
    ['all at once', '\uFEFF```json\n{“plan”: "pro",\n"amount":1,\n}\n```'],
  ])('is read with %s', (_what, text) => {
    expect(readJsonObject(text)).toStrictEqual(EXPECTED);
  });

  test('is read with line breaks and tabs in its texts', () => {
    expect(readJsonObject('{"note":"first\nsecond\tthird\r\n"}')).toEqual({
      note: 'first\nsecond\tthird\r\n',
    });
  });

  test.each<[text: string, end: number, shows: string]>([
    [`{"note":"${'x'.repeat(60)}`, 69, `…${'x'.repeat(25)}`],
    [`{"note":"${'x'.repeat(60)}","amount":`, 80, `…${'x'.repeat(14)}","amount":`],
    ['```json\n{"a":[{"b":1},{"b":', 27, '…`json {"a":[{"b":1},{"b":'],
    ['Here it is:\n{"a":[{"b":1}\nIs that all?', 25, 'Here it is: {"a":[{"b":1} Is that all?'],
  ])('is refused where it ends too early, with that place: %j', (text, end, shows) => {
    expect(refused(readJsonObject(text))).toBe(`"${shows}" ${cutOffAt(end)}`);
  });

  test('of which the rest of a code fence is left says so, and not that the fence is wrong', () => {
    expect(refused(readJsonObject('```json\n{"plan":"pro",\n```'))).toBe(
      `"\`\`\`json {"plan":"pro", \`\`\`" ${faultAt(24)}`,
    );
  });

  test.each<[text: string, character: number, shows: string]>([
    ['{"note":"she said "yes""}', 20, '{"note":"she said "yes""}'],
    ["{'plan':'pro'}", 2, "{'plan':'pro'}"],
    ['{plan:"pro"}', 2, '{plan:"pro"}'],
    ['{"a":1 "b":2}', 8, '{"a":1 "b":2}'],
    ['{"a":NaN}', 6, '{"a":NaN}'],
    ['{"a":01}', 7, '{"a":01}'],
    ['{"a":.5}', 6, '{"a":.5}'],
    ['{"a":"\\x"}', 8, '{"a":"\\x"}'],
    ['{"a":1}}', 8, '{"a":1}}'],
    ['{"a":1} or {"a":2}', 9, '{"a":1} or {"a":2}'],
    ['{"a":True}', 6, '{"a":True}'],
    ['{"a":undefined}', 6, '{"a":undefined}'],
    [
      `{"before":"${'x'.repeat(50)}","a":tru,"after":"${'y'.repeat(50)}"}`,
      68,
      `…${'x'.repeat(19)}","a":tru,"after":"${'y'.repeat(12)}…`,
    ],
  ])('is refused where it has no or two readings, with the place: %s', (text, character, shows) => {
    expect(refused(readJsonObject(text))).toBe(`"${shows}" ${faultAt(character)}`);
  });

  test.each(['1e400', '-1e400', '1e999999'])('is refused with a number that is not finite: %s', (digits) => {
    const says = `"${digits}" is a number that is too large. Put it in quotes to send it as text.`;
    expect(refused(readJsonObject(`{"x":${digits}}`))).toBe(says);
    expect(refused(readJsonArray(`[{"x":[${digits},],}]`, 'events'))).toBe(says);
  });

  // What changes the wording of JSON and not what it says.
  const DISGUISES: readonly ((json: string, value: object) => string)[] = [
    (json) => json,
    (json) => ` \n${json}\t`,
    (json) => `\uFEFF${json}`,
    (json) => `\`\`\`json\n${json}\n\`\`\``,
    (json) => `Sure, here it is:\n\n${json}\n\nHope this helps!`,
    (json) => JSON.stringify(json),
    (json) => json.replace(/\}$/, ',}').replace(/^\{,\}$/, '{}'),
    (_json, value) => JSON.stringify(value, null, 2),
    (_json, value) => JSON.stringify(value, null, '\u00A0').replace(/\n/g, '\r\n'),
  ];
  const disguise = fc.constantFrom(...DISGUISES);

  test('says what it said before', () => {
    const check = (object: object, disguised: (json: string, value: object) => string) => {
      const json = JSON.stringify(object);
      expect(JSON.stringify(readJsonObject(disguised(json, object)) ?? {})).toBe(json);
    };
    fc.assert(fc.property(steadyJsonObject, disguise, check), RUNS);
  });

  test('keeps every character of a text with raw line breaks or typographic quotes around it', () => {
    const plain = fc.string({ unit: anyCharacter }).map((text) => text.replace(/["\\“”„]/g, ''));
    const check = (name: string, value: string) => {
      expect(Object.entries(readJsonObject(`{“${name}”:“${value}”,}`) ?? {})).toEqual([[name, value]]);
      expect(Object.entries(readJsonObject(`{"${name}":"${value}",}`) ?? {})).toEqual([[name, value]]);
    };
    fc.assert(fc.property(plain, plain, check), RUNS);
  });

  test('is never read when a part of it is missing', () => {
    const check = (object: object, at: number, disguised: (json: string, value: object) => string) => {
      const json = JSON.stringify([object, object]);
      const cut = json.slice(0, 1 + (at % (json.length - 1)));
      expect(readJsonArray(cut, 'events')).toBeInstanceOf(Invalid);
      expect(readJsonArray(disguised(cut, []), 'events') ?? []).not.toEqual([object, object]);
    };
    fc.assert(fc.property(steadyJsonObject, fc.nat(), disguise, check), RUNS);
  });

  test('gives values that JSON has, or is refused: nothing else comes out of any text', () => {
    const like = fc.string({
      unit: fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        '"',
        '“',
        ':',
        ',',
        '1',
        'a',
        '\\',
        '\n',
        '-',
        'true',
        '.5',
        'e9',
      ),
    });
    const check = (text: string) => {
      const read = readJsonArray(text, 'events');
      if (!(read instanceof Invalid)) expect(JSON.parse(JSON.stringify(read ?? []))).toEqual(read ?? []);
    };
    fc.assert(fc.property(like, check), RUNS);
  });

  test('of one object a line, or with commas between them, is as many rows', () => {
    const check = (objects: readonly object[], end: string) => {
      const lines = objects.map((object) => JSON.stringify(object)).join(end);
      expect(JSON.stringify(readJsonArray(lines, 'events'))).toBe(JSON.stringify(objects));
    };
    const several = fc.array(
      steadyJsonObject.filter((object) => !Object.hasOwn(object, 'events')),
      { minLength: 2, maxLength: 5 },
    );
    fc.assert(fc.property(several, fc.constantFrom('\n', '\r\n', '\n\n', ' ', ',', ',\n'), check), RUNS);
  });
});

test('text that is nested too deep is refused before anything walks through it', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const says = 'lists and objects are nested too deeply. Use at most 100 levels.';
  expect(refused(readJsonArray(deep, 'events'))).toBe(says);
  expect(refused(readJsonObject(`{"a":${deep}}`))).toBe(says);
});

describe('a number in JSON text', () => {
  test.each([
    '1234567890123456',
    '-1234567890123456',
    '9007199254740991',
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890',
    '-12345678901234567890',
    '100000000000000000000',
    `1${'0'.repeat(300)}`,
  ])('that is whole stays text from sixteen digits on, so that one form has one type: %s', (digits) => {
    expect(readJsonObject(`{"id":${digits}}`)).toEqual({ id: digits });
    expect(readJsonObject(`{"id":${digits},}`)).toEqual({ id: digits });
    expect(readJsonArray(`[{"a":[${digits}]}]`, 'events')).toEqual([{ a: [digits] }]);
  });

  test.each([
    '0.12345678901234567890',
    '-1.23456789012345678901',
    '1234567890.12345678',
    '0.10000000000000001',
  ])('stays text when it would lose digits: %s', (digits) => {
    expect(readJsonObject(`{"share":${digits}}`)).toEqual({ share: digits });
  });

  test.each([
    '999999999999999',
    '-999999999999999',
    '0',
    '-0',
    '29.90',
    '1e3',
    '1.5E-7',
    '0.1234567890123456',
    '0.0000001',
    '-0.00000015',
    '1.0',
  ])('is a number when it keeps its digits: %s', (digits) => {
    expect(readJsonObject(`{"id":${digits}}`)).toEqual({ id: Number(digits) });
    expect(readJsonObject(`{"id":${digits},}`)).toEqual({ id: Number(digits) });
  });

  test('beside one that stays text, everything keeps its type', () => {
    const json =
      '{"long":12345678901234567890,"text":"12345678901234567890","share":0.5,"none":null,"no":false}';
    expect(readJsonObject(json)).toEqual({ ...JSON.parse(json), long: '12345678901234567890' });
  });

  test('may be a member with any name', () => {
    const read = readJsonObject('{"__proto__":9007199254740993}');
    expect(Object.entries(read ?? {})).toEqual([['__proto__', '9007199254740993']]);
  });

  test('is sent with the digits that it has, or as text with them', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,24})?$/);
    const check = (number: string) => {
      const { a } = Object(readJsonObject(`{"a":${number}}`));
      if (typeof a === 'string') expect(a).toBe(number);
      else expect(plainDigits(String(a))).toBe(plainDigits(number));
    };
    fc.assert(fc.property(digits, check), RUNS);
  });
});

/** A decimal as digits and a power of ten, whatever its spelling. */
const plainDigits = (number: string): string => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  const power = Number(exponent) - fraction.length + zeros;
  return digits === '' ? '0' : `${sign}${digits.slice(0, digits.length - zeros)}e${power}`;
};

test('a value and its text are read alike', () => {
  const check = (value: Json) => {
    const asText = JSON.stringify(value);
    for (const read of [readJsonObject, (given: unknown) => readJsonArray(given, 'events')]) {
      const [one, other] = [read(asText), read(value)];
      expect(one instanceof Invalid).toBe(other instanceof Invalid);
      if (!(one instanceof Invalid)) expect(JSON.stringify(one)).toBe(JSON.stringify(other));
    }
  };
  // Text may hold JSON once more.
  const value = steadyJson.filter((one) => typeof one !== 'string');
  fc.assert(fc.property(value, check), RUNS);
});
