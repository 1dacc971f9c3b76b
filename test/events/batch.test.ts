import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Batch, readBatch } from '../../src/events/batch.ts';
import { columnKey } from '../../src/events/columns.ts';
import type { Input } from '../../src/events/settings.ts';
import { FIELDS } from '../../src/fields/index.ts';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import type { Checked } from '../../src/lib/validation.ts';
import {
  anyJsonObject,
  attributeName,
  deepFrozen,
  INVISIBLE,
  mostly,
  RUNS,
  withoutPollution,
} from '../support/arbitraries.ts';
import {
  API_KEY,
  asMessages,
  issuesIn,
  NOW,
  prepareRows,
  readEvents,
  readRows,
  valueFrom,
} from '../support/building.ts';

const batch = (input: Input): Checked<Batch> => readBatch(input, API_KEY, { now: NOW });
const issuesOf = (input: Input) => issuesIn(batch(input));

const ROW = { event_name: 'Signed Up', user_id: 'usr_1' };
const NO_EVENTS = 'Events: no events. Map rows to it, or fill in Events (JSON).';
const NOBODY =
  'User ID, Email, Anonymous ID: all blank. Fill in at least one, so that the event belongs to a person.';

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
    [{ events: [null] }],
    [{ events_json: '[null, {}]' }],
    [{ events_json: '{"events":[]}' }],
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

test('a row says all at once what is wrong with it, but for what may stand under a key that nobody knows', () => {
  const wrong = { event_name: '{{77__name}}', email: 'x', occurred_at: 'soon', userId: 'usr_1' };
  const issues = (input: Input) =>
    outcome(input).map((row) => row.slice(2).map((issue) => `${issue}`.slice(0, 22)));
  expect(issues({ events: [wrong], events_json: [wrong, { event: 'Paid', user: 'usr_1' }] })).toEqual([
    ['"userId" is not a colu', 'Event Name: "{{77__nam', 'Email: "x" is not an e', 'Occurred At: "soon" is'],
    ['"userId" is not the na', 'event_name: "{{77__nam', 'email: "x" is not an e', 'occurred_at: "soon" is'],
    ['"event" is not the nam', '"user" is not the name'],
  ]);
});

describe('Events (JSON)', () => {
  test.each<[events_json: unknown, issue: string]>([
    [
      '[{"event_name":',
      'Events (JSON): "[{"event_name":" is not valid JSON: it ends at character 15, before all its brackets and quotes are closed. Is a part missing?',
    ],
    ['"text"', 'Events (JSON): ""text"" is not a JSON array. Use the form [{...}, {...}].'],
    [5, 'Events (JSON): "5" is not a JSON array. Use the form [{...}, {...}].'],
    ['[1]', 'Events (JSON): Row 1: not a JSON object. Use the form [{...}, {...}].'],
    [
      [ROW, true, ROW, [[ROW]], null, 5],
      'Events (JSON): Rows 2, 4 and 6: not a JSON object. Use the form [{...}, {...}].',
    ],
  ])('%j is refused', (events_json, issue) => {
    expect(issuesOf({ events_json })).toEqual([issue]);
  });

  test('counts its rows on from those of Events', () => {
    expect(issuesOf({ events: [ROW, {}], events_json: [ROW, 5] })).toEqual([
      'Events (JSON): Row 4: not a JSON object. Use the form [{...}, {...}].',
    ]);
  });

  test('takes items that are text, and says where one cannot be read', () => {
    const text = JSON.stringify(ROW);
    expect(readRows({ events_json: [text, '', ROW, `\`\`\`json\n${text}\n\`\`\``] })).toHaveLength(3);
    const long = `{"event_name":"Signed Up","user_id":"usr_1","event_attributes":{"plan":"pro"}`;
    expect(issuesOf({ events: [ROW], events_json: [ROW, long, 'x', 5] })).toEqual([
      'Events (JSON), row 3: "…ttributes":{"plan":"pro"}" is not valid JSON: it ends at character 77, before all its brackets and quotes are closed. Is a part missing?',
      'Events (JSON), row 4: "x" is not valid JSON. The error is at character 1. Check the quotes, commas and brackets there.',
      'Events (JSON): Row 5: not a JSON object. Use the form [{...}, {...}].',
    ]);
  });

  // As Zapier passes on the output of a step that gives a list of texts.
  test.each(['events', 'events_json'])('%s may be a list of one text that holds all events', (key) => {
    const text = JSON.stringify([ROW, ROW]);
    for (const value of [text, [text], JSON.stringify(text)])
      expect(readRows({ [key]: value })).toHaveLength(2);
    expect(readRows({ [key]: [JSON.stringify(ROW)] })).toHaveLength(1);
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
        '"userid" is not the name of a field. Use user_id.',
        '"amount" is not the name of a field. Put attributes into event_attributes.',
      ],
      [2, null, '"__proto__" is not the name of a field. Put attributes into event_attributes.'],
    ]);
  });

  test('names what is wrong by its own keys', () => {
    expect(
      outcome({ events_json: [{ event_name: 'Paid', company_name: 'Acme' }, { user_id: ['a', 'b'] }] }),
    ).toEqual([
      [1, 'Paid', NOBODY.replace('User ID, Email, Anonymous ID', 'user_id, email, anonymous_id')],
      [
        2,
        null,
        'event_name: required, but blank. Fill it in.',
        'user_id: "["a","b"]" is a list. Map a single value.',
      ],
    ]);
  });

  test.each<[what: string, events_json: unknown]>([
    ['one object', '{"event_name":"A","user_id":"usr_1"}'],
    ['an object that is no text', { event_name: 'A', user_id: 'usr_1' }],
    ['one object a line', '{"event_name":"A","user_id":"usr_1"}\n{"event_name":"B","user_id":"usr_2"}'],
    ['a list with a name', '{"events":[{"event_name":"A","user_id":"usr_1"}]}'],
    ['a list in a code fence', '```json\n[{"event_name":"A","user_id":"usr_1"},]\n```'],
  ])('is also read as %s', (_what, events_json) => {
    expect(readEvents({ events_json })[0]).toMatchObject({ event_type: 'A', user: { id: 'usr_1' } });
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
      [7, null, 'event_type: must be text. Use the name of the event.'],
    ]);
  });

  test('that only have characters without width pass like blank ones', () => {
    const blank = { event_name: INVISIBLE, user_id: ` ${INVISIBLE}`, attributes: '' };
    expect(outcome({ events: [blank, ROW], events_json: [blank] })).toEqual([[2, 'Signed Up']]);
  });

  test('that are null pass like blank ones', () => {
    expect(outcome({ events: [null, ROW, null], events_json: [null, ROW, null] })).toEqual([
      [2, 'Signed Up'],
      [5, 'Signed Up'],
    ]);
  });

  test('lose a detail that cannot be read and not the event, with a note', () => {
    const row = { ...ROW, email: 'not an email', page_url: 'x y', occurred_at: '2026-01-31T09:30:00Z' };
    const notes = [
      'is not an email address. Use one such as jane@example.com. The value was left out.',
      'is not a web address. Use the full address, such as https://www.example.com/pricing. The value was left out.',
    ];
    const rows = readRows({ events: [row], events_json: [row] });
    expect(rows.map(({ built }) => asMessages(valueFrom(built).notes))).toEqual([
      [`Email: "not an email" ${notes[0]}`, `Page URL: "x y" ${notes[1]}`],
      [`email: "not an email" ${notes[0]}`, `page_url: "x y" ${notes[1]}`],
    ]);
    for (const { built } of rows) {
      expect(valueFrom(built).event).toStrictEqual({
        ...PLAIN_ROW,
        _timestamp: 1_769_851_800_000,
        timestamp: 1_769_851_800_000,
      });
    }
  });

  test('say all that is wrong with each of them', () => {
    expect(
      outcome({ events: [{ event_name: ' Paid ', occurred_at: 'x' }, ROW, { email: 'jane@example.com' }] }),
    ).toEqual([
      [
        1,
        'Paid',
        'Occurred At: "x" is not a date or time that we can read. Use a date such as 2026-01-31T09:30:00Z, or Unix time in seconds or milliseconds.',
        'User ID, Email, Anonymous ID: all blank. Fill in at least one, so that the event belongs to a person.',
      ],
      [2, 'Signed Up'],
      [3, null, 'Event Name: required, but blank. Fill it in.'],
    ]);
  });

  test('that are no line items are refused', () => {
    expect(issuesOf({ events: 5 })).toEqual(['Events: not line items. Map line items to its columns.']);
    expect(issuesOf({ events: 'x' })).toEqual([
      'Events: "x" is not valid JSON. The error is at character 1. Check the quotes, commas and brackets there.',
    ]);
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
    const events = [{ ...ROW, event_name: 'user_identify' }];
    const events_json = [{ ...ROW, event_name: 'group', company_id: 'acme' }];
    expect(readEvents({ events, events_json }).map(({ event_type }) => event_type)).toEqual([
      'user_identify',
      'group',
    ]);
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
  ['occurred_at', '2026-01-31T09:30:00Z', { _timestamp: 1_769_851_800_000, timestamp: 1_769_851_800_000 }],
  ['event_id', 'evt_1', { event_id: 'evt_1' }],
  ['page_url', 'example.com', PAGE],
  ['attributes', '{"amount": "29.90", "seats": 3}', { event_attributes: { amount: '29.90', seats: 3 } }],
  ['column_amount', '29.90', { event_attributes: { amount: 29.9 } }],
];

describe('the columns of a row', () => {
  const sent = (cells: object) => readEvents({ events: [{ ...ROW, ...cells }], attribute_names: ['amount'] });

  test('are all in this table', () => {
    const declared = [...FIELDS.events.columns, 'column_amount'];
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
  ['date_order', 'day_first', {}],
  ['time_zone', 'Europe/Berlin', {}],
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

describe('extra columns', () => {
  const row = {
    ...ROW,
    column_amount: '29.90',
    column_zip: '02134',
    column_trial: 'FALSE',
    column_plan: '',
  };
  const names = ['amount', 'zip', 'trial', 'plan', 'none'];

  test('are there for each name, typed like a dictionary', () => {
    const sent = (settings: Input) => readEvents({ events: [row], ...settings })[0]?.event_attributes;
    expect(sent({ attribute_names: names })).toStrictEqual({ amount: 29.9, zip: '02134', trial: false });
    expect(sent({ attribute_names: 'amount, trial\nzip', attribute_values: 'text' })).toStrictEqual({
      amount: '29.90',
      trial: 'FALSE',
      zip: '02134',
    });
    expect(sent({ attribute_names: names, text_attributes: ['Amount'] })).toMatchObject({ amount: '29.90' });
  });

  test('may be called like settings and outputs', () => {
    const called = ['values', 'names', 'events', 'id', 'event_name', 'user_id'];
    const cells = Object.fromEntries(called.map((name) => [`column_${name}`, '12']));
    expect(readEvents({ attribute_names: called, events: [{ ...ROW, ...cells }] })).toMatchObject([
      {
        event_type: 'Signed Up',
        user: { id: 'usr_1' },
        event_attributes: Object.fromEntries(called.map((name) => [name, 12])),
      },
    ]);
  });

  test('whose name nobody gave any more are never a silent loss', () => {
    expect(outcome({ events: [row], attribute_names: ['amount', 'zip'] })).toEqual([
      [
        1,
        'Signed Up',
        '"column_trial" is not a column of Events. Its name is no longer in Extra Columns: add it there, or clear the column.',
      ],
    ]);
    // Names that come from an earlier step are not there in the form, and are there in the run.
    expect(readEvents({ events: [row], attribute_names: 'amount,zip,trial' })[0]).toHaveProperty(
      'event_attributes.zip',
      '02134',
    );
  });

  test('JSON attributes of the row win over them, types exact', () => {
    const attributes = '{"amount": "exact", "more": null}';
    expect(readEvents({ events: [{ ...row, attributes }], attribute_names: names })).toMatchObject([
      { event_attributes: { amount: 'exact', zip: '02134', trial: false, more: null } },
    ]);
  });

  test('that are all blank leave no empty object', () => {
    expect(readEvents({ events: [ROW], attribute_names: ['plan'] })[0]).not.toHaveProperty(
      'event_attributes',
    );
  });

  test('may have any name', () => {
    const hostile = ['__proto__', 'constructor', 'with space', 'ä', 'a__b', 'a.b', 'a[]b'];
    const events = [
      Object.fromEntries([...Object.entries(ROW), ...hostile.map((name) => [columnKey(name), '1'])]),
    ];
    const [event] = withoutPollution(() => readEvents({ events, attribute_names: hostile }));
    expect(Object.entries(event?.event_attributes ?? {})).toEqual(hostile.map((name) => [name, 1]));
  });

  test('are none of Events (JSON)', () => {
    expect(outcome({ events_json: [{ ...ROW, column_amount: 5 }], attribute_names: ['amount'] })).toEqual([
      [1, 'Signed Up', '"column_amount" is not the name of a field. Put attributes into event_attributes.'],
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

  test('shared attributes go to events that have attributes, not to a person or a company', () => {
    const rows = [{ ...ROW, event_name: 'user_identify' }];
    const items = [
      { event_type: 'user_identify', user: { id: 'a' } },
      { event_type: 'group', user: { id: 'a' }, company: { id: 'acme' } },
      { ...ROW, event_name: 'group', company_id: 'acme' },
    ];
    const sent = readEvents({ events: rows, events_json: items, shared_attributes });
    expect(sent).toHaveLength(4);
    for (const event of sent) expect(event).not.toHaveProperty('event_attributes');
  });

  test('a shared attribute without a name, or an amount that stays text, is told', async () => {
    const told = async (shared: Input) =>
      valueFrom(await prepareRows({ events: [ROW], shared_attributes: shared })).notes.join();
    expect(await told({ '': '5', source: 'x' })).toMatch(/"5" has no name/);
    expect(await told({ revenue: '$1,234.50' })).toMatch(/"revenue" looks like an amount/);
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

  test('an event that says something of its page without an address is not on the default page', () => {
    const raw = [{ event_type: 'Paid', user: { id: 'a' }, doc_host: 'app.example.com' }];
    const [event] = readEvents({ events_json: raw, default_page_url: 'example.com/a' });
    expect(event).toMatchObject({ doc_host: 'app.example.com' });
    expect(event).not.toHaveProperty('url');
    expect(event).not.toHaveProperty('doc_path');
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
      { shared_attributes: ['a', 5] },
      'Shared Attributes: "["a",5]" is not a list of names and values. Enter one name and one value per row.',
    ],
    [{ attribute_names: [{}, { a: 1 }] }, 'Extra Columns: "{"a":1}" is an object. Map a single value.'],
    [
      { attribute_values: 'x' },
      'Numbers in Attributes: "x" is not one of the choices. Use one of "Recognize plain numbers and true/false" (detect), "Also numbers such as $1,234.50 (decimal point)" (detect_point), "Also numbers such as 1.234,50 € (decimal comma)" (detect_comma), "Keep everything as text" (text).',
    ],
    [{ time_zone: 'x' }, 'Time Zone: "x" is not a time zone. Use a name such as Europe/Berlin.'],
    [
      { date_order: 'x' },
      'Date Order: "x" is not one of the choices. Use one of "Month first: 11/05/2026 is November 5" (month_first), "Day first: 11/05/2026 is May 11" (day_first).',
    ],
    [
      { invalid_events: 'x' },
      'Invalid Events: "x" is not one of the choices. Use one of "Send nothing and list them" (stop), "Skip them and send the others" (skip).',
    ],
  ])('%j is refused for the batch as a whole', (input, issue) => {
    expect(issuesOf({ events: [ROW], ...input })).toEqual([issue]);
  });

  test('all problems of a batch as a whole are said at once, those of settings too', () => {
    const input = {
      events: [],
      events_json: [5],
      attribute_values: 'x',
      time_zone: 'x',
      default_page_url: 'banana',
      shared_attributes: ['a'],
      invalid_events: 'x',
    };
    expect(issuesOf(input).map((issue) => issue.replace(/:.*/s, ''))).toEqual([
      'Numbers in Attributes',
      'Time Zone',
      'Shared Attributes',
      'Default Page URL',
      'Invalid Events',
    ]);
    const { default_page_url: _page, shared_attributes: _shared, invalid_events: _what, ...others } = input;
    expect(issuesOf(others).map((issue) => issue.replace(/:.*/s, ''))).toEqual([
      'Numbers in Attributes',
      'Time Zone',
      'Events (JSON)',
    ]);
  });

  test('dates of all rows are read by the order and the zone of the batch', () => {
    const events = [{ ...ROW, occurred_at: '11/05/2025 09:14' }];
    const at = (settings: Input) => readEvents({ events, ...settings }, 'Asia/Tokyo')[0]?._timestamp;
    expect(at({ date_order: 'day_first' })).toBe(Date.UTC(2025, 4, 11, 0, 14));
    expect(at({ date_order: 'month_first', time_zone: 'UTC' })).toBe(Date.UTC(2025, 10, 5, 9, 14));
    expect(outcome({ events })[0]?.[2]).toMatch(/^Occurred At: .* Choose in Date Order /);
  });

  test('the campaign in the default page is that of events without a page', () => {
    const raw = [{ event_type: 'Paid', user: { id: 'a' }, utm: { source: 'own' } }];
    const default_page_url = 'https://example.com/?utm_source=crm&utm_medium=email';
    const [row, own] = readEvents({ events: [ROW], events_json: raw, default_page_url });
    expect(row?.utm).toEqual({ source: 'crm', medium: 'email' });
    expect(own?.utm).toMatchObject({ source: 'own' });
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
      attribute_values: mostly(fc.constantFrom('detect', 'detect_point', 'detect_comma', 'text')),
      date_order: mostly(fc.constantFrom('month_first', 'day_first')),
      time_zone: mostly(fc.constantFrom('Europe/Berlin', 'UTC')),
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
