import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asTyped, type FormField } from '../../../sandbox/zapier/input-types.ts';
import type { Json, JsonObject } from '../../../src/lib/json.ts';

/** What a field of a type hands over. */
const typed = (type: string, value: Json): Json | undefined =>
  asTyped({ field: value }, [{ key: 'field', type }]).field;

const FIELDS: readonly FormField[] = [
  { key: 'text', type: 'string' },
  { key: 'json', type: 'json' },
  { key: 'dictionary', dict: true },
  { key: 'untyped' },
];

describe('by the type of its field', () => {
  test.each<Json>([
    ...['text', '2026-01-31', ' 12 ', '', 42, 29.9, true, null],
    ['a', 'b'],
    [],
    { plan: 'pro', seats: 3 },
    { deep: [{ a: null }] },
  ])('%j stays as it is in a field of text, a list, a dictionary and JSON', (value) => {
    const mapped = Object.fromEntries(FIELDS.map(({ key }) => [key, value]));
    expect(asTyped(mapped, FIELDS)).toEqual(mapped);
  });

  test.each<[type: string, text: string, value: Json]>([
    ['number', '29.90', 29.9],
    ['number', '$1,234.50', 1],
    ['number', '9,99', 9],
    ['number', 'none', 0],
    ['number', '007', 7],
    ['integer', '12 seats', 12],
    ['integer', 'seats: 12.9', 12],
    ['integer', '0x10', 16],
    ['boolean', 'No', false],
    ['boolean', 'anything', true],
    ['boolean', '', false],
  ])('a field of type %s makes of %j %j', (type, text, value) => {
    expect(typed(type, text)).toBe(value);
  });

  test('what is blank gets the default of its field, in rows too', () => {
    const form: FormField[] = [
      { key: 'mode', type: 'string', default: 'detect' },
      { key: 'rows', children: [{ key: 'plan', type: 'string', default: 'free' }] },
    ];
    const mapped = { mode: '', rows: [{ plan: '' }, { plan: 'pro' }] };
    expect(asTyped(mapped, form)).toEqual({ mode: 'detect', rows: [{ plan: 'free' }, { plan: 'pro' }] });
    expect(mapped).toEqual({ mode: '', rows: [{ plan: '' }, { plan: 'pro' }] });
  });

  test('a date has no field of its own, in rows neither', () => {
    const form: FormField[] = [{ key: 'rows', children: [{ key: 'at', type: 'datetime' }] }];
    expect(() => typed('datetime', '2026-01-31')).toThrow('"field" is a datetime field');
    expect(() => asTyped({ rows: [{ at: 'n/a' }] }, form)).toThrow('"at" is a datetime field');
  });
});

test('any text ends as it does in the CLI’s invoke', () => {
  const invoke: (inputs: JsonObject, fields: readonly FormField[], timezone: string) => JsonObject =
    createRequire(import.meta.url)('zapier-platform-cli/src/oclif/commands/invoke/input-types.js');
  const form: FormField[] = ['string', 'integer', 'number', 'boolean', 'json'].map((type) => ({
    key: type,
    type,
  }));
  const rows: FormField[] = [...form, { key: 'rows', children: form }, { key: 'mode', default: 'detect' }];
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[0-9.,$ -]{1,8}$/),
    fc.constantFrom('no', 'TRUE', 'nil', '0', '0x1F', '0X1', '-0x2', '1e3', '0b1', 'Infinity'),
  );
  const row = fc.record(Object.fromEntries(form.map(({ key }) => [key, text])));
  fc.assert(
    fc.property(row, row, (inputs, line) => {
      const mapped = { ...inputs, rows: [line], mode: '' };
      // As text, in which there is no negative zero.
      const ours = JSON.stringify(asTyped(mapped, rows));
      expect(ours).toBe(JSON.stringify(invoke(structuredClone(mapped), rows, 'UTC')));
    }),
    { numRuns: 1_000 },
  );
});
