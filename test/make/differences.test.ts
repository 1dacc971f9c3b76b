import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillUnder } from '../../sandbox/make/evaluate.ts';
import type { MappedForm } from '../../sandbox/make/form.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { TRACK_PAYMENT } from '../../src/actions/track-payment.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { CONNECTION_FIELDS } from '../../src/fields/connection.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { API_CALL } from '../../src/make/api-call-module.ts';
import { KEPT } from '../../src/make/credentials.ts';
import { DIFFERENCES, type Difference, type DifferenceKey } from '../../src/make/differences.ts';
import { readme } from '../../src/make/readme.ts';
import { collectorTime } from '../../src/usermaven/event.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { HOST_VARIABLE, readCredentials } from '../../src/usermaven/request.ts';
import { toOutput } from '../../src/userpilot/output.ts';
import { readPayload } from '../../src/userpilot/payload.ts';
import { verifySignature } from '../../src/userpilot/signature.ts';
import { BATCH, TRACKING } from '../support/actions.ts';
import { appInProcess } from '../support/in-process.ts';
import { APP, connect, deliverToUserpilot, moduleOf, runModule } from '../support/make/app.ts';
import { onMake, onZapier } from '../support/make/parity.ts';
import { SEED_BODIES } from '../userpilot/seed-payloads.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

/** What came of an input: the events that were accepted, the requests that were made, and what the user reads. */
interface Came {
  readonly events: readonly JsonObject[];
  readonly requests: number;
  readonly error: string | undefined;
}

const came = ({ requests, error }: Awaited<ReturnType<typeof onMake>>): Came => ({
  events: requests.filter(({ status }) => status === 200).flatMap(({ events }) => events),
  requests: requests.length,
  error,
});

const zapier = async (input: object): Promise<Came> =>
  came(await onZapier(sandbox, TRACKING, { event_name: 'A', user_id: 'usr_1', ...input }));

const zapierBuilding = async (input: object): Promise<Came> =>
  came(await onZapier(sandbox, TRACKING, { event_name: 'A', user_id: 'usr_1', ...input }, true));

const make = async (mapped: MappedForm): Promise<Came> =>
  came(await onMake(sandbox, TRACKING, { event_name: 'A', user_id: 'usr_1', ...mapped }));

const zapierBatch = async (input: object): Promise<Came> =>
  came(await onZapier(sandbox, BATCH, { ...input }));

const makeBatch = async (events: MappedForm[]): Promise<Came> =>
  came(await onMake(sandbox, BATCH, { events }));

/** Zapier refuses before it sends anything; Make sends. */
const onlyZapierRefuses = async (
  input: JsonObject,
  says: string,
  mapped: MappedForm = input,
): Promise<Came> => {
  expect(await zapier(input)).toEqual({ events: [], requests: 0, error: expect.stringContaining(says) });
  const sent = await make(mapped);
  expect(sent.requests).toBe(1);
  return sent;
};

const row = { event_name: 'A', user_id: 'usr_1' };

const outputOf = (body: string) => {
  const read = readPayload(body);
  return read.ok ? toOutput(read.payload, body, false) : undefined;
};

const SECRET = 'whsec';
const [PRINTED = ''] = SEED_BODIES;
const COMPACT = JSON.stringify(JSON.parse(PRINTED));
const digestOf = (body: string) => createHmac('sha256', SECRET).update(`${body}.1679578625`).digest();

/** Whether a header and a body start something on Zapier and on Make. */
const starting = (body: string, header: string): readonly [zapier: boolean, make: boolean] => [
  verifySignature({ rawBody: body, header, secret: SECRET }).verified,
  deliverToUserpilot({ userpilot_secret: SECRET }, { body, headers: { 'X-Signature': header } }) !==
    undefined,
];

/** Every input of Zapier's actions, and the names of every parameter of their modules. */
const ZAPIER_FIELDS = ACTIONS.flatMap(({ fields }) => fieldsOf(fields)).filter(
  ({ key }, at, all) => all.findIndex((field) => field.key === key) === at,
);
const MAKE_NAMES = ACTIONS.flatMap(({ make }) =>
  moduleOf(make.id).mappableParams.map(({ name = '' }) => name),
);

/** For each difference that is listed, that it is there: what Zapier does, and that Make does otherwise. */
const PROOFS: Readonly<Record<DifferenceKey, () => Promise<void> | void>> = {
  at_least_one: async () => {
    const sent = await onlyZapierRefuses({ user_id: '' }, 'all blank. Fill in at least one');
    expect(sent).toEqual({
      events: [],
      requests: 1,
      error: expect.stringMatching(/^\[400\] .*neither id nor anonymous_id/),
    });

    const collector = await startSandbox({ reading: 'collector' });
    const taken = came(await onMake(collector, TRACKING, { event_name: 'A' }));
    await collector.stop();
    expect(taken).toMatchObject({ events: [{ event_type: 'A' }], error: undefined });
  },

  words_for_nobody: async () => {
    for (const [input, says, event] of [
      [
        { user_id: '{{user.id}}' },
        'is a placeholder that was never filled in',
        { user: { id: '{{user.id}}' } },
      ],
      [{ user_id: '', email: 'jane' }, 'is not an email address', { user: { id: 'jane', email: 'jane' } }],
    ] as const) {
      expect((await onlyZapierRefuses(input, says)).events).toMatchObject([event]);
    }
    const [named] = (await zapier({ email: 'Jane <jane@example.com>' })).events;
    expect(named).toMatchObject({ user: { email: 'jane@example.com' } });
    expect((await make({ email: 'Jane <jane@example.com>' })).events).toMatchObject([
      { user: { email: 'Jane <jane@example.com>' } },
    ]);
  },

  texts: async () => {
    const texts = { event_name: ' A ', first_name: ' Jane ', page_title: ' ' };
    const [read] = (await zapier(texts)).events;
    expect(read).toMatchObject({ event_type: 'A', user: { first_name: 'Jane' } });
    expect(read).not.toHaveProperty('page_title');
    expect((await make(texts)).events).toMatchObject([
      { event_type: 'A', user: { first_name: ' Jane ' }, page_title: ' ' },
    ]);
  },

  company_without_id: async () => {
    const input = { company_name: 'Acme' };
    expect(await zapierBuilding(input)).toMatchObject({
      requests: 0,
      error: expect.stringContaining('Company Name: needs Company ID'),
    });
    // In a live run, Zapier leaves it out and tells so.
    for (const sent of [await zapier(input), await make(input)]) {
      expect(sent).toMatchObject({ events: [{ event_type: 'A' }], error: undefined });
      expect(sent.events[0]).not.toHaveProperty('company');
    }
  },

  event_ids: async () => {
    const [onZapierEvent] = (await zapier({})).events;
    const [onMakeEvent] = (await make({})).events;
    expect(onZapierEvent).toMatchObject({ event_id: expect.stringMatching(/^[\da-f-]{36}$/) });
    expect(onMakeEvent).toMatchObject({ event_type: 'A' });
    expect(onMakeEvent).not.toHaveProperty('event_id');
    const payment = { user_id: 'usr_1', amount: 5, transaction_id: 'ch_1' };
    const [paid] = came(await onMake(sandbox, TRACK_PAYMENT, payment)).events;
    expect(paid).toMatchObject({ event_id: expect.stringMatching(/^[\da-f]{64}$/) });
  },

  payments: async () => {
    const pay = async (mapped: MappedForm) =>
      came(await onMake(sandbox, TRACK_PAYMENT, { user_id: 'usr_1', ...mapped }));
    const onZapierToo = async (input: object) =>
      came(await onZapier(sandbox, TRACK_PAYMENT, { user_id: 'usr_1', ...input }));
    const signed = { amount: '$5', currency: 'USD' };
    expect(await onZapierToo(signed)).toMatchObject({ events: [{ event_attributes: { amount: 5 } }] });
    expect(await pay(signed)).toMatchObject({ requests: 0, error: expect.stringContaining('amount') });
    for (const [input, sent] of [
      [{ amount: 2900, amount_unit: 'smallest' }, 29],
      [{ amount: 2900, amount_unit: 'smallest', currency: 'XYZ' }, 29],
      [{ amount: 29.5, amount_unit: 'smallest', currency: 'USD' }, 0.295],
      [{ amount: '29.00', amount_unit: 'smallest', currency: 'USD' }, 0.29],
    ] as const) {
      expect(await onZapierToo(input)).toMatchObject({
        requests: 0,
        error: expect.stringContaining('Amount'),
      });
      expect(await pay(input)).toMatchObject({ events: [{ event_attributes: { amount: sent } }] });
    }
  },

  types: async () => {
    const { events } = await zapier({ event_attributes: { ' amount ': ' 29.90 ', paid: 'TRUE' } });
    expect(events).toMatchObject([{ event_attributes: { amount: 29.9, paid: true } }]);
    const rows = [
      { key: ' amount ', value: ' 29.90 ' },
      { key: 'paid', value: 'TRUE' },
    ];
    expect((await make({ event_attributes: rows })).events).toMatchObject([
      { event_attributes: { ' amount ': ' 29.90 ', paid: 'TRUE' } },
    ]);
  },

  attribute_rows: async () => {
    const twice = [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ];
    const sent = await onlyZapierRefuses({ event_attributes: { a: '1', ' a': '2' } }, '"a" appears twice', {
      event_attributes: twice,
    });
    expect(sent.events).toMatchObject([{ event_attributes: { a: '2' } }]);

    const payment = { user_id: 'usr_1', amount: 5 };
    expect(
      came(await onZapier(sandbox, TRACK_PAYMENT, { ...payment, event_attributes: { amount: '1' } })),
    ).toMatchObject({ requests: 0, error: expect.stringContaining('has a field of its own') });
    const repeated = { ...payment, event_attributes: [{ key: 'amount', value: '1' }] };
    expect(came(await onMake(sandbox, TRACK_PAYMENT, repeated))).toMatchObject({
      events: [{ event_attributes: { amount: 5 } }],
      error: undefined,
    });

    const [blank] = (await zapier({ event_attributes: { a: '' } })).events;
    expect(blank).not.toHaveProperty('event_attributes');
    expect((await make({ event_attributes: [{ key: 'a', value: '' }] })).events).toMatchObject([
      { event_attributes: {} },
    ]);
  },

  json_inputs: async () => {
    const items = [{ sku: 'A1', quantity: 2 }];
    const { events } = await zapier({ event_attributes_json: JSON.stringify({ items }) });
    expect(events).toMatchObject([{ event_attributes: { items } }]);
    expect((await make({ event_attributes: [{ key: 'items', value: items }] })).events).toMatchObject([
      { event_attributes: { items } },
    ]);
    for (const [{ make, fields }, input] of [
      [TRACKING, 'event_attributes_json'],
      [BATCH, 'events_json'],
    ] as const) {
      expect(fieldsOf(fields).map(({ key }) => key)).toContain(input);
      expect(moduleOf(make.id).mappableParams.map(({ name }) => name)).not.toContain(input);
    }
  },

  settings: async () => {
    expect(
      await zapier({ occurred_at: '11/05/2025', date_order: 'day_first', time_zone: 'UTC' }),
    ).toMatchObject({
      events: [{ _timestamp: Date.UTC(2025, 4, 11) }],
    });
    for (const label of DIFFERENCES.settings.in.split(', ')) {
      const keys = ZAPIER_FIELDS.filter((field) => field.label === label).map(({ key }) => key);
      expect(keys).toHaveLength(1);
      expect(MAKE_NAMES.filter((name) => keys.includes(name))).toEqual([]);
    }
  },

  times: async () => {
    for (const [occurred_at, says] of [
      ['1999-12-31T00:00:00Z', 'is before the year 2000'],
      ['2999-01-01T00:00:00Z', 'is more than 23 hours ahead'],
    ] as const) {
      const sent = await onlyZapierRefuses({ occurred_at }, says);
      const time = Date.parse(occurred_at);
      expect(sent.events).toMatchObject([{ _timestamp: time, timestamp: collectorTime(time) }]);
    }
    const early = { user_created_at: 0 };
    expect((await zapier(early)).events[0]).not.toHaveProperty('user.created_at');
    expect((await make(early)).events).toMatchObject([{ user: { created_at: '1970-01-01T00:00:00.000Z' } }]);
    // Before March 1973, as milliseconds it has as many digits as seconds of today.
    const user_created_at = '1972-01-01T00:00:00Z';
    expect((await zapier({ user_created_at })).events).toMatchObject([
      { user: { created_at: '1972-01-01T00:00:00.000Z' } },
    ]);
    const [sent] = (await make({ user_created_at })).events;
    expect(sent).toHaveProperty(
      'user.created_at',
      new Date(Date.parse(user_created_at) * 1000).toISOString(),
    );
  },

  long_numbers: async () => {
    const sent = await onlyZapierRefuses(
      JSON.parse('{"user_id":12345678901234567890}'),
      'its last digits may be wrong',
    );
    expect(sent.events).toMatchObject([{ user: { id: '12345678901234567000' } }]);
  },

  page_url: async () => {
    const noPage = { page_url: 'two words' };
    expect(await zapierBuilding(noPage)).toMatchObject({
      requests: 0,
      error: expect.stringContaining('is not a web address'),
    });
    // In a live run, Zapier leaves it out and tells so.
    for (const { events } of [await zapier(noPage), await make(noPage)]) {
      expect(events).toMatchObject([{ event_type: 'A' }]);
      expect(events[0]).not.toHaveProperty('url');
    }
    const page_url = 'https://münchen.de/a/../ä';
    expect((await zapier({ page_url })).events).toMatchObject([
      { doc_host: 'xn--mnchen-3ya.de', doc_path: '/%C3%A4' },
    ]);
    expect((await make({ page_url })).events).toMatchObject([
      { doc_host: 'münchen.de', doc_path: '/a/../ä' },
    ]);
  },

  secrets: async () => {
    const user_id = `usr_${sandbox.serverToken}`;
    const { events } = await onlyZapierRefuses({ user_id }, 'holds the Server Token');
    expect(events).toMatchObject([{ user: { id: user_id } }]);
  },

  sizes: async () => {
    const long = 'x'.repeat(LIMITS.bytesPerEvent);
    const large = await onlyZapierRefuses({ page_title: long }, 'Shorten or remove attributes');
    expect(large.events).toMatchObject([{ page_title: long }]);

    const deep = JSON.parse(`${'['.repeat(101)}1${']'.repeat(101)}`);
    const nested = await onlyZapierRefuses({ event_attributes_json: { deep } }, 'nested too deeply', {
      event_attributes: [{ key: 'deep', value: deep }],
    });
    expect(nested.events).toMatchObject([{ event_attributes: { deep } }]);
  },

  batch_rows: async () => {
    const page_url = 'https://www.example.com/pricing?utm_source=google&gclid=x';
    const rows = [
      { event_name: 'A', email: 'jane@example.com', page_url, occurred_at: '2026-01-31T09:30:00Z' },
    ];
    const parts = {
      doc_host: 'www.example.com',
      doc_path: '/pricing',
      doc_search: '?utm_source=google&gclid=x',
      utm: { source: 'google' },
      click_id: { gclid: 'x' },
    };
    expect((await zapierBatch({ events: rows })).events).toMatchObject([{ url: page_url, ...parts }]);
    const [sent] = (await makeBatch(rows)).events;
    expect(sent).toMatchObject({
      user: { id: 'jane@example.com', email: 'jane@example.com' },
      url: page_url,
      _timestamp: Date.UTC(2026, 0, 31, 9, 30),
    });
    for (const part of Object.keys(parts)) expect(sent).not.toHaveProperty(part);

    const twice = [
      { ...row, event_id: 'e' },
      { ...row, event_id: 'e', user_id: 'usr_2' },
    ];
    expect(await zapierBatch({ events: twice })).toMatchObject({
      requests: 0,
      error: expect.stringContaining('is already the Event ID of row 1'),
    });
    expect(await makeBatch(twice)).toMatchObject({ events: [{ event_id: 'e' }, { event_id: 'e' }] });

    for (const [refused, events] of [
      [{ event_name: 'lead', email: 'jane@example.com' }, [{ event_type: 'A' }, { event_type: 'lead' }]],
      [{}, [{ event_type: 'A' }]],
    ] as const) {
      expect(await zapierBatch({ events: [row, refused] })).toMatchObject({ events, error: undefined });
      expect(await makeBatch([row, refused])).toMatchObject({
        requests: 0,
        error: expect.stringContaining('events[2].event_name'),
      });
    }
  },

  batch_inputs: async () => {
    const page_url = 'https://www.example.com/pricing';
    const { events } = await zapierBatch({
      events: [{ event_name: 'A', user_id: 'usr_1' }],
      shared_attributes: { source: 'import' },
      default_page_url: page_url,
    });
    expect(events).toMatchObject([{ event_attributes: { source: 'import' }, url: page_url }]);
    const inputs = fieldsOf(BATCH.fields).map(({ key }) => key);
    expect(inputs).toEqual(
      expect.arrayContaining(['shared_attributes', 'default_page_url', 'attribute_names']),
    );
    expect(moduleOf(BATCH.make.id).mappableParams.map(({ name }) => name)).toEqual(['events']);
  },

  batch_size: async () => {
    const many = LIMITS.eventsPerRequest + 1;
    const lines = Array.from({ length: many }, (_, at) => ({ event_name: 'A', user_id: `usr_${at}` }));
    expect(await zapierBatch({ events: lines })).toMatchObject({ requests: 2, error: undefined });
    expect(await makeBatch(Array.from({ length: many }, () => row))).toMatchObject({
      requests: 0,
      error: `events: more than ${LIMITS.eventsPerRequest} items`,
    });

    const bad = { events: [...lines.slice(0, 1), { event_name: 'A' }], invalid_events: 'skip' };
    expect(await zapierBatch(bad)).toMatchObject({ events: [{ event_type: 'A' }], error: undefined });
    expect(await makeBatch([row, { ...row, user_id: '' }])).toMatchObject({
      events: [],
      error: expect.stringMatching(/^\[400\]/),
    });
  },

  outputs: async () => {
    expect(TRACKING.outputs.map(({ key }) => key)).toEqual(expect.arrayContaining(['id', 'notes']));
    const connection = { key: sandbox.apiKey, token: sandbox.serverToken };
    expect(await runModule(TRACKING.make.id, row, { host: sandbox.url, connection })).toMatchObject({
      kind: 'done',
      output: { status: 'ok' },
    });
    for (const { make } of ACTIONS)
      expect(moduleOf(make.id).interface.map(({ name }) => name)).toEqual(['status']);
    sandbox.clear();
  },

  tries: async () => {
    sandbox.fail({ status: 503 });
    expect(await zapier({})).toMatchObject({ events: [{ event_type: 'A' }], requests: 2, error: undefined });
    sandbox.fail({ status: 503 });
    expect(await make({})).toEqual({ events: [], requests: 1, error: expect.stringMatching(/^\[503\]/) });
  },

  connection_test: async () => {
    const credentials = { api_key: sandbox.apiKey, server_token: sandbox.serverToken };
    try {
      process.env[HOST_VARIABLE] = sandbox.url;
      sandbox.fail({ status: 400 });
      await expect(
        appInProcess().invoke('authentication.test', {
          authData: { ...credentials, workspace_name: 'Acme' },
        }),
      ).resolves.toEqual({
        workspace_name: 'Acme',
      });
    } finally {
      delete process.env[HOST_VARIABLE];
    }
    sandbox.fail({ status: 400 });
    expect(await connect(credentials, { host: sandbox.url })).toMatchObject({
      kind: 'failed',
      type: 'DataError',
    });

    sandbox.clear();
    const contradicting = { ...credentials, api_key: `${sandbox.apiKey}.another` };
    expect(readCredentials(contradicting.api_key, contradicting.server_token)).toHaveProperty(
      'reason',
      expect.stringContaining('do not belong together'),
    );
    expect(await connect(contradicting, { host: sandbox.url })).toMatchObject({
      kind: 'done',
      data: { key: sandbox.apiKey, token: sandbox.serverToken },
    });
    sandbox.clear();

    const address = `https://events.usermaven.com/?token=${sandbox.apiKey}.a%2Bb`;
    expect(readCredentials(sandbox.apiKey, address)).toHaveProperty('serverToken', 'a+b');
    const parameters = { api_key: sandbox.apiKey, server_token: address };
    expect(fillUnder()(KEPT, { parameters })).toEqual({ key: sandbox.apiKey, token: 'a%2Bb' });

    const quoted = { ...credentials, server_token: `"${sandbox.serverToken}"` };
    expect(readCredentials(quoted.api_key, quoted.server_token)).toEqual({
      apiKey: sandbox.apiKey,
      serverToken: sandbox.serverToken,
    });
    expect(fillUnder()(KEPT, { parameters: quoted })).toEqual({
      key: sandbox.apiKey,
      token: quoted.server_token,
    });
  },

  connection_inputs: () => {
    const { connections, webhooks } = APP;
    const asked = connections.flatMap(({ params }) => params.map(({ name }) => name));
    expect(asked).toEqual(['api_key', 'server_token']);
    expect(webhooks.flatMap(({ params }) => params.map(({ name }) => name))).toContain('userpilot_secret');
    const labels = CONNECTION_FIELDS.filter(({ key }) => !asked.includes(key)).map(({ label }) => label);
    expect(DIFFERENCES.connection_inputs.in).toBe(labels.join(', '));
  },

  api_call: () => {
    const ids = [...ACTIONS, USERPILOT_EVENT].map(({ make }) => make.id);
    expect(APP.modules.map(({ id }) => id).filter((id) => !ids.includes(id))).toEqual([API_CALL.make.id]);
  },

  webhook_bytes: () => {
    expect(starting(PRINTED, `t=1679578625,v1=${digestOf(PRINTED).toString('hex')}`)).toEqual([true, false]);
    expect(starting(COMPACT, `t=1679578625,v1=${digestOf(COMPACT).toString('hex')}`)).toEqual([true, true]);
    expect(deliverToUserpilot({}, { body: PRINTED })).toMatchObject({ id: outputOf(COMPACT)?.id });
    expect(outputOf(PRINTED)?.id).not.toBe(outputOf(COMPACT)?.id);
  },

  webhook_signature: () => {
    // A digest whose base64 has a letter that the alphabet for URLs writes otherwise.
    const body = Array.from({ length: 100 }, (_, at) =>
      JSON.stringify({ type: 'flows.seen', timestamp: at, data: {} }),
    ).find((candidate) => /[+/]/.test(digestOf(candidate).toString('base64')));
    const digest = digestOf(body ?? '');
    const header = (signature: string) => `t=1679578625,v1=${signature}`;
    expect(starting(body ?? '', header(digest.toString('base64')))).toEqual([true, true]);
    expect(starting(body ?? '', header(digest.toString('base64url')))).toEqual([true, false]);
    expect(starting(body ?? '', header(digest.toString('base64').replace('=', '')))).toEqual([true, false]);
    // One of several is enough on both.
    expect(starting(body ?? '', `${header(digest.toString('hex'))},v1=${'0'.repeat(64)}`)).toEqual([
      true,
      true,
    ]);
    const twice = `t=1,t=1679578625,v1=${digest.toString('hex')}`;
    expect(starting(body ?? '', twice)).toEqual([false, true]);
  },

  webhook_output: () => {
    const body = JSON.stringify({
      type: 'flows.seen',
      timestamp: 1679578625000,
      app_token: 7,
      data: { score: '10', hostname: 'not a host', feedback: '', user: { user_id: 42, name: null } },
    });
    expect(outputOf(body)).toMatchObject({
      app_token: null,
      score: 10,
      url: null,
      feedback: null,
      action: null,
      company: { id: null },
      user: { user_id: '42', name: null, email: null },
    });
    const made = deliverToUserpilot({}, { body });
    expect(made).toMatchObject({
      app_token: 7,
      score: '10',
      url: 'https://not a host',
      feedback: '',
      user: { user_id: 42, name: null },
    });
    for (const key of ['action', 'company', 'user.email']) expect(made).not.toHaveProperty(key);

    const otherwise = JSON.stringify({
      type: 'flows.seen',
      timestamp: '2023-03-23T15:37:05+02:00',
      data: { user: { id: 'usr_1' } },
    });
    expect(outputOf(otherwise)).toMatchObject({
      occurred_at: '2023-03-23T13:37:05.000Z',
      user: { user_id: 'usr_1' },
    });
    const passed = deliverToUserpilot({}, { body: otherwise });
    expect(passed).toMatchObject({ occurred_at: '2023-03-23T15:37:05+02:00', user: { id: 'usr_1' } });
    expect(passed).not.toHaveProperty('user.user_id');

    const long = '{"type":"flows.seen","data":{"user":{"user_id":"1","account":1089864051161193}}}';
    expect(outputOf(long)).toMatchObject({ user: { account: '1089864051161193' } });
    expect(deliverToUserpilot({}, { body: long })).toMatchObject({ user: { account: 1089864051161193 } });
  },

  webhook_names: () => {
    const body = JSON.stringify({ type: 'surveys.NPSDone', data: {} });
    expect(outputOf(body)?.event_name).toBe('Userpilot Surveys NPSDone');
    expect(deliverToUserpilot({}, { body })).toMatchObject({ event_name: 'Userpilot Surveys Npsdone' });
  },
};

describe('each listed difference is there', () => {
  test.each(Object.entries(PROOFS))('%s', async (_difference, proof) => {
    await proof();
  });

  test('every input that Make does not have is named in one', () => {
    const named = Object.values<Difference>(DIFFERENCES)
      .filter(({ besideZapier }) => besideZapier)
      .map(({ in: where, what }) => `${where}: ${what}`)
      .join('\n');
    const missing = ZAPIER_FIELDS.filter(({ key, type }) => !MAKE_NAMES.includes(key) && type !== 'rows');
    expect(missing.length).toBeGreaterThan(8);
    expect(missing.map(({ label }) => label).filter((label) => !named.includes(label))).toEqual([]);
  });

  test('and each has its proof', () => {
    expect(Object.keys(PROOFS)).toEqual(Object.keys(DIFFERENCES));
  });
});

describe('the list', () => {
  test.each(Object.entries(DIFFERENCES))(
    '%s says in a sentence what it means, and is in the README of the app if it says something beside Zapier',
    (_key, difference: Difference) => {
      const { in: where, what, besideZapier = false } = difference;
      expect(what).toMatch(/^[A-Z].*\.$/);
      expect(readme().includes(`- **${where}**: ${what}`)).toBe(!besideZapier);
    },
  );

  test('the README speaks to people on Make', () => {
    expect(readme()).not.toMatch(/zap/i);
  });

  test('the README has something in each of its paragraphs, and the limits of a webhook', () => {
    expect(readme()).not.toMatch(/\n{3}/);
    expect(readme()).toMatch(
      /Make switches off a webhook that no scenario has used for 5 days, and a webhook takes 300 requests in 10 seconds/,
    );
  });
});
