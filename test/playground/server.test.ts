import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type ConnectResponse,
  type FormField,
  type HookRequest,
  type HookResponse,
  PATHS,
  type RecipeSummary,
  type Timeline,
} from '../../playground/api.ts';
import { loadRecipes } from '../../recipes/recipe.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { columnKey } from '../../src/events/columns.ts';
import { TYPE_CHOICES } from '../../src/userpilot/event-types.ts';
import { DEFINITION_OF_APP, OPERATIONS } from '../support/definition.ts';
import { servedPlayground } from './playground-server.ts';
import { BATCH, IDENTIFYING, TRACKING } from './recipes.ts';

const { description, authData, get, post, run, sandbox, state } = servedPlayground();

afterEach(async () => {
  await sandbox({ behavior: 'normal' });
  await sandbox({ clear: true });
});

/** A recipe as the page gets it. */
const offered = (name: string): RecipeSummary => {
  const recipe = description().recipes.find((one) => one.name === name);
  if (!recipe) throw new Error(`The recipe ${name} is not offered.`);
  return recipe;
};

const SIGNED_UP = { operation: TRACKING.key, inputData: { event_name: 'Signed Up', user_id: 'usr_1' } };

describe('the app', () => {
  test('is described by its compiled definition, actions first', () => {
    expect(description().version).toBe(DEFINITION_OF_APP.version);
    expect(description().connection.map(({ key }) => key)).toEqual(
      DEFINITION_OF_APP.authentication.fields.map(({ key }) => key),
    );
    const kinds = description().operations.map(({ kind, key }) => `${kind} ${key}`);
    expect(kinds).toEqual([...ACTIONS.map(({ key }) => `create ${key}`), `trigger ${USERPILOT_EVENT.key}`]);
  });

  test.each(OPERATIONS.map((operation) => ({ operation, name: operation.name })))(
    '$name: labels, groups, fields and outputs are those of the definition',
    ({ operation: { name, display, operation, inputs } }) => {
      const shown = description().operations.find(({ key }) => key === name);
      expect(shown).toMatchObject({ ...display, groups: operation.inputFieldGroups });
      expect(shown?.outputs).toEqual(operation.outputFields);
      expect(shown?.fields.map(({ key, label, helpText }) => ({ key, label, helpText }))).toEqual(
        inputs.map(({ key, label, helpText }) => ({ key, label, helpText })),
      );
    },
  );

  test('offers every recipe with its sample, which for our own trigger is the output of the trigger', () => {
    const shown = description().recipes.map(({ name, operation, sample }) => ({ name, operation, sample }));
    expect(shown).toEqual(
      loadRecipes().map(({ name, action, trigger }) => ({
        name,
        operation: action,
        sample: 'sample' in trigger ? trigger.sample : expect.objectContaining({ signature_verified: false }),
      })),
    );
    expect(loadRecipes().some(({ trigger }) => 'delivery' in trigger)).toBe(true);
  });

  test('offers every Userpilot sample, and a webhook URL', () => {
    expect(description().userpilotSamples).toEqual(TYPE_CHOICES);
    expect(URL.canParse(description().webhookUrl)).toBe(true);
  });
});

describe('connecting', () => {
  const connect = async (changes = {}) =>
    (await post<ConnectResponse>(PATHS.connect, { authData: authData(changes) })).body;

  test('with the right credentials gives the label of the connection', async () => {
    expect(await connect({ workspace_name: 'Acme' })).toEqual({ ok: true, label: 'Acme' });
  });

  test.each([{ server_token: 'wrong' }, { api_key: 'UMwrong' }, { server_token: '' }])(
    'with %j is rejected with the message of the app',
    async (changes) => {
      expect(await connect(changes)).toEqual({
        ok: false,
        error: {
          name: 'AppError',
          message: expect.stringContaining('Server Token'),
          consequence: 'Zapier does not save the connection until this test passes.',
        },
      });
    },
  );

  test('reports that Usermaven is unreachable', async () => {
    await sandbox({ behavior: 'unreachable' });
    expect(await connect()).toMatchObject({
      ok: false,
      error: { message: 'Usermaven could not be reached or did not respond in time. Try again in a minute.' },
    });
  });
});

describe('the form', () => {
  test('gets the columns that the values add', async () => {
    const inputData = { attribute_names: ['amount', 'zip code'] };
    const request = { operation: BATCH.key, authData: authData(), inputData };
    const { body } = await post<FormField[]>(PATHS.form, request);
    const rows = body.find(({ children }) => children);
    expect(rows?.children?.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['event_name', 'column_amount', columnKey('zip code')]),
    );
  });

  test('is there for the trigger too', async () => {
    const request = { operation: USERPILOT_EVENT.key, authData: authData(), inputData: {} };
    const { body } = await post<FormField[]>(PATHS.form, request);
    expect(body.map(({ key, choices }) => [key, choices?.length])).toEqual([
      ['event_types', TYPE_CHOICES.length],
    ]);
  });
});

describe('running an action', () => {
  test('reports input, request, response and output, and the event arrives', async () => {
    const ran = await run(SIGNED_UP);
    expect(ran).toMatchObject({
      inputData: SIGNED_UP.inputData,
      requests: [
        {
          method: 'POST',
          url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1\/s2s\/event\?token=\*\*\*$/),
          headers: { 'content-type': 'application/json' },
          body: { api_key: '***', event_type: 'Signed Up', user: { id: 'usr_1' } },
          events: 1,
          status: 200,
          response: '{"status":"ok"}',
        },
      ],
      result: { ok: true, output: { event_name: 'Signed Up', accepted: true } },
    });
    const [request] = ran.requests;
    expect(request?.bytes).toBe(Number(request?.headers['content-length']));
    expect(ran.logs).toEqual([expect.stringMatching(/^200 POST http/)]);
    expect(await state()).toMatchObject({ stored: 1, events: [{ type: 'Signed Up', person: 'usr_1' }] });
  });

  test.each(loadRecipes())(
    'fills the mapping of the recipe $name from its sample',
    async ({ name, expected }) => {
      const { operation, mapping, sample } = offered(name);
      const { result } = await run({ operation, inputData: mapping, sample });
      expect(result.ok).toBe(true);
      const received = (await state()).events.map(({ raw }) => raw).reverse();
      // An ID that the recipe does not know of was made.
      const events = [expected]
        .flat()
        .map((event) => ({ event_id: expect.any(String), ...event, api_key: '***' }));
      expect(received).toEqual(events);
    },
  );

  test('reads times without a zone in the time zone that is given', async () => {
    const inputData = { ...SIGNED_UP.inputData, occurred_at: '2025-01-01 12:00' };
    const ran = await run({ ...SIGNED_UP, inputData, timezone: 'Asia/Karachi' });
    expect(ran.result).toMatchObject({ output: { occurred_at: '2025-01-01T07:00:00.000Z' } });
  });

  test('reports a rejected input as the user reads it, and that nothing was sent', async () => {
    const ran = await run({ operation: TRACKING.key, inputData: { event_name: 'Signed Up' } });
    expect(ran).toMatchObject({
      requests: [],
      result: {
        ok: false,
        error: {
          name: 'HaltedError',
          message: expect.stringMatching(/^User ID, Email, Anonymous ID: all blank\./),
          consequence: 'Zapier ends this run here and shows the reason. It does not count against the Zap.',
        },
      },
      logs: [],
    });
  });

  test('reports the whole request that was rejected for its credentials', async () => {
    const ran = await run({ ...SIGNED_UP, authData: authData({ server_token: 'wrong' }) });
    expect(ran).toMatchObject({
      requests: [
        {
          status: 401,
          body: { event_type: 'Signed Up' },
          response: 'API key is not valid',
        },
      ],
      result: { error: { name: 'ExpiredAuthError', consequence: expect.stringContaining('reconnect') } },
    });
  });

  test('of 250 events reports three requests, the first events of each, and how many were accepted', async () => {
    const events = Array.from({ length: 250 }, (_row, index) => ({
      event_name: 'Imported',
      user_id: `usr_${index}`,
    }));
    const ran = await run({ operation: BATCH.key, inputData: { events } });
    expect(ran.requests.map(({ events }) => events).sort()).toEqual([100, 100, 50]);
    for (const { body } of ran.requests) expect(body).toHaveLength(3);
    expect(ran.result).toMatchObject({ output: { events_accepted: 250 } });
    expect(await state()).toMatchObject({ stored: 250, events: { length: 200 }, people: { length: 200 } });
  });

  test('reports which rows of a batch are invalid, and that the error counts against the Zap', async () => {
    const events = [{ event_name: 'A', user_id: 'usr_1' }, { event_name: 'B' }];
    const { result } = await run({ operation: BATCH.key, inputData: { events } });
    expect(result).toMatchObject({
      error: {
        name: 'AppError',
        message: expect.stringContaining('Row 2'),
        consequence: expect.stringContaining('counts'),
      },
    });
  });

  test('attributes requests to the right run, even if several are started at once', async () => {
    const names = ['One', 'Two', 'Three', 'Four'];
    const answers = await Promise.all(
      names.map((event_name) => run({ ...SIGNED_UP, inputData: { event_name, user_id: 'usr_1' } })),
    );
    expect(answers.map(({ requests }) => requests.map(({ body }) => body))).toMatchObject(
      names.map((event_type) => [{ event_type }]),
    );
  });

  test.each<[what: string, request: object, says: string]>([
    [
      'an unknown action',
      { operation: 'constructor', inputData: {} },
      'The app has no action called "constructor".',
    ],
    ['the trigger', { operation: USERPILOT_EVENT.key, inputData: {} }, 'The app has no action called'],
    ['no input', { operation: TRACKING.key }, 'inputData'],
    ['an input that is a list', { operation: TRACKING.key, inputData: [] }, 'inputData'],
    [
      'an invalid dictionary, with a sample',
      { operation: TRACKING.key, inputData: { event_attributes: 'x' }, sample: {} },
      '"event_attributes" takes names with values',
    ],
  ])('with %s is rejected with a message', async (_what, request, says) => {
    const { status, text } = await post(PATHS.run, { authData: authData(), ...request });
    expect([status, text]).toEqual([400, expect.stringContaining(says)]);
  });
});

describe('the behavior of Usermaven', () => {
  test.each([
    ['unauthorized', 'ExpiredAuthError', [401], 'Rejects the credentials (401)'],
    ['rate_limited', 'ThrottledError', [429, 429, 429], 'Rate limits requests (429)'],
    ['server_error', 'ThrottledError', [500, 500, 500], 'Has a server error (500)'],
    ['unreachable', 'ThrottledError', [null, null, null], 'Does not respond'],
  ] as const)(
    '%s: the step ends with %s',
    async (behavior, name, statuses, label) => {
      expect(await sandbox({ behavior })).toMatchObject({ behavior });
      const { result, requests } = await run(SIGNED_UP);
      expect(result).toMatchObject({ ok: false, error: { name } });
      expect(requests.map(({ status }) => status)).toEqual(statuses);
      expect((await state()).rejected).toMatchObject(
        statuses.map((status) => ({ status, reason: `Switched on here: ${label}.`, events: 1 })),
      );
    },
    20_000,
  );

  test('rate limited: says after how many seconds Zapier retries the step', async () => {
    await sandbox({ behavior: 'rate_limited' });
    const { result } = await run(SIGNED_UP);
    if (result.ok) throw new Error('It did not fail.');
    const [, seconds] = /in about (\d+) seconds/.exec(result.error.message) ?? [];
    expect(seconds).toBeDefined();
    expect(result.error.consequence).toContain(`retries this step automatically in ${seconds} seconds.`);
  });

  test('slow: the response takes 3 seconds, and the step waits for it', async () => {
    await sandbox({ behavior: 'slow' });
    const { result, requests } = await run(SIGNED_UP);
    expect(result.ok).toBe(true);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.milliseconds).toBeGreaterThanOrEqual(2_990);
  });

  test('stays the same when everything is deleted, and can be normal again', async () => {
    await run(SIGNED_UP);
    await sandbox({ behavior: 'server_error' });
    expect(await sandbox({ clear: true })).toEqual({
      behavior: 'server_error',
      stored: 0,
      duplicates: 0,
      events: [],
      rejected: [],
      dropped: [],
      people: [],
    });
    expect((await run(SIGNED_UP)).result.ok).toBe(false);
    await sandbox({ behavior: 'normal' });
    expect((await run(SIGNED_UP)).result.ok).toBe(true);
  });

  test.each([{ behavior: 'unknown' }, { clear: false }, {}])('%j is rejected', async (request) => {
    expect((await post(PATHS.sandbox, request)).status).toBe(400);
  });
});

describe('the local Usermaven', () => {
  const track = (event_name: string, more: Readonly<Record<string, string>>) =>
    run({ operation: TRACKING.key, inputData: { event_name, ...more } });
  const timeline = async (person: string) =>
    (await get<Timeline>(`${PATHS.timeline}?person=${encodeURIComponent(person)}`)).body;

  test('lists events and people newest first, and whom an event belongs to now', async () => {
    await track('Visited', { anonymous_id: 'b1' });
    await track('Called', { email: 'bob@example.com' });
    expect(await state()).toMatchObject({
      events: [
        { type: 'Called', person: 'bob@example.com', personName: 'bob@example.com' },
        { type: 'Visited', person: 'b1', personName: 'Anonymous b1' },
      ],
      people: [
        { handle: 'bob@example.com', kind: 'lead', events: 1 },
        { handle: 'b1', kind: 'anonymous', events: 1 },
      ],
    });
    await run({
      operation: IDENTIFYING.key,
      inputData: { user_id: 'usr_1', anonymous_id: 'b1', first_name: 'Jane', last_name: 'Doe' },
    });
    expect(await state()).toMatchObject({
      events: [
        { type: 'user_identify' },
        { type: 'Called' },
        { type: 'Visited', person: 'usr_1', personName: 'Jane Doe' },
      ],
      people: [{ handle: 'usr_1', name: 'Jane Doe', kind: 'known', events: 2 }, { kind: 'lead' }],
    });
  });

  test('has a timeline from the beginning, with what was anonymous then', async () => {
    const at = { occurred_at: '2025-01-01T00:00:00Z' };
    await track('Visited', { anonymous_id: 'b1', ...at });
    expect(await timeline('b1')).toMatchObject({ kind: 'anonymous', id: null, email: null });
    await run({
      operation: IDENTIFYING.key,
      inputData: {
        user_id: 'usr_1',
        anonymous_id: 'b1',
        email: 'jane@example.com',
        first_name: 'Jane',
        user_attributes: { plan: 'pro' },
        company_id: 'acme-42',
        company_name: 'Acme Inc.',
      },
    });
    const merged = await timeline('b1');
    expect(merged).toMatchObject({
      handle: 'usr_1',
      name: 'Jane',
      kind: 'known',
      email: 'jane@example.com',
      id: 'usr_1',
      anonymousIds: ['b1'],
      attributes: { first_name: 'Jane', plan: 'pro' },
      companies: ['Acme Inc.'],
      events: [
        { type: 'Visited', time: '2025-01-01T00:00:00.000Z', arrivedAs: 'anonymous', person: 'usr_1' },
        { type: 'user_identify', arrivedAs: 'known' },
      ],
    });
    expect(await timeline('usr_1')).toEqual(merged);
  });

  test('counts an event that arrives twice once', async () => {
    const again = { event_id: 'e1', user_id: 'usr_1' };
    await track('Paid', again);
    await track('Paid', again);
    expect(await state()).toMatchObject({ stored: 1, duplicates: 1 });
  });

  test('has no timeline for an unknown person', async () => {
    const { status, text } = await get(`${PATHS.timeline}?person=nobody`);
    expect([status, text]).toEqual([404, 'No person has this ID any more.']);
    expect((await get(PATHS.timeline)).status).toBe(404);
  });

  test('says why a request was rejected, and masks what the response repeats', async () => {
    await run({ ...SIGNED_UP, authData: authData({ server_token: 'mistyped' }) });
    expect((await state()).rejected).toMatchObject([{ status: 401, reason: 'API key is not valid' }]);
  });

  test('lists no connection test that passes, although its empty batch is refused', async () => {
    await sandbox({ clear: true });
    await post(PATHS.connect, { authData: authData() });
    expect((await state()).rejected).toEqual([]);
    await post(PATHS.connect, { authData: authData({ server_token: 'mistyped' }) });
    expect((await state()).rejected).toMatchObject([{ status: 401 }]);
  });
});

describe('a Userpilot delivery', () => {
  const deliver = async (request: Partial<HookRequest> = {}): Promise<HookResponse> =>
    (
      await post<HookResponse>(PATHS.hook, {
        operation: USERPILOT_EVENT.key,
        authData: authData(),
        inputData: {},
        type: 'nps.feedback',
        signature: 'valid',
        ...request,
      })
    ).body;

  test.each(TYPE_CHOICES)('of $value that is signed starts the Zap', async ({ value }) => {
    const delivered = await deliver({ type: value });
    expect(delivered.url).toBe(description().webhookUrl);
    expect(delivered.headers['X-Signature']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
    expect(delivered.result).toMatchObject({
      ok: true,
      outputs: [{ type: JSON.parse(delivered.body).type, signature_verified: true }],
    });
    expect(delivered.logs).toEqual([]);
  });

  test.each([
    ['none', 'The request has no X-Signature header'],
    ['forged', 'The signature does not match'],
    ['tampered', 'The signature does not match'],
  ] as const)('with the signature "%s" starts nothing, and the log says why', async (signature, why) => {
    const delivered = await deliver({ signature });
    expect(delivered.result).toEqual({ ok: true, outputs: [] });
    expect(delivered.logs).toEqual([expect.stringContaining(`The Userpilot request was ignored. ${why}`)]);
    expect('X-Signature' in delivered.headers).toBe(signature !== 'none');
    expect(delivered.body.includes('somebody-else')).toBe(signature === 'tampered');
  });

  test.each(['none', 'valid', 'forged', 'tampered'] as const)(
    'with the signature "%s" is accepted if the connection has no secret, marked as not verified',
    async (signature) => {
      const { result } = await deliver({ signature, authData: authData({ userpilot_secret: '' }) });
      expect(result).toMatchObject({ ok: true, outputs: [{ signature_verified: false }] });
    },
  );

  test('of a type that is not selected starts nothing', async () => {
    const delivered = await deliver({ inputData: { event_types: ['flows.completed'] } });
    expect(delivered.result).toEqual({ ok: true, outputs: [] });
    expect(delivered.logs).toEqual([expect.stringContaining('not one of the chosen Event Types')]);
  });

  test('of a type without a sample is rejected', async () => {
    const request = {
      operation: USERPILOT_EVENT.key,
      authData: authData(),
      inputData: {},
      type: 'surveys.seen',
      signature: 'none',
    };
    const { status, text } = await post(PATHS.hook, request);
    expect([status, text]).toEqual([400, 'There is no Userpilot sample of the type "surveys.seen".']);
  });

  test.each(ACTIONS)('to $key, which is not a trigger, is rejected', async ({ key }) => {
    const request = {
      operation: key,
      authData: authData(),
      inputData: {},
      type: 'nps.feedback',
      signature: 'valid',
    };
    const { status, text } = await post(PATHS.hook, request);
    expect([status, text]).toEqual([400, `The app has no trigger called "${key}".`]);
  });
});
