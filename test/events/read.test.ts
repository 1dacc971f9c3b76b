import { describe, expect, test } from '@jest/globals';
import { readChoice, readField } from '../../src/events/read.ts';
import type { ReadContext } from '../../src/events/read-context.ts';
import type { Field } from '../../src/fields/field.ts';
import { FIELDS, SENT_FIELDS } from '../../src/fields/index.ts';
import { Invalid } from '../../src/lib/validation.ts';
import { INVISIBLE } from '../support/arbitraries.ts';
import { asMessages, NOW } from '../support/building.ts';

const CONTEXT: ReadContext = { clock: { now: NOW }, mode: 'detect', textNames: new Set(['zip']), input: {} };
const PAGE = { url: 'https://example.com', doc_host: 'example.com', doc_path: '/', doc_search: '' };

const read = (field: Field, value: unknown, context: Partial<ReadContext> = {}): unknown =>
  readField(field, value, { ...CONTEXT, ...context });

/** Why a value cannot be taken, as a message says it; fails the test when it can. */
const refused = (field: Field, value: unknown): string => {
  const invalid = read(field, value);
  if (!(invalid instanceof Invalid)) throw new Error(`This was read as ${JSON.stringify(invalid)}.`);
  return asMessages([{ invalid }]).join();
};

describe.each<Field>(Object.values(FIELDS))('$key', (field) => {
  test.each([undefined, null, '', ' \t', ` ${INVISIBLE}\n`, [], {}])('%j is blank', (blank) => {
    expect(read(field, blank)).toBeUndefined();
  });

  test.each([[null], [''], [' ']])('a list of one blank (%j) is blank', (blank) => {
    // There, an item is a row of its own.
    if (!/^(json_array|rows)$/.test(field.type)) expect(read(field, [blank]) ?? []).toEqual([]);
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
    // A list of one is its item.
    [FIELDS.user_id, ['42'], '42'],
    [FIELDS.user_id, [['42']], '42'],
    [FIELDS.page_url, [[['example.com']]], PAGE],
    [FIELDS.user_id, [[null]], undefined],
    [FIELDS.email, ['jane@example.com'], 'jane@example.com'],
    [FIELDS.event_name, ['Signed Up'], 'Signed Up'],
    [FIELDS.ip_address, ['203.0.113.7'], '203.0.113.7'],
    [FIELDS.time_zone, ['Europe/Berlin'], 'Europe/Berlin'],
    [FIELDS.event_attributes, [{ a: '1' }], { a: 1 }],
    [FIELDS.event_attributes_json, [{ a: '1' }], { a: '1' }],
    [FIELDS.event_attributes_json, '[{"a":"1"}]', { a: '1' }],
    [FIELDS.events, '[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    [FIELDS.occurred_at, '1700000000', 1_700_000_000_000],
    [FIELDS.user_created_at, 1_700_000_000, '2023-11-14T22:13:20.000Z'],
    [FIELDS.occurred_at, ['2026-01-31T09:30:00Z'], 1_769_851_800_000],
    [FIELDS.page_url, 'example.com', PAGE],
    [FIELDS.page_url, ['example.com'], PAGE],
    [FIELDS.email, 'Jane <jane@example.com>', 'jane@example.com'],
    [FIELDS.email, 'null', undefined],
    [FIELDS.company_id, '(not set)', undefined],
    [FIELDS.first_name, 'None', 'None'],
    [FIELDS.page_title, '{{title}}', '{{title}}'],
    [FIELDS.ip_address, '203.0.113.7:443, 10.0.0.1', '203.0.113.7'],
    [FIELDS.time_zone, ' Europe/Berlin ', 'Europe/Berlin'],
    [FIELDS.event_attributes, '{"a":"1"}', { a: 1 }],
    [FIELDS.event_attributes, [{ key: 'a', value: '1' }], { a: 1 }],
    [FIELDS.event_attributes, { a: '{{bundle.x}}' }, { a: '{{bundle.x}}' }],
    [FIELDS.event_attributes, { a: '1', zip: '1', b: '' }, { a: 1, zip: '1' }],
    [FIELDS.event_attributes, { a: '' }, undefined],
    [FIELDS.event_attributes_json, '{"a":"1"}', { a: '1' }],
    [FIELDS.event_attributes_json, ' {} ', undefined],
    [FIELDS.event_attributes_json, { a: [] }, { a: [] }],
    [FIELDS.events_json, '[{"a":1}]', [{ a: 1 }]],
    [FIELDS.events_json, '{"events":[{"a":1}]}', [{ a: 1 }]],
    [FIELDS.events_json, '[]', undefined],
    [FIELDS.events_json, [1, 'a'], [1, 'a']],
    [FIELDS.invalid_events, ' skip ', 'skip'],
    [FIELDS.invalid_events, 'SKIP', 'skip'],
    [FIELDS.invalid_events, 'skip them and send the others', 'skip'],
    [FIELDS.attribute_values, 'Keep everything as text', 'text'],
    [FIELDS.attribute_values, ['detect_comma'], 'detect_comma'],
    [FIELDS.date_order, 'day first: 11/05/2026 is May 11', 'day_first'],
    [FIELDS.event_types, 'Flow Completed, NPS FEEDBACK', ['flows.completed', 'nps.feedback']],
    [FIELDS.event_types, ['Any Other Event', 'surveys.seen'], ['other', 'surveys.seen']],
    [FIELDS.event_types, ['flows.seen', '', 'surveys.seen'], ['flows.seen', 'surveys.seen']],
    [FIELDS.event_types, 'flows.seen, nps.feedback,', ['flows.seen', 'nps.feedback']],
    [FIELDS.text_attributes, ['zip', ' zip ', 'order, number', 5], ['zip', 'order', 'number', '5']],
    [FIELDS.text_attributes, 'zip\norder\r\nnumber', ['zip', 'order', 'number']],
    [FIELDS.text_attributes, [`${INVISIBLE}zip`, null, 'order', ' , '], ['zip', 'order']],
    [FIELDS.text_attributes, 'zip,, order', ['zip', 'order']],
    [FIELDS.text_attributes, 5, ['5']],
    [FIELDS.events, [{ a: 1 }, {}], [{ a: 1 }, {}]],
    [FIELDS.events, { a: 1 }, [{ a: 1 }]],
    [FIELDS.events, [null, { a: 1 }, undefined], [{}, { a: 1 }, {}]],
  ])('$key reads %j as %j', (field, value, sent) => {
    expect(read(field, value)).toStrictEqual(sent);
  });

  test.each<[field: Field, value: unknown, says: string]>([
    [FIELDS.user_id, ['a', 'b'], '"["a","b"]" is a list. Map a single value.'],
    [FIELDS.user_id, { a: 1 }, '"{"a":1}" is an object. Map a single value.'],
    [FIELDS.page_url, ['a.com', 'b.com'], '"["a.com","b.com"]" is a list. Map a single value.'],
    [FIELDS.ip_address, 'x', '"x" is not an IP address. Use one such as 203.0.113.7.'],
    [FIELDS.time_zone, 'x', '"x" is not a time zone. Use a name such as Europe/Berlin.'],
    [
      FIELDS.event_attributes,
      ['a', 5],
      '"["a",5]" is not a list of names and values. Enter one name and one value per row.',
    ],
    [FIELDS.event_attributes_json, 5, '"5" is not a JSON object. Use the form {"name": "value"}.'],
    [
      FIELDS.events_json,
      'banana',
      '"banana" is not valid JSON. The error is at character 1. Check the quotes, commas and brackets there.',
    ],
    [
      FIELDS.invalid_events,
      'drop',
      '"drop" is not one of the choices. Use one of "Send nothing and list them" (stop), "Skip them and send the others" (skip).',
    ],
    [
      FIELDS.attribute_values,
      'auto',
      '"auto" is not one of the choices. Use one of "Recognize plain numbers and true/false" (detect), "Also numbers such as $1,234.50 (decimal point)" (detect_point), "Also numbers such as 1.234,50 € (decimal comma)" (detect_comma), "Keep everything as text" (text).',
    ],
    [
      FIELDS.date_order,
      'first',
      '"first" is not one of the choices. Use one of "Month first: 11/05/2026 is November 5" (month_first), "Day first: 11/05/2026 is May 11" (day_first).',
    ],
    [FIELDS.text_attributes, [{ a: 1 }], '"{"a":1}" is an object. Map a single value.'],
    [FIELDS.events, [{ a: 1 }, 'b'], 'not line items. Map line items to its columns.'],
    [FIELDS.events, 5, 'not line items. Map line items to its columns.'],
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
});

test.each<Field>(Object.values<Field>(FIELDS).filter(({ choices }) => choices))(
  'a choice of $key is taken by its value or label, in any case',
  (field) => {
    for (const { value, label } of field.choices ?? []) {
      const sent = field.type === 'choices' ? [value] : value;
      for (const typed of [value, label]) {
        for (const spelled of [typed, typed.toUpperCase(), ` ${typed.toLowerCase()} `, [typed]]) {
          expect(read(field, spelled)).toEqual(sent);
        }
      }
    }
  },
);

test('a choice written exactly is that one, whatever the labels of others are', () => {
  const choices = [
    { value: 'left', label: 'Right' },
    { value: 'right', label: 'Left' },
  ] as const;
  expect(readChoice('right', choices)).toBe('right');
  expect(readChoice('left', choices)).toBe('left');
});

describe('a value that stands for nothing', () => {
  const times = Object.values<Field>(FIELDS).filter(({ type }) => /_time$/.test(type));

  test.each(times)('is no date, so $key is not the time of the run: it says so', (field) => {
    expect(times).toHaveLength(3);
    for (const value of ['N/A', 'null', '-', 'unknown']) {
      expect(refused(field, value)).toBe(`"${value}" is not a date. Map a date, or leave the field blank.`);
    }
  });
});

describe('a placeholder that was never filled', () => {
  const PLACEHOLDERS = ['{{77251676__x}}', 'a {{x}} b', '\u0024{x}', '%X%'];
  const TYPES = ['id', 'email', 'name', 'ip_address', 'event_time', 'creation_time', 'page_url'];

  test.each<Field>(SENT_FIELDS.filter(({ type }) => TYPES.includes(type)))('is refused in $key', (field) => {
    for (const value of PLACEHOLDERS) {
      expect(refused(field, value)).toBe(
        `"${value}" is a placeholder that was never filled in. Map a value from an earlier step instead.`,
      );
    }
  });

  test.each<Field>(SENT_FIELDS.filter(({ type }) => type === 'dictionary' || type === 'text'))(
    'is data in $key',
    (field) => {
      for (const value of PLACEHOLDERS) {
        const typed = field.type === 'dictionary' ? { a: value } : value;
        expect(read(field, typed)).toEqual(typed);
      }
    },
  );
});
