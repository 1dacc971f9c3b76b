import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import { InputError } from '../../src/lib/validation.ts';
import {
  anyJsonObject,
  attributeName,
  deepFrozen,
  mostly,
  RUNS,
  withoutPollution,
} from '../support/arbitraries.ts';
import { batchOf, eventsOf, type Input, problemsOf, rowsOf } from '../support/building.ts';

const ROW = { event_name: 'Signed Up', user_id: 'usr_1' };
const NO_EVENTS = 'Events: no events in it. Map rows to it, or fill in Events (JSON).';
const NOBODY =
  'User ID, Anonymous ID, Email: all blank. Fill in at least one, so that the event belongs to a person.';

/** The rows of a batch as `[row, name]` of events and `[row, name, ...problems]` of the others. */
const outcome = (input: Input) =>
  rowsOf(input).map((item) => [item.row, item.name, ...('problems' in item ? item.problems : [])]);

describe('a batch without an event is refused', () => {
  test.each<[input: Input]>([
    [{}],
    [{ events: [] }],
    [{ events: '' }],
    [{ events: [{}] }],
    [{ events: [{ event_name: '', user_id: ' ', email: null }, {}] }],
    [{ events_json: '[]' }],
    [{ events_json: '[{}]' }],
    [{ events_json: '  ' }],
    [{ shared_attributes: { source: 'import' } }],
  ])('%j', (input) => {
    expect(problemsOf(() => batchOf(input))).toEqual([NO_EVENTS]);
  });
});

describe('a batch that is too large is refused as a whole', () => {
  test('by its rows, blank ones too', () => {
    const rows = (count: number) => Array.from({ length: count }, () => ({}));
    expect(problemsOf(() => batchOf({ events: [...rows(50_000), ROW], events_json: rows(50_000) }))).toEqual([
      'Events: 100,001 rows, and a step sends up to 100,000. Send them in parts.',
    ]);
    expect(rowsOf({ events: [...rows(49_999), ROW], events_json: rows(50_000) })).toMatchObject([
      { row: 50_000 },
    ]);
  });

  test('by attributes that every event would get', () => {
    // The braces, the quotes and the colon are bytes too.
    const shared_attributes = (bytes: number) => ({ note: 'x'.repeat(bytes - '{"note":""}'.length) });
    expect(rowsOf({ events: [ROW], shared_attributes: shared_attributes(32_768) })).toHaveLength(1);
    expect(
      problemsOf(() => batchOf({ events: [ROW], shared_attributes: shared_attributes(32_769) })),
    ).toEqual(['Shared Attributes: more than the 32,768 bytes that an event takes. Shorten or remove some.']);
  });
});

describe('Events (JSON)', () => {
  test.each<[events_json: unknown, problem: string]>([
    [
      '[{"event_name":',
      'Events (JSON): "[{"event_name":" is not valid JSON. Check its quotes, commas and brackets.',
    ],
    [
      '{"event_name":"x"}',
      'Events (JSON): "{"event_name":"x"}" is not a JSON array. Use the form [{...}, {...}].',
    ],
    ['"text"', 'Events (JSON): ""text"" is not a JSON array. Use the form [{...}, {...}].'],
    [5, 'Events (JSON): "5" is not a JSON array. Use the form [{...}, {...}].'],
    ['[1]', 'Events (JSON): Row 1: not a JSON object. Use the form [{...}, {...}].'],
    [[null], 'Events (JSON): Row 1: not a JSON object. Use the form [{...}, {...}].'],
    [
      [ROW, 'x', ROW, [], null, 5],
      'Events (JSON): Rows 2 and 4 to 6: not a JSON object. Use the form [{...}, {...}].',
    ],
  ])('%j is refused', (events_json, problem) => {
    expect(problemsOf(() => batchOf({ events_json }))).toEqual([problem]);
  });

  test('counts its rows on from those of Events', () => {
    expect(problemsOf(() => batchOf({ events: [ROW, {}], events_json: [ROW, 'x'] }))).toEqual([
      'Events (JSON): Row 4: not a JSON object. Use the form [{...}, {...}].',
    ]);
  });

  test('takes the keys of the tracking action, types exact', () => {
    const item = {
      event_name: ' Paid ',
      user_id: 5,
      event_attributes: { amount: '29.90', note: ' hi ', none: null },
      user_attributes: { seats: '3' },
      occurred_at: 1_700_000_000,
      company_id: 'acme',
      company_created_at: '2020-01-01',
      page_title: 'Pricing',
      ip_address: '203.0.113.7',
    };
    expect(eventsOf({ events_json: [item] })).toMatchObject([
      {
        event_type: 'Paid',
        user: { id: '5', custom: { seats: '3' } },
        event_attributes: { amount: '29.90', note: ' hi ', none: null },
        _timestamp: 1_700_000_000_000,
        company: { id: 'acme', created_at: '2020-01-01T00:00:00.000Z' },
        page_title: 'Pricing',
        source_ip: '203.0.113.7',
      },
    ]);
  });

  test.each(['attributes', 'event_attributes_json', 'event_attributes'])('takes attributes in %s', (key) => {
    expect(eventsOf({ events_json: [{ ...ROW, [key]: { amount: 5 } }] })).toMatchObject([
      { event_attributes: { amount: 5 } },
    ]);
  });

  test('refuses a key that no field has: left out in silence, it would be noticed weeks later', () => {
    expect(
      outcome({ events_json: [{ ...ROW, userid: 5, amount: 1 }, JSON.parse('{"__proto__":1}')] }),
    ).toEqual([
      [
        1,
        'Signed Up',
        '"userid": no field has this name. Put attributes into event_attributes.',
        '"amount": no field has this name. Put attributes into event_attributes.',
      ],
      [2, null, '"__proto__": no field has this name. Put attributes into event_attributes.'],
    ]);
  });

  test('names what is wrong by its own keys', () => {
    expect(
      outcome({ events_json: [{ event_name: 'Paid', company_name: 'Acme' }, { user_id: ['a'] }] }),
    ).toEqual([
      [
        1,
        'Paid',
        'company_name: needs company_id. Fill in company_id too.',
        NOBODY.replace('User ID, Anonymous ID, Email', 'user_id, anonymous_id, email'),
      ],
      [
        2,
        null,
        'event_name: required, but blank. Fill it in.',
        'user_id: "["a"]" is a list. Map a single value.',
      ],
    ]);
  });
});

describe('rows', () => {
  test('count from 1, and blank ones keep their number', () => {
    const events = [ROW, {}, { event_name: ' ', user_id: '' }, { user_id: 'usr_2' }];
    const events_json = [{}, { event_type: 'Paid', user: { id: 'a' } }, { event_type: 5 }];
    expect(outcome({ events, events_json })).toEqual([
      [1, 'Signed Up'],
      [4, null, 'Event Name: required, but blank. Fill it in.'],
      [6, 'Paid'],
      [7, null, 'event_type: not a text. Use the name of the event.'],
    ]);
  });

  test('say all that is wrong with each of them', () => {
    expect(
      outcome({ events: [{ event_name: ' Paid ', occurred_at: 'x' }, ROW, { email: 'jane@example.com' }] }),
    ).toEqual([
      [
        1,
        'Paid',
        'Occurred At: "x" is not a date or time that we can read. Use a date such as 2026-01-31T09:30:00Z, or unix time in seconds or milliseconds.',
        'User ID, Anonymous ID, Email: all blank. Fill in at least one, so that the event belongs to a person.',
      ],
      [2, 'Signed Up'],
      [3, null, 'Event Name: required, but blank. Fill it in.'],
    ]);
  });

  test('that are no line items are refused', () => {
    expect(problemsOf(() => batchOf({ events: 'x' }))).toEqual([
      'Events: not line items. Map a value of line items to each of its columns.',
    ]);
  });

  test('follow the rules of a mapped event', () => {
    const row = { event_name: 'Paid', email: ' jane@example.com ', occurred_at: '2026-01-31', user_id: '' };
    expect(eventsOf({ events: [row] }, 'Asia/Tokyo')).toMatchObject([
      {
        event_type: 'Paid',
        user: { id: 'jane@example.com', email: 'jane@example.com' },
        _timestamp: Date.UTC(2026, 0, 30, 15),
      },
    ]);
  });

  test('are read one by one, so that a large batch is never in memory twice', () => {
    const iterator = batchOf({ events: [ROW, { user_id: 'x' }] }).rows[Symbol.iterator]();
    expect(iterator.next().value).toMatchObject({ row: 1 });
    expect(iterator.next().value).toMatchObject({ row: 2 });
    expect(iterator.next().done).toBe(true);
  });

  test('a failure that is not about the input is not dressed up as one', () => {
    const broken = {
      toJSON: () => {
        throw new Error('broken');
      },
    };
    expect(() => rowsOf({ events: [{ ...ROW, user_id: broken }] })).toThrow(new Error('broken'));
  });
});

describe('attribute columns', () => {
  const row = {
    ...ROW,
    attribute_amount: '29.90',
    attribute_zip: '02134',
    attribute_trial: 'FALSE',
    attribute_plan: '',
  };

  test('are there for each name, typed like a dictionary', () => {
    expect(
      eventsOf({ events: [row], attribute_names: ['amount', 'zip', 'trial', 'plan', 'none'] }),
    ).toMatchObject([{ event_attributes: { amount: 29.9, zip: '02134', trial: false } }]);
    expect(
      eventsOf({ events: [row], attribute_names: 'amount, trial', attribute_values: 'text' }),
    ).toMatchObject([{ event_attributes: { amount: '29.90', trial: 'FALSE' } }]);
    expect(
      eventsOf({ events: [row], attribute_names: ['amount'], text_attributes: ['amount'] }),
    ).toMatchObject([{ event_attributes: { amount: '29.90' } }]);
  });

  test('that nobody named are no attributes', () => {
    expect(eventsOf({ events: [row], attribute_names: ['amount'] })[0]?.event_attributes).toStrictEqual({
      amount: 29.9,
    });
    expect(eventsOf({ events: [row] })[0]).not.toHaveProperty('event_attributes');
  });

  test('JSON attributes of the row win over them, types exact', () => {
    const attributes = '{"amount": "exact", "more": null}';
    expect(eventsOf({ events: [{ ...row, attributes }], attribute_names: ['amount', 'zip'] })).toMatchObject([
      { event_attributes: { amount: 'exact', zip: '02134', more: null } },
    ]);
  });

  test('that are all blank leave no empty object', () => {
    expect(eventsOf({ events: [ROW], attribute_names: ['plan'] })[0]).not.toHaveProperty('event_attributes');
  });

  test('may have any name', () => {
    const names = ['__proto__', 'constructor', 'with space', 'ä'];
    const events = [
      Object.fromEntries([...Object.entries(ROW), ...names.map((name) => [`attribute_${name}`, '1'])]),
    ];
    const [event] = withoutPollution(() => eventsOf({ events, attribute_names: names }));
    expect(Object.entries(event?.event_attributes ?? {})).toEqual(names.map((name) => [name, 1]));
  });

  test('are none of Events (JSON)', () => {
    expect(outcome({ events_json: [{ ...ROW, attribute_amount: 5 }], attribute_names: ['amount'] })).toEqual([
      [1, 'Signed Up', '"attribute_amount": no field has this name. Put attributes into event_attributes.'],
    ]);
  });
});

describe('what every event gets', () => {
  const shared_attributes = { source: 'import', year: '2026', blank: '' };
  const events = [{ ...ROW, attributes: '{"source": "CRM"}' }];
  const events_json = [
    ROW,
    { ...ROW, event_attributes: { year: null } },
    { event_type: 'Paid', user: { id: 'a' }, event_attributes: { source: '' } },
  ];

  test('shared attributes are added only where the name is lacking', () => {
    expect(
      eventsOf({ events, events_json, shared_attributes }).map(({ event_attributes }) => event_attributes),
    ).toEqual([
      { source: 'CRM', year: 2026 },
      { source: 'import', year: 2026 },
      { source: 'import', year: null },
      { source: '', year: 2026 },
    ]);
  });

  test('shared attributes are typed like any dictionary', () => {
    const [event] = eventsOf({ events: [ROW], shared_attributes, text_attributes: 'year' });
    expect(event?.event_attributes).toStrictEqual({ source: 'import', year: '2026' });
  });

  test('blank shared attributes add nothing', () => {
    expect(eventsOf({ events: [ROW], shared_attributes: { source: ' ' } })[0]).not.toHaveProperty(
      'event_attributes',
    );
  });

  test('the default page belongs to events that have none', () => {
    const rows = [ROW, { ...ROW, page_url: 'https://shop.example.com/cart' }];
    const raw = [
      { event_type: 'Paid', user: { id: 'a' }, url: 'other.example.com' },
      { event_type: 'Paid', user: { id: 'a' } },
    ];
    const sent = eventsOf({ events: rows, events_json: raw, default_page_url: 'example.com/a' });
    expect(sent.map(({ url, doc_host, doc_path }) => [url, doc_host, doc_path])).toEqual([
      ['https://example.com/a', 'example.com', '/a'],
      ['https://shop.example.com/cart', 'shop.example.com', '/cart'],
      ['https://other.example.com', 'other.example.com', '/'],
      ['https://example.com/a', 'example.com', '/a'],
    ]);
  });

  test('what an event says of its page without a url stays beside the default page', () => {
    const raw = [{ event_type: 'Paid', user: { id: 'a' }, doc_host: 'app.example.com' }];
    const [event] = eventsOf({ events_json: raw, default_page_url: 'example.com/a' });
    expect(event).toMatchObject({
      url: 'https://example.com/a',
      doc_host: 'app.example.com',
      doc_path: '/a',
    });
  });

  test('an id in JSON text keeps all of its digits, with and without quotes', () => {
    const events = eventsOf({
      events_json:
        '[{"event_name":"Paid","user_id":12345678901234567890},{"event_name":"Paid","user_id":"12345678901234567890"}]',
    });
    expect(events.map(({ user }) => user.id)).toEqual(['12345678901234567890', '12345678901234567890']);
  });

  test.each<[input: Input, problem: string]>([
    [
      { default_page_url: 'banana' },
      'Default Page URL: "banana" is not a web address. Use the full address, such as https://www.example.com/pricing.',
    ],
    [
      { shared_attributes: ['a'] },
      'Shared Attributes: "["a"]" is not a list of names and values. Give one name and one value a row.',
    ],
    [{ attribute_names: [{}, { a: 1 }] }, 'Attribute Names: "{"a":1}" is an object. Map a single value.'],
    [{ attribute_values: 'x' }, 'Attribute Values: "x" is not one of the choices. Use detect or text.'],
    [{ invalid_events: 'x' }, 'Invalid Events: "x" is not one of the choices. Use stop or skip.'],
  ])('%j is refused for the batch as a whole', (input, problem) => {
    expect(problemsOf(() => batchOf({ events: [ROW], ...input }))).toEqual([problem]);
  });
});

test.each<[invalid_events: unknown, does: string]>([
  [undefined, 'stop'],
  ['', 'stop'],
  ['stop', 'stop'],
  ['skip', 'skip'],
])('invalid events (%j): %s', (invalid_events, does) => {
  expect(batchOf({ events: [ROW], invalid_events }).onInvalid).toBe(does);
});

describe('whatever the batch', () => {
  const rows = fc.array(fc.oneof(anyJsonObject, fc.constant<JsonObject>(ROW)), { maxLength: 4 });
  const anyInput = fc.record(
    {
      events: mostly(rows),
      events_json: mostly(rows),
      attribute_names: mostly(fc.array(attributeName, { maxLength: 3 })),
      shared_attributes: mostly(anyJsonObject),
      default_page_url: mostly(fc.webUrl()),
      attribute_values: mostly(fc.constantFrom('detect', 'text')),
      text_attributes: mostly(fc.array(attributeName, { maxLength: 3 })),
      invalid_events: mostly(fc.constantFrom('stop', 'skip')),
    },
    { requiredKeys: [] },
  );

  test('rows come out or an InputError that says why, and the input is not changed', () => {
    let batches = 0;
    const check = (input: Input) => {
      const before = JSON.stringify(deepFrozen(input));
      try {
        const rows = withoutPollution(() => rowsOf(input));
        batches += 1;
        const numbers = rows.map(({ row }) => row);
        expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
        expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expect(error.problems.length).toBeGreaterThan(0);
      }
      expect(JSON.stringify(input)).toBe(before);
    };
    fc.assert(fc.property(anyInput, check), RUNS);
    expect(batches).toBeGreaterThan(100);
  });

  test('no row and no attribute is lost, and their order stays', () => {
    const own = fc.array(anyJsonObject, { minLength: 1, maxLength: 5 });
    const check = (attributes: readonly JsonObject[], shared: JsonObject, asJson: boolean) => {
      const rows = attributes.map((one, index) => ({ ...ROW, user_id: `usr_${index}`, attributes: one }));
      const shared_attributes = Object.fromEntries(
        Object.entries(shared).flatMap(([name, value]): [string, Json][] =>
          typeof value === 'number' && name.trim() === name && name !== '' ? [[name, value]] : [],
        ),
      );
      const sent = withoutPollution(() =>
        eventsOf(deepFrozen({ [asJson ? 'events_json' : 'events']: rows, shared_attributes })),
      );
      expect(sent.map(({ user }) => user.id)).toEqual(rows.map(({ user_id }) => user_id));
      for (const [index, { event_attributes = {} }] of sent.entries()) {
        const expected = Object.fromEntries([
          ...Object.entries(shared_attributes),
          ...Object.entries(attributes[index] ?? {}),
        ]);
        expect(JSON.stringify(event_attributes)).toBe(JSON.stringify(expected));
      }
    };
    fc.assert(fc.property(own, anyJsonObject, fc.boolean(), check), RUNS);
  });
});
