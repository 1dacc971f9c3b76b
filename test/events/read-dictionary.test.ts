import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ReadContext } from '../../src/events/read-context.ts';
import { readDictionary } from '../../src/events/read-dictionary.ts';
import { isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { Invalid, type Issue } from '../../src/lib/validation.ts';
import { deepFrozen, INVISIBLE, RUNS, steadyJson, text, withoutPollution } from '../support/arbitraries.ts';
import { asMessages, NOW } from '../support/building.ts';

const CONTEXT: ReadContext = {
  clock: { now: NOW },
  mode: 'detect',
  textNames: new Set(['zipcode']),
  input: {},
};

/** What a dictionary is read as, and what is said of its parts. */
const read = (value: unknown, context: Partial<ReadContext> = {}) => {
  const leftOut: Issue[] = [];
  const notes: Issue[] = [];
  const result = readDictionary(
    value,
    { ...CONTEXT, ...context },
    {
      leaveOut: (invalid) => leftOut.push({ invalid }),
      note: (invalid) => notes.push({ invalid }),
    },
  );
  return {
    result: result instanceof Invalid ? asMessages([{ invalid: result }]).join() : result,
    leftOut: asMessages(leftOut),
    notes: asMessages(notes),
  };
};

const NOT_A_LIST = 'is not a list of names and values. Enter one name and one value per row.';

/** The same names and values, in every form that tools hand over. */
const FORMS: readonly (readonly [form: string, write: (entries: readonly [string, Json][]) => unknown])[] = [
  ['an object', (entries) => Object.fromEntries(entries)],
  ['JSON text', (entries) => JSON.stringify(Object.fromEntries(entries))],
  [
    'JSON text in a code fence',
    (entries) => `\`\`\`json\n${JSON.stringify(Object.fromEntries(entries), null, 2)}\n\`\`\``,
  ],
  ['a list of keys and values', (entries) => entries.map(([key, value]) => ({ key, value }))],
  ['a list of names and values', (entries) => entries.map(([name, value]) => ({ name, value }))],
];

describe.each(FORMS)('a dictionary as %s', (_form, write) => {
  test('is read by the types of its values', () => {
    const entries: [string, Json][] = [
      ['amount', '29.90'],
      ['trial', 'TRUE'],
      ['Zip Code', '2134'],
      ['note', ' hi '],
      ['blank', ' '],
      ['count', 3],
    ];
    const sent = { amount: 29.9, trial: true, 'Zip Code': '2134', note: 'hi', count: 3 };
    expect(read(write(entries)).result).toStrictEqual(sent);
    expect(read(write(entries), { mode: 'text' }).result).toStrictEqual({
      ...sent,
      amount: '29.90',
      trial: 'TRUE',
    });
  });

  test('keeps its types where they are exact', () => {
    const entries: [string, Json][] = [
      [' a ', '1'],
      ['b', ''],
      ['c', [{ d: 1.5 }]],
    ];
    expect(read(write(entries), { mode: 'exact' }).result).toStrictEqual(Object.fromEntries(entries));
  });

  test('may have any name', () => {
    const names = ['__proto__', 'constructor', 'key', 'value', 'name', '0', 'a.b', '{{x}}'];
    const { result } = withoutPollution(() => read(write(names.map((name) => [name, '1']))));
    expect(Object.entries(Object(result)).sort()).toEqual(names.map((name) => [name, 1]).sort());
  });

  test('with a value that has no name loses that value only, and says so', () => {
    const { result, leftOut } = read(
      write([
        ['a', '1'],
        [' ', 'lost'],
      ]),
    );
    expect(result).toStrictEqual({ a: 1 });
    expect(leftOut).toEqual(['"lost" has no name. Enter a name or remove the row.']);
    expect(
      read(
        write([
          ['a', '1'],
          ['', ''],
        ]),
      ),
    ).toEqual({ result: { a: 1 }, leftOut: [], notes: [] });
  });

  test('with one name twice is refused', () => {
    expect(
      read(
        write([
          ['amount', '1'],
          ['amount ', '2'],
        ]),
      ).result,
    ).toBe('"amount" appears twice. Keep only one of the two rows.');
    expect(
      read(
        write([
          ['amount', '1'],
          ['amount ', ' '],
        ]),
      ).result,
    ).toStrictEqual({ amount: 1 });
  });

  test('with a value that only has characters without width loses nothing and sends nothing', () => {
    expect(
      read(
        write([
          ['a', INVISIBLE],
          ['b', ` ${INVISIBLE} `],
          ['c', 'x'],
        ]),
      ),
    ).toEqual({
      result: { c: 'x' },
      leftOut: [],
      notes: [],
    });
  });

  test('of blanks alone is blank', () => {
    expect(
      read(
        write([
          ['a', ''],
          ['b', null],
          ['c', []],
        ]),
      ).result,
    ).toBeUndefined();
  });
});

test.each<[value: unknown]>([
  ['[{"key":"a","value":"1"}]'],
  [[{ a: '1' }]],
  ['[{"a":"1"}]'],
  ['{"a":"1"},'],
  ['"{\\"a\\":\\"1\\"}"'],
])('a dictionary may also be %j: the text of a list, and a list of one', (value) => {
  expect(read(value).result).toStrictEqual({ a: 1 });
});

test.each<[object: JsonObject]>([
  [{ name: 'Summer', value: '20' }],
  [{ key: 'Summer', value: '20' }],
  [{ '': [{ key: 'a', value: '1' }], key: 'x' }],
])('an object is its own members, also where it looks like a pair of a list: %j', (object) => {
  const sent = read(object).result;
  expect(Object.keys(Object(sent))).toEqual(Object.keys(object).filter((name) => name !== ''));
  for (const text of [JSON.stringify(object), `\`\`\`json\n${JSON.stringify(object, null, 2)}\n\`\`\``])
    expect(read(text).result).toStrictEqual(sent);
});

test.each(['""', '"{}"', 'null', '[]', '[null]', '{}'])('the text of nothing is blank: %s', (text) => {
  expect(read(text).result).toBeUndefined();
});

describe('a list of names and values', () => {
  test('may be one pair a line', () => {
    expect(read('{"key":"a","value":"1"}\n{"key":"b","value":"2"}').result).toStrictEqual({ a: 1, b: 2 });
  });

  test('may lack blank values, and has no name where that is null', () => {
    const pairs = [{ key: 'a' }, { key: 'b', value: '1' }];
    expect(read(pairs).result).toStrictEqual({ b: 1 });
    expect(read(pairs, { mode: 'exact' }).result).toStrictEqual({ b: '1' });
    expect(
      read([
        { name: null, value: 'x' },
        { name: 'b', value: '1' },
      ]),
    ).toEqual({ result: { b: 1 }, leftOut: ['"x" has no name. Enter a name or remove the row.'], notes: [] });
  });

  test('takes numbers as names', () => {
    expect(read([{ key: 5, value: 'x' }]).result).toStrictEqual({ '5': 'x' });
  });

  test('takes what else is in an item only when that is blank', () => {
    expect(read([{ key: 'a', value: 1, name: 'ignored' }]).result).toStrictEqual({ a: 1 });
    const more = { key: 'a', value: 1, id: 7 };
    expect(read([more, more]).result).toBe(`"${JSON.stringify([more, more])}" ${NOT_A_LIST}`);
    // One object alone is a dictionary like any other.
    expect(read([more]).result).toStrictEqual(more);
  });

  test('with a name twice is refused', () => {
    const pairs = [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ];
    expect(read(pairs).result).toBe('"a" appears twice. Keep only one of the two rows.');
  });
});

test.each<[value: unknown, says: string]>([
  [['a'], `"["a"]" ${NOT_A_LIST}`],
  [[{ a: 1 }, { b: 2 }], `"[{"a":1},{"b":2}]" ${NOT_A_LIST}`],
  [[{ key: 'a' }, { key: 'b' }], `"[{"key":"a"},{"key":"b"}]" ${NOT_A_LIST}`],
  [[{ key: {}, value: 1 }, { a: 1 }], `"[{"key":{},"value":1},{"a":1}]" ${NOT_A_LIST}`],
  [5, `"5" ${NOT_A_LIST}`],
  [true, `"true" ${NOT_A_LIST}`],
  ['[1]', '"[1]" is not a JSON object. Use the form {"name": "value"}.'],
  ['5', '"5" is not a JSON object. Use the form {"name": "value"}.'],
  [
    'pro',
    '"pro" is not valid JSON. The error is at character 1. Check the quotes, commas and brackets there.',
  ],
  [
    '{"a":1,',
    '"{"a":1," is not valid JSON: it ends at character 7, before all its brackets and quotes are closed. Is a part missing?',
  ],
])('%j is no dictionary: %s', (value, says) => {
  expect(read(value).result).toBe(says);
});

describe('what looks like an amount', () => {
  const note = (name: string) =>
    `"${name}" looks like an amount and is sent as text, which cannot be summed. In Numbers in Attributes, choose how numbers are written.`;

  test.each(['$1,234.50', '1.234,50 €', '19.99 USD', '9,99', '1,234', 'US$ 5', '(5.00)'])(
    'is named when it stays text: %s',
    (revenue) => {
      const { result, notes } = read({ revenue, plan: 'pro' });
      expect(result).toStrictEqual({ revenue, plan: 'pro' });
      expect(notes).toEqual([note('revenue')]);
    },
  );

  test('is not when the user chose how numbers are written, or that they stay text', () => {
    for (const mode of ['detect_point', 'detect_comma', 'text', 'exact'] as const) {
      expect(read({ revenue: '$1,234.50' }, { mode }).notes).toEqual([]);
    }
    expect(read({ revenue: '$1,234.50' }, { mode: 'detect_point' }).result).toStrictEqual({
      revenue: 1234.5,
    });
    expect(read({ ' Zip Code': '1,234' }).notes).toEqual([]);
    expect(read({ revenue: '1.234,50 €' }, { mode: 'detect_comma' }).result).toStrictEqual({
      revenue: 1234.5,
    });
  });

  test.each(['pro', '007', '+15551234567', '1e3', 'USD', '2026-01-31', 'a, b', '1.2.3'])(
    '%s is none',
    (value) => {
      expect(read({ value }).notes).toEqual([]);
    },
  );
});

describe('whatever is in it', () => {
  const named = fc.uniqueArray(
    fc.tuple(
      text.map((name) => name.trim()).filter((name) => name !== ''),
      fc.oneof(text, steadyJson),
    ),
    {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 6,
    },
  );

  test('every form says the same', () => {
    const check = (entries: [string, Json][], mode: 'detect' | 'text' | 'exact') => {
      const texts = FORMS.map(([, write]) => {
        const value = write(deepFrozen(entries));
        return JSON.stringify(sortedMembers(read(value, { mode }).result));
      });
      expect(new Set(texts).size).toBe(1);
    };
    fc.assert(fc.property(named, fc.constantFrom('detect', 'text', 'exact'), check), RUNS);
  });
});

/** The members sorted by name: those of an object come in an order of their own where names are numbers. */
const sortedMembers = (value: unknown): unknown =>
  isObject(value) ? Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)) : value;
