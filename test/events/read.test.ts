import { describe, expect, test } from '@jest/globals';
import { readField } from '../../src/events/read.ts';
import type { ReadContext } from '../../src/events/read-context.ts';
import type { Field } from '../../src/fields/field.ts';
import { FIELDS } from '../../src/fields/index.ts';
import { Invalid } from '../../src/lib/validation.ts';
import { asMessages, NOW } from '../support/building.ts';

const CONTEXT: ReadContext = { clock: { now: NOW }, mode: 'detect', textNames: new Set(['zip']) };

const read = (field: Field, value: unknown, context: Partial<ReadContext> = {}): unknown =>
  readField(field, value, { ...CONTEXT, ...context });

/** Why a value cannot be taken, as a message says it; fails the test when it can. */
const refused = (field: Field, value: unknown): string => {
  const invalid = read(field, value);
  if (!(invalid instanceof Invalid)) throw new Error(`This was read as ${JSON.stringify(invalid)}.`);
  return asMessages([{ invalid }]).join();
};

describe.each<Field>(Object.values(FIELDS))('$key', (field) => {
  test.each([undefined, null, '', ' \t', [], {}])('%j is blank', (blank) => {
    expect(read(field, blank)).toBeUndefined();
  });

  test('what is nested too deep is refused', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 5_000; level += 1) deep = level % 2 === 0 ? [deep] : { deep };
    expect(refused(field, deep)).toBe('lists and objects are nested too deeply. Use at most 100 levels.');
  });
});

describe('each type of field', () => {
  test.each<[field: Field, value: unknown, sent: unknown]>([
    [FIELDS.user_id, ' a b ', 'a b'],
    [FIELDS.user_id, 0, '0'],
    [FIELDS.user_id, 1.5, '1.5'],
    [FIELDS.user_id, true, 'true'],
    [FIELDS.occurred_at, '1700000000', 1_700_000_000_000],
    [FIELDS.user_created_at, 1_700_000_000, '2023-11-14T22:13:20.000Z'],
    [
      FIELDS.page_url,
      'example.com',
      { url: 'https://example.com', doc_host: 'example.com', doc_path: '/', doc_search: '' },
    ],
    [FIELDS.event_attributes, { a: '1', zip: '1', b: '' }, { a: 1, zip: '1' }],
    [FIELDS.event_attributes, { a: '' }, undefined],
    [FIELDS.event_attributes_json, '{"a":"1"}', { a: '1' }],
    [FIELDS.event_attributes_json, ' {} ', undefined],
    [FIELDS.event_attributes_json, { a: [] }, { a: [] }],
    [FIELDS.events_json, '[{"a":1}]', [{ a: 1 }]],
    [FIELDS.events_json, '[]', undefined],
    [FIELDS.events_json, [1, 'a'], [1, 'a']],
    [FIELDS.invalid_events, ' skip ', 'skip'],
    [FIELDS.event_types, ['flows.seen', '', 'surveys.seen'], ['flows.seen', 'surveys.seen']],
    [FIELDS.event_types, 'flows.seen, nps.feedback,', ['flows.seen', 'nps.feedback']],
    [FIELDS.text_attributes, ['zip', ' zip ', 'order, number', 5], ['zip', 'order, number', '5']],
    [FIELDS.text_attributes, 'zip,, order', ['zip', 'order']],
    [FIELDS.text_attributes, 5, ['5']],
    [FIELDS.events, [{ a: 1 }, {}], [{ a: 1 }, {}]],
    [FIELDS.events, { a: 1 }, [{ a: 1 }]],
  ])('$key reads %j as %j', (field, value, sent) => {
    expect(read(field, value)).toStrictEqual(sent);
  });

  test.each<[field: Field, value: unknown, says: string]>([
    [FIELDS.user_id, ['a'], '"["a"]" is a list. Map a single value.'],
    [FIELDS.user_id, { a: 1 }, '"{"a":1}" is an object. Map a single value.'],
    [FIELDS.page_url, ['example.com'], '"["example.com"]" is a list. Map a single value.'],
    [
      FIELDS.event_attributes,
      ['a'],
      '"["a"]" is not a list of names and values. Enter one name and one value per row.',
    ],
    [FIELDS.event_attributes_json, 5, '"5" is not a JSON object. Use the form {"name": "value"}.'],
    [FIELDS.events_json, 'banana', '"banana" is not valid JSON. Check its quotes, commas and brackets.'],
    [FIELDS.invalid_events, 'Stop', '"Stop" is not one of the choices. Use stop or skip.'],
    [FIELDS.attribute_values, 'auto', '"auto" is not one of the choices. Use detect or text.'],
    [FIELDS.text_attributes, [{ a: 1 }], '"{"a":1}" is an object. Map a single value.'],
    [FIELDS.events, [{ a: 1 }, 'b'], 'not line items. Map line items to its columns.'],
    [FIELDS.events, 'b', 'not line items. Map line items to its columns.'],
  ])('$key refuses %j: %s', (field, value, says) => {
    expect(refused(field, value)).toBe(says);
  });

  test('a text that no event has room for is refused by its length and not shown', () => {
    expect(read(FIELDS.page_title, 'x'.repeat(32_768))).toHaveLength(32_768);
    expect(refused(FIELDS.page_title, 'x'.repeat(32_769))).toBe(
      '32,769 characters is too long: an event can have at most 32,768 bytes. Shorten it.',
    );
  });

  test('where types are exact, a dictionary is sent as it is', () => {
    const value = { ' a ': '1', b: '', c: null, zip: 5 };
    expect(read(FIELDS.user_attributes, value, { mode: 'exact' })).toStrictEqual(value);
  });

  test.each([1.2345678901234567e19, -1.2345678901234567e19, 2 ** 53, -(2 ** 53)])(
    'an ID that lost digits as the number %d is refused: it would be somebody else',
    (id) => {
      expect(refused(FIELDS.user_id, id)).toBe(
        `"${id}" is a number so long that its last digits may be wrong. Map it as text (in JSON, put it in quotes).`,
      );
    },
  );

  test('the longest whole numbers that keep their digits are IDs', () => {
    expect(read(FIELDS.user_id, Number.MAX_SAFE_INTEGER)).toBe('9007199254740991');
    expect(read(FIELDS.user_id, Number.MIN_SAFE_INTEGER)).toBe('-9007199254740991');
  });

  test.each<[value: unknown, says: string]>([
    [{ ' ': '5' }, '"5" has no name. Enter a name or remove the row.'],
    [{ amount: '1', 'amount ': '2' }, '"amount" appears twice. Keep only one of the two rows.'],
  ])('a dictionary that would lose a value is refused: %j', (value, says) => {
    expect(refused(FIELDS.user_attributes, value)).toBe(says);
  });
});
