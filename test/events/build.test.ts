import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ACTIONS } from '../../src/actions/index.ts';
import { TRACK_EVENT } from '../../src/actions/track-event.ts';
import type { DraftEvent } from '../../src/events/build.ts';
import { FIELDS } from '../../src/fields/index.ts';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import { InputError } from '../../src/lib/validation.ts';
import {
  anyJson,
  anyJsonObject,
  attributeName,
  deepFrozen,
  RUNS,
  text,
  withoutPollution,
} from '../support/arbitraries.ts';
import { build, type Input, identify, problemsOf, track } from '../support/building.ts';

const NOBODY =
  'User ID, Anonymous ID, Email: all blank. Fill in at least one, so that the event belongs to a person.';

describe('whose event it is', () => {
  test.each<[given: Input, user: object]>([
    [{ user_id: 'usr_1' }, { id: 'usr_1' }],
    [{ anonymous_id: '5zdta4zak9' }, { anonymous_id: '5zdta4zak9' }],
    [{ email: 'jane@example.com' }, { id: 'jane@example.com', email: 'jane@example.com' }],
    [
      { user_id: 'usr_1', email: 'jane@example.com' },
      { id: 'usr_1', email: 'jane@example.com' },
    ],
    [
      { anonymous_id: '5zdta4zak9', email: 'jane@example.com' },
      { id: 'jane@example.com', anonymous_id: '5zdta4zak9', email: 'jane@example.com' },
    ],
    // Never the reverse: what looks like an email in User ID is an id.
    [{ user_id: 'jane@example.com' }, { id: 'jane@example.com' }],
    [
      { user_id: ' ', email: ' jane@example.com ' },
      { id: 'jane@example.com', email: 'jane@example.com' },
    ],
    // Ids are text, and 0 is one.
    [{ user_id: 12345 }, { id: '12345' }],
    [{ user_id: 0 }, { id: '0' }],
    [{ user_id: '0' }, { id: '0' }],
    [{ user_id: '007' }, { id: '007' }],
    [{ user_id: false }, { id: 'false' }],
    [{ user_id: '  usr_1\n' }, { id: 'usr_1' }],
    [{ anonymous_id: 9_007_199_254_740_991 }, { anonymous_id: '9007199254740991' }],
  ])('%j is the person %j', (given, user) => {
    expect(build(TRACK_EVENT, { event_name: 'Signed Up', ...given }).user).toStrictEqual(user);
  });

  test.each<[given: Input]>([
    [{}],
    [{ user_id: '', email: ' ', anonymous_id: null }],
    [{ user_id: [], email: {} }],
    [{ first_name: 'Jane', company_id: 'acme' }],
  ])('%j is nobody', (given) => {
    expect(problemsOf(() => build(TRACK_EVENT, { event_name: 'Signed Up', ...given }))).toEqual([NOBODY]);
  });

  test('an id that lost digits as a number is refused: it would be somebody else', () => {
    expect(problemsOf(() => track({ user_id: 1.2345678901234567e19 }))).toEqual([
      'User ID: "12345678901234567000" is a number so long that its last digits may be wrong. Map it as text, in JSON between quotes.',
    ]);
    expect(track({ user_id: '12345678901234567890' }).user.id).toBe('12345678901234567890');
  });

  test('a whole number in JSON attributes that would lose digits stays text, at any depth', () => {
    const given = `{"a":{"order":[12345678901234567890,-9007199254740993]},"googol":1${'0'.repeat(400)}}`;
    expect(track({ event_attributes_json: given }).event_attributes).toEqual({
      a: { order: ['12345678901234567890', '-9007199254740993'] },
      googol: `1${'0'.repeat(400)}`,
    });
    const exact =
      '{"text":"12345678901234567890","most":9007199254740991,"share":0.12345678901234567890,"large":100000000000000000000,"zero":-0,"none":null}';
    expect(track({ event_attributes_json: exact }).event_attributes).toEqual(JSON.parse(exact));
    expect(
      Object.keys(track({ event_attributes_json: '{"__proto__":1234567890123456}' }).event_attributes ?? {}),
    ).toEqual(['__proto__']);
  });
});

describe('a company', () => {
  test.each<[key: string, value: unknown, label: string]>([
    ['company_name', 'Acme Inc.', 'Company Name'],
    ['company_created_at', '2020-01-01', 'Company Created At'],
    ['company_attributes', { seats: '25' }, 'Company Attributes'],
  ])('%s needs Company ID', (key, value, label) => {
    const problems = [`${label}: needs Company ID. Fill in Company ID too.`];
    expect(problemsOf(() => track({ [key]: value }))).toEqual(problems);
    expect(problemsOf(() => identify({ [key]: value, company_id: ' ' }))).toEqual(problems);
  });

  test('of blank attributes alone is none', () => {
    expect(track({ company_attributes: { seats: '', plan: ' ' } })).not.toHaveProperty('company');
  });
});

describe('what is missing or wrong', () => {
  test('is said all at once, each field by its label', () => {
    const input = {
      email: ['jane@example.com'],
      occurred_at: 'banana',
      page_url: 'two words',
      user_attributes: 'pro',
      company_name: 'Acme Inc.',
    };
    expect(problemsOf(() => build(TRACK_EVENT, input))).toEqual([
      'Event Name: required, but blank. Fill it in.',
      'Occurred At: "banana" is not a date or time that we can read. Use a date such as 2026-01-31T09:30:00Z, or unix time in seconds or milliseconds.',
      'Email: "["jane@example.com"]" is a list. Map a single value.',
      'User Attributes: "pro" is not a list of names and values. Give one name and one value a row.',
      'Page URL: "two words" is not a web address. Use the full address, such as https://www.example.com/pricing.',
      'Company Name: needs Company ID. Fill in Company ID too.',
    ]);
  });

  test('is said once: an identifier that was refused is not called blank too', () => {
    expect(problemsOf(() => track({ user_id: { id: 1 } }))).toEqual([
      'User ID: "{"id":1}" is an object. Map a single value.',
    ]);
    expect(problemsOf(() => track({ company_id: [1], company_name: 'Acme' }))).toEqual([
      'Company ID: "[1]" is a list. Map a single value.',
    ]);
  });

  test('a blank name is no name', () => {
    expect(problemsOf(() => track({ event_name: ' \n' }))).toEqual([
      'Event Name: required, but blank. Fill it in.',
    ]);
  });

  test('a failure that is not about the input is not dressed up as one', () => {
    const broken = {
      toJSON: () => {
        throw new Error('broken');
      },
    };
    expect(() => track({ user_id: broken })).toThrow(new Error('broken'));
    expect(() => track({ text_attributes: [broken] })).toThrow(new Error('broken'));
  });
});

describe('when it happened', () => {
  test("a date without a zone is in the account's time zone", () => {
    const input = {
      occurred_at: '2026-01-31T09:30',
      user_created_at: '2025-07-01',
      company_id: 'acme',
      company_created_at: '2020-01-01',
    };
    expect(track(input, 'Europe/Berlin')).toMatchObject({
      _timestamp: Date.UTC(2026, 0, 31, 8, 30),
      user: { created_at: '2025-06-30T22:00:00.000Z' },
      company: { created_at: '2019-12-31T23:00:00.000Z' },
    });
  });

  test.each<[occurred_at: unknown, says: string]>([
    ['1999-12-31', 'is before the year 2000'],
    [1_700_000_000_000_000, 'is in the future'],
    ['2026-06-17', 'is in the future'],
    ['14', 'is not a date'],
  ])('%j is a mistake', (occurred_at, says) => {
    expect(problemsOf(() => track({ occurred_at })).join()).toMatch(/^Occurred At: /);
    expect(problemsOf(() => track({ occurred_at })).join()).toContain(says);
  });

  test('a person and a company may be older than any event', () => {
    expect(track({ user_created_at: '1912-06-23' }).user.created_at).toBe('1912-06-23T00:00:00.000Z');
  });
});

describe('attributes', () => {
  test('are typed under detect, in every dictionary', () => {
    const typed = {
      amount: '29.90',
      trial: 'TRUE',
      zip: '02134',
      note: ' hi ',
      blank: '',
      count: 3,
      none: null,
    };
    const sent = { amount: 29.9, trial: true, zip: '02134', note: 'hi', count: 3 };
    const event = track({
      event_attributes: typed,
      user_attributes: typed,
      company_id: 'a',
      company_attributes: typed,
    });
    expect(event.event_attributes).toStrictEqual(sent);
    expect(event.user.custom).toStrictEqual(sent);
    expect(event.company?.custom).toStrictEqual(sent);
  });

  test('stay text under text', () => {
    const event_attributes = { amount: '29.90', trial: 'true', count: 3 };
    expect(track({ event_attributes, attribute_values: 'text' }).event_attributes).toStrictEqual(
      event_attributes,
    );
  });

  test.each<[text_attributes: unknown]>([
    [['zip', ' order ']],
    ['zip, order'],
    [['zip', '', 'order', 'zip']],
  ])('named in Attributes Kept as Text (%j) stay text, in every dictionary', (text_attributes) => {
    const typed = { zip: '2134', order: 'true', amount: '5' };
    const event = track({ event_attributes: typed, user_attributes: typed, text_attributes });
    expect(event.event_attributes).toStrictEqual({ zip: '2134', order: 'true', amount: 5 });
    expect(event.user.custom).toStrictEqual({ zip: '2134', order: 'true', amount: 5 });
  });

  test.each<[json: unknown]>([
    ['{"amount":"29.90","items":[{"sku":"A1"}],"none":null}'],
    [{ amount: '29.90', items: [{ sku: 'A1' }], none: null }],
  ])('in JSON (%j) keep their exact types and win over the dictionary', (event_attributes_json) => {
    const event_attributes = { amount: '1', plan: 'pro' };
    expect(track({ event_attributes, event_attributes_json }).event_attributes).toStrictEqual({
      amount: '29.90',
      plan: 'pro',
      items: [{ sku: 'A1' }],
      none: null,
    });
  });

  test('that are all blank leave no empty object', () => {
    const event = track({
      event_attributes: { a: '', b: null },
      event_attributes_json: '{}',
      user_attributes: { a: ' ' },
    });
    expect(event).not.toHaveProperty('event_attributes');
    expect(event.user).toStrictEqual({ id: 'usr_1' });
  });

  test('a name is trimmed, and one that is there twice is refused rather than lost', () => {
    expect(track({ event_attributes: { ' amount ': '5' } }).event_attributes).toStrictEqual({ amount: 5 });
    expect(problemsOf(() => track({ event_attributes: { amount: '1', 'amount ': '2' } }))).toEqual([
      'Event Attributes: "amount" is there twice. Keep one of the two rows.',
    ]);
    expect(track({ event_attributes: { amount: '1', 'amount ': '' } }).event_attributes).toStrictEqual({
      amount: 1,
    });
  });

  test('a value without a name is refused rather than lost, a blank row is none', () => {
    expect(problemsOf(() => track({ event_attributes: { ' ': '5' } }))).toEqual([
      'Event Attributes: the value "5" has no name. Give it one or remove the row.',
    ]);
    expect(track({ event_attributes: { '': '', a: '1' } }).event_attributes).toStrictEqual({ a: 1 });
  });

  test('called __proto__ are attributes like any other', () => {
    const event_attributes = JSON.parse('{"__proto__":"1","constructor":"2"}');
    const event_attributes_json = '{"__proto__":{"polluted":true}}';
    const event = withoutPollution(() => track({ event_attributes, event_attributes_json }));
    expect(JSON.stringify(event.event_attributes)).toBe('{"__proto__":{"polluted":true},"constructor":2}');
    expect(event).not.toHaveProperty('polluted');
  });
});

test('an input that is only inherited is not filled in', () => {
  const input = Object.create({ user_id: 'usr_2', email: 'jane@example.com' });
  expect(problemsOf(() => build(TRACK_EVENT, Object.assign(input, { event_name: 'Signed Up' })))).toEqual([
    NOBODY,
  ]);
});

test('two events share nothing that one could change for the other', () => {
  expect(track().ids).not.toBe(track().ids);
  expect(track().user).not.toBe(track().user);
});

describe('whatever is filled in', () => {
  const value = fc.oneof(text, anyJson);
  const everything = fc.record(Object.fromEntries(Object.keys(FIELDS).map((key) => [key, value])));
  const some = fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(FIELDS)), value), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries));
  const anyInput = fc.oneof(everything, { arbitrary: some, weight: 3 });
  const SINGLE = ACTIONS.filter(({ key }) => key !== 'send_batch');

  test('an event comes out or an InputError that says why, and the input is not changed', () => {
    let events = 0;
    const check = (operation: (typeof SINGLE)[number], input: Input, likely: boolean) => {
      const given = deepFrozen(
        likely ? { ...input, event_name: 'Signed Up', user_id: 'usr_1', company_id: 1 } : input,
      );
      const before = JSON.stringify(given);
      try {
        const event = withoutPollution(() => build(operation, given));
        events += 1;
        expect(JSON.parse(JSON.stringify(event))).toEqual(event);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expect(error.problems.length).toBeGreaterThan(0);
        for (const problem of error.problems)
          expect(problem).toMatch(/^[A-Z][A-Za-z ()]+(, [A-Z][A-Za-z ]+)*: .+\.$/);
      }
      expect(JSON.stringify(given)).toBe(before);
    };
    fc.assert(fc.property(fc.constantFrom(...SINGLE), anyInput, fc.boolean(), check), RUNS);
    expect(events).toBeGreaterThan(100);
  });

  /** Names with values as a dictionary hands them over: every value is text, no name is there twice. */
  const dictionary = fc
    .uniqueArray(
      fc.tuple(
        attributeName.filter((name) => name.trim() !== ''),
        text,
      ),
      {
        selector: ([name]) => name.trim(),
        maxLength: 8,
      },
    )
    .map((entries) => Object.fromEntries(entries));

  /** What was typed, read back from what was sent. */
  const readBack = (
    typed: Readonly<Record<string, string>>,
    sent: JsonObject | undefined,
    asText: boolean,
  ) => {
    const filled = Object.entries(typed).filter(([, value]) => value.trim() !== '');
    expect(Object.keys(sent ?? {}).sort()).toEqual(filled.map(([name]) => name.trim()).sort());
    const found = new Map(Object.entries(sent ?? {}));
    for (const [name, value] of filled) {
      const back = found.get(name.trim());
      if (typeof back === 'string') expect(back).toBe(value.trim());
      else if (typeof back === 'boolean') expect(value.trim().toLowerCase()).toBe(String(back));
      else expect(back).toBe(Number(value));
      if (asText) expect(typeof back).toBe('string');
    }
  };

  test('no attribute of a dictionary is lost, and reading back the payload gives what was typed', () => {
    const check = (attributes: Record<string, string>, mode: 'detect' | 'text', keepAll: boolean) => {
      const input = deepFrozen({
        event_attributes: attributes,
        user_attributes: attributes,
        company_id: 'acme',
        company_attributes: attributes,
        attribute_values: mode,
        text_attributes: keepAll ? Object.keys(attributes) : [],
      });
      const event: DraftEvent = JSON.parse(JSON.stringify(withoutPollution(() => track(input))));
      for (const sent of [event.event_attributes, event.user.custom, event.company?.custom]) {
        readBack(attributes, sent, keepAll || mode === 'text');
      }
    };
    fc.assert(fc.property(dictionary, fc.constantFrom('detect', 'text'), fc.boolean(), check), RUNS);
  });

  test('JSON attributes arrive exactly as they are, as text or as an object', () => {
    const check = (attributes: JsonObject, asText: boolean) => {
      const event_attributes_json = asText ? JSON.stringify(attributes) : deepFrozen(attributes);
      const event = withoutPollution(() => track({ event_attributes_json }));
      expect(JSON.stringify(event.event_attributes ?? {})).toBe(JSON.stringify(attributes));
    };
    fc.assert(fc.property(anyJsonObject, fc.boolean(), check), RUNS);
  });

  test('JSON attributes and the dictionary together lose no name, and JSON wins', () => {
    const check = (typed: Record<string, string>, exact: JsonObject) => {
      const event = track({
        event_attributes: typed,
        event_attributes_json: exact,
        attribute_values: 'text',
      });
      const filled = Object.entries(typed).flatMap(([name, value]): [string, Json][] =>
        value.trim() === '' ? [] : [[name.trim(), value.trim()]],
      );
      const expected = Object.fromEntries([...filled, ...Object.entries(exact)]);
      expect(JSON.stringify(event.event_attributes ?? {})).toBe(JSON.stringify(expected));
    };
    fc.assert(fc.property(dictionary, anyJsonObject, check), RUNS);
  });

  test('text arrives trimmed and otherwise as it was typed', () => {
    const keys = [
      'user_id',
      'anonymous_id',
      'email',
      'event_id',
      'page_title',
      'referrer',
      'first_name',
    ] as const;
    const check = (values: readonly string[]) => {
      const input = Object.fromEntries(keys.map((key, index) => [key, values[index] ?? '']));
      const event = track({ ...input, user_id: `u${values[0]}` });
      const sent = [
        event.user.id,
        event.user.anonymous_id,
        event.user.email,
        event.event_id,
        event.page_title,
        event.referer,
        event.user.first_name,
      ];
      const typed = [`u${values[0]}`, ...values.slice(1)].map((value) => value.trim());
      expect(sent.map((value) => value ?? '')).toEqual(typed);
    };
    fc.assert(fc.property(fc.array(text, { minLength: keys.length, maxLength: keys.length }), check), RUNS);
  });
});
