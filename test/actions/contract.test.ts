import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../../src/actions/action.ts';
import { IDENTIFY_USER } from '../../src/actions/identify-user.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { SEND_BATCH } from '../../src/actions/send-batch.ts';
import { TRACK_EVENT } from '../../src/actions/track-event.ts';
import { FIELDS } from '../../src/fields/index.ts';
import { API_KEY, build, eventsOf, type Input, rowsOf } from '../support/building.ts';

/** Blank as Zapier may hand it over. */
const BLANKS = [undefined, null, '', ' \n', [], {}];

/** What an event carries beside its fields, whichever they are. */
const CONSTANTS = { api_key: API_KEY, ids: {}, src: 'http' };

const PLAIN: readonly [key: string, operation: Operation, input: Input, payload: object][] = [
  [
    'track_event',
    TRACK_EVENT,
    { event_name: 'Signed Up', user_id: 'usr_1' },
    { ...CONSTANTS, event_type: 'Signed Up', user: { id: 'usr_1' } },
  ],
  [
    'identify_user',
    IDENTIFY_USER,
    { user_id: 'usr_1' },
    { ...CONSTANTS, event_type: 'user_identify', user: { id: 'usr_1' } },
  ],
];
const BOTH = [TRACK_EVENT, IDENTIFY_USER];
const TRACK = [TRACK_EVENT];

/** Every input key of an action that sends one event, filled, and where it arrives. Company ID stands beside its kind. */
const CONTRACT: readonly [key: string, value: unknown, payload: object, of: readonly Operation[]][] = [
  ['event_name', 'Deal Stage Changed', { event_type: 'Deal Stage Changed' }, TRACK],
  [
    'event_attributes',
    { amount: '29.90', plan: 'pro' },
    { event_attributes: { amount: 29.9, plan: 'pro' } },
    TRACK,
  ],
  ['event_attributes_json', '{"amount":"29.90"}', { event_attributes: { amount: '29.90' } }, TRACK],
  ['occurred_at', '2026-01-31T09:30:00+01:00', { _timestamp: 1_769_848_200_000 }, BOTH],
  ['event_id', 'evt_1', { event_id: 'evt_1' }, BOTH],
  ['user_id', 'usr_2', { user: { id: 'usr_2' } }, BOTH],
  ['anonymous_id', '5zdta4zak9', { user: { id: 'usr_1', anonymous_id: '5zdta4zak9' } }, BOTH],
  ['email', 'jane@example.com', { user: { id: 'usr_1', email: 'jane@example.com' } }, BOTH],
  ['first_name', 'Jane', { user: { id: 'usr_1', first_name: 'Jane' } }, BOTH],
  ['last_name', 'Doe', { user: { id: 'usr_1', last_name: 'Doe' } }, BOTH],
  [
    'user_created_at',
    '1912-06-23T01:00:00+01:00',
    { user: { id: 'usr_1', created_at: '1912-06-23T00:00:00.000Z' } },
    BOTH,
  ],
  [
    'user_attributes',
    { plan: 'pro', seats: '3' },
    { user: { id: 'usr_1', custom: { plan: 'pro', seats: 3 } } },
    BOTH,
  ],
  ['company_id', 'acme', { company: { id: 'acme' } }, BOTH],
  ['company_name', 'Acme Inc.', { company: { id: 'acme', name: 'Acme Inc.' } }, BOTH],
  [
    'company_created_at',
    1_700_000_000,
    { company: { id: 'acme', created_at: '2023-11-14T22:13:20.000Z' } },
    BOTH,
  ],
  ['company_attributes', { seats: '25' }, { company: { id: 'acme', custom: { seats: 25 } } }, BOTH],
  [
    'page_url',
    'www.example.com/pricing?a=1',
    {
      url: 'https://www.example.com/pricing?a=1',
      doc_host: 'www.example.com',
      doc_path: '/pricing',
      doc_search: '?a=1',
    },
    BOTH,
  ],
  ['page_title', 'Pricing', { page_title: 'Pricing' }, TRACK],
  ['referrer', 'https://www.google.com/', { referer: 'https://www.google.com/' }, TRACK],
  ['user_agent', 'Mozilla/5.0', { user_agent: 'Mozilla/5.0' }, TRACK],
  ['user_language', 'en-US', { user_language: 'en-US' }, TRACK],
  ['ip_address', '203.0.113.7', { source_ip: '203.0.113.7' }, TRACK],
  ['screen_resolution', '1920x1080', { screen_resolution: '1920x1080' }, TRACK],
  ['viewport_size', '1280x720', { vp_size: '1280x720' }, TRACK],
  // These steer how others are sent and are not sent themselves.
  ['attribute_values', 'text', {}, BOTH],
  ['text_attributes', ['zip_code'], {}, BOTH],
];

/** Without one of these there would be no event. */
const ALWAYS_FILLED = ['event_name', 'user_id'];

describe.each(PLAIN)('%s', (_key, operation, input, plain) => {
  const rows = CONTRACT.filter(([, , , operations]) => operations.includes(operation));
  const besides = (key: string) => (key.startsWith('company_') ? { company_id: 'acme' } : {});

  test('takes exactly these inputs', () => {
    expect([...operation.fields].sort()).toEqual(rows.map(([key]) => key).sort());
  });

  test('sends nothing that it was not given', () => {
    expect(build(operation, input)).toStrictEqual(plain);
  });

  test.each(rows)('puts %s (%j) into %j', (key, value, payload) => {
    expect(build(operation, { ...input, ...besides(key), [key]: value })).toStrictEqual({
      ...plain,
      ...payload,
    });
  });

  test.each(rows.filter(([key]) => !ALWAYS_FILLED.includes(key)))(
    'leaves the key of a blank %s out',
    (key) => {
      for (const blank of BLANKS) {
        expect(build(operation, { ...input, [key]: blank })).toStrictEqual(plain);
      }
    },
  );

  test('takes all of them together', () => {
    const all = Object.fromEntries(rows.map(([key, value]) => [key, value]));
    const { user, company, ...rest } = build(operation, { ...input, ...all });
    expect(Object.keys(user).sort()).toEqual(
      ['id', 'anonymous_id', 'email', 'first_name', 'last_name', 'created_at', 'custom'].sort(),
    );
    expect(Object.keys(company ?? {}).sort()).toEqual(['created_at', 'custom', 'id', 'name']);
    const top = rows.flatMap(([, , payload]) => Object.keys(payload));
    expect(new Set([...Object.keys(rest), 'user', 'company'])).toEqual(
      new Set([...Object.keys(plain), ...top]),
    );
  });

  test('does not read what is no input of it', () => {
    const read = new Set<string>(operation.fields);
    const strangers = Object.keys(FIELDS).filter((key) => !read.has(key));
    const values = new Map(CONTRACT.map(([key, value]) => [key, value]));
    const all = Object.fromEntries(strangers.map((key) => [key, values.get(key) ?? 'example.com']));
    expect(build(operation, { ...all, unknown: 'value', ...input })).toStrictEqual(plain);
  });
});

describe('send_batch', () => {
  const ROW = { event_name: 'Signed Up', user_id: 'usr_1' };
  const PLAIN_ROW = { ...CONSTANTS, event_type: 'Signed Up', user: { id: 'usr_1' } };
  const PAGE = { url: 'https://example.com', doc_host: 'example.com', doc_path: '/', doc_search: '' };

  test('takes exactly these inputs', () => {
    expect([...SEND_BATCH.fields].sort()).toEqual([
      'attribute_names',
      'attribute_values',
      'default_page_url',
      'events',
      'events_json',
      'invalid_events',
      'shared_attributes',
      'text_attributes',
    ]);
  });

  test.each<[column: string, value: unknown, payload: object]>([
    ['event_name', 'Deal Stage Changed', { event_type: 'Deal Stage Changed' }],
    ['user_id', 12345, { user: { id: '12345' } }],
    ['anonymous_id', '5zdta4zak9', { user: { id: 'usr_1', anonymous_id: '5zdta4zak9' } }],
    ['email', 'jane@example.com', { user: { id: 'usr_1', email: 'jane@example.com' } }],
    ['occurred_at', '2026-01-31T09:30:00Z', { _timestamp: 1_769_851_800_000 }],
    ['event_id', 'evt_1', { event_id: 'evt_1' }],
    ['page_url', 'example.com', PAGE],
    ['attributes', '{"amount": "29.90", "seats": 3}', { event_attributes: { amount: '29.90', seats: 3 } }],
    ['attribute_amount', '29.90', { event_attributes: { amount: 29.9 } }],
  ])('puts the column %s (%j) into %j', (column, value, payload) => {
    expect(eventsOf({ events: [{ ...ROW, [column]: value }], attribute_names: ['amount'] })).toStrictEqual([
      { ...PLAIN_ROW, ...payload },
    ]);
  });

  test.each([
    'anonymous_id',
    'email',
    'occurred_at',
    'event_id',
    'page_url',
    'attributes',
    'attribute_amount',
  ])('leaves the key of a blank %s out of the row', (column) => {
    for (const blank of BLANKS) {
      expect(eventsOf({ events: [{ ...ROW, [column]: blank }], attribute_names: ['amount'] })).toStrictEqual([
        PLAIN_ROW,
      ]);
    }
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
  ])('%s (%j) adds %j to a row', (key, value, payload) => {
    expect(eventsOf({ events: [ROW], [key]: value })).toStrictEqual([{ ...PLAIN_ROW, ...payload }]);
    for (const blank of BLANKS) {
      expect(eventsOf({ events: [ROW], [key]: blank })).toStrictEqual([PLAIN_ROW]);
    }
  });

  test('takes events as line items, as JSON, or both', () => {
    const events = [ROW];
    const events_json = [ROW];
    const numbers = (input: Input) => rowsOf(input).map(({ row }) => row);
    expect(numbers({ events })).toEqual([1]);
    expect(numbers({ events_json })).toEqual([1]);
    expect(numbers({ events_json: JSON.stringify(events_json) })).toEqual([1]);
    expect(numbers({ events, events_json })).toEqual([1, 2]);
  });
});

/** Every output key of an action, in order; `always` means never null. */
const OUTPUTS: readonly [action: string, keys: readonly string[], always: readonly string[]][] = [
  [
    'track_event',
    ['id', 'event_name', 'user_id', 'anonymous_id', 'email', 'company_id', 'occurred_at', 'accepted'],
    ['id', 'event_name', 'accepted'],
  ],
  [
    'identify_user',
    ['id', 'event_name', 'user_id', 'anonymous_id', 'email', 'company_id', 'occurred_at', 'accepted'],
    ['id', 'event_name', 'accepted'],
  ],
  [
    'send_batch',
    ['id', 'events_received', 'events_accepted', 'events_rejected', 'requests_made', 'rejected', 'event_ids'],
    ['id', 'events_received', 'events_accepted', 'events_rejected', 'requests_made'],
  ],
];

describe.each(OUTPUTS)('the output of %s', (key, keys, always) => {
  const action = ACTIONS.find((candidate) => candidate.key === key);
  const outputs: Operation['outputs'] = action?.outputs ?? [];

  test('declares exactly these keys', () => {
    expect(outputs.map((output) => output.key)).toEqual(keys);
    expect(outputs.filter((output) => output.always).map((output) => output.key)).toEqual(always);
  });

  test('has a sample with every one of them, filled', () => {
    const sample: Record<string, unknown> = { ...action?.sample };
    expect(Object.keys(sample)).toEqual(keys);
    for (const value of Object.values(sample)) expect(value).not.toBeNull();
  });
});

test('a rejected event says its row, name and reason', () => {
  const rejected: Operation['outputs'][number] | undefined = SEND_BATCH.outputs.find(
    ({ key }) => key === 'rejected',
  );
  expect(rejected?.children?.map(({ key }) => key)).toEqual(['row', 'event_name', 'reason']);
  expect(SEND_BATCH.sample.rejected.map((one) => Object.keys(one))).toEqual([
    ['row', 'event_name', 'reason'],
  ]);
});
