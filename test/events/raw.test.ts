import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isRawEvent } from '../../src/events/raw.ts';
import { isBlank, type Json, type JsonObject } from '../../src/lib/json.ts';
import {
  anyJson,
  anyJsonObject,
  attributeName,
  deepFrozen,
  mostly,
  RUNS,
  withoutPollution,
} from '../support/arbitraries.ts';
import { API_KEY, issuesIn, readEvents, readRows } from '../support/building.ts';
import { DOCUMENTED_EVENT, DOCUMENTED_IDENTIFY } from '../support/documented-events.ts';

/** An event in the API's own shape that nothing is wrong with, changed as told, as it is sent. */
const sent = (changes: JsonObject = {}, timeZone?: string) =>
  readEvents({ events_json: [{ event_type: 'Signed Up', user: { id: 'usr_1' }, ...changes }] }, timeZone)[0];

const issuesOf = (changes: JsonObject) =>
  readRows({ events_json: [{ event_type: 'Signed Up', user: { id: 'usr_1' }, ...changes }] }).flatMap(
    ({ built }) => issuesIn(built),
  );

const PLAIN = { api_key: API_KEY, event_type: 'Signed Up', ids: {}, user: { id: 'usr_1' }, src: 'http' };

test('an event with event_type is in the shape of the API, one without has our keys', () => {
  expect(isRawEvent({ event_type: 'Signed Up' })).toBe(true);
  expect(isRawEvent({ event_name: 'Signed Up' })).toBe(false);
  expect(isRawEvent(Object.create({ event_type: 'Signed Up' }))).toBe(false);
});

describe('the documented bodies', () => {
  const EXPECTED = {
    api_key: API_KEY,
    _timestamp: 1632150122000,
    ids: {},
    user: {
      anonymous_id: 'random_id',
      id: 'lzL24K3kYw',
      email: 'user@domain.com',
      created_at: '2021-01-20T09:55:35.000Z',
      first_name: 'John',
      last_name: 'Smith',
      custom: { plan_name: 'premium' },
    },
    company: {
      id: '65f02acc-e104-45d9-8199-1491332d8454',
      name: 'azhar',
      created_at: '2022-02-15T17:25:08.000Z',
      custom: { plan: 'premium' },
    },
    screen_resolution: '0',
    src: 'http',
    url: 'http://localhost:3000/example',
    page_title: 'Your Page Title',
    doc_path: '/example',
    doc_host: 'localhost',
    doc_search: '',
    vp_size: '0',
    user_agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0',
    user_language: 'en-US',
    doc_encoding: 'UTF-8',
  };

  test('go as they are, but with our key, an id of ours where theirs is blank, and times with a zone', () => {
    expect(readEvents({ events_json: [DOCUMENTED_IDENTIFY, DOCUMENTED_EVENT] })).toStrictEqual([
      { ...EXPECTED, event_type: 'user_identify' },
      { ...EXPECTED, event_type: 'plan_upgraded', event_attributes: { amount: 100, currency: 'USD' } },
    ]);
  });
});

describe('an event in the shape of the API follows the rules of a mapped one', () => {
  test.each<[what: string, given: JsonObject, payload: object]>([
    ['ids are text', { user: { id: 5 }, company: { id: 0 } }, { user: { id: '5' }, company: { id: '0' } }],
    [
      'text is trimmed',
      { event_type: ' Paid ', user: { id: ' a ' } },
      { event_type: 'Paid', user: { id: 'a' } },
    ],
    [
      'the email is the fallback of the id',
      { user: { email: 'jane@example.com' } },
      { user: { id: 'jane@example.com', email: 'jane@example.com' } },
    ],
    ['seconds become milliseconds', { _timestamp: 1_700_000_000 }, { _timestamp: 1_700_000_000_000 }],
    [
      'a date becomes milliseconds',
      { _timestamp: '2026-01-31T09:30:00Z' },
      { _timestamp: 1_769_851_800_000 },
    ],
    ['an event id is kept', { event_id: 'evt_1' }, { event_id: 'evt_1' }],
    [
      'attributes keep their types',
      { event_attributes: { a: '5', b: null, c: ['x'] } },
      { event_attributes: { a: '5', b: null, c: ['x'] } },
    ],
    [
      'custom values keep their types',
      { user: { id: 'a', custom: { seats: '3' } } },
      { user: { id: 'a', custom: { seats: '3' } } },
    ],
    [
      'the page is taken apart',
      { url: 'example.com/a?b=c' },
      { url: 'https://example.com/a?b=c', doc_host: 'example.com', doc_path: '/a', doc_search: '?b=c' },
    ],
    [
      'unless the sender knows its parts better',
      { url: 'example.com/a', doc_host: 'example.com:8080', doc_search: '' },
      { url: 'https://example.com/a', doc_host: 'example.com:8080', doc_path: '/a', doc_search: '' },
    ],
    ['our constants stay ours', { api_key: 'other', ids: { a: 1 }, src: 'python' }, {}],
    ['blanks are left out', { event_id: '', url: null, page_title: ' ', company: {}, doc_encoding: '' }, {}],
    ['blank sections are left out', { company: [], event_attributes: '' }, {}],
    [
      'blanks inside a section are left out',
      { company: { id: '', phone: '' }, user: { id: 'usr_1', phone: ' ' } },
      {},
    ],
    [
      'unknown keys pass through',
      { doc_encoding: 'UTF-8', context: { a: [1] } },
      { doc_encoding: 'UTF-8', context: { a: [1] } },
    ],
    [
      'unknown members of a person or company pass through',
      { user: { id: 'a', phone: '+1' }, company: { id: 'b', domain: 'example.com' } },
      { user: { id: 'a', phone: '+1' }, company: { id: 'b', domain: 'example.com' } },
    ],
  ])('%s: %j', (_rule, given, payload) => {
    expect(sent(given)).toStrictEqual({ ...PLAIN, ...payload });
  });

  test("a date without a zone is in the account's time zone", () => {
    expect(sent({ user: { id: 'a', created_at: '2026-01-31' } }, 'Asia/Tokyo')?.user.created_at).toBe(
      '2026-01-30T15:00:00.000Z',
    );
  });

  test.each<[given: JsonObject, issue: string]>([
    [{ event_type: '' }, 'event_type: required, but blank. Fill it in.'],
    [{ event_type: 5 }, 'event_type: not a text. Use the name of the event.'],
    [{ event_type: {} }, 'event_type: not a text. Use the name of the event.'],
    [{ event_type: null }, 'event_type: not a text. Use the name of the event.'],
    [
      { event_type: '$pageview' },
      `event_type: "$pageview" starts with $, which is reserved for Usermaven's own events. Use a name without it.`,
    ],
    [
      { user: null },
      'user.id, user.anonymous_id, user.email: all blank. Fill in at least one, so that the event belongs to a person.',
    ],
    [{ user: 'usr_1' }, 'user: not a JSON object. Use the form {"name": "value"}.'],
    [{ company: ['acme'] }, 'company: not a JSON object. Use the form {"name": "value"}.'],
    [{ event_attributes: 'a' }, 'event_attributes: not a JSON object. Use the form {"name": "value"}.'],
    [{ user: { id: ['a'] } }, 'user.id: "["a"]" is a list. Map a single value.'],
    [
      { user: { id: 1e20 } },
      'user.id: "100000000000000000000" is a number so long that its last digits may be wrong. Map it as text (in JSON, put it in quotes).',
    ],
    [
      { user: { id: 'a', custom: 'pro' } },
      'user.custom: "pro" is not a list of names and values. Enter one name and one value per row.',
    ],
    [{ company: { name: 'Acme' } }, 'company.name: needs company.id. Fill in company.id too.'],
    [{ company: { phone: '+1' } }, '"company.phone" needs company.id. Fill in company.id too.'],
    [
      { url: 'two words' },
      'url: "two words" is not a web address. Use the full address, such as https://www.example.com/pricing.',
    ],
    [
      { _timestamp: 0 },
      '_timestamp: "0" is not a date or time that we can read. Use a date such as 2026-01-31T09:30:00Z, or unix time in seconds or milliseconds.',
    ],
  ])('%j is refused by its path: %s', (given, issue) => {
    expect(issuesOf(given)).toEqual([issue]);
  });

  test('more names than a call can have arguments are refused like a few', () => {
    const company = Object.fromEntries(Array.from({ length: 300_000 }, (_none, at) => [`n${at}`, 1]));
    const issues = issuesOf({ company });
    expect(issues[0]).toBe('"company.n0" needs company.id. Fill in company.id too.');
    expect(issues.at(-1)).toBe('And 299,950 more of this kind.');
  });

  test('all issues are said at once', () => {
    expect(issuesOf({ event_type: 5, user: 'a', company: 'b' })).toHaveLength(3);
    expect(issuesOf({ _timestamp: 'x', url: 'y z', company: { name: 'c' } })).toHaveLength(3);
    expect(issuesOf({ company: { phone: '+1', domain: 'example.com' } })).toHaveLength(2);
  });
});

describe('whatever an event in the shape of the API holds', () => {
  const section = fc
    .array(fc.tuple(attributeName, anyJson), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries));
  const withId = section.map((rest) => ({ ...rest, id: 'usr_1' }));
  const raw = fc.record(
    {
      event_type: mostly(fc.constant('Signed Up')),
      user: mostly(withId),
      company: mostly(withId),
      event_attributes: mostly(section),
      _timestamp: mostly(fc.constant(1_700_000_000)),
      url: mostly(fc.webUrl()),
    },
    { requiredKeys: ['event_type', 'user'] },
  );

  test('an event comes out or issues do, and the input is not changed', () => {
    let events = 0;
    const check = (known: JsonObject, rest: JsonObject) => {
      const events_json = deepFrozen([
        { ...rest, ...known },
        { event_type: 'Paid', user: { id: 'usr_1' } },
      ]);
      const before = JSON.stringify(events_json);
      const rows = withoutPollution(() => readRows({ events_json }));
      expect(rows.at(-1)).toMatchObject({ row: 2, built: { value: { event_type: 'Paid' } } });
      events += rows.filter(({ built }) => 'value' in built).length - 1;
      expect(JSON.stringify(events_json)).toBe(before);
    };
    fc.assert(fc.property(raw, anyJsonObject, check), RUNS);
    expect(events).toBeGreaterThan(100);
  });

  const KNOWN = [
    'api_key',
    'ids',
    'src',
    'event_type',
    'event_id',
    '_timestamp',
    'user',
    'company',
    'event_attributes',
  ];

  test('nothing that is not blank is lost', () => {
    const check = (attributes: JsonObject, custom: JsonObject, more: JsonObject, members: JsonObject) => {
      const rest = Object.fromEntries(Object.entries(more).filter(([key]) => !KNOWN.includes(key)));
      const extra = Object.fromEntries(
        Object.entries(members).filter(([key]) => !['id', 'custom'].includes(key)),
      );
      const item = { ...rest, event_type: 'Signed Up', event_attributes: attributes };
      const user = Object.fromEntries([...Object.entries(extra), ['id', 'usr_1'], ['custom', custom]]);
      const [event] = withoutPollution(() => readEvents({ events_json: [{ ...item, user }] }));
      const payload: JsonObject = JSON.parse(JSON.stringify(event));
      expect(JSON.stringify(payload.event_attributes ?? {})).toBe(JSON.stringify(attributes));
      const { id: _id, custom: sentCustom, ...sentMembers } = payload.user as JsonObject;
      expect(JSON.stringify(sentCustom ?? {})).toBe(JSON.stringify(custom));
      expect(filled(sentMembers)).toEqual(filled(extra));
      const {
        api_key: _key,
        event_type: _type,
        event_attributes: _attributes,
        ids: _ids,
        src: _src,
        user: _user,
        ...others
      } = payload;
      expect(filled(others)).toEqual(filled(rest));
    };
    const named = anyJsonObject.filter((object) => !Object.hasOwn(object, ''));
    fc.assert(fc.property(anyJsonObject, named, anyJsonObject, anyJsonObject, check), RUNS);
  });
});

/** The members that are not blank, sorted, as text: __proto__ among them. */
const filled = (object: JsonObject): string[] =>
  Object.entries(object)
    .filter(([, value]: [string, Json]) => !isBlank(value))
    .map((entry) => JSON.stringify(entry))
    .sort();
