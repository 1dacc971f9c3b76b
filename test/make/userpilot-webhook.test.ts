import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EMPTY_TEXT, ERASE, type Mapped } from '../../sandbox/make/form.ts';
import { READINGS } from '../../sandbox/make/readings.ts';
import { jsonOf, type Value } from '../../sandbox/make/values.ts';
import { isObject } from '../../src/lib/json.ts';
import { parseExactly } from '../../src/lib/parse-json.ts';
import { describeType, isChosen, OTHER, TYPE_CHOICES } from '../../src/userpilot/event-types.ts';
import { OUTPUTS, toOutput } from '../../src/userpilot/output.ts';
import { readPayload } from '../../src/userpilot/payload.ts';
import { verifySignature } from '../../src/userpilot/signature.ts';
import { deliverToUserpilot } from '../support/make/app.ts';
import { SEED_BODIES } from '../userpilot/seed-payloads.ts';

const SECRET = 'whsec_ß+/=';
const TIMESTAMP = '1679578625';

/** Userpilot's own samples as a sender of compact JSON writes them. */
const COMPACT_BODIES = SEED_BODIES.map((body) => JSON.stringify(JSON.parse(body)));
const [BODY = ''] = COMPACT_BODIES;

const anyReading = fc.constantFrom(...READINGS.map(([, reading]) => reading));

/** What Zapier's trigger puts out for the same request; null when it is no event. */
const onZapier = (body: string, verified = false): Record<string, unknown> | null => {
  const read = readPayload(body);
  return read.ok ? toOutput(read.payload, body, verified) : null;
};

const childrenOf = new Map<string, readonly string[]>(
  OUTPUTS.map((output) => [output.key, 'children' in output ? output.children.map(({ key }) => key) : []]),
);

/** An output of Zapier's as Make has it: declared keys without a value are absent (`webhook_output`). */
const withoutNulls = (output: Record<string, unknown>): Record<string, unknown> => {
  const entries = Object.entries(output).flatMap(([key, value]): [string, unknown][] => {
    if (value === null) return [];
    if (!isObject(value)) return [[key, value]];
    const declared = childrenOf.get(key) ?? [];
    const members = Object.entries(value).filter(
      ([name, member]) => member !== null || !declared.includes(name),
    );
    return members.length === 0 ? [] : [[key, Object.fromEntries(members)]];
  });
  return Object.fromEntries(entries);
};

/** What a later module sees: dates as ISO 8601. */
const shown = (value: Value): unknown =>
  value === undefined ? undefined : JSON.parse(jsonOf(value) ?? 'null');

const signed = (body: string, encoding: 'hex' | 'base64' = 'hex', timestamp = TIMESTAMP): string =>
  createHmac('sha256', SECRET).update(`${body}.${timestamp}`).digest(encoding);

const deliverSigned = (header: string | undefined, body = BODY, secret: Mapped = SECRET): Value =>
  deliverToUserpilot(
    { userpilot_secret: secret },
    { body, ...(header === undefined ? {} : { headers: { 'X-Signature': header } }) },
  );

describe.each(READINGS)('reading Make %s', (_name, reading) => {
  test.each(COMPACT_BODIES.map((body) => [JSON.parse(body).type, body] as const))(
    '%s becomes what Zapier makes of it, but for keys without a value',
    (_type, body) => {
      const made = deliverToUserpilot({}, { body }, reading);
      expect(shown(made)).toEqual(withoutNulls(onZapier(body) ?? {}));
    },
  );

  test.each(COMPACT_BODIES.map((body) => [JSON.parse(body).type, body] as const))(
    'a signed %s starts the scenario, an unsigned one and one that was changed do not',
    (_type, body) => {
      const take = (given: string, header: string) =>
        deliverToUserpilot(
          { userpilot_secret: SECRET },
          { body: given, headers: { 'X-Signature': header } },
          reading,
        );
      const header = `t=${TIMESTAMP},v1=${signed(body)}`;
      expect(shown(take(body, header))).toEqual(withoutNulls(onZapier(body, true) ?? {}));
      expect(take(body.replace('demo', 'demi'), header)).toBeUndefined();
      expect(deliverToUserpilot({ userpilot_secret: SECRET }, { body }, reading)).toBeUndefined();
    },
  );
});

test('a body that is not compact has another id than on Zapier, and the rest is the same', () => {
  for (const [at, body] of SEED_BODIES.entries()) {
    const made = shown(deliverToUserpilot({}, { body }));
    const compact = COMPACT_BODIES[at] ?? '';
    expect(made).toEqual({
      ...withoutNulls(onZapier(body) ?? {}),
      id: createHash('sha256').update(compact).digest('hex'),
    });
    expect(made).not.toHaveProperty('id', onZapier(body)?.id);
  }
});

describe('the signature', () => {
  const hex = signed(BODY);
  const base64 = signed(BODY, 'base64');

  test.each<[what: string, header: string]>([
    ['hex', `t=${TIMESTAMP},v1=${hex}`],
    ['hex in capitals', `t=${TIMESTAMP},v1=${hex.toUpperCase()}`],
    ['base64', `t=${TIMESTAMP},v1=${base64}`],
    ['spaces', ` t=${TIMESTAMP} , v1=${hex} `],
    ['the signature first', `v1=${hex},t=${TIMESTAMP}`],
    ['a wrong one before it', `t=${TIMESTAMP},v1=${'0'.repeat(64)},v1=${hex}`],
    ['more parts', `v0=abc,t=${TIMESTAMP},v1=${hex},v2=abc`],
    ['a part that only ends like the timestamp', `sent=1700000000,v1=${hex}`],
    ["the body's own timestamp", `v1=${hex}`],
    ['another timestamp than that of the body', `t=1700000000,v1=${signed(BODY, 'hex', '1700000000')}`],
  ])('is taken with %s, as on Zapier', (_what, header) => {
    expect(verifySignature({ rawBody: BODY, header, secret: SECRET }).verified).toBe(true);
    expect(deliverSigned(header)).toMatchObject({ signature_verified: true });
  });

  test.each<[what: string, header: string | undefined]>([
    ['no header', undefined],
    ['an empty header', ''],
    ['only a timestamp', `t=${TIMESTAMP}`],
    ['no v1', `t=${TIMESTAMP},v0=${hex}`],
    ['an empty v1', `t=${TIMESTAMP},v1=`],
    ['the bare signature', hex],
    ['a signature of something else', `t=${TIMESTAMP},v1=${signed('{}')}`],
    ['a changed timestamp', `t=1679578626,v1=${hex}`],
    ['half a signature', `t=${TIMESTAMP},v1=${hex.slice(0, 32)}`],
    [
      'a hash without the secret',
      `t=${TIMESTAMP},v1=${createHash('sha256').update(`${BODY}.${TIMESTAMP}`).digest('hex')}`,
    ],
    ['base64 in capitals', `t=${TIMESTAMP},v1=${base64.toUpperCase()}`],
    ['a v1 within a word', `t=${TIMESTAMP},xv1=${hex}`],
    ['two wrong ones', `t=${TIMESTAMP},v1=${'0'.repeat(64)},v1=${signed('{}')}`],
  ])('is refused with %s, as on Zapier', (_what, header) => {
    expect(verifySignature({ rawBody: BODY, header: header ?? null, secret: SECRET }).verified).toBe(false);
    expect(deliverSigned(header)).toBeUndefined();
  });

  test.each<[what: string, secret: Mapped]>([
    ['none', ''],
    ['white space', '  '],
    ['erased', ERASE],
    ['an empty text', EMPTY_TEXT],
  ])('is not asked for when the secret is %s', (_what, secret) => {
    expect(deliverSigned(undefined, BODY, secret)).toMatchObject({ signature_verified: false });
  });

  test('is checked with the secret as pasted, without the spaces around it', () => {
    expect(deliverSigned(`t=${TIMESTAMP},v1=${hex}`, BODY, ` ${SECRET}\n`)).toMatchObject({
      signature_verified: true,
    });
    expect(deliverSigned(`t=${TIMESTAMP},v1=${hex}`, BODY, `${SECRET}x`)).toBeUndefined();
  });
});

describe('event types', () => {
  const TYPES = [...TYPE_CHOICES.map(({ value }) => value), 'surveys.completed', 'flows.started', 'x'].filter(
    (type) => type !== OTHER,
  );
  const choices = TYPE_CHOICES.map(({ value }) => value);
  const bodyOf = (type: string) => JSON.stringify({ type, timestamp: 1679578625, data: {} });

  test.each<[what: string, chosen: Mapped]>([
    ['nothing', undefined],
    ['an empty list', []],
    ['a list that was erased', ERASE],
  ])('with %s chosen every type counts', (_what, chosen) => {
    for (const type of TYPES) {
      expect(deliverToUserpilot({ event_types: chosen }, { body: bodyOf(type) })).toMatchObject({ type });
    }
  });

  test('what is chosen counts, and other means every type that is not in the list, as on Zapier', () => {
    fc.assert(
      fc.property(
        fc.subarray(choices, { minLength: 1 }),
        fc.constantFrom(...TYPES),
        anyReading,
        (chosen, type, reading) => {
          const made = deliverToUserpilot({ event_types: chosen }, { body: bodyOf(type) }, reading);
          expect(made !== undefined).toBe(isChosen(type, chosen));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what is no Userpilot event starts nothing', () => {
  test.each([
    '{}',
    '[]',
    'null',
    '"flows.completed"',
    '7',
    '{"type":"flows.completed"}',
    '{"type":"flows.completed","data":null}',
    '{"type":"","data":{}}',
    '{"type":" ","data":{}}',
    '{"type":null,"data":{}}',
    '{"data":{}}',
    '[{"type":"flows.completed","data":{}}]',
  ])('%s', (body) => {
    expect(onZapier(body)).toBeNull();
    for (const [, reading] of READINGS) expect(deliverToUserpilot({}, { body }, reading)).toBeUndefined();
  });
});

describe('any event', () => {
  test('has the name and the category that it has on Zapier', () => {
    const families = ['flows', 'checklist', 'nps', 'feature_tag', 'forms', 'button_tracked_event', 'surveys'];
    const wire = fc
      .array(fc.constantFrom(...families, ...'ab7._.:/- '), { minLength: 1, maxLength: 8 })
      .map((parts) => parts.join(''))
      .filter((type) => type.trim() !== '');
    fc.assert(
      fc.property(wire, anyReading, (type, reading) => {
        const made = deliverToUserpilot({}, { body: JSON.stringify({ type, data: {} }) }, reading);
        expect(made).toMatchObject(describeType(type));
      }),
      { numRuns: 1_000 },
    );
  });

  const hasMembers = (object: object) => Object.keys(object).length > 0;
  const texts = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
  const declared = [...childrenOf.values()].flat();
  const names = texts.filter((name) => !declared.includes(name));
  // A number whose digits would not all be sent again is text on Zapier (`webhook_output`).
  const value = fc.jsonValue().filter((json) => {
    const text = JSON.stringify(json);
    return JSON.stringify(parseExactly(text)) === text;
  });
  const properties = fc.dictionary(names, value, { maxKeys: 4 });
  const person = fc
    .tuple(properties, fc.record({ user_id: texts, name: texts, email: texts }, { requiredKeys: [] }))
    .map(([chosen, known]) => ({ ...chosen, ...known }))
    .filter(hasMembers);
  const organization = fc
    .tuple(properties, fc.record({ id: texts, name: texts }, { requiredKeys: [] }))
    .map(([chosen, known]) => ({ ...chosen, ...known }))
    .filter(hasMembers);
  const event = fc.record(
    {
      type: fc.constantFrom('flows.completed', 'nps.feedback', 'surveys.completed'),
      timestamp: fc.oneof(
        fc.integer({ min: 0, max: 5_000_000_000 }),
        fc.constantFrom(946684799, 946684800, 4102444799, 4102444800, 1679578625.5),
        fc.integer({ min: 900_000_000_000, max: 4_200_000_000_000 }),
        fc.constantFrom(946684799999, 946684800000, 4102444799999, 4102444800000, 1e15),
        fc.integer({ min: 900_000_000, max: 4_200_000_000_000 }).map((count) => ` ${count}`),
        fc
          .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
          .map((date) => date.toISOString()),
        fc.constantFrom('', 'yesterday', '2026-01-31', '12 h', true, [], {}),
      ),
      app_token: texts,
      data: fc.record(
        {
          action: texts,
          id: fc.oneof(texts, fc.nat(), fc.constant(0)),
          hostname: fc.oneof(
            fc.domain(),
            fc.constantFrom('localhost:3000', 'https://www.example.com', 'HTTP://a.example/b?c=https://d'),
          ),
          pathname: fc.oneof(
            fc.webPath().filter((path) => path !== ''),
            fc.constantFrom(
              'dashboard',
              '/',
              'https://www.example.com/pricing?a=1#b',
              '/to/https://a.example',
            ),
          ),
          score: fc.oneof(fc.nat({ max: 10 }), fc.constant(0)),
          survey_question: texts,
          follow_up_question: texts,
          feedback: texts,
          user: person,
          company: organization,
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['type', 'data'] },
  );

  test('becomes what Zapier makes of it, but for keys without a value', () => {
    fc.assert(
      fc.property(event, anyReading, (sent, reading) => {
        const body = JSON.stringify(sent);
        expect(shown(deliverToUserpilot({}, { body }, reading))).toEqual(withoutNulls(onZapier(body) ?? {}));
      }),
      { numRuns: 1_000 },
    );
  });
});
