import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { app } from '../support/quick-app.ts';
import { stepsOf } from '../support/steps.ts';

let sandbox: Sandbox;
const { run } = stepsOf(app);
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.USERMAVEN_EVENTS_URL = sandbox.url;
});
afterEach(() => sandbox.clear());
afterAll(() => sandbox.stop());

const send = (
  action: 'track_event' | 'identify_user',
  inputData?: Readonly<Record<string, unknown>>,
  meta = {},
) =>
  run(`creates.${action}.operation.perform`, {
    authData: { api_key: sandbox.apiKey, server_token: sandbox.serverToken },
    ...(inputData === undefined ? {} : { inputData }),
    meta,
  });

const BLANKS = ['', '  ', null, [], {}];

describe('the output of an action that sends one event', () => {
  test('tells what was sent', async () => {
    const { results } = await send('track_event', {
      event_name: ' Deal Won ',
      user_id: 12345,
      anonymous_id: 'anon_1',
      email: 'jane@example.com',
      company_id: 'acme-42',
      occurred_at: '2026-01-31T10:30:00+01:00',
      event_id: 'evt_1',
    });
    expect(results).toEqual({
      id: 'evt_1',
      event_name: 'Deal Won',
      user_id: '12345',
      anonymous_id: 'anon_1',
      email: 'jane@example.com',
      company_id: 'acme-42',
      occurred_at: '2026-01-31T09:30:00.000Z',
      accepted: true,
    });
  });

  test('has every key, null where there is nothing', async () => {
    const { results } = await send('identify_user', { email: 'jane@example.com' });
    expect(results).toEqual({
      id: sandbox.store.events[0]?.id,
      event_name: 'user_identify',
      user_id: 'jane@example.com',
      anonymous_id: null,
      email: 'jane@example.com',
      company_id: null,
      occurred_at: null,
      accepted: true,
    });
  });
});

describe('what is sent', () => {
  test('is one object, with nothing invented', async () => {
    await send('track_event', { event_name: 'Deal Won', user_id: 'usr_1' });
    expect(JSON.parse(sandbox.requests[0]?.body ?? '')).toEqual({
      api_key: sandbox.apiKey,
      event_type: 'Deal Won',
      event_id: expect.stringMatching(/^[\da-f-]{36}$/),
      ids: {},
      src: 'http',
      user: { id: 'usr_1' },
    });
  });

  test.each(BLANKS)('leaves out what is blank (%j)', async (blank) => {
    await send('track_event', {
      event_name: 'Deal Won',
      user_id: 'usr_1',
      email: blank,
      company_name: blank,
      event_attributes: blank,
      occurred_at: blank,
      page_url: blank,
      attribute_values: blank,
    });
    expect(Object.keys(sandbox.store.events[0]?.raw ?? {}).sort()).toEqual([
      'api_key',
      'event_id',
      'event_type',
      'ids',
      'src',
      'user',
    ]);
  });

  test('reads times in the time zone of the account', async () => {
    await send(
      'track_event',
      { event_name: 'Deal Won', user_id: 'usr_1', occurred_at: '2026-01-31 10:30' },
      { timezone: 'Europe/Berlin' },
    );
    expect(sandbox.store.events[0]?.time).toBe(Date.UTC(2026, 0, 31, 9, 30));
  });

  test.each([
    '{{bundle.inputData.user_id}}',
    '{{bundle.authData.server_token}}',
    '{{process.env.HOME}}',
    'a {{ curly }} b',
    '{{}}',
  ])('holds text in double braces untouched: %s', async (text) => {
    const { failure } = await send('track_event', {
      event_name: `Deal ${text}`,
      user_id: text,
      event_attributes: { note: text, [`name ${text}`]: 'x' },
    });
    expect(failure).toBeUndefined();
    expect(sandbox.store.events[0]?.raw).toMatchObject({
      event_type: `Deal ${text}`,
      user: { id: text },
      event_attributes: { note: text, [`name ${text}`]: 'x' },
    });
  });
});

describe('bad input halts the run with a reason, and nothing is sent:', () => {
  test.each<[string, 'track_event' | 'identify_user', Record<string, unknown> | undefined, RegExp]>([
    ['no input at all', 'track_event', undefined, /Event Name/],
    ['no person', 'track_event', { event_name: 'x' }, /User ID.*Anonymous ID.*Email/s],
    ['no person to identify', 'identify_user', { first_name: 'Jane' }, /User ID.*Anonymous ID.*Email/s],
    [
      'a reserved name',
      'track_event',
      { event_name: 'user_identify', user_id: 'u' },
      /Event Name: .*Identify User/,
    ],
    [
      'a time that is none',
      'track_event',
      { event_name: 'x', user_id: 'u', occurred_at: 'banana' },
      /Occurred At: "banana"/,
    ],
    [
      'a choice that is none',
      'identify_user',
      { user_id: 'u', attribute_values: 'guess' },
      /Attribute Values: "guess"/,
    ],
    [
      'an event that is too big',
      'track_event',
      { event_name: 'x', user_id: 'u', event_attributes: { note: 'x'.repeat(40_000) } },
      /^The event has 40,\d{3} bytes, and Usermaven takes 32,768\. Shorten or remove attributes\.$/,
    ],
  ])('%s', async (_, action, inputData, says) => {
    const { failure, results } = await send(action, inputData);
    expect(failure).toEqual({ name: 'HaltedError', message: expect.stringMatching(says) });
    expect(results).toBeUndefined();
    expect(sandbox.requests).toEqual([]);
  });

  test('every problem is told at once, a line each', async () => {
    const { failure } = await send('track_event', {
      event_name: '',
      user_id: 'u',
      occurred_at: 'banana',
      company_name: 'Acme',
    });
    expect(failure?.message.split('\n')).toEqual([
      expect.stringMatching(/^Event Name: /),
      expect.stringMatching(/^Occurred At: /),
      expect.stringMatching(/^Company Name: .*Company ID/),
    ]);
  });
});
