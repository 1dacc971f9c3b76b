import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildEvent, type EventPlan } from '../../src/events/build.ts';
import type { Input } from '../../src/events/settings.ts';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import type { Checked } from '../../src/lib/validation.ts';
import type { DraftEvent } from '../../src/usermaven/event.ts';
import {
  anyJsonObject,
  attributeName,
  deepFrozen,
  RUNS,
  text,
  withoutPollution,
} from '../support/arbitraries.ts';
import { issuesIn, PLAN, valueFrom } from '../support/building.ts';

const KNOWN = { event_name: 'Signed Up', user_id: 'usr_1' };

/** An event of a known user unless told, or its issues. */
const check = (input: Input, changes: Partial<EventPlan> = {}): Checked<DraftEvent> =>
  buildEvent({ ...KNOWN, ...input }, { ...PLAN, ...changes });

const build = (input: Input = {}, changes?: Partial<EventPlan>): DraftEvent =>
  valueFrom(check(input, changes));
const issuesOf = (input: Input, changes?: Partial<EventPlan>) => issuesIn(check(input, changes));

const inZone = (timeZone: string) => ({
  context: { ...PLAN.context, clock: { ...PLAN.context.clock, timeZone } },
});
const asText = { context: { ...PLAN.context, mode: 'text' } } as const;

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
    expect(valueFrom(buildEvent({ event_name: 'Signed Up', ...given }, PLAN)).user).toStrictEqual(user);
  });

  test.each<[given: Input]>([
    [{}],
    [{ user_id: '', email: ' ', anonymous_id: null }],
    [{ user_id: [], email: {} }],
    [{ first_name: 'Jane', company_id: 'acme' }],
  ])('%j is nobody', (given) => {
    expect(issuesIn(buildEvent({ event_name: 'Signed Up', ...given }, PLAN))).toEqual([NOBODY]);
  });

  test('only the identifiers that an action needs make a person for it', () => {
    const needs = ['user_id', 'email'] as const;
    const given = { event_name: 'Signed Up', anonymous_id: '5zdta4zak9' };
    expect(issuesIn(buildEvent(given, { ...PLAN, needs }))).toEqual([
      'User ID, Email: all blank. Fill in at least one, so that the event belongs to a person.',
    ]);
    expect(issuesIn(buildEvent({ ...given, email: 'jane@example.com' }, { ...PLAN, needs }))).toEqual([]);
  });

  test('a long number stays the ID that it is only as text', () => {
    expect(build({ user_id: '12345678901234567890' }).user.id).toBe('12345678901234567890');
    expect(issuesOf({ user_id: 1.2345678901234567e19 })).toEqual([
      'User ID: "12345678901234567000" is a number so long that its last digits may be wrong. Map it as text (in JSON, put it in quotes).',
    ]);
  });
});

describe('a company', () => {
  test.each<[key: string, value: unknown, label: string]>([
    ['company_name', 'Acme Inc.', 'Company Name'],
    ['company_created_at', '2020-01-01', 'Company Created At'],
    ['company_attributes', { seats: '25' }, 'Company Attributes'],
  ])('%s needs Company ID', (key, value, label) => {
    const issues = [`${label}: needs Company ID. Fill in Company ID too.`];
    expect(issuesOf({ [key]: value })).toEqual(issues);
    expect(issuesOf({ [key]: value, company_id: ' ' })).toEqual(issues);
  });

  test('of blank attributes alone is none', () => {
    expect(build({ company_attributes: { seats: '', plan: ' ' } })).not.toHaveProperty('company');
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
    expect(issuesIn(buildEvent(input, PLAN))).toEqual([
      'Event Name: required, but blank. Fill it in.',
      'Occurred At: "banana" is not a date or time that we can read. Use a date such as 2026-01-31T09:30:00Z, or unix time in seconds or milliseconds.',
      'Email: "["jane@example.com"]" is a list. Map a single value.',
      'User Attributes: "pro" is not a list of names and values. Enter one name and one value per row.',
      'Page URL: "two words" is not a web address. Use the full address, such as https://www.example.com/pricing.',
      'Company Name: needs Company ID. Fill in Company ID too.',
    ]);
  });

  test('is said once: an identifier that was refused is not called blank too', () => {
    expect(issuesOf({ user_id: { id: 1 } })).toEqual([
      'User ID: "{"id":1}" is an object. Map a single value.',
    ]);
    expect(issuesOf({ company_id: [1], company_name: 'Acme' })).toEqual([
      'Company ID: "[1]" is a list. Map a single value.',
    ]);
  });

  test('a blank name is no name', () => {
    expect(issuesOf({ event_name: ' \n' })).toEqual(['Event Name: required, but blank. Fill it in.']);
  });

  test('an exception is not taken for an issue', () => {
    const broken = {
      get user_id(): string {
        throw new Error('broken');
      },
    };
    expect(() => buildEvent(broken, PLAN)).toThrow(new Error('broken'));
  });
});

describe('the event type', () => {
  test('is the one that is given where no field does', () => {
    const fields = PLAN.fields.filter(({ key }) => key !== 'event_name');
    expect(build({}, { fields, eventType: 'user_identify' }).event_type).toBe('user_identify');
  });

  test('is what the field says, if both do', () => {
    expect(build({}, { eventType: 'user_identify' }).event_type).toBe('Signed Up');
  });

  test('is refused if the plan reserves it, with what to do instead', () => {
    const reserved = { group: 'Use another name.' };
    expect(issuesOf({ event_name: ' group ' }, { reserved })).toEqual([
      'Event Name: "group" is reserved by Usermaven. Use another name.',
    ]);
    expect(build({ event_name: 'group' }).event_type).toBe('group');
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
    expect(build(input, inZone('Europe/Berlin'))).toMatchObject({
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
    expect(issuesOf({ occurred_at }).join()).toMatch(/^Occurred At: /);
    expect(issuesOf({ occurred_at }).join()).toContain(says);
  });

  test('a person and a company may be older than any event', () => {
    expect(build({ user_created_at: '1912-06-23' }).user.created_at).toBe('1912-06-23T00:00:00.000Z');
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
    const event = build({
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
    expect(build({ event_attributes }, asText).event_attributes).toStrictEqual(event_attributes);
  });

  test('whose names are kept as text stay text, in every dictionary', () => {
    const typed = { zip: '2134', order: 'true', amount: '5' };
    const context = { ...PLAN.context, textNames: new Set(['zip', 'order']) };
    const event = build({ event_attributes: typed, user_attributes: typed }, { context });
    expect(event.event_attributes).toStrictEqual({ zip: '2134', order: 'true', amount: 5 });
    expect(event.user.custom).toStrictEqual({ zip: '2134', order: 'true', amount: 5 });
  });

  test.each<[json: unknown]>([
    ['{"amount":"29.90","items":[{"sku":"A1"}],"none":null}'],
    [{ amount: '29.90', items: [{ sku: 'A1' }], none: null }],
  ])('in JSON (%j) keep their exact types and win over the dictionary', (event_attributes_json) => {
    const event_attributes = { amount: '1', plan: 'pro' };
    expect(build({ event_attributes, event_attributes_json }).event_attributes).toStrictEqual({
      amount: '29.90',
      plan: 'pro',
      items: [{ sku: 'A1' }],
      none: null,
    });
  });

  test('that are all blank leave no empty object', () => {
    const event = build({
      event_attributes: { a: '', b: null },
      event_attributes_json: '{}',
      user_attributes: { a: ' ' },
    });
    expect(event).not.toHaveProperty('event_attributes');
    expect(event.user).toStrictEqual({ id: 'usr_1' });
  });

  test('a name is trimmed, and one that is there twice is refused rather than lost', () => {
    expect(build({ event_attributes: { ' amount ': '5' } }).event_attributes).toStrictEqual({ amount: 5 });
    expect(issuesOf({ event_attributes: { amount: '1', 'amount ': '2' } })).toEqual([
      'Event Attributes: "amount" appears twice. Keep only one of the two rows.',
    ]);
    expect(build({ event_attributes: { amount: '1', 'amount ': '' } }).event_attributes).toStrictEqual({
      amount: 1,
    });
  });

  test('a value without a name is refused rather than lost, a blank row is none', () => {
    expect(issuesOf({ event_attributes: { ' ': '5' } })).toEqual([
      'Event Attributes: "5" has no name. Enter a name or remove the row.',
    ]);
    expect(build({ event_attributes: { '': '', a: '1' } }).event_attributes).toStrictEqual({ a: 1 });
  });

  test('called __proto__ are attributes like any other', () => {
    const event_attributes = JSON.parse('{"__proto__":"1","constructor":"2"}');
    const event_attributes_json = '{"__proto__":{"polluted":true}}';
    const event = withoutPollution(() => build({ event_attributes, event_attributes_json }));
    expect(JSON.stringify(event.event_attributes)).toBe('{"__proto__":{"polluted":true},"constructor":2}');
    expect(event).not.toHaveProperty('polluted');
  });
});

test('an input that is only inherited is not filled in', () => {
  const input = Object.create({ user_id: 'usr_2', email: 'jane@example.com' });
  expect(issuesIn(buildEvent(Object.assign(input, { event_name: 'Signed Up' }), PLAN))).toEqual([NOBODY]);
});

test('two events share nothing that one could change for the other', () => {
  expect(build().ids).not.toBe(build().ids);
  expect(build().user).not.toBe(build().user);
});

describe('whatever is filled in', () => {
  /** Names with values as a dictionary has them: every value is text, no name is there twice. */
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
    keptAsText: boolean,
  ) => {
    const filled = Object.entries(typed).filter(([, value]) => value.trim() !== '');
    expect(Object.keys(sent ?? {}).sort()).toEqual(filled.map(([name]) => name.trim()).sort());
    const found = new Map(Object.entries(sent ?? {}));
    for (const [name, value] of filled) {
      const back = found.get(name.trim());
      if (typeof back === 'string') expect(back).toBe(value.trim());
      else if (typeof back === 'boolean') expect(value.trim().toLowerCase()).toBe(String(back));
      else expect(back).toBe(Number(value));
      if (keptAsText) expect(typeof back).toBe('string');
    }
  };

  test('no attribute of a dictionary is lost, and reading back the payload gives what was typed', () => {
    const property = (attributes: Record<string, string>, mode: 'detect' | 'text', keepAll: boolean) => {
      const input = deepFrozen({
        event_attributes: attributes,
        user_attributes: attributes,
        company_id: 'acme',
        company_attributes: attributes,
      });
      const textNames = new Set(keepAll ? Object.keys(attributes).map((name) => name.trim()) : []);
      const context = { ...PLAN.context, mode, textNames };
      const event: DraftEvent = JSON.parse(JSON.stringify(withoutPollution(() => build(input, { context }))));
      for (const sent of [event.event_attributes, event.user.custom, event.company?.custom]) {
        readBack(attributes, sent, keepAll || mode === 'text');
      }
    };
    fc.assert(fc.property(dictionary, fc.constantFrom('detect', 'text'), fc.boolean(), property), RUNS);
  });

  test('JSON attributes arrive exactly as they are, as text or as an object', () => {
    const property = (attributes: JsonObject, isText: boolean) => {
      const event_attributes_json = isText ? JSON.stringify(attributes) : deepFrozen(attributes);
      const event = withoutPollution(() => build({ event_attributes_json }));
      expect(JSON.stringify(event.event_attributes ?? {})).toBe(JSON.stringify(attributes));
    };
    fc.assert(fc.property(anyJsonObject, fc.boolean(), property), RUNS);
  });

  test('JSON attributes and the dictionary together lose no name, and JSON wins', () => {
    const property = (typed: Record<string, string>, exact: JsonObject) => {
      const event = build({ event_attributes: typed, event_attributes_json: exact }, asText);
      const filled = Object.entries(typed).flatMap(([name, value]): [string, Json][] =>
        value.trim() === '' ? [] : [[name.trim(), value.trim()]],
      );
      const expected = Object.fromEntries([...filled, ...Object.entries(exact)]);
      expect(JSON.stringify(event.event_attributes ?? {})).toBe(JSON.stringify(expected));
    };
    fc.assert(fc.property(dictionary, anyJsonObject, property), RUNS);
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
    const property = (values: readonly string[]) => {
      const input = Object.fromEntries(keys.map((key, index) => [key, values[index] ?? '']));
      const event = build({ ...input, user_id: `u${values[0]}` });
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
    fc.assert(
      fc.property(fc.array(text, { minLength: keys.length, maxLength: keys.length }), property),
      RUNS,
    );
  });
});
