import { describe, expect, test } from '@jest/globals';
import { fieldsOf } from '../../src/fields/index.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { inputWithoutId } from '../support/action-inputs.ts';
import { EVENT_ACTIONS, TRACKING } from '../support/actions.ts';
import { countedCache } from '../support/counted-cache.ts';
import { quickApp } from '../support/quick-app.ts';

const { sandbox, timing, cache, authData, act } = await quickApp();
const { sendEvent } = await import('../../src/zapier/send-event.ts');

const EVENT = { event_name: 'Deal Won', user_id: 'usr_1' };
const TIME = '2026-01-31T09:30:00Z';

const send = (input: Readonly<Record<string, unknown>> = EVENT, meta = {}) => act(TRACKING, input, { meta });

/** The ids of all requests, in order, whatever came of them. */
const idsSent = (): unknown[] => sandbox.requests.map(({ body }) => JSON.parse(body).event_id);

const failOnce = (status = 500): void => sandbox.fail({ status }, timing.tries);

describe('the output', () => {
  test('tells what was sent', async () => {
    const { results } = await send({
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
      notes: [],
    });
  });

  test('has every key, null where there is nothing', async () => {
    const { results } = await send({ event_name: 'Deal Won', email: 'jane@example.com' });
    expect(results).toEqual({
      id: sandbox.store.events[0]?.id,
      event_name: 'Deal Won',
      user_id: 'jane@example.com',
      anonymous_id: null,
      email: 'jane@example.com',
      company_id: null,
      occurred_at: null,
      accepted: true,
      notes: [],
    });
  });

  test.each(EVENT_ACTIONS)('of $key has the id and the name of the event', async (action) => {
    const { results } = await act(action, inputWithoutId(action));
    const [event] = sandbox.store.events;
    expect(results).toMatchObject({ id: event?.id, event_name: event?.raw.event_type, accepted: true });
  });
});

describe('what is sent', () => {
  test('is one object, with nothing invented', async () => {
    await send();
    expect(JSON.parse(sandbox.requests[0]?.body ?? '')).toEqual({
      api_key: sandbox.apiKey,
      event_type: 'Deal Won',
      event_id: expect.stringMatching(/^[\da-f-]{36}$/),
      ids: {},
      src: 'http',
      user: { id: 'usr_1' },
    });
  });

  test.each(['', '  ', null, [], {}])('leaves out what is blank (%j)', async (blank) => {
    await send({
      ...EVENT,
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
    await send({ ...EVENT, occurred_at: '2026-01-31 10:30' }, { timezone: 'Europe/Berlin' });
    expect(sandbox.store.events[0]?.time).toBe(Date.UTC(2026, 0, 31, 9, 30));
  });

  test.each([
    '{{bundle.inputData.user_id}}',
    '{{bundle.authData.server_token}}',
    '{{process.env.HOME}}',
    'a {{ curly }} b',
    '{{}}',
  ])('holds text in double braces untouched, where it is data: %s', async (text) => {
    const { failure } = await send({
      ...EVENT,
      event_attributes: { note: text, [`name ${text}`]: 'x' },
    });
    expect(failure).toBeUndefined();
    expect(sandbox.store.events[0]?.raw).toMatchObject({
      event_attributes: { note: text, [`name ${text}`]: 'x' },
    });
  });
});

describe('bad input fails the run with a reason, and nothing is sent:', () => {
  test.each<[string, Record<string, unknown> | undefined, RegExp]>([
    ['no input at all', undefined, /Event Name/],
    ['a time that is none', { ...EVENT, occurred_at: 'banana' }, /^Occurred At: "banana"/],
    ['a choice that is none', { ...EVENT, attribute_values: 'guess' }, /^Numbers in Attributes: "guess"/],
    [
      'an event that is too large',
      { ...EVENT, event_attributes: { note: 'x'.repeat(40_000) } },
      /^The event has 40,\d{3} bytes, but at most 32,768 can be sent\. Shorten or remove attributes\.$/,
    ],
  ])('%s', async (_, input, says) => {
    const { failure, results } = await act(TRACKING, input);
    expect(failure).toEqual({
      name: 'AppError',
      code: 'InvalidInput',
      message: expect.stringMatching(says),
    });
    expect(results).toBeUndefined();
    expect(sandbox.requests).toEqual([]);
  });

  test.each(EVENT_ACTIONS)('a placeholder that nobody filled in ($key)', async (action) => {
    const [key = 'user_id'] = action.needs;
    const [{ label = '' } = {}] = fieldsOf([key]);
    const { failure } = await act(action, { ...inputWithoutId(action), [key]: '{{user_id}}' });
    expect(failure).toMatchObject({
      name: 'AppError',
      code: 'InvalidInput',
      message: expect.stringMatching(new RegExp(`^${label}: "\\{\\{user_id\\}\\}" is a placeholder`)),
    });
    expect(sandbox.requests).toEqual([]);
  });

  test('a value that holds the server token', async () => {
    const { failure } = await send({ ...EVENT, event_attributes: { note: `x ${authData.server_token} x` } });
    expect(failure).toEqual({
      name: 'AppError',
      code: 'InvalidInput',
      message: expect.stringMatching(/^Event Attributes.*: holds the Server Token of the connection/),
    });
    expect(sandbox.requests).toEqual([]);
  });

  test.each(
    EVENT_ACTIONS.flatMap((action) =>
      Object.entries(action.reserved).map(([name, instead]) => ({ name, instead, action })),
    ),
  )('the reserved name $name ($action.key)', async ({ name, instead, action }) => {
    expect((await act(action, { ...inputWithoutId(action), event_name: name })).failure).toEqual({
      name: 'AppError',
      code: 'InvalidInput',
      message: `Event Name: "${name}" is reserved by Usermaven. ${instead}`,
    });
    expect(sandbox.requests).toEqual([]);
  });

  test('every problem is told at once, a line each', async () => {
    const { failure } = await send({
      event_name: '',
      user_id: 'u',
      occurred_at: 'banana',
      date_order: 'year_first',
    });
    expect(failure?.message.split('\n').sort()).toEqual([
      expect.stringMatching(/^Date Order: "year_first"/),
      expect.stringMatching(/^Event Name: /),
      expect.stringMatching(/^Occurred At: "banana"/),
    ]);
  });
});

describe('nobody to send for', () => {
  test.each(EVENT_ACTIONS)('halts the run quietly ($key)', async (action) => {
    const { user_id: _1, anonymous_id: _2, email: _3, ...input } = inputWithoutId(action);
    for (const blank of [undefined, '', ' ', 'undefined', '[object Object]', 'N/A']) {
      const { failure } = await act(action, { ...input, user_id: blank, email: blank });
      expect(failure).toEqual({
        name: 'HaltedError',
        message: expect.stringMatching(
          /: (all blank\. Fill in at least one|blank\. Fill it in)(, so that the event belongs to|\. A company call belongs to) a person\.$/,
        ),
      });
    }
    expect(sandbox.requests).toEqual([]);
  });

  test('fails the run when something else is wrong as well', async () => {
    expect((await send({ event_name: 'Deal Won', occurred_at: 'banana' })).failure).toMatchObject({
      name: 'AppError',
      code: 'InvalidInput',
    });
  });
});

describe('a detail that cannot be read', () => {
  const input = {
    ...EVENT,
    email: 'nobody',
    user_created_at: 'banana',
    company_name: 'Acme',
    page_url: 'not a page',
    ip_address: 'home',
  };
  const DETAILS = ['Email', 'User Created At', 'Company Name', 'Page URL', 'IP Address'];

  test('is left out of the event in a live run, and named in the output', async () => {
    const { results, failure } = await send(input);
    expect(failure).toBeUndefined();
    const { notes } = results as { notes: string[] };
    expect(notes.map((note) => note.split(':')[0]).sort()).toEqual([...DETAILS].sort());
    for (const note of notes) expect(note).toMatch(/ The value was left out\.$/);
    const { event_id: _id, ...event } = sandbox.store.events[0]?.raw ?? {};
    expect(event).toEqual({
      api_key: sandbox.apiKey,
      event_type: 'Deal Won',
      ids: {},
      src: 'http',
      user: { id: 'usr_1' },
    });
  });

  test('is refused by name while the Zap is being built, and nothing is sent', async () => {
    const { failure } = await send(input, { isLoadingSample: true });
    expect(failure).toMatchObject({ name: 'AppError', code: 'InvalidInput' });
    const labels = failure?.message.split('\n').map((line) => line.split(':')[0]);
    expect(labels?.sort()).toEqual([...DETAILS].sort());
    expect(failure?.message).not.toContain('left out');
    expect(sandbox.requests).toEqual([]);
  });
});

describe('while the Zap is being built', () => {
  const building = { isLoadingSample: true };

  test('no message promises another run by itself', async () => {
    failOnce(503);
    const { failure } = await send(EVENT, building);
    expect(failure).toMatchObject({
      name: 'ThrottledError',
      message: expect.stringMatching(
        /^Usermaven is having problems at the moment \(503\)\. Try again in about \d\d seconds\.$/,
      ),
    });
  });

  test('a good event is sent as in a live run', async () => {
    expect((await send(EVENT, building)).results).toMatchObject({ accepted: true, notes: [] });
    expect(sandbox.store.events).toHaveLength(1);
  });
});

describe('the state of a failed run is kept', () => {
  const DAY = 86_400;
  const HOUR = 3_600;
  test.each<[string, number, Record<string, unknown>, number]>([
    ['a day when Zapier retries it', 503, {}, DAY],
    ['a day when Zapier holds it until the user reconnects', 401, {}, DAY],
    ['an hour when nothing replays it by itself', 400, {}, HOUR],
    ['an hour when it was started in the editor', 503, { isLoadingSample: true }, HOUR],
  ])('%s', async (_, status, meta, seconds) => {
    failOnce(status);
    const store = countedCache();
    await store.run(sendEvent(TRACKING), { authData, inputData: EVENT, meta });
    expect(store.ttls).toEqual([seconds]);
  });
});

describe('an event without id and time', () => {
  test('has the same id when a failed run is replayed, and counts once', async () => {
    sandbox.fail({ kind: 'reset', when: 'after' }, timing.tries);
    expect((await send()).failure?.name).toBe('ThrottledError');
    const { results } = await send();
    expect(new Set(idsSent()).size).toBe(1);
    expect(results).toMatchObject({ id: idsSent()[0] });
    expect(sandbox.store.events).toHaveLength(1);
  });

  test('keeps it over as many failures as there are, whatever their kind', async () => {
    for (const status of [500, 401, 400, 429]) {
      failOnce(status);
      expect((await send()).failure).toBeDefined();
      sandbox.recover();
    }
    await send();
    expect(new Set(idsSent()).size).toBe(1);
  });

  test('has another one after a success, so that the next one with the same content counts too', async () => {
    failOnce();
    await send();
    await send();
    await send();
    expect(new Set(idsSent()).size).toBe(2);
    expect(sandbox.store.events).toHaveLength(2);
  });

  test('has one of its own in each of two runs that go well', async () => {
    await send();
    await send();
    expect(new Set(idsSent()).size).toBe(2);
    expect(sandbox.store.events).toHaveLength(2);
  });
});

describe('an event with an id or a time', () => {
  test.each([
    ['a mapped id', { ...EVENT, event_id: 'evt_1' }],
    ['a time', { ...EVENT, occurred_at: TIME }],
  ])('counts once, however often it is sent: %s', async (_, input) => {
    failOnce();
    await send(input);
    expect(cache).toEqual({});
    await send(input);
    await send(input);
    expect(new Set(idsSent()).size).toBe(1);
    expect(sandbox.store.events).toHaveLength(1);
  });

  test('has the mapped id if it has both', async () => {
    await send({ ...EVENT, event_id: 'evt_1', occurred_at: TIME });
    expect(idsSent()).toEqual(['evt_1']);
  });

  test('is another event at another time', async () => {
    await send({ ...EVENT, occurred_at: TIME });
    await send({ ...EVENT, occurred_at: '2026-01-31T09:30:01Z' });
    expect(sandbox.store.events).toHaveLength(2);
  });
});

describe.each(EVENT_ACTIONS)('$key asks the store no more than it has to:', (action) => {
  const store = countedCache();
  const sendCounted = (inputData: JsonObject) => store.run(sendEvent(action), { authData, inputData });
  const input = inputWithoutId(action);

  test.each<[string, JsonObject]>([
    ['an id of its own', { ...input, event_id: 'evt_1' }],
    ['a time', { ...input, occurred_at: TIME }],
  ])('never for an event with %s, failing or not', async (_, withId) => {
    failOnce();
    expect(await sendCounted(withId)).toEqual({ ok: false, calls: [] });
    expect(await sendCounted(withId)).toEqual({ ok: true, calls: [] });
  });

  test('never for input that is refused', async () => {
    expect(await sendCounted({ ...input, time_zone: 'Mars' })).toEqual({ ok: false, calls: [] });
  });

  test('once for a new event, twice for one that fails or is replayed', async () => {
    expect(await sendCounted(input)).toEqual({ ok: true, calls: ['get'] });
    failOnce();
    expect(await sendCounted(input)).toEqual({ ok: false, calls: ['get', 'set'] });
    expect(await sendCounted(input)).toEqual({ ok: true, calls: ['get', 'get', 'delete'] });
    expect(store.values.size).toBe(0);
  });
});
