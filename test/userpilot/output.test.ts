import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OUTPUTS, toOutput } from '../../src/userpilot/output.ts';
import { LONGEST_TEXT, readPayload } from '../../src/userpilot/payload.ts';
import { anyCharacter, steadyJson } from '../support/arbitraries.ts';
import { SEED_BODIES } from './seed-payloads.ts';

const outputOf = (rawBody: string, verified = false) => {
  const reading = readPayload(rawBody);
  if (!reading.ok) throw new Error(reading.reason);
  return toOutput(reading.payload, reading.content, verified);
};

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const outputOfData = (data: Record<string, unknown>, rest: Record<string, unknown> = {}) =>
  outputOf(JSON.stringify({ type: 'flows.seen', ...rest, data }));

const KEYS = OUTPUTS.map(({ key }) => key);
const CHILDREN = OUTPUTS.filter((output) => output.type === 'object').map(
  ({ key, children }) => [key, children.map((child) => child.key)] as const,
);

describe("Userpilot's own samples", () => {
  test('an NPS answer comes out whole, in the declared order', () => {
    const body = SEED_BODIES.find((sample) => sample.includes('nps.feedback')) ?? '';
    const output = outputOf(body, true);
    expect(output).toEqual({
      id: sha256(JSON.stringify(JSON.parse(body))),
      type: 'nps.feedback',
      category: 'nps',
      action: 'feedback',
      event_name: 'Userpilot NPS Feedback',
      occurred_at: '2023-03-23T13:36:59.000Z',
      app_token: 'NX-bd46697c',
      content_id: null,
      hostname: 'demo.userpilot.io',
      pathname: '/dashboard',
      url: 'https://demo.userpilot.io/dashboard',
      score: 10,
      survey_question: 'How likely it is that you would recommend us to your friends?',
      follow_up_question: 'Why did you choose this score? ',
      feedback: 'Great Product',
      user: { user_id: '1', name: 'John Doe', email: 'john@userpilot.co' },
      company: { id: '1', name: 'Userpilot' },
      signature_verified: true,
    });
    expect(Object.keys(output)).toEqual(KEYS);
  });

  test.each(SEED_BODIES.map((body) => [JSON.parse(body).type, body]))(
    '%s says who, what, where and when',
    (type, body) => {
      const sent = JSON.parse(body);
      const output = outputOf(body);
      expect(Object.keys(output)).toEqual(KEYS);
      expect(output).toMatchObject({
        type,
        action: sent.data.action,
        content_id: sent.data.id === undefined ? null : '1',
        occurred_at: new Date(sent.timestamp * 1000).toISOString(),
        url: 'https://demo.userpilot.io/dashboard',
        user: sent.data.user,
        company: sent.data.company,
        signature_verified: false,
      });
      expect(output.category).not.toBe('other');
    },
  );

  test('every event has an id of its own, and the same delivery has the same one', () => {
    const ids = SEED_BODIES.map((body) => outputOf(body).id);
    expect(new Set(ids).size).toBe(SEED_BODIES.length);
    expect(SEED_BODIES.map((body) => outputOf(body, true).id)).toEqual(ids);
  });
});

describe('people and companies', () => {
  test('a missing user and company still have their declared keys', () => {
    expect(outputOfData({})).toMatchObject({
      user: { user_id: null, name: null, email: null },
      company: { id: null, name: null },
    });
  });

  test('declared keys come first and are text; chosen properties pass through untouched', () => {
    const output = outputOfData({
      user: { plan: 'pro', logins: 12, tags: ['a', 'b'], vip: true, trial: null, user_id: 42 },
      company: { mrr: 99.5, id: 7, address: { city: 'Ankara' }, name: 'Acme' },
    });
    expect(output.user).toEqual({
      user_id: '42',
      name: null,
      email: null,
      plan: 'pro',
      logins: 12,
      tags: ['a', 'b'],
      vip: true,
      trial: null,
    });
    expect(Object.keys(output.user).slice(0, 3)).toEqual(['user_id', 'name', 'email']);
    expect(output.company).toEqual({ id: '7', name: 'Acme', mrr: 99.5, address: { city: 'Ankara' } });
  });

  test('a user id of zero is an id, and one that is no text or number is none', () => {
    expect(outputOfData({ user: { user_id: 0 } }).user.user_id).toBe('0');
    expect(outputOfData({ user: { user_id: { id: 1 }, email: ' ' } }).user).toMatchObject({
      user_id: null,
      email: null,
    });
  });

  test.each([
    [{ id: 7 }, '7'],
    [{ id: 'usr_1' }, 'usr_1'],
    [{ user_id: 'usr_1', id: 'usr_2' }, 'usr_1'],
    [{ user_id: ' ', id: 'usr_2' }, 'usr_2'],
    [{ user_id: null, id: 0 }, '0'],
    [{ user_id: {}, id: [] }, null],
  ])('a user %j has the id %j: tolerated in place of user_id, and kept as a property', (user, id) => {
    const { user: output } = outputOfData({ user });
    expect(output.user_id).toBe(id);
    expect(output.id).toEqual(user.id);
  });

  test('properties with names of the prototype are data and pollute nothing', () => {
    const properties =
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1,"hasOwnProperty":2}';
    const { user, company } = outputOf(
      `{"type":"flows.seen","__proto__":{"polluted":true},"data":{"__proto__":{"hostname":"evil.example"},"user":${properties},"company":${properties}}}`,
    );
    for (const output of [user, company]) {
      expect(Object.keys(output)).toEqual(
        expect.arrayContaining(['__proto__', 'constructor', 'toString', 'hasOwnProperty']),
      );
      expect(Object.getPrototypeOf(output)).toBe(Object.prototype);
      expect(output).not.toHaveProperty('polluted');
      expect(JSON.stringify(output)).toContain('"__proto__":{"polluted":true}');
    }
    expect(Reflect.has({}, 'polluted')).toBe(false);
  });

  test('data.__proto__ is never read as data', () => {
    expect(
      outputOf('{"type":"flows.seen","data":{"__proto__":{"hostname":"evil.example"}}}').hostname,
    ).toBeNull();
  });
});

describe('when it happened', () => {
  test.each([
    [1679578625, '2023-03-23T13:37:05.000Z'],
    [1679578625.5, '2023-03-23T13:37:05.500Z'],
    ['1679578625', '2023-03-23T13:37:05.000Z'],
    [946684800, '2000-01-01T00:00:00.000Z'],
    [946684799, null],
    [0, null],
    [-1, null],
    [4102444800, null],
    // Milliseconds, and ISO 8601 with a zone.
    [1679578625000, '2023-03-23T13:37:05.000Z'],
    [1679578625123, '2023-03-23T13:37:05.123Z'],
    ['1679578625000', '2023-03-23T13:37:05.000Z'],
    ['2023-03-23T13:37:05Z', '2023-03-23T13:37:05.000Z'],
    ['2023-03-23T14:37:05.123+01:00', '2023-03-23T13:37:05.123Z'],
    [' 2023-03-23T13:37Z ', '2023-03-23T13:37:00.000Z'],
    // As seconds, this millisecond is none that a number can hold.
    ['2004-02-27T10:40:24.952Z', '2004-02-27T10:40:24.952Z'],
    [1077878424952, '2004-02-27T10:40:24.952Z'],
    ['2023-03-23T13:37:05', null],
    ['2023-02-30T13:37:05Z', null],
    ['2023-13-23T13:37:05Z', null],
    [9e15, null],
  ])('a timestamp %j is %j', (timestamp, occurredAt) => {
    expect(outputOfData({}, { timestamp }).occurred_at).toBe(occurredAt);
  });

  test.each([[undefined], [null], ['soon'], [true], ['23 March 2023']])(
    'a timestamp %j is none',
    (timestamp) => {
      expect(outputOfData({}, { timestamp }).occurred_at).toBeNull();
    },
  );

  test('is ISO 8601 and nothing else: the time of an action takes it as it is', () => {
    expect(outputOfData({}, { timestamp: 1679578625 })).not.toHaveProperty('timestamp');
  });
});

describe('where it happened', () => {
  test.each([
    ['demo.userpilot.io', '/dashboard', 'https://demo.userpilot.io/dashboard'],
    ['demo.userpilot.io', 'dashboard', 'https://demo.userpilot.io/dashboard'],
    ['demo.userpilot.io', undefined, 'https://demo.userpilot.io'],
    ['localhost:3000', '/', 'https://localhost:3000/'],
    ['münchen.example', '/straße', 'https://münchen.example/straße'],
    [undefined, '/dashboard', null],
    ['', '/dashboard', null],
    ['not a host', '/dashboard', null],
    ['demo.userpilot.io', '/two words', null],
    ['[', '/', null],
    ['/', 'dashboard', null],
    ['https://', 'dashboard', null],
    // Seen nowhere, so tolerated: a scheme in the host, a whole address in the path.
    ['https://demo.userpilot.io', '/dashboard', 'https://demo.userpilot.io/dashboard'],
    ['http://demo.userpilot.io/', '/dashboard', 'https://demo.userpilot.io/dashboard'],
    ['https://demo.userpilot.io/app?x=1', '/dashboard', 'https://demo.userpilot.io/dashboard'],
    [
      'demo.userpilot.io',
      'https://demo.userpilot.io/dashboard?a=1',
      'https://demo.userpilot.io/dashboard?a=1',
    ],
    [undefined, 'https://demo.userpilot.io/dashboard', 'https://demo.userpilot.io/dashboard'],
    ['demo.userpilot.io', 'http://app.example.com/x', 'http://app.example.com/x'],
    ['demo.userpilot.io', 'https://two words', null],
  ])('hostname %j and pathname %j make %j', (hostname, pathname, url) => {
    expect(outputOfData({ hostname, pathname }).url).toBe(url);
  });
});

describe('an output stays under 1 MB, whatever came in', () => {
  const TEXTS = [
    'action',
    'id',
    'hostname',
    'pathname',
    'survey_question',
    'follow_up_question',
    'feedback',
  ] as const;
  const all = (text: string) => Object.fromEntries(TEXTS.map((key) => [key, text]));

  // As JSON, a character has one byte, three or six.
  test.each(['x', '漢', '\u0001', '\ud800'])('with nothing but %j in every text', (character) => {
    for (const length of [LONGEST_TEXT, LONGEST_TEXT + 1, 300_000]) {
      const large = character.repeat(length);
      const many = Object.fromEntries(
        Array.from({ length: 3_000 }, (_, at) => [`${at}${character}`, 'x'.repeat(50)]),
      );
      const person = {
        user_id: large,
        id: large,
        name: large,
        email: large,
        [large]: 1,
        large,
        plan: 'pro',
        ...many,
      };
      const output = outputOfData(
        { ...all(large), user: person, company: person },
        { type: large, app_token: large },
      );
      expect(Buffer.byteLength(JSON.stringify(output))).toBeLessThan(1_000_000);
      expect(Object.keys(output)).toEqual(KEYS);
      expect(output).toMatchObject({ user: { plan: 'pro' }, company: { plan: 'pro' } });
    }
  });

  test('so what people wrote is cut, and what would be something else is none', () => {
    const [longest, longer] = ['漢'.repeat(LONGEST_TEXT), '漢'.repeat(LONGEST_TEXT + 1)];
    expect(outputOfData(all(longest))).toMatchObject({
      action: longest,
      content_id: longest,
      hostname: longest,
      pathname: longest,
      survey_question: longest,
      follow_up_question: longest,
      feedback: longest,
    });
    expect(outputOfData({ ...all(longer), user: { user_id: longer, id: 7 } })).toMatchObject({
      action: null,
      content_id: null,
      hostname: null,
      pathname: null,
      url: null,
      survey_question: `${longest}…`,
      follow_up_question: `${longest}…`,
      feedback: `${longest}…`,
      user: { user_id: '7' },
    });
  });

  test('so a property for which there is no room is null, and costs no other', () => {
    const { user } = outputOfData({
      user: { plan: 'pro', photo: 'x'.repeat(200_000), bio: 'x'.repeat(150_000) },
    });
    expect(user).toEqual({
      user_id: null,
      name: null,
      email: null,
      plan: 'pro',
      photo: null,
      bio: 'x'.repeat(150_000),
    });
  });
});

describe('any event at all', () => {
  test('an unknown type passes through as other', () => {
    expect(outputOf('{"type":"surveys.completed","data":{"action":"completed"}}')).toMatchObject({
      type: 'surveys.completed',
      category: 'other',
      action: 'completed',
      event_name: 'Userpilot Surveys Completed',
    });
  });

  test('letters of the same look make another event', () => {
    const composed = JSON.stringify({ type: 'flows.seen', data: { feedback: 'é' } });
    expect(outputOf(composed.normalize('NFD')).id).not.toBe(outputOf(composed).id);
  });

  test('the same delivery in another encoding has the same id', () => {
    const body = SEED_BODIES[0] ?? '';
    const { id } = outputOf(body);
    expect(id).toBe(sha256(JSON.stringify(JSON.parse(body))));
    expect(outputOf(`\uFEFF${body}`).id).toBe(id);
    expect(outputOf(JSON.stringify(JSON.parse(body), null, 2)).id).toBe(id);
    expect(outputOf(body.replace('demo', '\\u0064emo').replaceAll('/', '\\/')).id).toBe(id);
    expect(outputOf(body.replace('1679578625', '1679578626')).id).not.toBe(id);
  });

  test('ids keep all of their digits, and two that differ in the last one are two', () => {
    const withIds = (digits: string) =>
      `{"type":"flows.seen","data":{"id":${digits},"user":{"user_id":${digits}},"company":{"id":${digits}}}}`;
    for (const digits of ['12345678901234567890', '9007199254740993', '-9007199254740993']) {
      expect(outputOf(withIds(digits))).toMatchObject({
        content_id: digits,
        user: { user_id: digits },
        company: { id: digits },
      });
    }
    expect(outputOf(withIds('10000000000000001')).id).not.toBe(outputOf(withIds('10000000000000002')).id);
  });

  test('properties nested ten thousand deep do not break it', () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    expect(
      outputOf(`{"type":"flows.seen","data":{"user":{"user_id":"1","deep":${deep}}}}`).user.user_id,
    ).toBe('1');
  });

  const details = fc.record(
    {
      action: fc.jsonValue(),
      id: fc.jsonValue(),
      hostname: fc.oneof(fc.domain(), fc.jsonValue()),
      pathname: fc.oneof(fc.webPath(), fc.jsonValue()),
      score: fc.jsonValue(),
      feedback: fc.jsonValue(),
      user: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
      company: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );

  const event = fc.record(
    {
      type: fc.string({ minLength: 1, unit: anyCharacter }).filter((type) => type.trim() !== ''),
      timestamp: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
      app_token: fc.jsonValue(),
      data: fc.oneof(details, fc.dictionary(fc.string(), fc.jsonValue())),
    },
    { requiredKeys: ['type', 'data'] },
  );

  test('reading and writing never throws, and every declared key is there with a value of its type', () => {
    const typeOf = {
      string: 'string',
      datetime: 'string',
      number: 'number',
      integer: 'number',
      boolean: 'boolean',
    };
    const prototypeKeys = Reflect.ownKeys(Object.prototype);
    fc.assert(
      fc.property(event, (sent) => {
        const output = outputOf(JSON.stringify(sent));
        expect(Object.keys(output)).toEqual(KEYS);
        for (const [key, children] of CHILDREN) {
          expect(Object.keys(output[key])).toEqual(expect.arrayContaining([...children]));
        }
        for (const field of OUTPUTS) {
          const value = output[field.key];
          if (field.type === 'object') expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
          else if (value === null) expect(field).not.toHaveProperty('always');
          else expect(typeof value).toBe(typeOf[field.type]);
        }
        expect(Reflect.ownKeys(Object.prototype)).toEqual(prototypeKeys);
      }),
      { numRuns: 2000 },
    );
  });

  test('no chosen property is lost or changed', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString'));
    fc.assert(
      fc.property(fc.array(fc.tuple(names, steadyJson)), (entries) => {
        const declared = ['user_id', 'name', 'email', 'id'];
        const chosen = entries.filter(([name]) => !declared.includes(name));
        // What the wire can carry: JSON has no -0, and a name that comes twice counts once.
        const properties = JSON.parse(JSON.stringify(Object.fromEntries(chosen)));
        const { user, company } = outputOfData({ user: properties, company: properties });
        for (const [name, value] of Object.entries(properties)) {
          expect(Object.getOwnPropertyDescriptor(user, name)?.value).toEqual(value);
          expect(Object.getOwnPropertyDescriptor(company, name)?.value).toEqual(value);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('any JSON at all is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (body) => {
        const reading = readPayload(body);
        expect(reading.ok ? reading.payload.type : reading.reason).toMatch(/\S/);
      }),
      { numRuns: 1000 },
    );
  });
});
