import { describe, expect, test } from '@jest/globals';
import app from '../../index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { TYPE_CHOICES } from '../../src/userpilot/event-types.ts';
import { leaksIn } from '../support/leaks.ts';
import { type Ending, stepsOf } from '../support/steps.ts';
import { delivery, signatureOf } from '../support/userpilot-delivery.ts';
import { SEED_BODIES } from '../userpilot/seed-payloads.ts';

const SECRET = 'up+/=&% "ß secret';
const T = '1679578700';

const { run } = stepsOf(app);
const PERFORM = `triggers.${USERPILOT_EVENT.key}.operation.perform`;

const sign = (body: string, secret = SECRET, encoding: 'hex' | 'base64' = 'hex'): string =>
  signatureOf(body, secret, { timestamp: T, encoding });

interface Options {
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly types?: unknown;
}

/** Delivers a webhook request as Zapier hands it over. */
const deliver = (content: string, { secret, headers, types }: Options = {}): Promise<Ending> =>
  run(PERFORM, {
    ...delivery(content, headers),
    authData: {
      api_key: 'UM1',
      server_token: 'token',
      ...(secret === undefined ? {} : { userpilot_secret: secret }),
    },
    inputData: types === undefined ? {} : { event_types: types },
  });

/** What the log says, without what Zapier adds. */
const said = ({ logs }: Ending): string => logs.map(({ message }) => message).join('');

const expectNothing = (ending: Ending, why: string, body: string): void => {
  expect(ending.failure).toBeUndefined();
  expect(ending.results).toEqual([]);
  expect(said(ending)).toContain(`The Userpilot request was ignored. ${why}`);
  if (body.length > 2) expect(leaksIn(ending, [body])).toEqual([]);
};

const [BODY = ''] = SEED_BODIES;
const MARKED = JSON.stringify({ type: 'flows.seen', data: { user: { email: 'marker@example.com' } } });

describe("every event of Userpilot's page", () => {
  const events = SEED_BODIES.map((body): [string, string] => [JSON.parse(body).type, body]);

  test.each(events)('%s starts one run', async (type, body) => {
    const { results, failure } = await deliver(body);
    expect(failure).toBeUndefined();
    expect(results).toMatchObject([
      {
        type,
        id: expect.stringMatching(/^[\da-f]{64}$/),
        event_name: expect.stringMatching(/^Userpilot [A-Z]/),
        user: { user_id: '1', email: 'john@userpilot.co' },
        signature_verified: false,
      },
    ]);
  });

  test.each(events)('%s starts one run when signed', async (type, body) => {
    const { results } = await deliver(body, {
      secret: SECRET,
      headers: { 'Http-X-Signature': sign(body) },
    });
    expect(results).toMatchObject([{ type, signature_verified: true }]);
  });

  test('the same delivery has the same id, however it is spaced; another one has another', async () => {
    const ids = [];
    for (const body of [
      BODY,
      ` ${BODY}\n`,
      JSON.stringify({ ...JSON.parse(BODY), timestamp: 1_679_578_626 }),
    ]) {
      const { results } = await deliver(body);
      ids.push((results as { id: string }[])[0]?.id);
    }
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('a type that nobody knows comes through as other', async () => {
    const { results } = await deliver('{"type":"surveys.started","data":{}}');
    expect(results).toMatchObject([
      {
        type: 'surveys.started',
        category: 'other',
        event_name: 'Userpilot Surveys Started',
        user: { user_id: null },
      },
    ]);
  });

  test('without the raw request, the parsed one stands in', async () => {
    const { results } = await run(PERFORM, {
      authData: {},
      cleanedRequest: JSON.parse(BODY),
    });
    expect(results).toMatchObject([{ type: JSON.parse(BODY).type }]);
  });

  test('without the raw request, no signature can be checked', async () => {
    const ending = await run(PERFORM, {
      authData: { userpilot_secret: SECRET },
      cleanedRequest: JSON.parse(MARKED),
    });
    expectNothing(ending, 'The request has no X-Signature header', 'marker@example.com');
  });
});

describe('the filter of event types', () => {
  test.each<[string, unknown, boolean]>([
    ['nothing chosen', undefined, true],
    ['blanks chosen', ['', ' '], true],
    ['an empty list', [], true],
    ['its type', ['flows.seen'], true],
    ['its type among others', ['nps.feedback', 'flows.seen'], true],
    ['its type as text', 'flows.seen', true],
    ['types in one text', 'nps.feedback, flows.seen', true],
    ['another type', ['flows.completed'], false],
    ['any other event', ['other'], false],
  ])('%s', async (_, types, starts) => {
    const ending = await deliver(MARKED, { types });
    expect(ending.failure).toBeUndefined();
    expect(ending.results).toHaveLength(starts ? 1 : 0);
    if (!starts)
      expectNothing(ending, 'Its type is not one of the chosen Event Types.', 'marker@example.com');
  });

  test('any other event means what is in no list', async () => {
    expect(
      (await deliver('{"type":"surveys.started","data":{}}', { types: ['other'] })).results,
    ).toHaveLength(1);
  });

  test('a type that Userpilot may add can be typed in', async () => {
    const types = ['nps.dismissed'];
    expect((await deliver('{"type":"nps.dismissed","data":{}}', { types })).results).toHaveLength(1);
    expect((await deliver(BODY, { types })).results).toEqual([]);
  });
});

describe('with a secret', () => {
  test.each([
    'X-Signature',
    'x-signature',
    'Http-X-Signature',
    'HTTP_X_SIGNATURE',
    'http-x-signature',
    'HTTP-X-SIGNATURE',
  ])('the signature is found in %s', async (name) => {
    const { results } = await deliver(BODY, { secret: SECRET, headers: { [name]: sign(BODY) } });
    expect(results).toMatchObject([{ signature_verified: true }]);
  });

  test.each([`  ${SECRET}\n`, `\u200b${SECRET}\ufeff`])(
    'base64 is as good as hex, and what is around the pasted secret does not matter: %j',
    async (secret) => {
      const headers = { 'Http-X-Signature': sign(BODY, SECRET, 'base64') };
      expect((await deliver(BODY, { secret, headers })).results).toHaveLength(1);
    },
  );

  const cases: [string, string, Record<string, string>, string][] = [
    ['no signature', MARKED, {}, 'The request has no X-Signature header'],
    [
      'a signature with another secret',
      MARKED,
      { 'Http-X-Signature': sign(MARKED, 'another') },
      'The signature does not match',
    ],
    [
      'a body that was changed',
      MARKED,
      { 'Http-X-Signature': sign(`${MARKED} `) },
      'The signature does not match',
    ],
    [
      'a signature for another time',
      MARKED,
      { 'Http-X-Signature': sign(MARKED).replace(T, '1679578701') },
      'The signature does not match',
    ],
    [
      'no signature in the header',
      MARKED,
      { 'Http-X-Signature': `t=${T}` },
      'The X-Signature header has no v1 signature',
    ],
    [
      'something else in the header',
      MARKED,
      { 'Http-X-Signature': 'v1=banana' },
      'The v1 signature in the X-Signature header is not a SHA-256 digest',
    ],
  ];
  test.each(cases)(
    '%s starts nothing, and the log says why without the body',
    async (_, body, headers, why) => {
      const ending = await deliver(body, { secret: SECRET, headers });
      expectNothing(ending, why, 'marker@example.com');
      expect(leaksIn(ending, [SECRET, body, ...Object.values(headers)])).toEqual([]);
    },
  );

  test.each(['', '  ', '\u200b'])('a blank secret is none: %j', async (secret) => {
    expect((await deliver(BODY, { secret })).results).toMatchObject([{ signature_verified: false }]);
  });
});

describe('what is no Userpilot event starts nothing, and the log says why without the body:', () => {
  const NOT_EVENT = 'The request body is not a Userpilot event: ';
  test.each([
    ['no JSON', 'type=flows.seen&email=marker@example.com', 'The request body is not JSON.'],
    ['nothing', '', 'The request body is not JSON.'],
    ['HTML', '<p>marker@example.com</p>', 'The request body is not JSON.'],
    ['a list', '["marker@example.com"]', `${NOT_EVENT}it is not a JSON object.`],
    ['text', '"marker@example.com"', `${NOT_EVENT}it is not a JSON object.`],
    ['no type', '{"data":{"email":"marker@example.com"}}', `${NOT_EVENT}it has no "type".`],
    ['a blank type', '{"type":" ","data":{"email":"marker@example.com"}}', `${NOT_EVENT}it has no "type".`],
    ['no data', '{"type":"marker@example.com"}', `${NOT_EVENT}it has no "data" object.`],
    [
      'nothing of either',
      '{"email":"marker@example.com"}',
      `${NOT_EVENT}it has no "type", and it has no "data" object.`,
    ],
  ])('%s', async (_, body, why) => {
    expectNothing(await deliver(body), why, 'marker@example.com');
    const signed = { secret: SECRET, headers: { 'Http-X-Signature': sign(body) } };
    expectNothing(await deliver(body, signed), why, 'marker@example.com');
  });

  test('a request without a body', async () => {
    const ending = await run(PERFORM, { authData: {} });
    expectNothing(ending, `${NOT_EVENT}it is not a JSON object.`, '');
  });
});

describe('a body of 1 MB', () => {
  const filler = 'x'.repeat(1024 * 1024);

  test('is an event like any other, signed or not, without what has no room in an output', async () => {
    const data = { feedback: filler, user: { user_id: 7, note: filler, plan: 'pro' } };
    const body = JSON.stringify({ type: 'forms.submitted', data });
    for (const options of [{}, { secret: SECRET, headers: { 'Http-X-Signature': sign(body) } }]) {
      const { results, failure } = await deliver(body, options);
      expect(failure).toBeUndefined();
      expect(results).toMatchObject([
        { feedback: expect.stringMatching(/^x+…$/), user: { user_id: '7', note: null, plan: 'pro' } },
      ]);
      expect(Buffer.byteLength(JSON.stringify(results))).toBeLessThan(1_000_000);
    }
  });

  test('starts nothing when it is none, and is not logged', async () => {
    const ending = await deliver(filler);
    expectNothing(ending, 'The request body is not JSON.', 'x'.repeat(100));
    expect(said(ending).length).toBeLessThan(200);
  });
});

describe('samples for building a Zap', () => {
  const samples = async (types?: unknown) => {
    const { results } = await run(`${PERFORM}List`, {
      authData: {},
      inputData: types === undefined ? {} : { event_types: types },
    });
    return results as { id: string; type: string }[];
  };

  test('there is one for each type, and each has its own id', async () => {
    const all = await samples();
    expect(all).toHaveLength(TYPE_CHOICES.length);
    expect(new Set(all.map(({ id }) => id)).size).toBe(TYPE_CHOICES.length);
  });

  test.each(TYPE_CHOICES.map(({ value }) => value))('there is one when %s is chosen', async (choice) => {
    const chosen = await samples([choice]);
    expect(chosen).toHaveLength(1);
    if (choice !== 'other') expect(chosen[0]?.type).toBe(choice);
  });

  test('there are as many as are chosen', async () => {
    expect((await samples(['nps.feedback', 'flows.completed'])).map(({ type }) => type)).toEqual([
      'flows.completed',
      'nps.feedback',
    ]);
  });
});

test('an input that cannot be read is told by its label, in the trigger and in its samples', async () => {
  const types = [{ wrong: true }];
  const failure = {
    name: 'AppError',
    code: 'InvalidInput',
    message: expect.stringMatching(/^Event Types: /),
  };
  expect((await deliver(BODY, { types })).failure).toEqual(failure);
  const { failure: ofSamples } = await run(`${PERFORM}List`, {
    authData: {},
    inputData: { event_types: types },
  });
  expect(ofSamples).toEqual(failure);
});
