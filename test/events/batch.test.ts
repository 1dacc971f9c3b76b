import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Batch, readBatch } from '../../src/events/batch.ts';
import { buildEvent } from '../../src/events/build.ts';
import type { Input } from '../../src/events/settings.ts';
import type { Field } from '../../src/fields/field.ts';
import { FIELDS, fieldsOf, SENT_FIELDS } from '../../src/fields/index.ts';
import { canonicalJson, isBlank, type Json, type JsonObject } from '../../src/lib/json.ts';
import type { Checked } from '../../src/lib/validation.ts';
import type { DraftEvent } from '../../src/usermaven/event.ts';
import {
  anyJson,
  anyJsonObject,
  attributeName,
  deepFrozen,
  mostly,
  RUNS,
  text,
  withoutPollution,
} from '../support/arbitraries.ts';
import {
  API_KEY,
  asMessages,
  issuesIn,
  NOW,
  PLAN,
  readEvents,
  readRows,
  valueFrom,
} from '../support/building.ts';

const batch = (input: Input): Checked<Batch> => readBatch(input, API_KEY, { now: NOW });
const issuesOf = (input: Input) => issuesIn(batch(input));

const ROW = { event_name: 'Signed Up', user_id: 'usr_1' };
const NO_EVENTS = 'Events: no events. Map rows to it, or fill in Events (JSON).';
const NOBODY =
  'User ID, Anonymous ID, Email: all blank. Fill in at least one, so that the event belongs to a person.';

/** The rows of a batch as `[row, name]` of events and `[row, name, ...issues]` of the others. */
const outcome = (input: Input) =>
  readRows(input).map(({ row, name, built }) => [row, name, ...issuesIn(built)]);

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
    expect(issuesOf(input)).toEqual([NO_EVENTS]);
  });
});

describe('a batch that is too large is refused as a whole', () => {
  test('by its rows, blank ones too', () => {
    const rows = (count: number) => Array.from({ length: count }, () => ({}));
    expect(issuesOf({ events: [...rows(50_000), ROW], events_json: rows(50_000) })).toEqual([
      'Events: 100,001 rows, but a step can send at most 100,000. Split them into several batches.',
    ]);
    expect(readRows({ events: [...rows(49_999), ROW], events_json: rows(50_000) })).toMatchObject([
      { row: 50_000 },
    ]);
  });

  test('by attributes that every event would get', () => {
    // The braces, the quotes and the colon are bytes too.
    const shared_attributes = (bytes: number) => ({ note: 'x'.repeat(bytes - '{"note":""}'.length) });
    expect(readRows({ events: [ROW], shared_attributes: shared_attributes(32_768) })).toHaveLength(1);
    expect(issuesOf({ events: [ROW], shared_attributes: shared_attributes(32_769) })).toEqual([
      'Shared Attributes: larger than the 32,768 bytes that an event can have. Shorten or remove some.',
    ]);
  });
});

describe('Events (JSON)', () => {
  test.each<[events_json: unknown, issue: string]>([
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
  ])('%j is refused', (events_json, issue) => {
    expect(issuesOf({ events_json })).toEqual([issue]);
  });

  test('counts its rows on from those of Events', () => {
    expect(issuesOf({ events: [ROW, {}], events_json: [ROW, 'x'] })).toEqual([
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
    expect(readEvents({ events_json: [item] })).toMatchObject([
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
    expect(readEvents({ events_json: [{ ...ROW, [key]: { amount: 5 } }] })).toMatchObject([
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
        '"userid" is not the name of a field. Put attributes into event_attributes.',
        '"amount" is not the name of a field. Put attributes into event_attributes.',
      ],
      [2, null, '"__proto__" is not the name of a field. Put attributes into event_attributes.'],
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
    expect(issuesOf({ events: 'x' })).toEqual(['Events: not line items. Map line items to its columns.']);
  });

  test('follow the rules of a mapped event', () => {
    const row = { event_name: 'Paid', email: ' jane@example.com ', occurred_at: '2026-01-31', user_id: '' };
    expect(readEvents({ events: [row] }, 'Asia/Tokyo')).toMatchObject([
      {
        event_type: 'Paid',
        user: { id: 'jane@example.com', email: 'jane@example.com' },
        _timestamp: Date.UTC(2026, 0, 30, 15),
      },
    ]);
  });

  test('are read one by one, so that a large batch is never in memory twice', () => {
    let reads = 0;
    const second = {
      event_name: 'Paid',
      get user_id() {
        reads += 1;
        return 'usr_2';
      },
    };
    const { rows } = valueFrom(batch({ events: [ROW, second] }));
    const before = reads;
    const iterator = rows[Symbol.iterator]();
    expect(iterator.next().value).toMatchObject({ row: 1 });
    expect(reads).toBe(before);
    expect(iterator.next().value).toMatchObject({ row: 2 });
    expect(reads).toBeGreaterThan(before);
    expect(iterator.next().done).toBe(true);
  });

  test('may have the event types of other actions: it is how an import creates people', () => {
    const events = ['user_identify', 'group'].map((event_name) => ({ ...ROW, event_name }));
    expect(readEvents({ events }).map(({ event_type }) => event_type)).toEqual(['user_identify', 'group']);
  });

  test.each(['$pageview', '$'])('may not have the name %s', (event_name) => {
    expect(outcome({ events: [{ ...ROW, event_name }] })).toEqual([
      [
        1,
        event_name,
        `Event Name: "${event_name}" starts with $, which is reserved for Usermaven's own events. Use a name without it.`,
      ],
    ]);
  });

  test('an exception is not taken for an issue', () => {
    const broken = {
      get user_id(): string {
        throw new Error('broken');
      },
    };
    expect(() => readRows({ events: [{ ...ROW }, broken] })).toThrow(new Error('broken'));
  });
});

/** Blank as Zapier may pass it on. */
const BLANKS = [undefined, null, '', ' \n', [], {}];
const PAGE = { url: 'https://example.com', doc_host: 'example.com', doc_path: '/', doc_search: '' };
const PLAIN_ROW = {
  api_key: API_KEY,
  event_type: 'Signed Up',
  ids: {},
  user: { id: 'usr_1' },
  src: 'http',
};

/** Every column of a row, filled, and what it adds to the event. */
const COLUMNS: readonly [column: string, value: unknown, payload: object][] = [
  ['event_name', 'Deal Stage Changed', { event_type: 'Deal Stage Changed' }],
  ['user_id', 12345, { user: { id: '12345' } }],
  ['anonymous_id', '5zdta4zak9', { user: { id: 'usr_1', anonymous_id: '5zdta4zak9' } }],
  ['email', 'jane@example.com', { user: { id: 'usr_1', email: 'jane@example.com' } }],
  ['occurred_at', '2026-01-31T09:30:00Z', { _timestamp: 1_769_851_800_000 }],
  ['event_id', 'evt_1', { event_id: 'evt_1' }],
  ['page_url', 'example.com', PAGE],
  ['attributes', '{"amount": "29.90", "seats": 3}', { event_attributes: { amount: '29.90', seats: 3 } }],
  ['attribute_amount', '29.90', { event_attributes: { amount: 29.9 } }],
];

describe('the columns of a row', () => {
  const sent = (cells: object) => readEvents({ events: [{ ...ROW, ...cells }], attribute_names: ['amount'] });

  test('are all in this table', () => {
    const declared = [...FIELDS.events.columns, 'attribute_amount'];
    expect(COLUMNS.map(([column]) => column).sort()).toEqual(declared.sort());
  });

  test.each(COLUMNS)('%s (%j) becomes %j', (column, value, payload) => {
    expect(sent({ [column]: value })).toStrictEqual([{ ...PLAIN_ROW, ...payload }]);
  });

  test.each(COLUMNS.filter(([column]) => !Object.hasOwn(ROW, column)))(
    'a blank %s leaves its key out',
    (column) => {
      for (const blank of BLANKS) expect(sent({ [column]: blank })).toStrictEqual([PLAIN_ROW]);
    },
  );
});

test.each<[key: string, value: unknown, payload: object]>([
  [
    'shared_attributes',
    { source: 'CRM import', year: '2026' },
    { event_attributes: { source: 'CRM import', year: 2026 } },
  ],
  ['default_page_url', 'example.com', PAGE],
  ['attribute_names', ['amount'], {}],
  ['attribute_values', 'text', {}],
  ['text_attributes', ['zip_code'], {}],
  ['invalid_events', 'skip', {}],
])('%s (%j) adds %j to a row, and nothing when blank', (key, value, payload) => {
  expect(readEvents({ events: [ROW], [key]: value })).toStrictEqual([{ ...PLAIN_ROW, ...payload }]);
  for (const blank of BLANKS) {
    expect(readEvents({ events: [ROW], [key]: blank })).toStrictEqual([PLAIN_ROW]);
  }
});

test('events come as line items, as JSON, as its text, or both', () => {
  const events = [ROW];
  const events_json = [ROW];
  const numbers = (input: Input) => readRows(input).map(({ row }) => row);
  expect(numbers({ events })).toEqual([1]);
  expect(numbers({ events_json })).toEqual([1]);
  expect(numbers({ events_json: JSON.stringify(events_json) })).toEqual([1]);
  expect(numbers({ events, events_json })).toEqual([1, 2]);
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
      readEvents({ events: [row], attribute_names: ['amount', 'zip', 'trial', 'plan', 'none'] }),
    ).toMatchObject([{ event_attributes: { amount: 29.9, zip: '02134', trial: false } }]);
    expect(
      readEvents({ events: [row], attribute_names: 'amount, trial', attribute_values: 'text' }),
    ).toMatchObject([{ event_attributes: { amount: '29.90', trial: 'FALSE' } }]);
    expect(
      readEvents({ events: [row], attribute_names: ['amount'], text_attributes: ['amount'] }),
    ).toMatchObject([{ event_attributes: { amount: '29.90' } }]);
  });

  test('that nobody named are no attributes', () => {
    expect(readEvents({ events: [row], attribute_names: ['amount'] })[0]?.event_attributes).toStrictEqual({
      amount: 29.9,
    });
    expect(readEvents({ events: [row] })[0]).not.toHaveProperty('event_attributes');
  });

  test('JSON attributes of the row win over them, types exact', () => {
    const attributes = '{"amount": "exact", "more": null}';
    expect(
      readEvents({ events: [{ ...row, attributes }], attribute_names: ['amount', 'zip'] }),
    ).toMatchObject([{ event_attributes: { amount: 'exact', zip: '02134', more: null } }]);
  });

  test('that are all blank leave no empty object', () => {
    expect(readEvents({ events: [ROW], attribute_names: ['plan'] })[0]).not.toHaveProperty(
      'event_attributes',
    );
  });

  test('may have any name', () => {
    const names = ['__proto__', 'constructor', 'with space', 'ä'];
    const events = [
      Object.fromEntries([...Object.entries(ROW), ...names.map((name) => [`attribute_${name}`, '1'])]),
    ];
    const [event] = withoutPollution(() => readEvents({ events, attribute_names: names }));
    expect(Object.entries(event?.event_attributes ?? {})).toEqual(names.map((name) => [name, 1]));
  });

  test('are none of Events (JSON)', () => {
    expect(outcome({ events_json: [{ ...ROW, attribute_amount: 5 }], attribute_names: ['amount'] })).toEqual([
      [
        1,
        'Signed Up',
        '"attribute_amount" is not the name of a field. Put attributes into event_attributes.',
      ],
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
      readEvents({ events, events_json, shared_attributes }).map(({ event_attributes }) => event_attributes),
    ).toEqual([
      { source: 'CRM', year: 2026 },
      { source: 'import', year: 2026 },
      { source: 'import', year: null },
      { source: '', year: 2026 },
    ]);
  });

  test('shared attributes are typed like any dictionary', () => {
    const [event] = readEvents({ events: [ROW], shared_attributes, text_attributes: 'year' });
    expect(event?.event_attributes).toStrictEqual({ source: 'import', year: '2026' });
  });

  test('blank shared attributes add nothing', () => {
    expect(readEvents({ events: [ROW], shared_attributes: { source: ' ' } })[0]).not.toHaveProperty(
      'event_attributes',
    );
  });

  test('the default page belongs to events that have none', () => {
    const rows = [ROW, { ...ROW, page_url: 'https://shop.example.com/cart' }];
    const raw = [
      { event_type: 'Paid', user: { id: 'a' }, url: 'other.example.com' },
      { event_type: 'Paid', user: { id: 'a' } },
    ];
    const sent = readEvents({ events: rows, events_json: raw, default_page_url: 'example.com/a' });
    expect(sent.map(({ url, doc_host, doc_path }) => [url, doc_host, doc_path])).toEqual([
      ['https://example.com/a', 'example.com', '/a'],
      ['https://shop.example.com/cart', 'shop.example.com', '/cart'],
      ['https://other.example.com', 'other.example.com', '/'],
      ['https://example.com/a', 'example.com', '/a'],
    ]);
  });

  test('what an event says of its page without a url stays beside the default page', () => {
    const raw = [{ event_type: 'Paid', user: { id: 'a' }, doc_host: 'app.example.com' }];
    const [event] = readEvents({ events_json: raw, default_page_url: 'example.com/a' });
    expect(event).toMatchObject({
      url: 'https://example.com/a',
      doc_host: 'app.example.com',
      doc_path: '/a',
    });
  });

  test('an id in JSON text keeps all of its digits, with and without quotes', () => {
    const events = readEvents({
      events_json:
        '[{"event_name":"Paid","user_id":12345678901234567890},{"event_name":"Paid","user_id":"12345678901234567890"}]',
    });
    expect(events.map(({ user }) => user.id)).toEqual(['12345678901234567890', '12345678901234567890']);
  });

  test.each<[input: Input, issue: string]>([
    [
      { default_page_url: 'banana' },
      'Default Page URL: "banana" is not a web address. Use the full address, such as https://www.example.com/pricing.',
    ],
    [
      { shared_attributes: ['a'] },
      'Shared Attributes: "["a"]" is not a list of names and values. Enter one name and one value per row.',
    ],
    [{ attribute_names: [{}, { a: 1 }] }, 'Attribute Names: "{"a":1}" is an object. Map a single value.'],
    [{ attribute_values: 'x' }, 'Attribute Values: "x" is not one of the choices. Use detect or text.'],
    [{ invalid_events: 'x' }, 'Invalid Events: "x" is not one of the choices. Use stop or skip.'],
  ])('%j is refused for the batch as a whole', (input, issue) => {
    expect(issuesOf({ events: [ROW], ...input })).toEqual([issue]);
  });
});

test.each<[invalid_events: unknown, does: string]>([
  [undefined, 'stop'],
  ['', 'stop'],
  ['stop', 'stop'],
  ['skip', 'skip'],
])('invalid events (%j): %s', (invalid_events, does) => {
  expect(valueFrom(batch({ events: [ROW], invalid_events })).onInvalid).toBe(does);
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

  test('rows come out or issues that say why, and the input is not changed', () => {
    let batches = 0;
    const check = (input: Input) => {
      const before = JSON.stringify(deepFrozen(input));
      const read = withoutPollution(() => {
        const checked = batch(input);
        return 'issues' in checked ? checked : { value: [...checked.value.rows] };
      });
      if ('issues' in read) expect(asMessages(read.issues).join()).toMatch(/\S/);
      else {
        batches += 1;
        const numbers = read.value.map(({ row }) => row);
        expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
        expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1);
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
        readEvents(deepFrozen({ [asJson ? 'events_json' : 'events']: rows, shared_attributes })),
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

describe('no input has two readings', () => {
  /** What is meant for a field, what is nearly that, or anything. */
  const valueFor = ({ placeholder = 'a' }: Field) => fc.oneof(fc.constant(placeholder), text, anyJson);
  const inputOf = (fields: readonly Field[]) =>
    fc
      .array(
        fc.constantFrom(...fields).chain((field) => fc.tuple(fc.constant(field.key), valueFor(field))),
        { maxLength: 5 },
      )
      .map((entries): JsonObject => Object.fromEntries(entries));
  const dictionaryOf = (value: fc.Arbitrary<Json>) =>
    fc
      .uniqueArray(
        fc.tuple(
          attributeName.filter((name) => name !== '' && name.trim() === name),
          value,
        ),
        {
          selector: ([name]) => name,
          maxLength: 3,
        },
      )
      .map((entries): JsonObject => Object.fromEntries(entries));
  /** What a reading says, whatever the order of its fields and their labels. */
  const meaning = (built: Checked<DraftEvent> | undefined) => {
    if (built === undefined) return 'nothing';
    if ('value' in built) return canonicalJson(built.value);
    return built.issues.map(({ invalid }) => canonicalJson([invalid.reason, invalid.value ?? null])).sort();
  };
  const counted = (built: Checked<DraftEvent>) => ('value' in built ? 1 : 0);

  test('a row says what a single event says', () => {
    const columns = fieldsOf(FIELDS.events.columns).filter(({ key }) => key !== 'attributes');
    let events = 0;
    const check = (cells: JsonObject, dictionary: JsonObject, json: Json) => {
      const attributes = Object.entries(dictionary).map(([name, value]) => [`attribute_${name}`, value]);
      const row = { ...ROW, ...cells, ...Object.fromEntries(attributes), attributes: json };
      const single = { ...ROW, ...cells, event_attributes: dictionary, event_attributes_json: json };
      const expected = buildEvent(single, PLAN);
      events += counted(expected);
      // With nothing in it, it is no row.
      if (Object.values(row).every(isBlank)) return;
      const rows = readRows({ events: [row], attribute_names: Object.keys(dictionary) });
      expect(meaning(rows[0]?.built)).toEqual(meaning(expected));
    };
    const values = fc.oneof(text, anyJson);
    fc.assert(fc.property(inputOf(columns), dictionaryOf(values), mostly(anyJsonObject), check), RUNS);
    expect(events).toBeGreaterThan(50);
  });

  test('an item of Events (JSON) with our keys says what a single event says, as text too', () => {
    const isDictionary = ({ type }: Field) => type === 'dictionary';
    const dictionaries = SENT_FIELDS.filter(isDictionary);
    // Text is typed in a dictionary and exact in JSON, so these have values that both send as they are.
    const exact = dictionaryOf(fc.oneof(fc.integer(), fc.boolean()));
    const typed = fc
      .array(fc.tuple(fc.constantFrom(...dictionaries.map(({ key }) => key)), exact), { maxLength: 3 })
      .map((entries): JsonObject => Object.fromEntries(entries));
    const single = inputOf(SENT_FIELDS.filter((field) => !isDictionary(field)));
    let events = 0;
    const check = (values: JsonObject, attributes: JsonObject, likely: boolean) => {
      const known = likely ? { ...ROW, company_id: 'acme' } : {};
      const input = { ...known, ...values, ...attributes };
      if (Object.values(input).every(isBlank)) return;
      const expected = buildEvent(input, { ...PLAN, labelOf: ({ key }) => key });
      events += counted(expected);
      for (const events_json of [[input], JSON.stringify([input])]) {
        expect(meaning(readRows({ events_json })[0]?.built)).toEqual(meaning(expected));
      }
    };
    fc.assert(fc.property(single, typed, fc.boolean(), check), RUNS);
    expect(events).toBeGreaterThan(50);
  });
});
