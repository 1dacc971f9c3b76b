import { describe, expect, test } from '@jest/globals';
import { type Reading, readField } from '../../src/events/read.ts';
import type { Field } from '../../src/fields/field.ts';
import { FIELDS } from '../../src/fields/index.ts';
import { NOW } from '../support/building.ts';

const READING: Reading = { clock: { now: NOW }, mode: 'detect', textNames: new Set(['zip']) };

const read = (field: Field, value: unknown, reading: Partial<Reading> = {}): unknown =>
  readField(field, value, { ...READING, ...reading });

describe.each<Field>(Object.values(FIELDS))('$key', (field) => {
  test.each([undefined, null, '', ' \t', [], {}])('%j is blank', (blank) => {
    expect(read(field, blank)).toBeUndefined();
  });

  test('what is nested too deep is refused', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 5_000; level += 1) deep = level % 2 === 0 ? [deep] : { deep };
    expect(() => read(field, deep)).toThrow(
      'lists and objects are nested too deeply. Use at most 100 levels.',
    );
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
      '"["a"]" is not a list of names and values. Give one name and one value a row.',
    ],
    [
      FIELDS.event_attributes_json,
      '{"a":',
      '"{"a":" is not valid JSON. Check its quotes, commas and brackets.',
    ],
    [FIELDS.event_attributes_json, '[1]', '"[1]" is not a JSON object. Use the form {"name": "value"}.'],
    [FIELDS.event_attributes_json, 'null', '"null" is not a JSON object. Use the form {"name": "value"}.'],
    [FIELDS.event_attributes_json, 5, '"5" is not a JSON object. Use the form {"name": "value"}.'],
    [FIELDS.events_json, 'banana', '"banana" is not valid JSON. Check its quotes, commas and brackets.'],
    [FIELDS.events_json, '{"a":1}', '"{"a":1}" is not a JSON array. Use the form [{...}, {...}].'],
    [FIELDS.events_json, { a: 1 }, '"{"a":1}" is not a JSON array. Use the form [{...}, {...}].'],
    [FIELDS.invalid_events, 'Stop', '"Stop" is not one of the choices. Use stop or skip.'],
    [FIELDS.attribute_values, 'auto', '"auto" is not one of the choices. Use detect or text.'],
    [FIELDS.text_attributes, [{ a: 1 }], '"{"a":1}" is an object. Map a single value.'],
    [FIELDS.events, [{ a: 1 }, 'b'], 'not line items. Map a value of line items to each of its columns.'],
    [FIELDS.events, 'b', 'not line items. Map a value of line items to each of its columns.'],
  ])('$key refuses %j: %s', (field, value, says) => {
    expect(() => read(field, value)).toThrow(new Error(says));
  });

  test('JSON text that is nested too deep is refused before anything walks through it', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const says = 'lists and objects are nested too deeply. Use at most 100 levels.';
    expect(() => read(FIELDS.events_json, deep)).toThrow(says);
    expect(() => read(FIELDS.event_attributes_json, `{"a":${deep}}`)).toThrow(says);
  });

  test('a text that no event has room for is refused by its length and not shown', () => {
    expect(read(FIELDS.page_title, 'x'.repeat(32_768))).toHaveLength(32_768);
    expect(() => read(FIELDS.page_title, 'x'.repeat(32_769))).toThrow(
      new Error('32,769 characters, and an event takes 32,768 bytes. Shorten it.'),
    );
  });

  test('where types are exact, a dictionary is sent as it is', () => {
    const value = { ' a ': '1', b: '', c: null, zip: 5 };
    expect(read(FIELDS.user_attributes, value, { mode: 'exact' })).toStrictEqual(value);
  });
});
