import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Json, MAX_LEVELS } from '../../src/lib/json.ts';
import { type JsonFault, readLenientJson } from '../../src/lib/lenient-json.ts';
import { anyJson, anyJsonObject, RUNS, text, withoutPollution } from '../support/arbitraries.ts';
import { expectToGrowInStep, processorMs } from '../support/growth.ts';

const read = (typed: string) => readLenientJson(typed, Number);

/** The values as JSON text: to Jest, an own __proto__ is no member. */
const valuesIn = (typed: string): string[] => {
  const found = read(typed);
  if ('fault' in found) throw new Error(`There is a fault at ${found.fault.at} of ${typed}`);
  return found.values.map((value) => JSON.stringify(value));
};

const faultIn = (typed: string): JsonFault => {
  const found = read(typed);
  if ('values' in found) throw new Error(`There is no fault in ${typed}`);
  return found.fault;
};

/** JSON text with as much white space as there may be, and every character of a text escaped or none. */
const written = (value: Json, space: string, isEscaped: boolean): string => {
  const quoted = (typed: string) =>
    isEscaped
      ? `"${Array.from({ length: typed.length }, (_, at) => `\\u${typed.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`
      : JSON.stringify(typed);
  const write = (inner: Json): string => {
    if (typeof inner === 'string') return quoted(inner);
    if (Array.isArray(inner)) return `[${space}${inner.map(write).join(`${space},${space}`)}${space}]`;
    if (typeof inner !== 'object' || inner === null) return JSON.stringify(inner);
    const members = Object.entries(inner).map(
      ([name, member]) => `${quoted(name)}${space}:${space}${write(member)}`,
    );
    return `{${space}${members.join(`${space},${space}`)}${space}}`;
  };
  return `${space}${write(value)}${space}`;
};

describe('what JSON.parse reads', () => {
  const space = fc.constantFrom('', ' ', '\n\t', '\r\n  ');

  test('is read the same, whatever it is', () => {
    const check = (value: Json, between: string, isEscaped: boolean) => {
      const typed = written(value, between, isEscaped);
      expect(valuesIn(typed)).toEqual([JSON.stringify(JSON.parse(typed))]);
    };
    fc.assert(fc.property(anyJson, space, fc.boolean(), check), RUNS);
  });

  test('is read the same where it is next to something else', () => {
    const change = fc.tuple(
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom('', ' ', '"', ',', '0', '-', '.', 'e1', '}', '[', '\\', ':', 'null'),
    );
    const check = (value: Json, [at, left, put]: readonly [number, number, string]) => {
      const json = JSON.stringify(value);
      const from = at % (json.length + 1);
      const typed = `${json.slice(0, from)}${put}${json.slice(from + left)}`;
      let strict: Json;
      try {
        strict = JSON.parse(typed);
      } catch {
        return;
      }
      expect([typed, valuesIn(typed)]).toEqual([typed, [JSON.stringify(strict)]]);
    };
    fc.assert(fc.property(anyJson, change, check), { numRuns: 5_000 });
  });

  test.each([
    '{"a":1,"a":2}',
    '{"__proto__":{"a":1},"constructor":2}',
    '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\ud800"',
    '-0',
    '1E5',
    '1e-7',
    '[0.10,-1.5e+3]',
    '{"":[]}',
  ])('for example %s', (typed) => {
    withoutPollution(() => expect(valuesIn(typed)).toEqual([JSON.stringify(JSON.parse(typed))]));
  });
});

describe('what people and models make of it is read where it has one reading', () => {
  test.each<[what: string, typed: string, values: Json[]]>([
    ['a comma at the end of a list', '[1, 2, ]', [[1, 2]]],
    ['a comma at the end of an object', '{"a": 1,\n}', [{ a: 1 }]],
    ['commas at the end on every level', '[{"a": [1,],},]', [[{ a: [1] }]]],
    ['typographic quotation marks', '{“a”: “b”}', [{ a: 'b' }]],
    ['those of German', '{„a“: „b”}', [{ a: 'b' }]],
    ['those of Swedish', '{”a”: ”b”}', [{ a: 'b' }]],
    ['some of both', '{"a": “b”, “c”: "d"}', [{ a: 'b', c: 'd' }]],
    ['straight marks within typographic ones', '{“a”: “so "b" it is”}', [{ a: 'so "b" it is' }]],
    ['typographic marks within straight ones', '{"a": "so “b” it is"}', [{ a: 'so “b” it is' }]],
    ['escapes within typographic ones', '[“a\\u00e9\\n\\”b”]'.replace('\\”', '\\"'), [['aé\n"b']]],
    ['line breaks in texts', '{"a": "b\nc\r\n\td"}', [{ a: 'b\nc\r\n\td' }]],
    ['a byte order mark', '\ufeff{"a": 1}', [{ a: 1 }]],
    ['spaces of word processors', '{\u00a0"a"\u200b:\u2003 1\u2060}', [{ a: 1 }]],
    ['an object a line', '{"a": 1}\n{"a": 2}\n', [{ a: 1 }, { a: 2 }]],
    ['objects without anything between them', '{"a":1}{"a":2}[3]', [{ a: 1 }, { a: 2 }, [3]]],
  ])('%s', (_what, typed, values) => {
    expect(valuesIn(typed)).toEqual(values.map((value) => JSON.stringify(value)));
  });

  test('any value with typographic marks, commas at the end and line breaks in its texts', () => {
    const raw = (value: Json): string => {
      if (typeof value === 'string') return `“${value.replace(/\\/g, '\\\\')}”`;
      if (Array.isArray(value)) return `[${value.map((item) => `${raw(item)},`).join('\n')}]`;
      if (typeof value !== 'object' || value === null) return JSON.stringify(value);
      return `{${Object.entries(value)
        .map(([name, member]) => `${raw(name)}: ${raw(member)},`)
        .join('\n')}}`;
    };
    const check = (value: Json) => {
      if (JSON.stringify(value).includes('”')) return;
      expect(valuesIn(raw(value))).toEqual([JSON.stringify(value)]);
    };
    fc.assert(fc.property(anyJson, check), RUNS);
  });

  test('any objects one after another', () => {
    const check = (objects: readonly Json[], between: string) => {
      expect(valuesIn(objects.map((object) => JSON.stringify(object)).join(between))).toEqual(
        objects.map((object) => JSON.stringify(object)),
      );
    };
    const between = fc.constantFrom('', ' ', '\n', '\r\n\r\n');
    fc.assert(fc.property(fc.array(anyJsonObject, { minLength: 1, maxLength: 5 }), between, check), RUNS);
  });
});

describe('what has no reading, or more than one, has a fault where it begins', () => {
  test.each<[what: string, typed: string, at: number]>([
    ['single quotes', "{'a': 1}", 1],
    ['names without quotes', '{a: 1}', 1],
    ['words of other languages', '[True]', 1],
    ['no value', '[undefined]', 1],
    ['what is not a number', '[NaN]', 1],
    ['endless', '[-Infinity]', 1],
    ['a plus sign', '[+1]', 1],
    ['a point without a zero', '[.5]', 1],
    ['a zero in front', '[01]', 2],
    ['a number in hex', '[0x1F]', 2],
    ['thousands separators', '[1 000]', 3],
    ['two values without a comma', '["a" "b"]', 5],
    ['two members without a comma', '{"a":1 "b":2}', 7],
    ['two commas', '[1,,2]', 3],
    ['a comma alone', '[,]', 1],
    ['a comma in front', '{,"a":1}', 1],
    ['two commas between objects', '{"a":1},,{"a":2}', 8],
    ['a name without a value', '{"a"}', 4],
    ['a name without a value, before another', '{"a":,"b":1}', 5],
    ['an equals sign', '{"a"=1}', 4],
    ['a name that is a number', '{1:2}', 1],
    ['the wrong bracket', '[1}', 2],
    ['one bracket too many', '[1]]', 3],
    ['a comment', '[1 // one\n]', 3],
    ['a comment of several lines', '/* one */ [1]', 0],
    ['an unescaped quotation mark', '{"a":"so "b" it is"}', 10],
    ['a mark that ends a text too early', '{„a“: „so “b” it is“}', 11],
    ['an escape that JSON does not have', '["\\x41"]', 3],
    ['an escape that is too short', '["\\u12"]', 4],
    ['an escape in upper case', '["\\N"]', 3],
    ['a word that goes on', '[nullable]', 5],
    ['prose', 'Here you are: {"a":1}', 0],
    ['prose behind', '{"a":1} as you asked', 8],
  ])('%s', (_what, typed, at) => {
    expect(faultIn(typed)).toEqual({ at, isCutOff: false });
  });

  test(`more than ${MAX_LEVELS} levels`, () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(valuesIn(nested(MAX_LEVELS))).toEqual([nested(MAX_LEVELS)]);
    expect(faultIn(nested(MAX_LEVELS + 1))).toEqual({ at: MAX_LEVELS, isCutOff: false });
    expect(faultIn('{"a":'.repeat(100_000))).toEqual({ at: MAX_LEVELS * 5, isCutOff: false });
  });
});

describe('what is cut off', () => {
  test.each([
    '',
    ' ',
    '[',
    '{',
    '{"a',
    '{"a"',
    '{"a":',
    '{"a":"b',
    '{"a":1',
    '{"a":1,',
    '[1',
    '[1,',
    '“a',
    '"\\',
    '[{"a":[1]}',
    '{"a":1} {',
  ])('has its fault at its end: %j', (typed) => {
    expect(faultIn(typed)).toEqual({ at: typed.length, isCutOff: true });
  });

  test.each(['[tru', '[-', '[1.', '[1e', '[1e+', '["\\u12', '{"a":nul', '{"a":-', '{"a":12.'])(
    'within a word, a number or an escape is cut off all the same: %j',
    (typed) => {
      expect(faultIn(typed)).toMatchObject({ isCutOff: true });
    },
  );

  test('is refused as that, wherever any JSON in brackets or quotes is cut', () => {
    const check = (value: Json, cut: number) => {
      const json = JSON.stringify([value]);
      const typed = json.slice(0, cut % json.length);
      expect([typed, faultIn(typed).isCutOff]).toEqual([typed, true]);
    };
    fc.assert(fc.property(anyJson, fc.nat(), check), { numRuns: 5_000 });
  });

  test('is never completed: no text that was cut in any way reads as a value', () => {
    const check = (value: Json, cut: number) => {
      const json = JSON.stringify({ event: value }, null, 1)
        .replaceAll('\n', ',\n')
        .replace(/([[{:]),/g, '$1');
      expect(read(json.slice(0, cut % json.length))).toHaveProperty('fault');
    };
    fc.assert(fc.property(anyJson, fc.nat(), check), RUNS);
  });
});

describe('numbers', () => {
  test('are made of their very digits, so that none is lost', () => {
    const typed = '[12345678901234567890, -0.10, 1e400, {"a": 0.12345678901234567}]';
    expect(readLenientJson(typed, (digits) => digits)).toEqual({
      values: [['12345678901234567890', '-0.10', '1e400', { a: '0.12345678901234567' }]],
    });
  });
});

describe('whatever the text', () => {
  const pieces = fc
    .array(
      fc.constantFrom(
        ...'{}[]",:\\ \n01-.e“”„tnu',
        'true',
        'null',
        '"a"',
        '“b”',
        '{"a":',
        '\\u00e9',
        '\ufeff',
      ),
      { maxLength: 16 },
    )
    .map((parts) => parts.join(''));

  test('it is read, or has a fault within it or at its end', () => {
    const check = (typed: string) => {
      const found = withoutPollution(() => read(typed));
      if ('values' in found) expect(found.values.length).toBeGreaterThan(0);
      else {
        expect(found.fault.at).toBeGreaterThanOrEqual(0);
        expect(found.fault.at).toBeLessThanOrEqual(typed.length);
      }
    };
    fc.assert(fc.property(fc.oneof(pieces, text), check), { numRuns: 5_000 });
  });

  test('what is read is all that it says: no letter of it is lost or added', () => {
    const said = (value: Json): string => {
      if (Array.isArray(value)) return value.map(said).join('');
      if (typeof value === 'object' && value !== null) return Object.entries(value).flat().map(said).join('');
      return String(value);
    };
    const letters = (typed: string) => typed.replace(/\P{L}/gu, '');
    const check = (typed: string) => {
      const found = read(typed);
      if ('values' in found) expect(letters(found.values.map(said).join(''))).toBe(letters(typed));
    };
    // No escapes and exponents, whose letters are none, and no name twice.
    const plain = fc
      .array(
        fc.constantFrom(...'{}[]",: \n01-.“”„tnu', 'true', 'null', '"a"', '“b”', '„c“', '[“d”, ', '"é"'),
        { maxLength: 16 },
      )
      .map((parts) => parts.join(''))
      .filter((typed) => !typed.includes('{'));
    fc.assert(
      fc.property(
        fc.oneof(
          plain,
          plain.map((typed) => `{"name":${typed}}`),
        ),
        check,
      ),
      { numRuns: 5_000 },
    );
  });

  test.each<[what: string, typed: (length: number) => string]>([
    ['texts', (length) => `["${'a'.repeat(length)}"]`],
    ['spaces', (length) => `[${' '.repeat(length)}1]`],
    ['brackets', (length) => `[${'[],'.repeat(length)}]`],
    ['open quotes', (length) => `[${'“a” '.repeat(length)}`],
    ['values', (length) => '{"a":1}\n'.repeat(length)],
  ])('it is read in a time that grows in step with its length, with many %s', async (_what, typed) => {
    await expectToGrowInStep(12_500, (length) => processorMs(() => read(typed(length))));
  });
});
