import { describe, expect, test } from '@jest/globals';
import { type EventAction, eventOutput } from '../../src/actions/action.ts';
import { ACTIONS, EVENT_ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { FIELDS, fieldsOf } from '../../src/fields/index.ts';
import { isObject } from '../../src/lib/json.ts';
import { API_KEY, eventsOf, prepare, RANDOM_ID, valueFrom } from '../support/building.ts';

describe.each([...ACTIONS, USERPILOT_EVENT])('$key', ({ key, fields, zapier, make, noun }) => {
  test('has a key of its own', () => {
    const keys = [...ACTIONS, USERPILOT_EVENT].map((one) => one.key);
    expect(keys.filter((other) => other === key)).toHaveLength(1);
    expect(key).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  test('shows no field twice', () => {
    const keys = fieldsOf(fields).map((field) => field.key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('reads as Zapier wants it: Title Case, third person, ended by a period', () => {
    expect(zapier.label).toMatch(/^([A-Z][a-z]+([ -](?=[A-Z])|$))+$/);
    expect(zapier.description).toMatch(/^[A-Z][a-z]+s .*\.$/);
    expect(noun).toMatch(/^[A-Z]/);
  });

  test('has an ID of its own on Make, where scenarios refer to it', () => {
    const ids = [...ACTIONS, USERPILOT_EVENT].map((one) => one.make.id);
    expect(ids.filter((other) => other === make.id)).toHaveLength(1);
    expect(make.id).toMatch(/^[a-z]+([A-Z][a-z]+)+$/);
  });

  test('reads as Make wants it: sentence case', () => {
    const { label, description = zapier.description } = { description: undefined, ...make };
    expect(label).toMatch(/^[A-Z][a-z]+ ((a|an|Userpilot|[a-z()-]+) ?)+$/);
    expect(description).toMatch(/\.$/);
  });
});

/** Blank as Zapier may pass it on. */
const BLANKS = [undefined, null, '', ' \n', [], {}];

/** The id of an event with a time: a hash in the form of a UUID of version 8. */
const STABLE_ID = expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);

/** Every input of actions that send one event: a value, and what it adds to the event. */
const CONTRACT: readonly [key: string, value: unknown, payload: object][] = [
  ['event_name', 'Deal Stage Changed', { event_type: 'Deal Stage Changed' }],
  ['event_attributes', { price: '29.90', plan: 'pro' }, { event_attributes: { price: 29.9, plan: 'pro' } }],
  ['event_attributes_json', '{"price":"29.90"}', { event_attributes: { price: '29.90' } }],
  ['amount', '29.90', { event_attributes: { amount: 29.9 } }],
  ['currency', 'usd', { event_attributes: { currency: 'USD' } }],
  [
    'transaction_id',
    'ch_1',
    {
      event_attributes: { transaction_id: 'ch_1' },
      // The SHA-256 of `Payment Succeeded|ch_1`.
      event_id: 'b8114bf5fcf12cfc7023ec804ecd466bc44089643bc92a2d9e7a8c7f2a452cac',
    },
  ],
  ['lead_phone', '+15551234567', { event_attributes: { phone: '+15551234567' } }],
  ['lead_company', 'Acme Inc.', { event_attributes: { company: 'Acme Inc.' } }],
  ['lead_source', 'Facebook', { event_attributes: { source: 'Facebook' } }],
  ['lifecycle_stage', 'lead', { event_attributes: { lifecycle_stage: 'lead' } }],
  [
    'occurred_at',
    '2026-01-31T09:30:00+01:00',
    { _timestamp: 1_769_848_200_000, timestamp: 1_769_848_200_000, event_id: STABLE_ID },
  ],
  ['event_id', 'evt_1', { event_id: 'evt_1' }],
  ['user_id', 'usr_2', { user: { id: 'usr_2' } }],
  ['anonymous_id', '5zdta4zak9', { user: { anonymous_id: '5zdta4zak9' } }],
  ['email', 'jane@example.com', { user: { email: 'jane@example.com' } }],
  ['first_name', 'Jane', { user: { first_name: 'Jane' } }],
  ['last_name', 'Doe', { user: { last_name: 'Doe' } }],
  ['user_created_at', '1912-06-23T01:00:00+01:00', { user: { created_at: '1912-06-23T00:00:00.000Z' } }],
  ['user_attributes', { plan: 'pro', seats: '3' }, { user: { custom: { plan: 'pro', seats: 3 } } }],
  ['company_id', 'acme', { company: { id: 'acme' } }],
  ['company_name', 'Acme Inc.', { company: { id: 'acme', name: 'Acme Inc.' } }],
  ['company_created_at', 1_700_000_000, { company: { id: 'acme', created_at: '2023-11-14T22:13:20.000Z' } }],
  ['company_attributes', { seats: '25' }, { company: { id: 'acme', custom: { seats: 25 } } }],
  [
    'page_url',
    'www.example.com/pricing?a=1',
    {
      url: 'https://www.example.com/pricing?a=1',
      doc_host: 'www.example.com',
      doc_path: '/pricing',
      doc_search: '?a=1',
    },
  ],
  ['page_title', 'Pricing', { page_title: 'Pricing' }],
  ['referrer', 'https://www.google.com/', { referer: 'https://www.google.com/' }],
  ['utm_source', 'google', { utm: { source: 'google' } }],
  ['utm_medium', 'cpc', { utm: { medium: 'cpc' } }],
  ['utm_campaign', 'spring', { utm: { campaign: 'spring' } }],
  ['utm_term', 'product analytics', { utm: { term: 'product analytics' } }],
  ['utm_content', 'banner_a', { utm: { content: 'banner_a' } }],
  ['user_agent', 'Mozilla/5.0', { user_agent: 'Mozilla/5.0' }],
  ['user_language', 'en-US', { user_language: 'en-US' }],
  ['ip_address', '203.0.113.7', { source_ip: '203.0.113.7' }],
  ['screen_resolution', '1920x1080', { screen_resolution: '1920x1080' }],
  ['viewport_size', '1280x720', { vp_size: '1280x720' }],
  // These steer how others are sent and are not sent themselves.
  ['amount_unit', 'units', {}],
  ['attribute_values', 'text', {}],
  ['text_attributes', ['zip_code'], {}],
  ['date_order', 'day_first', {}],
  ['time_zone', 'Europe/Berlin', {}],
];

/** What an action sends of an input beside that. */
const COPIES: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  track_lead: {
    email: { user: { id: 'jane@example.com' }, event_attributes: { email: 'jane@example.com' } },
    first_name: { event_attributes: { first_name: 'Jane' } },
    last_name: { event_attributes: { last_name: 'Doe' } },
  },
  track_page_view: {
    page_url: { event_attributes: { url: 'https://www.example.com/pricing?a=1' } },
    page_title: { event_attributes: { title: 'Pricing' } },
    referrer: { event_attributes: { referrer: 'https://www.google.com/' } },
  },
};

/** The table for an action: what it takes, and what it sends of it. */
const contractOf = ({ key: action, fields }: EventAction): typeof CONTRACT => {
  const keys = new Set(fieldsOf(fields).map(({ key }) => key));
  return CONTRACT.filter(([key]) => keys.has(key)).map(([key, value, payload]) => [
    key,
    value,
    merged(payload, COPIES[action]?.[key] ?? {}),
  ]);
};

/** The event name of an action whose user gives none. */
const USUAL_NAMES: Readonly<Record<string, string>> = { track_payment: 'Payment Succeeded' };

const VALUES = new Map(CONTRACT.map(([key, value]) => [key, value]));

/** An event with more in it. Members of sections such as `user` come together, everything else replaces what is there. */
const merged = (event: object, more: object): object => {
  const both = new Map<string, unknown>(Object.entries(event));
  for (const [key, value] of Object.entries(more)) {
    const old = both.get(key);
    both.set(key, isObject(old) && isObject(value) ? { ...old, ...value } : value);
  }
  return Object.fromEntries(both);
};

/** The least that an action takes, and the event that it makes of that: what it requires, and a person. */
const leastOf = (action: EventAction) => {
  const { key: name, fields, needs, eventType = USUAL_NAMES[name] } = action;
  const required = fieldsOf(fields).filter((field) => field.required === true);
  const keys = new Set([...required.map(({ key }) => key), ...needs.slice(0, 1)]);
  const used = contractOf(action).filter(([key]) => keys.has(key));
  return {
    input: Object.fromEntries(used.map(([key, value]) => [key, value])),
    event: used
      .map(([, , payload]) => payload)
      .reduce(merged, {
        api_key: API_KEY,
        ...(eventType === undefined ? {} : { event_type: eventType }),
        event_id: RANDOM_ID,
        ids: {},
        src: 'http',
      }),
  };
};

describe.each(EVENT_ACTIONS)('$key, input by input', (action) => {
  const keys = new Set(fieldsOf(action.fields).map(({ key }) => key));
  const rows = contractOf(action);
  const { input, event } = leastOf(action);
  const sent = async (given: object) => (await eventsOf(action, { ...input, ...given }))[0];
  const besides = (key: string) => (key.startsWith('company_') ? { company_id: 'acme' } : {});

  test('has no input that is not in this table', () => {
    expect([...keys].sort()).toEqual(rows.map(([key]) => key).sort());
  });

  test('sends nothing that it was not given', async () => {
    expect(await sent({})).toStrictEqual(event);
  });

  test.each(rows)('puts %s (%j) into %j', async (key, value, payload) => {
    expect(await sent({ ...besides(key), [key]: value })).toStrictEqual(merged(event, payload));
  });

  test.each(rows.filter(([key]) => !Object.hasOwn(input, key)))(
    'leaves the key of a blank %s out',
    async (key) => {
      for (const blank of BLANKS) expect(await sent({ [key]: blank })).toStrictEqual(event);
    },
  );

  test('takes all of them together', async () => {
    const all = Object.fromEntries(rows.map(([key, value]) => [key, value]));
    const payloads = rows.map(([, , payload]) => payload);
    const {
      event_attributes: _typed,
      user: _user,
      company: _company,
      ...expected
    } = Object(payloads.reduce(merged, event));
    const { event_attributes: _attributes, user, company, ...rest } = Object(await sent(all));
    expect(rest).toStrictEqual({ ...expected, event_id: keys.has('event_id') ? 'evt_1' : STABLE_ID });
    const members = (section: 'user' | 'company') =>
      payloads.flatMap((payload) =>
        Object.keys(Object.entries(payload).find(([key]) => key === section)?.[1] ?? {}),
      );
    expect(new Set(Object.keys(user))).toEqual(new Set(['id', ...members('user')]));
    expect(new Set(Object.keys(company ?? {}))).toEqual(new Set(members('company')));
  });

  test('does not read what is no input of it', async () => {
    const others = Object.keys(FIELDS).filter((key) => !keys.has(key));
    const all = Object.fromEntries(others.map((key) => [key, VALUES.get(key) ?? 'example.com']));
    expect(await sent({ ...all, unknown: 'value' })).toStrictEqual(event);
  });

  test('has a sample that lacks nothing but what it does not take', async () => {
    const all = Object.fromEntries(rows.map(([key, value]) => [key, value]));
    const { event } = valueFrom(await prepare(action, all));
    const blank = (output: object) =>
      Object.entries(output).flatMap(([key, value]) => (value === null ? [key] : []));
    expect(blank(action.sample)).toEqual(blank(eventOutput(event, [])));
  });
});

test.each(ACTIONS.filter((action) => action.kind === 'batch'))(
  'the sample of $key lacks nothing',
  ({ sample }) => {
    expect(JSON.stringify(sample)).not.toMatch(/:null|""/);
    expect(sample.rejected).not.toEqual([]);
    expect(sample.event_ids).not.toEqual([]);
  },
);

test.each(EVENT_ACTIONS.map((action) => [action.key, action] as const))(
  '%s: the help of what it requires does not speak of leaving it out',
  (_key, { fields }) => {
    for (const { key, help } of fieldsOf(fields).filter(({ required }) => required))
      expect([key, help]).not.toEqual([key, expect.stringMatching(/required as soon as|or just|if blank/i)]);
  },
);

const WHO = { user_id: 'usr_1', email: 'jane@example.com', anonymous_id: '5zdta4zak9' };
const PAGE = { page_url: 'https://www.example.com/pricing?utm_source=google', page_title: 'Pricing' };

test.each<[key: string, input: object, id: string]>([
  [
    'track_event',
    { ...WHO, ...PAGE, event_name: 'Signed Up', event_attributes: { plan: 'pro' } },
    'f7e78ea5-de21-8ffe-8b3d-ed2cfeb44dd3',
  ],
  [
    'identify_user',
    { ...WHO, first_name: 'Jane', user_attributes: { plan: 'pro' } },
    '30da8033-a70c-8a2b-a72a-2e3f8022aa8a',
  ],
  [
    'identify_company',
    { ...WHO, company_id: 'acme', company_name: 'Acme' },
    '733ab301-5d2f-85d2-88d9-33a05dc0b713',
  ],
  [
    'track_lead',
    { ...WHO, ...PAGE, first_name: 'Jane', lead_phone: '+15551234567' },
    '87b0f823-ab74-8546-aa9d-1002571d6562',
  ],
  [
    'track_page_view',
    { ...WHO, ...PAGE, referrer: 'https://www.google.com/' },
    '69eac817-d948-8e1e-b77e-18f64c22eb88',
  ],
  [
    'track_payment',
    { ...WHO, ...PAGE, amount: '29.90', currency: 'USD' },
    '3f3d6b7e-0d43-81b5-b317-d261acbf0961',
  ],
])('the ID that %s makes never changes, or an old import would count again', async (key, input, id) => {
  const action = EVENT_ACTIONS.find((one) => one.key === key);
  if (!action) throw new Error(`There is no ${key}.`);
  const [event] = await eventsOf(action, { ...input, occurred_at: '2026-01-31T09:30:00Z' });
  expect([key, event?.event_id]).toEqual([key, id]);
});
