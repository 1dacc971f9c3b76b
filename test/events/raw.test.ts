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
import { API_KEY, asMessages, issuesIn, readEvents, readRows, valueFrom } from '../support/building.ts';
import { DOCUMENTED_EVENT, DOCUMENTED_IDENTIFY } from '../support/documented-events.ts';

/** An event in the API's own shape that nothing is wrong with, changed as told, as it is sent. */
const sent = (changes: JsonObject = {}, timeZone?: string) =>
  readEvents({ events_json: [{ event_type: 'Signed Up', user: { id: 'usr_1' }, ...changes }] }, timeZone)[0];

const issuesOf = (changes: JsonObject) =>
  readRows({ events_json: [{ event_type: 'Signed Up', user: { id: 'usr_1' }, ...changes }] }).flatMap(
    ({ built }) => issuesIn(built),
  );

/** What is said of an event that is sent all the same. */
const notesOf = (changes: JsonObject) =>
  readRows({ events_json: [{ event_type: 'Signed Up', user: { id: 'usr_1' }, ...changes }] }).flatMap(
    ({ built }) => asMessages(valueFrom(built).notes),
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
    timestamp: 1632150122000,
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
    [
      'seconds become milliseconds',
      { _timestamp: 1_700_000_000 },
      { _timestamp: 1_700_000_000_000, timestamp: 1_700_000_000_000 },
    ],
    [
      'a date becomes milliseconds',
      { _timestamp: '2026-01-31T09:30:00Z' },
      { _timestamp: 1_769_851_800_000, timestamp: 1_769_851_800_000 },
    ],
    [
      'text of milliseconds, as the WordPress plugin sends it, becomes a number',
      { _timestamp: '1700000000000', user: { id: '', anonymous_id: 'a' } },
      { _timestamp: 1_700_000_000_000, timestamp: 1_700_000_000_000, user: { anonymous_id: 'a' } },
    ],
    [
      'what stands for nobody is blank',
      { user: { id: 'undefined', email: 'Jane <jane@example.com>' }, company: { id: 'null' } },
      { user: { id: 'jane@example.com', email: 'jane@example.com' } },
    ],
    [
      'the campaign in the page is there, and what the sender says of it wins',
      { url: 'https://example.com/?utm_source=a&utm_medium=b&gclid=G', utm: { source: 'crm' } },
      {
        url: 'https://example.com/?utm_source=a&utm_medium=b&gclid=G',
        doc_host: 'example.com',
        doc_path: '/',
        doc_search: '?utm_source=a&utm_medium=b&gclid=G',
        utm: { source: 'crm', medium: 'b' },
        click_id: { gclid: 'G' },
      },
    ],
    ['texts of details are text', { user_agent: 5, vp_size: true }, { user_agent: '5', vp_size: 'true' }],
    ['an IP address is the first one', { source_ip: '203.0.113.7, 10.0.0.1' }, { source_ip: '203.0.113.7' }],
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
      'keys of the API that no field has pass through',
      {
        doc_encoding: 'UTF-8',
        utc_time: '2026',
        click_id: { gclid: 'G' },
        autocapture_attributes: { tag: 'a' },
        local_tz_offset: -60,
        namespace: 'n',
      },
      {
        doc_encoding: 'UTF-8',
        utc_time: '2026',
        click_id: { gclid: 'G' },
        autocapture_attributes: { tag: 'a' },
        local_tz_offset: -60,
        namespace: 'n',
      },
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
    [{ event_type: 5 }, 'event_type: must be text. Use the name of the event.'],
    [{ event_type: {} }, 'event_type: must be text. Use the name of the event.'],
    [{ event_type: null }, 'event_type: must be text. Use the name of the event.'],
    [
      { event_type: '$pageview' },
      `event_type: "$pageview" starts with $, which is reserved for Usermaven's own events. Use a name without it.`,
    ],
    [
      { user: null },
      'user.id, user.email, user.anonymous_id: all blank. Fill in at least one, so that the event belongs to a person.',
    ],
    [{ user: 'usr_1' }, 'user: not a JSON object. Use the form {"name": "value"}.'],
    [{ company: ['acme'] }, 'company: not a JSON object. Use the form {"name": "value"}.'],
    [{ event_attributes: 'a' }, 'event_attributes: not a JSON object. Use the form {"name": "value"}.'],
    [{ user: { id: ['a', 'b'] } }, 'user.id: "["a","b"]" is a list. Map a single value.'],
    [
      { event_type: 'undefined' },
      'event_type: "undefined" is not an event name. Use what happened, for example "Signed Up".',
    ],
    [{ event_id: [1, 2] }, 'event_id: "[1,2]" is a list. Map a single value.'],
    [{ utm: ['google'] }, 'utm: not a JSON object. Use the form {"name": "value"}.'],
    [{ utm: 'google' }, 'utm: not a JSON object. Use the form {"name": "value"}.'],
    [{ click_id: 'G' }, 'click_id: not a JSON object. Use the form {"name": "value"}.'],
    [
      { autocapture_attributes: [1] },
      'autocapture_attributes: not a JSON object. Use the form {"name": "value"}.',
    ],
    [{ doc_host: 5 }, 'doc_host: must be text. Put it in quotes.'],
    [{ doc_path: { a: 1 } }, 'doc_path: must be text. Put it in quotes.'],
    [{ doc_search: ['a'] }, 'doc_search: must be text. Put it in quotes.'],
    [{ doc_encoding: true }, 'doc_encoding: must be text. Put it in quotes.'],
    [{ utc_time: 5 }, 'utc_time: must be text. Put it in quotes.'],
    [
      { user: { id: 1e20 } },
      'user.id: "100000000000000000000" is a number so long that its last digits may be wrong. Map it as text (in JSON, put it in quotes).',
    ],
    [
      { user: { id: 'a', custom: ['pro', 5] } },
      'user.custom: "["pro",5]" is not a list of names and values. Enter one name and one value per row.',
    ],
    [
      { _timestamp: 0 },
      '_timestamp: "0" is not a date or time that we can read. Use a date such as 2026-01-31T09:30:00Z, or Unix time in seconds or milliseconds.',
    ],
  ])('%j is refused by its path: %s', (given, issue) => {
    expect(issuesOf(given)).toEqual([issue]);
  });

  test.each<[given: JsonObject, note: string, absent: string]>([
    [
      { company: { name: 'Acme' } },
      'company.name: needs company.id, which is blank. Fill in company.id too.',
      'company',
    ],
    [
      { url: 'two words' },
      'url: "two words" is not a web address. Use the full address, such as https://www.example.com/pricing.',
      'url',
    ],
    [
      { user: { id: 'a', email: 'jane' } },
      'user.email: "jane" is not an email address. Use one such as jane@example.com.',
      'user.email',
    ],
    [{ page_title: ['a', 'b'] }, 'page_title: "["a","b"]" is a list. Map a single value.', 'page_title'],
    [{ source_ip: 'x' }, 'source_ip: "x" is not an IP address. Use one such as 203.0.113.7.', 'source_ip'],
  ])('%j costs a detail and not the event, with a note by its path', (given, note, absent) => {
    expect(notesOf(given)).toEqual([`${note} The value was left out.`]);
    expect(sent(given)).not.toHaveProperty(absent);
  });

  test('all issues are said at once', () => {
    expect(issuesOf({ event_type: 5, user: 'a', company: 'b' })).toHaveLength(3);
    expect(issuesOf({ _timestamp: 'x', event_id: { a: 1 }, user: { id: {}, email: 'jane' } })).toHaveLength(
      3,
    );
    expect(issuesOf({ phone: '+1', timestamp: 5 })).toHaveLength(2);
    expect(
      issuesOf({
        phone: '+1',
        _timestamp: 'x',
        user: { id: '{{77__id}}', Plan: 1, custom: { Plan: 2 }, firstName: 'Jane' },
        event_attributes: 'a',
        utm: { utm_source: 'google' },
      }).map((issue) => issue.slice(0, 20)),
    ).toEqual([
      'event_attributes: no',
      '"phone" is not a key',
      '"user.firstName" is ',
      '"utm.utm_source" is ',
      '"user.Plan" is also ',
      'user.id: "{{77__id}}',
      '_timestamp: "x" is n',
    ]);
  });

  test('what is missing is not said beside a key that may be meant', () => {
    expect(issuesOf({ user: {}, user_id: 'usr_1' })).toEqual([
      '"user_id" is not a key of the Events API. Use id in user.',
    ]);
  });
});

test('a time under both names is one when they agree, as in what we send', () => {
  const time = { _timestamp: 1_700_000_000_000, timestamp: 1_700_000_000_000 };
  expect(sent(time)).toMatchObject(time);
  expect(issuesOf({ ...time, timestamp: 1_700_000_000_001 }).join()).toContain('_timestamp');
});

test('in seconds beside milliseconds it is the same, as in what we send of 2000 and 2001', () => {
  for (const ms of [978_307_200_123, 1_700_000_000_123]) {
    const event = sent({ _timestamp: ms });
    expect(sent({ _timestamp: ms, timestamp: event?.timestamp ?? 0 })).toEqual(event);
    expect(sent({ _timestamp: ms, timestamp: Math.floor(ms / 1000) })).toEqual(event);
    expect(issuesOf({ _timestamp: ms, timestamp: Math.floor(ms / 1000) - 1 }).join()).toContain('_timestamp');
  }
});

describe('members of user and company that Usermaven drops', () => {
  const moved = (names: string, section: string) =>
    `"${names}" moved to ${section}.custom, because Usermaven ignores other members of ${section}.`;

  test('move into custom, types exact, with a note', () => {
    const given = { user: { id: 'usr_1', plan: 'pro', seats: 3, tags: ['a'], more: { deep: [1.5] } } };
    expect(sent(given)?.user).toStrictEqual({
      id: 'usr_1',
      custom: { plan: 'pro', seats: 3, tags: ['a'], more: { deep: [1.5] } },
    });
    expect(notesOf(given)).toEqual([moved('user.plan, user.seats, user.tags and user.more', 'user')]);
  });

  test.each<[section: 'user' | 'company', member: string, right: string]>([
    ['user', 'Email', 'user.email'],
    ['user', 'firstName', 'user.first_name'],
    ['user', 'anonymousId', 'user.anonymous_id'],
    ['user', 'user_id', 'user.id'],
    ['user', 'createdAt', 'user.created_at'],
    ['company', 'ID', 'company.id'],
    ['company', 'created-at', 'company.created_at'],
  ])('are not what is almost one of ours: %s.%s', (section, member, right) => {
    const members = { id: 'a', [member]: 'x' };
    expect(issuesOf({ [section]: members })).toEqual([
      `"${section}.${member}" is not a member of ${section}. Use ${right}.`,
    ]);
  });

  test('are no company of its own, which is told its place', () => {
    const company = { id: 'acme', name: 'Acme' };
    const issue = '"user.company" is not a member of user. Use company, beside user.';
    expect(issuesOf({ user: { id: 'usr_1', company } })).toEqual([issue]);
    expect(issuesOf({ event_type: 'group', user: { id: 'usr_1', company } })).toEqual([issue]);
    // Without an ID it is an attribute like others.
    for (const attribute of ['Acme', { name: 'Acme' }])
      expect(sent({ user: { id: 'usr_1', company: attribute } })?.user.custom).toEqual({
        company: attribute,
      });
  });

  test('join what is there, in both sections', () => {
    const given = {
      user: { id: 'usr_1', plan: 'pro', custom: { seats: '3' } },
      company: { id: 'acme', domain: 'example.com', custom: { mrr: 5 } },
    };
    expect(sent(given)).toMatchObject({
      user: { id: 'usr_1', custom: { plan: 'pro', seats: '3' } },
      company: { id: 'acme', custom: { domain: 'example.com', mrr: 5 } },
    });
    expect(notesOf(given)).toEqual([moved('user.plan', 'user'), moved('company.domain', 'company')]);
  });

  test('are no reason for a note when blank', () => {
    const given = { user: { id: 'usr_1', phone: ' ', plan: null }, company: { id: 'acme', x: [] } };
    expect(sent(given)).toStrictEqual({ ...PLAIN, company: { id: 'acme' } });
    expect(notesOf(given)).toEqual([]);
  });

  test('do not hide a custom that is no object', () => {
    expect(issuesOf({ user: { id: 'usr_1', plan: 'pro', custom: 'x' } })).toEqual([
      expect.stringMatching(/^user\.custom: /),
    ]);
  });

  test('that custom has, too, are not lost in silence', () => {
    const [row] = readRows({
      events_json: [
        { event_type: 'A', user: { id: 'u' }, company: { id: 'c', phone: '+1', custom: { phone: '+2' } } },
      ],
    });
    const built = row?.built ?? { issues: [] };
    if ('issues' in built) expect(issuesIn(built).join()).toMatch(/company\.phone/);
    else expect(asMessages(built.value.notes).join()).not.toMatch(/company\.phone.* moved to/);
  });

  test('of a company without an id go with it', () => {
    const given = { company: { phone: '+1', name: 'Acme' } };
    expect(sent(given)).toStrictEqual(PLAIN);
    expect(notesOf(given).join()).toMatch(/company\.custom: needs company\.id/);
  });

  test('may have any names, and as many as come', () => {
    const members = Object.fromEntries(Array.from({ length: 20_000 }, (_none, at) => [`n${at}`, 1]));
    // Too large to be sent, but read without a fault.
    expect(Object.keys(sent({ company: { ...members, id: 'acme' } })?.company?.custom ?? {})).toHaveLength(
      20_000,
    );
    const hostile = JSON.parse('{"id":"usr_1","__proto__":"x","constructor":{"prototype":1}}');
    expect(JSON.stringify(withoutPollution(() => sent({ user: hostile }))?.user)).toBe(
      '{"id":"usr_1","custom":{"__proto__":"x","constructor":{"prototype":1}}}',
    );
  });
});

describe('the campaign', () => {
  test('keeps members that no field has: it is not for us to drop them in silence', () => {
    expect(sent({ utm: { source: 'a', id: 'x' } })?.utm).toStrictEqual({ source: 'a', id: 'x' });
    expect(notesOf({ utm: { id: 'x', custom: 'y' } })).toEqual([]);
  });

  test.each([
    ['utm_source', 'utm.source'],
    ['Source', 'utm.source'],
    ['campaing', 'utm.campaign'],
  ])('has no %s, which attribution would not read', (name, right) => {
    expect(issuesOf({ utm: { [name]: 'a' } })).toEqual([
      `"utm.${name}" is not a member of utm. Use ${right}.`,
    ]);
  });

  test.each<[member: string, right: string]>([
    ['utm_source', 'utm.source'],
    ['Campaign', 'utm.campaign'],
    ['utm-medium', 'utm.medium'],
    ['contents', 'utm.content'],
  ])('has no member that is almost one of ours: %s', (member, right) => {
    expect(issuesOf({ utm: { [member]: 'x' } })).toEqual([
      `"utm.${member}" is not a member of utm. Use ${right}.`,
    ]);
  });

  test.each<[click_id: Json, kept: object]>([
    [{ gclid: 'G2' }, { gclid: 'G2', fbclid: 'F' }],
    [
      { gclid: '', wbraid: 'W' },
      { gclid: 'G', fbclid: 'F', wbraid: 'W' },
    ],
    [{ fbclid: null }, { gclid: 'G', fbclid: 'F' }],
    [{}, { gclid: 'G', fbclid: 'F' }],
  ])('has the click ids of the page beside those that are given: %j', (click_id, kept) => {
    expect(sent({ url: 'https://example.com/?gclid=G&fbclid=F', click_id })?.click_id).toStrictEqual(kept);
  });

  test.each<[utm: Json, kept: object | undefined]>([
    [{}, undefined],
    [{ source: ' ', medium: null }, undefined],
    [{ source: ' a ', medium: '' }, { source: 'a' }],
    [{ source: 5, medium: ['a', 'b'] }, { source: '5' }],
  ])('is text, without blanks: %j', (utm, kept) => {
    expect(sent({ utm })?.utm).toStrictEqual(kept);
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
      expect(rows.at(-1)).toMatchObject({ row: 2, built: { value: { event: { event_type: 'Paid' } } } });
      events += rows.filter(({ built }) => 'value' in built).length - 1;
      expect(JSON.stringify(events_json)).toBe(before);
    };
    fc.assert(fc.property(raw, anyJsonObject, check), RUNS);
    expect(events).toBeGreaterThan(100);
  });

  /** Blank, as the contract says it. */
  const filled = (object: JsonObject): string[] =>
    Object.entries(object)
      .filter(([, value]: [string, Json]) => !isBlank(value))
      .map((entry) => JSON.stringify(entry))
      .sort();

  test('nothing that is not blank is lost: it is sent, moved into custom, or refused', () => {
    const OWN = ['id', 'custom', 'email', 'anonymous_id', 'first_name', 'last_name', 'created_at'];
    let refused = 0;
    const check = (attributes: JsonObject, custom: JsonObject, more: JsonObject, members: JsonObject) => {
      const rest = Object.entries(more).filter(([key]) => key !== 'event_type' && key !== 'user');
      // A name that is in both has one value only.
      const extra = Object.fromEntries(
        Object.entries(members).filter(([key]) => ![...OWN, ...Object.keys(custom)].includes(key)),
      );
      const user = Object.fromEntries([...Object.entries(extra), ['id', 'usr_1'], ['custom', custom]]);
      const item = Object.fromEntries([
        ...rest,
        ['event_type', 'Signed Up'],
        ['event_attributes', attributes],
        ['user', user],
      ]);
      const [row] = withoutPollution(() => readRows({ events_json: [item] }));
      if (row === undefined) throw new Error('The row was lost.');
      const unknown = rest.filter(([, value]) => !isBlank(value)).map(([key]) => key);
      if (unknown.length > 0) {
        refused += 1;
        const keys = issuesIn(row.built).filter((issue) => / is not a key of the Events API\. /.test(issue));
        expect(keys).toHaveLength(unknown.length);
        return;
      }
      if ('issues' in row.built) {
        // What is almost a member of ours, such as user.Id.
        for (const issue of issuesIn(row.built))
          expect(issue).toContain(' is not a member of user. Use user.');
        return;
      }
      const { event } = row.built.value;
      expect(JSON.stringify(event.event_attributes ?? {})).toBe(JSON.stringify(attributes));
      expect(filled(event.user.custom ?? {})).toEqual(
        filled(Object.fromEntries([...Object.entries(extra), ...Object.entries(custom)])),
      );
    };
    const named = anyJsonObject.filter((object) => !Object.hasOwn(object, ''));
    const few = fc.oneof({ arbitrary: fc.constant<JsonObject>({}), weight: 3 }, anyJsonObject);
    fc.assert(fc.property(anyJsonObject, named, few, named, check), RUNS);
    expect(refused).toBeGreaterThan(50);
  });
});
