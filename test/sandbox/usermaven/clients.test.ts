import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../../sandbox/usermaven/server.ts';
import type { Json } from '../../../src/lib/json.ts';
import { CREDENTIALS, post } from './posting.ts';

/** What Usermaven's documentation and its own clients send is taken, under both readings. */

const { apiKey: api_key } = CREDENTIALS;

const PAGE = {
  url: 'https://www.example.com/pricing?utm_source=news',
  page_title: 'Pricing',
  doc_path: '/pricing',
  doc_host: 'www.example.com',
  doc_search: '?utm_source=news',
  screen_resolution: '1920x1080',
  vp_size: '1200x800',
  user_agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0',
  user_language: 'en-US',
  doc_encoding: 'UTF-8',
};

const PERSON = {
  id: 'lzL24K3kYw',
  email: 'user@domain.com',
  created_at: '2021-01-20T09:55:35',
  first_name: 'John',
  last_name: 'Smith',
  custom: { plan_name: 'premium' },
};

const COMPANY = {
  id: '65f02acc-e104-45d9-8199-1491332d8454',
  name: 'azhar',
  created_at: '2022-02-15T17:25:08',
  custom: { plan: 'premium' },
};

/** As usermaven-js 1.5.15 builds every event: of a browser, with the user's own properties spread into `user`. */
const sdk = (event_type: string, more: Record<string, Json>): Json => ({
  event_id: '5zdta4zak9',
  user: { anonymous_id: 'j3k2l1', ...PERSON, company: COMPANY },
  company: {},
  ids: { fbp: 'fb.1.2.3' },
  utc_time: '2026-01-31T09:30:00.000Z',
  local_tz_offset: -60,
  api_key,
  src: 'usermaven',
  event_type,
  namespace: 'usermaven',
  ...PAGE,
  referer: 'https://www.google.com/',
  utm: { source: 'news' },
  ...more,
});

const HTTP = { api_key, ids: {}, src: 'http' };

const BODIES: readonly (readonly [client: string, path: string, token: 'joined' | 'key', body: Json])[] = [
  [
    'the documented event body',
    '/api/v1/s2s/event',
    'joined',
    {
      ...HTTP,
      ...PAGE,
      event_id: '',
      event_type: 'user_identify',
      _timestamp: 1_632_150_122_000,
      user: { anonymous_id: 'random_id', ...PERSON },
      company: COMPANY,
      screen_resolution: '0',
      vp_size: '0',
      doc_search: '',
    },
  ],
  [
    'the documented bulk body',
    '/api/v1/s2s/event',
    'joined',
    [1_632_150_122_000, 1_632_150_123_000].map((_timestamp) => ({
      ...HTTP,
      event_id: '',
      event_type: 'plan_upgraded',
      _timestamp,
      event_attributes: { amount: 100, currency: 'USD' },
      user: { anonymous_id: 'random_id', ...PERSON },
      company: COMPANY,
    })),
  ],
  [
    'the webhook guide’s payment',
    '/api/v1/s2s/event',
    'joined',
    {
      api_key,
      event_type: 'Subscription Payment Succeeded',
      user: { id: 'usr_1a2b3c4d5e' },
      event_attributes: { amount: 2900, invoiceUrl: 'https://invoice.stripe.com/...' },
    },
  ],
  [
    'the webhook guide’s anonymous call',
    '/api/v1/s2s/event',
    'joined',
    {
      api_key,
      event_type: 'Call Completed',
      user: { anonymous_id: '5zdta4zak9' },
      event_attributes: { duration: 345, callerNumber: '+15551234567' },
    },
  ],
  [
    'the Attio guide’s lead',
    '/api/v1/s2s/events',
    'joined',
    {
      api_key,
      event_type: 'Deal Stage Changed',
      user: { id: 'jo@b.co', email: 'jo@b.co' },
      event_attributes: { deal_value: 12_000 },
      url: 'https://app.attio.com',
    },
  ],
  [
    'the pixel’s page view',
    '/api/v1/event',
    'key',
    [sdk('pageview', { event_attributes: { title: 'Pricing' } })],
  ],
  [
    'the pixel’s click',
    '/api/v1/event',
    'key',
    [sdk('$autocapture', { autocapture_attributes: { el_text: 'Buy', event_type: 'click' } })],
  ],
  ['the JS SDK on a server', '/api/v1/s2s/event', 'joined', [sdk('user_identify', { company: COMPANY })]],
  ['the JS SDK’s company', '/api/v1/s2s/event', 'joined', [sdk('group', { company: COMPANY })]],
  [
    'the Python client, with ids that are numbers',
    '/api/v1/s2s/event',
    'joined',
    [
      {
        ...HTTP,
        ...PAGE,
        event_id: '',
        event_type: 'user_identify',
        user: { ...PERSON, id: 42, anonymous_id: '' },
        company: { ...COMPANY, id: 7 },
      },
    ],
  ],
  [
    'the WordPress plugin, for a guest',
    '/api/v1/s2s/event/',
    'joined',
    {
      api_key,
      event_type: 'viewed_product',
      _timestamp: '1632150122000',
      user: { anonymous_id: '', id: '' },
      event_attributes: { product_id: 5, price: 9.5 },
      src: 'usermaven-php',
    },
  ],
  [
    'the Segment destination',
    '/api/v1/s2s/event',
    'joined',
    {
      ...HTTP,
      ...PAGE,
      event_type: 'user_identify',
      user: { anonymous_id: '', ...PERSON },
      company: { id: 'c1', custom: {} },
      local_tz_offset: 60,
      namespace: 'usermaven',
    },
  ],
];

describe.each(['documentation', 'collector'] as const)('under the reading of the %s', (reading) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ ...CREDENTIALS, reading });
  });
  afterEach(() => sandbox.clear());
  afterAll(() => sandbox.stop());

  test.each(BODIES)('%s is taken and stored', async (_client, path, token, body) => {
    const given = token === 'key' ? api_key : `${api_key}.${CREDENTIALS.serverToken}`;
    const response = await post(sandbox, body, { path, query: `?token=${encodeURIComponent(given)}` });
    expect([response.status, await response.text()]).toEqual([200, '{"status":"ok"}']);
    expect(sandbox.store.events).toHaveLength(Array.isArray(body) ? body.length : 1);
    expect(sandbox.store.dropped).toEqual([]);
  });
});
