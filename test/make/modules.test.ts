import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadRecipes } from '../../recipes/recipe.ts';
import { EMPTY_TEXT, ERASE, type Mapped, type MappedForm } from '../../sandbox/make/form.ts';
import { READINGS } from '../../sandbox/make/readings.ts';
import type { Ending } from '../../sandbox/make/run-communication.ts';
import { type FaultRule, type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import type { Json } from '../../src/lib/json.ts';
import { API_CALL } from '../../src/make/api-call-module.ts';
import { NOBODY } from '../../src/usermaven/nobody.ts';
import { EVENTS_PATH, USER_AGENTS } from '../../src/usermaven/request.ts';
import { actionOf, BATCH_ACTIONS, EVENT_ACTIONS, TRACKING } from '../support/actions.ts';
import { leaksIn } from '../support/leaks.ts';
import { APP, connect, connectionOf, moduleOf, runModule } from '../support/make/app.ts';
import { recipeOnMake } from '../support/make/recipe-on-make.ts';

/** With characters that a query writes in another way, and a full stop. */
const API_KEY = 'UMabc12345';
const SERVER_TOKEN = 't0k.en+/=&% ~!';
const JOINED = `${API_KEY}.${SERVER_TOKEN}`;
/** What no message may hold. */
const SECRETS = [API_KEY, SERVER_TOKEN, JOINED];
/** What no log may: the API key is public, and stands in the body of a batch. */
const HIDDEN = [SERVER_TOKEN, JOINED];

/** The ways in which users paste them. */
const PASTES = {
  'as they are': { api_key: API_KEY, server_token: SERVER_TOKEN },
  'with spaces and invisible characters around': {
    api_key: ` ${API_KEY}\n`,
    server_token: `\u200b\t${SERVER_TOKEN} \ufeff`,
  },
  'joined in the box of the token': { api_key: API_KEY, server_token: JOINED },
  'joined in the box of the key': { api_key: JOINED, server_token: SERVER_TOKEN },
  'joined in both': { api_key: JOINED, server_token: ` ${JOINED}` },
  'as a header': { api_key: API_KEY, server_token: `Bearer ${JOINED}` },
};

const CREDENTIALS = PASTES['as they are'];
/** What a connection with them holds. */
const CONNECTION = { ...CREDENTIALS, key: API_KEY, token: SERVER_TOKEN };

const EVENT_BODY = JSON.stringify({
  api_key: API_KEY,
  event_type: 'Called',
  user: { id: 'usr_1' },
  ids: {},
  src: 'http',
});

/** A module that sends, as somebody fills it in, and how many events it sends. */
interface Sender {
  readonly id: string;
  readonly mapped: MappedForm;
  readonly events: number;
}

/** Every module that sends: those of actions are filled in by a recipe. */
const SENDERS: readonly Sender[] = [
  ...new Map(
    loadRecipes().map((recipe) => [
      recipe.action,
      {
        id: actionOf(recipe).make.id,
        mapped: recipeOnMake(recipe),
        events: [recipe.expected].flat().length,
      },
    ]),
  ).values(),
  {
    id: API_CALL.make.id,
    mapped: { url: EVENTS_PATH, method: 'POST', body: EVENT_BODY },
    events: 1,
  },
];

/** What a user reads of an ending. */
const messageOf = (ending: Ending): string => (ending.kind === 'failed' ? ending.message : ending.kind);

/** A response with a JSON body. */
const json = (status: number, body: Json): FaultRule => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(body),
});

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ apiKey: API_KEY, serverToken: SERVER_TOKEN });
});
afterEach(() => sandbox.clear());
afterAll(() => sandbox.stop());

const send = (
  { id, mapped }: Sender,
  connection: { readonly [key: string]: string } = CONNECTION,
): Promise<Ending> => runModule(id, mapped, { host: sandbox.url, connection });

/** Runs one module as the user fills it in, and returns the events that arrived. */
const arriving = async (id: string, mapped: MappedForm): Promise<object[]> => {
  const ending = await runModule(id, mapped, { host: sandbox.url, connection: CONNECTION });
  expect(ending).toMatchObject({ kind: 'done' });
  return sandbox.store.events.map(({ raw }) => raw);
};

test('every request, that of the connection too, names Make as its sender and not a library', async () => {
  for (const sender of SENDERS) {
    const ending = await send(sender);
    expect(ending).toHaveProperty(['log', 'request', 'headers', 'user-agent'], USER_AGENTS.make);
  }
  const ending = await connect(CREDENTIALS, { host: sandbox.url });
  expect(ending).toHaveProperty(['log', 'request', 'headers', 'user-agent'], USER_AGENTS.make);
});

test('every module that sends is tried here', () => {
  const sending = APP.modules.filter(({ moduleType }) => moduleType !== 'instant_trigger');
  expect(SENDERS.map(({ id }) => id).sort()).toEqual(sending.map(({ id }) => id).sort());
});

describe.each(SENDERS)('$id', (sender) => {
  const { id, mapped, events } = sender;

  test.each(READINGS)(
    'delivers its events and passes on the response, reading Make %s',
    async (_name, reading) => {
      const where = { host: sandbox.url, connection: CONNECTION, reading };
      const ending = await runModule(id, mapped, where);
      const answer = { status: 'ok' };
      expect(ending).toMatchObject({
        kind: 'done',
        output: id === API_CALL.make.id ? { body: answer, statusCode: 200 } : answer,
      });
      expect(sandbox.store.events).toHaveLength(events);
      for (const { raw } of sandbox.store.events) {
        expect(raw).toMatchObject({ api_key: API_KEY, ids: {}, src: 'http' });
      }
      expect(sandbox.requests.map(({ method, path, status }) => [method, path, status])).toEqual([
        ['POST', EVENTS_PATH, 200],
      ]);
    },
  );

  test.each(Object.entries(PASTES))('authenticates with credentials pasted %s', async (_how, pasted) => {
    const connection = await connectionOf(pasted, { host: sandbox.url });
    expect(await runModule(id, mapped, { host: sandbox.url, connection })).toMatchObject({ kind: 'done' });
  });

  // Usermaven's collector answers errors in plain text, so it may answer a success so, too.
  test.each<[what: string, response: FaultRule, output: object]>([
    ['the status as a number', json(200, { status: 1 }), { status: 1 }],
    ['a text', { status: 200, body: 'OK' }, { status: 'OK' }],
    [
      'a text said to be JSON',
      { status: 200, contentType: 'application/json', body: 'OK' },
      { status: 'OK' },
    ],
    ['a text as JSON', json(200, 'ok'), { status: 'ok' }],
    ['another object', json(202, { queued: 1 }), { status: { queued: 1 } }],
    ['nothing', { status: 204, body: '' }, {}],
  ])('takes any response below 300 for a success: %s', async (_what, response, output) => {
    sandbox.fail(response);
    const ending = await send(sender);
    expect(ending).toMatchObject({ kind: 'done' });
    if (id !== API_CALL.make.id) expect(ending).toHaveProperty('output', output);
  });

  test('with wrong credentials asks to connect again, and says nothing of them', async () => {
    const connection = { ...CONNECTION, server_token: 'wr0ng-t0ken', token: 'wr0ng-t0ken' };
    const ending = await send(sender, connection);
    expect(ending).toMatchObject({
      kind: 'failed',
      type: 'InvalidAccessTokenError',
      message:
        '[401] Usermaven does not accept this API key and server token. Copy both again from Workspace Settings > Setup > HTTP API. A new token works after about ten seconds.',
    });
    expect(leaksIn(messageOf(ending), [API_KEY, 'wr0ng-t0ken', `${API_KEY}.wr0ng-t0ken`])).toEqual([]);
    // As the collector's ancestor did.
    sandbox.fail({ status: 401, body: `${API_KEY}.wr0ng-t0ken is not valid` });
    const repeated = await send(sender, connection);
    expect(repeated).toMatchObject({ kind: 'failed', type: 'InvalidAccessTokenError' });
    expect(leaksIn(messageOf(repeated), [API_KEY, 'wr0ng-t0ken', `${API_KEY}.wr0ng-t0ken`])).toEqual([]);
  });

  test('repeats why an event was refused, without the credentials in it', async () => {
    sandbox.fail(json(400, { message: `No user for ${JOINED} of ${API_KEY}.` }));
    const ending = await send(sender);
    expect(ending).toMatchObject({
      kind: 'failed',
      type: 'DataError',
      message:
        '[400] Usermaven refused the data. Check the mapped fields. Reason: No user for ***.*** of ***.',
    });
    expect(leaksIn(messageOf(ending), SECRETS)).toEqual([]);
  });

  test('masks a token that contains the key as a whole', async () => {
    const server_token = `t0k-${API_KEY}-x`;
    sandbox.fail(json(400, { message: `No user for ${server_token} of ${API_KEY}.` }));
    expect(await send(sender, { ...CONNECTION, token: server_token })).toMatchObject({
      message: '[400] Usermaven refused the data. Check the mapped fields. Reason: No user for *** of ***.',
    });
  });

  test.each<[why: string, body: Json, reason: string]>([
    ['message', { message: 'Too old' }, 'Too old'],
    ['detail', { detail: 'Too old' }, 'Too old'],
    ['error', { message: '', error: 'Too new' }, 'Too new'],
    ['an error with a message', { error: { message: 'No user', code: 7 } }, 'No user'],
    // What is no text reads badly on Make: {object}.
    ['an object', { message: { code: 7 } }, 'none given.'],
    ['a list of objects', { detail: [{ msg: 'field required' }] }, 'none given.'],
    ['no reason', {}, 'none given.'],
  ])('takes the reason of a refusal from JSON: %s', async (_why, body, reason) => {
    for (const [status, type, says] of [
      [400, 'DataError', 'Usermaven refused the data. Check the mapped fields.'],
      [422, 'RuntimeError', 'Usermaven did not take the request.'],
    ] as const) {
      sandbox.fail(json(status, body));
      const message = `[${status}] ${says} Reason: ${reason}`;
      expect(await send(sender)).toMatchObject({ kind: 'failed', type, message });
    }
  });

  test.each<[what: string, body: string, reason: string]>([
    ['a sentence', 'No events in batch', 'No events in batch'],
    [
      'a sentence with what was sent',
      'Request decoding error: {"user":{"email":"a@b.example"}',
      'Request decoding error:',
    ],
    ['a sentence with a list that was sent', 'expected value [\n{"user":1}\n]', 'expected value'],
    ['what was sent alone', '{"user":{"email":"a@b.example"}}', 'none given.'],
    ['a page', '<!DOCTYPE html>\n<html></html>', 'none given.'],
    ['nothing', '', 'none given.'],
  ])('takes the reason of a refusal from plain text: %s', async (_what, body, reason) => {
    sandbox.fail({ status: 400, body });
    expect(await send(sender)).toMatchObject({
      message: `[400] Usermaven refused the data. Check the mapped fields. Reason: ${reason}`,
    });
  });

  // What is a matter of Make's own is in the words of the server: it knows when it is busy.
  test.each<[status: number, type: string, says: string]>([
    [403, 'InvalidAccessTokenError', '[403] Usermaven does not accept this API key and server token.'],
    [404, 'RuntimeError', '[404] Usermaven did not take the request. Reason: '],
    [408, 'ConnectionError', '[408] Usermaven did not respond in time.'],
    [413, 'DataError', '[413] The events are too large for Usermaven.'],
    [429, 'RateLimitError', '[429] Usermaven did not take the request. Reason: '],
    [500, 'ConnectionError', '[500] Usermaven did not take the request. Reason: '],
    [502, 'ConnectionError', '[502] Usermaven did not take the request. Reason: '],
    [503, 'ConnectionError', '[503] Usermaven did not take the request. Reason: '],
    [504, 'ConnectionError', '[504] Usermaven did not take the request. Reason: '],
    [520, 'ConnectionError', '[520] '],
  ])('with a %i is a %s', async (status, type, says) => {
    sandbox.fail({ status });
    const ending = await send(sender);
    expect(ending).toMatchObject({ kind: 'failed', type, message: expect.stringContaining(says) });
    expect(sandbox.store.events).toEqual([]);
  });

  test.each([
    '<!DOCTYPE html>\n<html><body>Blocked</body></html>',
    '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html></html>',
    '<!-- blocked --> <!-- again -->\n<html></html>',
    '  \n<html lang="en">\n</html>',
    '<head></head>',
    '<html\n lang="en">',
    '<BODY>no</BODY>',
  ])('takes a 403 with a page for a firewall, which says nothing of the credentials: %j', async (body) => {
    sandbox.fail({ status: 403, contentType: 'text/html', body });
    expect(await send(sender)).toMatchObject({
      kind: 'failed',
      type: 'RuntimeError',
      message: expect.stringMatching(/^\[403\] A firewall in front of Usermaven blocked the request/),
    });
  });

  test.each([
    'forbidden',
    '<?xml version="1.0"?><Error></Error>',
    'not <html>',
    '<headers>',
    '',
    '{"message":"<html>"}',
  ])('takes a 403 with anything else for wrong credentials: %j', async (body) => {
    sandbox.fail({ status: 403, body });
    expect(await send(sender)).toMatchObject({ kind: 'failed', type: 'InvalidAccessTokenError' });
  });

  test('follows no redirect, and takes none for a success', async () => {
    const elsewhere = await startSandbox({ apiKey: API_KEY, serverToken: SERVER_TOKEN });
    try {
      sandbox.fail({ kind: 'redirect', to: `${elsewhere.url}${EVENTS_PATH}?token=${JOINED}` });
      const ending = await send(sender);
      expect(ending).toMatchObject({
        kind: 'failed',
        type: 'RuntimeError',
        message: expect.stringMatching(/^\[307\] Usermaven responded with a redirect, which is not followed/),
      });
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await elsewhere.stop();
    }
  });

  test.each<[when: string, cue: FaultRule | undefined]>([
    ['it went well', undefined],
    ['it was refused', { status: 400, body: '{"message":"No"}' }],
    ['a proxy answered', { status: 502, contentType: 'text/html', body: '<p>Bad gateway</p>' }],
  ])('logs no secret when %s, and the response as it came', async (_when, cue) => {
    if (cue) sandbox.fail(cue);
    const ending = await send(sender);
    expect(ending).toHaveProperty('log.request.url', expect.stringContaining(EVENTS_PATH));
    expect(ending).not.toHaveProperty('log.response.body', '(hidden)');
    expect(ending).toHaveProperty('log.request.qs.token', '(hidden)');
    expect(leaksIn(ending, HIDDEN)).toEqual([]);
  });
});

describe('an event under the name that the user gives it', () => {
  const { id } = TRACKING.make;

  test('sends every input under its path, with the types that they have', async () => {
    const filled = {
      event_name: 'Deal Won',
      event_attributes: [
        { key: 'amount', value: 29.9 },
        { key: 'zip', value: '02134' },
        { key: 'items', value: [{ sku: 'A1', paid: true }] },
        { key: 'blank', value: '' },
      ],
      occurred_at: '2026-01-31T09:30:00+02:00',
      event_id: 4711,
      user_id: 12345,
      email: ' jane@example.com',
      anonymous_id: '5zdta4zak9',
      first_name: 'Jane',
      last_name: 'Doe',
      user_created_at: new Date('2021-01-20T09:55:35.5Z'),
      user_attributes: [{ key: 'plan', value: 'pro' }],
      company_id: 7,
      company_name: 'Acme',
      company_created_at: 1_611_136_535,
      company_attributes: [{ key: 'seats', value: 25 }],
      page_url: 'WWW.Example.com:8080/Pricing?a=1&utm_source=google&utm_medium=cpc&gclid=EAI%2B#top',
      page_title: 'Pricing',
      referrer: 'https://www.google.com/',
      utm_source: 'bing',
      utm_medium: '',
      utm_campaign: 'spring',
      utm_term: undefined,
      utm_content: 7,
      ip_address: '203.0.113.7',
      user_agent: 'Mozilla/5.0',
      user_language: 'en-US',
      screen_resolution: '1920x1080',
      viewport_size: '1280x720',
    };
    expect(
      moduleOf(id)
        .mappableParams.map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(filled).sort());
    expect(await arriving(id, filled)).toEqual([
      {
        api_key: API_KEY,
        event_type: 'Deal Won',
        event_attributes: { amount: 29.9, zip: '02134', items: [{ sku: 'A1', paid: true }] },
        _timestamp: Date.UTC(2026, 0, 31, 7, 30),
        timestamp: Date.UTC(2026, 0, 31, 7, 30),
        event_id: '4711',
        user: {
          id: '12345',
          email: 'jane@example.com',
          anonymous_id: '5zdta4zak9',
          first_name: 'Jane',
          last_name: 'Doe',
          created_at: '2021-01-20T09:55:35.500Z',
          custom: { plan: 'pro' },
        },
        company: { id: '7', name: 'Acme', created_at: '2021-01-20T09:55:35.000Z', custom: { seats: 25 } },
        url: 'https://WWW.Example.com:8080/Pricing?a=1&utm_source=google&utm_medium=cpc&gclid=EAI%2B#top',
        doc_host: 'www.example.com',
        doc_path: '/Pricing',
        doc_search: '?a=1&utm_source=google&utm_medium=cpc&gclid=EAI%2B',
        utm: { source: 'bing', medium: 'cpc', campaign: 'spring', content: '7' },
        click_id: { gclid: 'EAI+' },
        page_title: 'Pricing',
        referer: 'https://www.google.com/',
        source_ip: '203.0.113.7',
        user_agent: 'Mozilla/5.0',
        user_language: 'en-US',
        screen_resolution: '1920x1080',
        vp_size: '1280x720',
        ids: {},
        src: 'http',
      },
    ]);
  });

  test.each(['https://www.example.com/p\n', ' https://www.example.com/p', 'https://www.example.com/p?a=1\n'])(
    'knows of no campaign where the address says nothing of one: %j',
    async (page_url) => {
      const [event] = await arriving(id, { event_name: 'Deal Won', user_id: 'usr_1', page_url });
      expect(event).toMatchObject({ url: page_url.trim(), doc_host: 'www.example.com', doc_path: '/p' });
      expect(Object.keys(event ?? {}).filter((key) => key === 'utm' || key === 'click_id')).toEqual([]);
    },
  );

  test.each<[given: Mapped, milliseconds: number, collector?: number]>([
    ['2026-01-31T09:30:00.123+02:00', Date.UTC(2026, 0, 31, 7, 30, 0, 123)],
    [1_769_851_800_000, 1_769_851_800_000],
    // Seconds: below 1e11.
    [1_769_851_800, 1_769_851_800_000],
    [1_234_567_890, 1_234_567_890_000],
    [100_000_000_000, 100_000_000_000, 100_000_000],
    [946_684_800, 946_684_800_000, 946_684_800],
    // Microseconds: from 1e15.
    [1_769_851_800_123_456, 1_769_851_800_123],
    [1_000_000_000_000_000, 1_000_000_000_000],
    ['2000-01-01T00:00:00Z', 946_684_800_000, 946_684_800],
  ])(
    'sends a time mapped as %j in milliseconds, of the event and of the user',
    async (given, milliseconds, collector = milliseconds) => {
      const [event] = await arriving(id, {
        event_name: 'Deal Won',
        user_id: 'usr_1',
        occurred_at: given,
        user_created_at: given,
      });
      expect(event).toMatchObject({
        _timestamp: milliseconds,
        timestamp: collector,
        user: { created_at: new Date(milliseconds).toISOString() },
      });
    },
  );

  test.each(NOBODY.flatMap((word) => [word, ` ${word.toUpperCase()}\n`]))(
    'takes %j for nobody, wherever somebody or something is named',
    async (word) => {
      const somebody = { event_name: 'Deal Won', user_id: 'usr_1' };
      const all = {
        ...somebody,
        anonymous_id: word,
        email: word,
        company_id: word,
        company_name: 'A',
        event_id: word,
      };
      const [event] = await arriving(id, all);
      sandbox.clear();
      expect([event]).toEqual(await arriving(id, somebody));
      sandbox.clear();
      expect(await arriving(id, { ...somebody, user_id: word, email: ' jane@example.com' })).toMatchObject([
        { user: { id: 'jane@example.com', email: 'jane@example.com' } },
      ]);
    },
  );

  test.each([
    'two words',
    'n/a',
    'Pricing',
    '29.90',
    'v1.2',
    'https://256.1.1.1/',
    'https://www.example.com:65536/',
    'mailto:jane@example.com',
    'https://',
    '/pricing?utm_source=x',
    'https://a.example,b.example',
    'www.a.example, www.b.example',
    'https://a.example/x|https://b.example/y',
    'https://a.example/?x=1,https://b.example/',
    'https://a.example/x www.b.example/y',
  ])('leaves out a page that is no address: %j', async (text) => {
    const somebody = { event_name: 'Deal Won', user_id: 'usr_1' };
    const [event] = await arriving(id, { ...somebody, page_url: text, referrer: text });
    sandbox.clear();
    expect([event]).toEqual(await arriving(id, somebody));
  });

  test('takes the campaign of the page alone, not that of the referrer', async () => {
    const [event] = await arriving(id, {
      event_name: 'Deal Won',
      user_id: 'usr_1',
      referrer: 'https://www.example.com/?utm_source=google&gclid=x',
    });
    expect(event).toEqual({
      api_key: API_KEY,
      event_type: 'Deal Won',
      user: { id: 'usr_1' },
      referer: 'https://www.example.com/?utm_source=google&gclid=x',
      ids: {},
      src: 'http',
    });
  });

  test('has nothing but what is filled in', async () => {
    expect(await arriving(id, { event_name: 'Deal Won', user_id: 'usr_1' })).toEqual([
      { api_key: API_KEY, event_type: 'Deal Won', user: { id: 'usr_1' }, ids: {}, src: 'http' },
    ]);
  });

  test.each([
    '$pageview',
    ' $x',
    'user_identify',
    ' user_identify ',
    'group',
    ' ',
    '\n',
    '\u200b',
    '\u200b$x',
    'lead\u2060',
    'null',
    'N/A',
    ' (Not Set) ',
    'null\u200b',
  ])('takes no event that is called %j', async (event_name) => {
    const ending = await runModule(
      id,
      { event_name, user_id: 'usr_1' },
      { host: sandbox.url, connection: CONNECTION },
    );
    expect(ending).toMatchObject({ kind: 'refused', problems: [expect.stringContaining('event_name')] });
    expect(sandbox.requests).toEqual([]);
  });

  test.each(['Signed Up', 'group_joined', 'Costs in $', 'two\nlines', 'a'.repeat(10_000)])(
    'takes an event that is called %j, whatever surrounds the name',
    async (event_name) => {
      for (const typed of [event_name, ` ${event_name}\n`, `\u200b${event_name}\ufeff`]) {
        expect(await arriving(id, { event_name: typed, user_id: 'usr_1' })).toMatchObject([
          { event_type: event_name },
        ]);
        sandbox.clear();
      }
    },
  );
});

/** What the form insists on and who or what it names. */
const SOLID = EVENT_ACTIONS.flatMap(({ make, fields }) =>
  fieldsOf(fields)
    .filter(({ type, required }) => required && ['id', 'email', 'name'].includes(type))
    .map(({ key }) => [make.id, key] as const),
);

test.each(SOLID)(
  '%s takes no word for nobody, and nothing blank, as %s, which is required',
  async (id, key) => {
    for (const word of [...NOBODY, ' N/A\n', '\u200bnull', ' ', '\u200b']) {
      const ending = await runModule(id, { [key]: word }, { host: sandbox.url, connection: CONNECTION });
      expect(ending).toEqual({ kind: 'refused', problems: [expect.stringMatching(`^${key}: `)] });
    }
    expect(sandbox.requests).toEqual([]);
  },
);

describe.each(EVENT_ACTIONS)('$make.label', ({ make: { id }, fields, needs }) => {
  const { mappableParams } = moduleOf(id);
  const placeholders = new Map(fieldsOf(fields).map(({ key, placeholder }) => [key, placeholder]));
  /** What the form insists on, and a person. */
  const least: MappedForm = Object.fromEntries(
    mappableParams
      .filter(({ name, required }) => required || name === needs[0])
      .map(({ name = '' }) => [name, placeholders.get(name)]),
  );

  test.each<[how: string, blank: Mapped]>([
    ['left empty', ''],
    ['nothing', null],
    ['not mapped', undefined],
  ])('leaves out what is blank: %s', async (_how, blank) => {
    const mapped: MappedForm = {
      ...Object.fromEntries(mappableParams.map(({ name = '' }) => [name, blank])),
      ...least,
    };
    const [event, ...others] = await arriving(id, mapped);
    sandbox.clear();
    expect(others).toEqual([]);
    expect([event]).toEqual(await arriving(id, least));
  });

  const texts = mappableParams.filter(({ type }) => type === 'text').map(({ name = '' }) => name);
  const read = new Set<string>(
    fieldsOf(fields)
      .filter(({ type }) => ['id', 'email', 'page_url', 'currency', 'name'].includes(type))
      .map(({ key }) => key),
  );

  test.each<[how: string, blank: Mapped]>([
    ['of white space', ' \n'],
    ['of invisible characters', '\u200b\u2060'],
    ['erased', ERASE],
    ['set to an empty text', EMPTY_TEXT],
  ])('leaves out IDs, emails, addresses, currencies and names %s', async (_how, blank) => {
    const blanks = texts.filter((name) => read.has(name)).map((name): [string, Mapped] => [name, blank]);
    expect(blanks.length).toBeGreaterThan(3);
    const [event] = await arriving(id, { ...Object.fromEntries(blanks), ...least });
    sandbox.clear();
    expect([event]).toEqual(await arriving(id, least));
  });

  test('sends no date that was erased, and an empty collection for a list that was emptied by hand', async () => {
    const of = (wanted: string, value: Mapped): MappedForm =>
      Object.fromEntries(
        mappableParams.filter(({ type }) => type === wanted).map(({ name = '' }) => [name, value]),
      );
    const [event = {}] = await arriving(id, { ...of('array', []), ...of('date', ERASE), ...least });
    sandbox.clear();
    const [plain = {}] = await arriving(id, least);
    const without = JSON.stringify(event)
      .replace(/,?"(?:event_attributes|custom)":\{\}/g, '')
      .replaceAll('{,', '{');
    expect(JSON.parse(without)).toEqual(plain);
  });
});

describe.each(BATCH_ACTIONS)('$make.label', ({ make: { id } }) => {
  test('sends all rows in one request, each with the constants of an event', async () => {
    const rows = [
      {
        event_name: 'Plan Upgraded',
        user_id: 2001,
        email: 'ada@example.com',
        occurred_at: new Date(1_730_795_400_123),
        event_id: 'row-1',
        page_url: 'www.example.com/pricing',
        attributes: [
          { key: 'amount', value: 29.9 },
          { key: 'note', value: 'the "event_type": of {{it}}, "_timestamp":1,' },
          { key: '_timestamp', value: 7 },
          { key: 'nested', value: { _timestamp: 1_000_000_000_000, list: [1, null] } },
        ],
      },
      {
        event_name: 'Demo "Requested"',
        anonymous_id: '5zdta4zak9',
        email: '',
        occurred_at: '2024-12-02T09:15:00Z',
      },
      { event_name: 'Signed Up', user_id: 'null', email: ' jane@example.com', page_url: 'n/a' },
      { event_name: 'In Seconds', user_id: 'usr_1', occurred_at: 946_684_800 },
    ];
    const constants = { api_key: API_KEY, ids: {}, src: 'http' };
    expect(await arriving(id, { events: rows })).toEqual([
      {
        ...constants,
        event_type: 'Plan Upgraded',
        user: { id: '2001', email: 'ada@example.com' },
        _timestamp: 1_730_795_400_123,
        timestamp: 1_730_795_400_123,
        event_id: 'row-1',
        url: 'https://www.example.com/pricing',
        event_attributes: {
          amount: 29.9,
          note: 'the "event_type": of {{it}}, "_timestamp":1,',
          _timestamp: 7,
          nested: { _timestamp: 1_000_000_000_000, list: [1, null] },
        },
      },
      {
        ...constants,
        event_type: 'Demo "Requested"',
        user: { anonymous_id: '5zdta4zak9' },
        _timestamp: 1_733_130_900_000,
        timestamp: 1_733_130_900_000,
      },
      { ...constants, event_type: 'Signed Up', user: { id: 'jane@example.com', email: 'jane@example.com' } },
      {
        ...constants,
        event_type: 'In Seconds',
        user: { id: 'usr_1' },
        _timestamp: 946_684_800_000,
        timestamp: 946_684_800,
      },
    ]);
    expect(sandbox.requests).toHaveLength(1);
  });

  test('says of its body that it is JSON, and shows it in the log', async () => {
    const ending = await runModule(
      id,
      { events: [{ event_name: 'Deal Won', user_id: 'usr_1' }] },
      { host: sandbox.url, connection: CONNECTION },
    );
    expect(ending).toMatchObject({
      log: {
        request: {
          headers: { 'content-type': 'application/json' },
          body: expect.stringMatching(/^\[\{.*\}\]$/),
        },
      },
    });
  });

  const anyText = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom('29.90', '{"a":1', '[]', '"', '\\', '\n', '}]'),
  );

  test('whatever is typed as the value of an attribute, the batch is JSON and the value is in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 3 }),
        async (typed) => {
          sandbox.clear();
          const attributes = typed.map(([name, value], at) => ({ key: `${at}${name}`, value }));
          const rows = [
            { event_name: 'A', user_id: 'usr_1', attributes },
            { event_name: 'B', user_id: 'usr_2' },
          ];
          const filled = attributes.filter(({ value }) => value !== '');
          expect(await arriving(id, { events: rows })).toMatchObject([
            {
              event_type: 'A',
              event_attributes: Object.fromEntries(filled.map(({ key, value }) => [key, value])),
            },
            { event_type: 'B' },
          ]);
        },
      ),
      { numRuns: 100 },
    );
  });

  const row = { event_name: 'Deal Won', user_id: 'usr_1' };
  test.each<[what: string, rows: MappedForm, problem: unknown]>([
    ['no rows', { events: [] }, 'events: fewer than 1 items'],
    ['nothing at all', {}, 'events: missing'],
    ['101 rows', { events: Array.from({ length: 101 }, () => row) }, 'events: more than 100 items'],
    ['a row without a name', { events: [row, { user_id: 'usr_2' }] }, 'events[2].event_name: missing'],
    ...[' $pageview', ...EVENT_ACTIONS.flatMap(({ reserved }) => Object.keys(reserved))].map(
      (event_name): [string, MappedForm, unknown] => [
        `a row called ${event_name}`,
        { events: [{ ...row, event_name }] },
        expect.stringContaining('events[1].event_name: does not match'),
      ],
    ),
    [
      'a text in place of all attributes',
      { events: [row, { ...row, attributes: '{"amount": 1}' }] },
      'events[2].attributes[1]: no collection',
    ],
  ])('does not take %s', async (_what, rows, problem) => {
    const ending = await runModule(id, rows, { host: sandbox.url, connection: CONNECTION });
    expect(ending).toEqual({ kind: 'refused', problems: [problem] });
    expect(sandbox.requests).toEqual([]);
  });

  test('takes 100 rows', async () => {
    const events = Array.from({ length: 100 }, () => row);
    expect(await arriving(id, { events })).toHaveLength(100);
  });
});

describe(API_CALL.make.label, () => {
  const call = (mapped: MappedForm) =>
    runModule(API_CALL.make.id, mapped, { host: sandbox.url, connection: CONNECTION });

  test('passes on body, headers and status, with headers and query of its own beside the token', async () => {
    const ending = await call({
      url: `${EVENTS_PATH}s`,
      method: 'POST',
      headers: [{ key: 'X-Trace', value: 'abc' }],
      qs: [{ key: 'debug', value: 'a b&c' }],
      body: EVENT_BODY,
    });
    expect(ending).toMatchObject({
      kind: 'done',
      output: {
        body: { status: 'ok' },
        headers: { 'content-type': 'application/json' },
        statusCode: 200,
      },
      log: {
        request: {
          headers: { 'X-Trace': 'abc', 'content-type': 'application/json' },
          qs: { debug: 'a b&c', token: '(hidden)' },
          body: EVENT_BODY,
        },
      },
    });
    expect(sandbox.store.events.map(({ type }) => type)).toEqual(['Called']);
  });

  test('sends any method, without a body where there is none', async () => {
    expect(await call({ url: EVENTS_PATH, method: 'GET' })).toMatchObject({
      kind: 'failed',
      message: '[405] Usermaven did not take the request. Reason: Only POST is allowed here',
    });
    expect(sandbox.requests).toMatchObject([{ method: 'GET', body: '' }]);
  });

  test.each([
    'https://evil.example/x',
    '//evil.example/x',
    'http:/evil.example',
    '/\\evil.example',
    '@evil.example',
  ])('sends the token to no other host, whatever is typed as the path: %j', async (url) => {
    const ending = await call({ url, method: 'POST', body: EVENT_BODY });
    expect(ending).toMatchObject({ kind: 'failed', message: expect.stringMatching(/^\[404\]/) });
    expect(sandbox.requests).toMatchObject([{ status: 404 }]);
  });

  test.each([EVENTS_PATH, EVENTS_PATH.slice(1), `//${EVENTS_PATH}`])(
    'takes a path with slashes or without: %s',
    async (url) => {
      expect(await call({ url, method: 'POST', body: EVENT_BODY })).toMatchObject({ kind: 'done' });
      sandbox.clear();
    },
  );
});

// What Usermaven's collector accepts and throws away by two rules: nobody to identify, and a time in 1970.
const NO_EVENT = '{"event_type":"user_identify","user":{},"timestamp":1}';

describe('the connection', () => {
  const connecting = (pasted: MappedForm) => connect(pasted, { host: sandbox.url });

  test.each(Object.entries(PASTES))(
    'is made with credentials pasted %s, and writes nothing',
    async (_how, pasted) => {
      expect(await connecting(pasted)).toMatchObject({
        kind: 'done',
        // The end of the key tells workspaces apart.
        metadata: { type: 'text', value: 'API key ...2345' },
        data: { key: API_KEY, token: SERVER_TOKEN },
      });
      expect(sandbox.requests).toMatchObject([
        { method: 'POST', path: EVENTS_PATH, status: 200, body: NO_EVENT },
      ]);
      expect(sandbox.store.events).toEqual([]);
      expect(sandbox.store.people()).toEqual([]);
    },
  );

  test("is tested under the collector's reading by what it accepts and throws away", async () => {
    const collector = await startSandbox({
      apiKey: API_KEY,
      serverToken: SERVER_TOKEN,
      reading: 'collector',
    });
    try {
      expect(await connect(CREDENTIALS, { host: collector.url })).toMatchObject({ kind: 'done' });
      expect(collector.requests).toMatchObject([{ status: 200, body: NO_EVENT }]);
      expect(collector.store.events).toEqual([]);
      expect(collector.store.dropped).toHaveLength(1);
    } finally {
      await collector.stop();
    }
  });

  test.each(READINGS)('is made, reading Make %s', async (_name, reading) => {
    const ending = await connect(CREDENTIALS, { host: sandbox.url, reading });
    expect(ending).toMatchObject({ kind: 'done', data: { key: API_KEY, token: SERVER_TOKEN } });
  });

  test.each([
    ['key', { api_key: 'UMwrong123', server_token: SERVER_TOKEN }],
    ['token', { api_key: API_KEY, server_token: 'wr0ng-t0ken' }],
  ])('with a wrong %s shows [401], and never what was typed', async (_which, pasted) => {
    const ending = await connecting(pasted);
    expect(ending).toMatchObject({
      kind: 'failed',
      type: 'InvalidAccessTokenError',
      message:
        '[401] Usermaven does not accept this API key and server token. Copy both again from Workspace Settings > Setup > HTTP API. A new token works after about ten seconds.',
    });
    const { api_key, server_token } = pasted;
    const typed = [api_key, server_token, `${api_key}.${server_token}`];
    expect(leaksIn(messageOf(ending), typed)).toEqual([]);
    sandbox.fail({ status: 401, body: `${api_key}.${server_token} is not valid` });
    const repeated = await connecting(pasted);
    expect(repeated).toMatchObject({ kind: 'failed', type: 'InvalidAccessTokenError' });
    expect(leaksIn(messageOf(repeated), typed)).toEqual([]);
  });

  test.each<[status: number, type: string, says: string]>([
    [400, 'DataError', '[400] Usermaven gave an unexpected response to the connection test.'],
    [403, 'InvalidAccessTokenError', '[403] Usermaven does not accept'],
    [429, 'RateLimitError', '[429] Usermaven did not take the request.'],
    [500, 'ConnectionError', '[500] Usermaven did not take the request.'],
    [503, 'ConnectionError', '[503] Usermaven did not take the request.'],
    [307, 'RuntimeError', '[307] Usermaven responded with a redirect'],
  ])('with a %i is not made: %s', async (status, type, says) => {
    sandbox.fail({ status, body: JSON.stringify({ message: `${JOINED}, ${SERVER_TOKEN}` }) });
    const ending = await connecting(CREDENTIALS);
    expect(ending).toMatchObject({ kind: 'failed', type, message: expect.stringContaining(says) });
    expect(leaksIn(messageOf(ending), SECRETS)).toEqual([]);
  });

  test('asks for all that it needs', async () => {
    expect(await connect({}, { host: sandbox.url })).toEqual({
      kind: 'refused',
      problems: ['api_key: missing', 'server_token: missing'],
    });
  });

  test('logs no secret', async () => {
    const ending = await connecting(PASTES['joined in both']);
    expect(ending).toHaveProperty('log.request.body', NO_EVENT);
    expect(ending).toHaveProperty('log.request.qs.token', '(hidden)');
    expect(leaksIn('log' in ending ? ending.log : {}, SECRETS)).toEqual([]);
  });
});
