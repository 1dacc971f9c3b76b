import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Built, buildEvent } from '../../src/events/build.ts';
import { simplified } from '../../src/events/names.ts';
import type { EventPlan } from '../../src/events/plan.ts';
import { valueAt } from '../../src/events/raw.ts';
import { readId } from '../../src/events/read-text.ts';
import type { Input } from '../../src/events/settings.ts';
import type { Field } from '../../src/fields/field.ts';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import { trimText } from '../../src/lib/text.ts';
import type { Checked } from '../../src/lib/validation.ts';
import type { DraftEvent } from '../../src/usermaven/event.ts';
import type { ValueMode } from '../../src/usermaven/values.ts';
import {
  anyJsonObject,
  attributeName,
  deepFrozen,
  nobody,
  RUNS,
  steadyJsonObject,
  text,
  withoutPollution,
} from '../support/arbitraries.ts';
import { asMessages, issuesIn, PLAN, valueFrom } from '../support/building.ts';

const KNOWN = { event_name: 'Signed Up', user_id: 'usr_1' };

/** An event of a known user unless told, or its issues. */
const check = (input: Input, changes: Partial<EventPlan> = {}): Checked<Built> =>
  buildEvent({ ...KNOWN, ...input }, { ...PLAN, ...changes });

const build = (input: Input = {}, changes?: Partial<EventPlan>): DraftEvent =>
  valueFrom(check(input, changes)).event;
const notesOf = (input: Input, changes?: Partial<EventPlan>) =>
  asMessages(valueFrom(check(input, changes)).notes);
const issuesOf = (input: Input, changes?: Partial<EventPlan>) => issuesIn(check(input, changes));

const inZone = (timeZone: string) => ({
  context: { ...PLAN.context, clock: { ...PLAN.context.clock, timeZone } },
});
/** While the Zap is being built. */
const BUILDING = { details: 'refuse' } as const;

const asText = { context: { ...PLAN.context, mode: 'text' } } as const;

const NOBODY =
  'User ID, Email, Anonymous ID: all blank. Fill in at least one, so that the event belongs to a person.';

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
    [
      { user_id: ['usr_1'], email: ['jane@example.com'] },
      { id: 'usr_1', email: 'jane@example.com' },
    ],
    // What stands for nobody is blank, so the email stands in.
    [
      { user_id: 'undefined', email: 'Jane Doe <jane@example.com>', anonymous_id: '(not set)' },
      { id: 'jane@example.com', email: 'jane@example.com' },
    ],
  ])('%j is the person %j', (given, user) => {
    expect(valueFrom(buildEvent({ event_name: 'Signed Up', ...given }, PLAN)).event.user).toStrictEqual(user);
  });

  test.each<[given: Input]>([
    [{}],
    [{ user_id: '', email: ' ', anonymous_id: null }],
    [{ user_id: [], email: {} }],
    [{ first_name: 'Jane', company_id: 'acme' }],
    [{ user_id: 'null', email: 'N/A', anonymous_id: '00000000-0000-0000-0000-000000000000' }],
    [{ user_id: '\u200B' }],
  ])('%j is nobody', (given) => {
    for (const details of ['leave_out', 'refuse'] as const) {
      const built = buildEvent({ event_name: 'Signed Up', ...given }, { ...PLAN, details });
      expect(issuesIn(built)).toEqual([NOBODY]);
      expect(built).toHaveProperty('issues.0.isNobody', true);
    }
  });

  // Nobody to send for is a quiet stop; everything else is for whoever built the Zap to fix.
  test.each<[given: Input]>([
    [{ user_id: { a: 1 } }],
    [{ email: 'jane' }],
    [{ user_id: '{{user_id}}' }],
    [{ event_name: '', user_id: 'usr_1' }],
    [{ user_id: 'usr_1', occurred_at: 'soon' }],
    [{ event_name: '' }],
  ])('%j is not just nobody', (given) => {
    const built = buildEvent({ event_name: 'Signed Up', ...given }, PLAN);
    expect('issues' in built && built.issues.every(({ isNobody }) => isNobody)).toBe(false);
    expect(built).toHaveProperty('issues');
  });

  test('no input makes a second person: whatever stands for nobody, the email is who', () => {
    const email = fc.emailAddress({ size: '-1' }).filter((one) => !/^'|\{\{/.test(one));
    const property = (address: string, ...[one, other, third, fourth]: string[]) => {
      const person = (user_id: unknown, anonymous_id: unknown, as: string) =>
        valueFrom(buildEvent({ event_name: 'Signed Up', user_id, anonymous_id, email: as }, PLAN)).event.user;
      const expected = { id: address, email: address };
      expect(person(one, other, address)).toStrictEqual(expected);
      expect(person([third], fourth, ` Jane <${address}>`)).toStrictEqual(expected);
    };
    fc.assert(fc.property(email, nobody, nobody, nobody, nobody, property), RUNS);
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
  ])('%s needs Company ID, or is left out', (key, value, label) => {
    const says = `${label}: needs Company ID, which is blank. Fill in Company ID too.`;
    for (const company_id of [undefined, ' ', 'null', '(not set)']) {
      const input = { [key]: value, ...(company_id === undefined ? {} : { company_id }) };
      expect(build(input)).toStrictEqual(build());
      expect(notesOf(input)).toEqual([`${says} The value was left out.`]);
      expect(issuesOf(input, BUILDING)).toEqual([says]);
    }
  });

  test('whose id cannot be read is left out as a whole, and notes tell all that was; while building, only the ID is refused', () => {
    const input = { company_id: ['a', 'b'], company_name: 'Acme', company_attributes: { seats: 1 } };
    const says = 'Company ID: "["a","b"]" is a list. Map a single value.';
    expect(build(input)).toStrictEqual(build());
    expect(notesOf(input)).toEqual([
      `${says} The value was left out.`,
      'Company Name: needs Company ID, which cannot be read. The value was left out.',
      'Company Attributes: needs Company ID, which cannot be read. The value was left out.',
    ]);
    expect(issuesOf(input, BUILDING)).toEqual([says]);
  });

  test('without an id says so even if what else is said of it cannot be read: both have to be fixed', () => {
    const says = [
      expect.stringMatching(/^Company Created At: "soon" is not a date/),
      expect.stringMatching(/^Company Created At: needs Company ID, which is blank\./),
    ];
    expect(issuesOf({ company_created_at: 'soon' }, BUILDING)).toEqual(says);
    expect(notesOf({ company_created_at: 'soon' })).toEqual(says);
  });

  test('of blank attributes alone is none', () => {
    const input = { company_attributes: { seats: '', plan: ' ' } };
    expect(build(input)).not.toHaveProperty('company');
    expect(notesOf(input)).toEqual([]);
  });
});

/** The details that an event can have, as the contract lists them: each a value that cannot be read. */
const UNREADABLE: readonly [key: string, value: unknown][] = [
  ['email', 'not an email'],
  ['first_name', ['Jane', 'Joan']],
  ['last_name', { de: 'Doe' }],
  ['user_created_at', 'soon'],
  ['lead_phone', ['+1', '+2']],
  ['lead_company', { name: 'Acme' }],
  ['lead_source', ['a', 'b']],
  ['lifecycle_stage', { stage: 'lead' }],
  ['company_id', '{{company_id}}'],
  ['company_name', ['Acme', 'Globex']],
  ['company_created_at', '11/05/2020'],
  ['page_url', 'https://example.com,https://example.org'],
  ['page_title', ['a', 'b']],
  ['referrer', '(direct)'],
  ['utm_source', ['a', 'b']],
  ['utm_medium', { a: 1 }],
  ['utm_campaign', 'x'.repeat(32_769)],
  ['utm_term', ['a', 'b']],
  ['utm_content', ['a', 'b']],
  ['ip_address', 'localhost'],
  ['user_agent', { browser: 'x' }],
  ['user_language', ['en', 'de']],
  ['screen_resolution', { width: 1 }],
  ['viewport_size', [1280, 720]],
];

describe('the event first: a detail that cannot be read', () => {
  const labelOf = (key: string) => PLAN.fields.find((field) => field.key === key)?.label ?? '';
  /** Company fields beside their id, so that only the value is wrong. */
  const besides = (key: string) => (/^company_(?!id)/.test(key) ? { company_id: 'acme' } : {});

  test('may be any of these, and only these', () => {
    const details = PLAN.fields.filter(({ detail }) => detail).map(({ key }) => key);
    expect(UNREADABLE.map(([key]) => key).sort()).toEqual(details.sort());
  });

  test.each(UNREADABLE)('costs itself and nothing else in a live run, with a note: %s', (key, value) => {
    const input = { ...besides(key), [key]: value };
    expect(build(input)).toStrictEqual(build(besides(key)));
    const [note = '', ...others] = notesOf(input);
    expect(others).toEqual([]);
    expect(note).toMatch(new RegExp(`^${labelOf(key)}: .+\\. The value was left out\\.$`));
  });

  test.each(UNREADABLE)('is refused while the Zap is being built: %s', (key, value) => {
    const [issue = '', ...others] = issuesOf({ ...besides(key), [key]: value }, BUILDING);
    expect(others).toEqual([]);
    expect(issue).toMatch(new RegExp(`^${labelOf(key)}: .+\\.$`));
    expect(issue).not.toMatch(/left out/);
  });

  test.each(UNREADABLE)('is an issue where an action requires it: %s', (key, value) => {
    const fields = PLAN.fields.map(
      (field) => (field.key === key ? { ...field, required: true } : field) as Field,
    );
    expect(issuesOf({ ...besides(key), [key]: value }, { fields })).toHaveLength(1);
  });

  test('an email is one only beside another identifier: else it is who', () => {
    const email = 'not an email';
    const says = 'Email: "not an email" is not an email address. Use one such as jane@example.com.';
    const alone = (input: Input) => buildEvent({ event_name: 'Signed Up', email, ...input }, PLAN);
    expect(issuesIn(alone({}))).toEqual([says]);
    expect(issuesIn(alone({ user_id: 'null', anonymous_id: ' ' }))).toEqual([says]);
    expect(issuesIn(alone({ user_id: ['a', 'b'] }))).toEqual([
      'User ID: "["a","b"]" is a list. Map a single value.',
      says,
    ]);
    for (const other of [{ user_id: 'usr_1' }, { anonymous_id: '5zdta4zak9' }]) {
      expect(asMessages(valueFrom(alone(other)).notes)).toEqual([`${says} The value was left out.`]);
    }
  });

  test('an attribute without a name is one, too', () => {
    const input = { event_attributes: { ' ': '5', plan: 'pro' } };
    const says = 'Event Attributes: "5" has no name. Enter a name or remove the row.';
    expect(build(input).event_attributes).toStrictEqual({ plan: 'pro' });
    expect(notesOf(input)).toEqual([`${says} The value was left out.`]);
    expect(issuesOf(input, BUILDING)).toEqual([says]);
  });

  const some = fc.subarray([...UNREADABLE], { minLength: 1 });

  test('and any others together cost no event, and each has its note', () => {
    const property = (wrong: readonly (readonly [string, unknown])[]) => {
      const input = { ...Object.fromEntries(wrong) };
      const needless = wrong.filter(([key]) => besides(key).company_id !== undefined);
      const { event, notes } = valueFrom(check(input));
      expect(event).toStrictEqual(build());
      // A company that is left out is said once.
      expect(notes.length).toBeGreaterThanOrEqual(wrong.length - needless.length);
      expect(issuesOf(input, BUILDING)).toHaveLength(notes.length);
    };
    fc.assert(fc.property(some, property), RUNS);
  });

  test('beside what is refused, is not told in a live run, where nothing was sent', () => {
    const input = { event_name: 'null', page_url: 'x y' };
    expect(issuesOf(input)).toEqual([
      'Event Name: "null" is not an event name. Use what happened, for example "Signed Up".',
    ]);
    expect(issuesOf(input, BUILDING)).toHaveLength(2);
  });
});

describe('what decides is refused in a live run as while the Zap is built', () => {
  test.each<[key: string, value: unknown]>([
    ['event_name', 'undefined'],
    ['event_name', '{{name}}'],
    ['user_id', '{{77__id}}'],
    ['user_id', 1e21],
    ['anonymous_id', ['a', 'b']],
    ['occurred_at', 'N/A'],
    ['occurred_at', '11/05/2026'],
    ['occurred_at', '46351'],
    ['event_id', '\u0024{id}'],
    ['event_attributes', 'pro'],
    ['event_attributes_json', '{"plan":"pro","amount":'],
    ['user_attributes', [{ a: 1 }, { b: 2 }]],
  ])('%s: %j', (key, value) => {
    for (const details of ['leave_out', 'refuse'] as const) {
      expect(issuesOf({ [key]: value }, { details })).toEqual([expect.stringMatching(/^[A-Z].*: ".*[.?]$/)]);
    }
  });
});

describe('notes', () => {
  test('are none when everything was read as it was meant', () => {
    expect(
      notesOf({ page_url: 'example.com', email: 'jane@example.com', event_attributes: { a: '1' } }),
    ).toEqual([]);
  });

  test('name an amount that stays text, once for each name', () => {
    const input = { event_attributes: { revenue: '$1,234.50', tax: '9,99', plan: 'pro', amount: '5' } };
    const says = (name: string) =>
      `Event Attributes: "${name}" looks like an amount and is sent as text, which cannot be summed. In Numbers in Attributes, choose how numbers are written.`;
    expect(notesOf(input)).toEqual([says('revenue'), says('tax')]);
    // Nothing is wrong with it, so the Zap can be built.
    expect(issuesOf(input, BUILDING)).toEqual([]);
    // The JSON wins, so revenue is sent as a number.
    const event_attributes_json = { revenue: 1234.5, mrr: 5 };
    const user_attributes = { mrr: '$5' };
    expect(notesOf({ ...input, event_attributes_json, user_attributes })).toEqual([
      says('tax'),
      says('mrr').replace('Event', 'User'),
    ]);
  });
});

describe('what is missing or wrong', () => {
  test('is said all at once, each field by its label', () => {
    const input = {
      email: ['jane@example.com', 'john@example.com'],
      occurred_at: 'banana',
      page_url: 'two words',
      user_attributes: 'pro',
      company_name: 'Acme Inc.',
    };
    expect(issuesIn(buildEvent(input, { ...PLAN, ...BUILDING }))).toEqual([
      'Event Name: required, but blank. Fill it in.',
      'Occurred At: "banana" is not a date or time that we can read. Use a date such as 2026-01-31T09:30:00Z, or Unix time in seconds or milliseconds.',
      'Email: "["jane@example.com","john@example.com"]" is a list. Map a single value.',
      'User Attributes: "pro" is not valid JSON. The error is at character 1. Check the quotes, commas and brackets there.',
      'Page URL: "two words" is not a web address. Use the full address, such as https://www.example.com/pricing.',
      'Company Name: needs Company ID, which is blank. Fill in Company ID too.',
    ]);
  });

  test('is said once: an identifier that was refused is not called blank too', () => {
    expect(issuesOf({ user_id: { id: 1 } })).toEqual([
      'User ID: "{"id":1}" is an object. Map a single value.',
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

  test('is the usual one of the field, where the action has one and the field is blank', () => {
    const fields = PLAN.fields.map((field) =>
      field.key === 'event_name' ? { ...field, default: 'Payment Succeeded' } : field,
    );
    expect(build({ event_name: ' ' }, { fields }).event_type).toBe('Payment Succeeded');
    expect(build({}, { fields }).event_type).toBe('Signed Up');
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
  test('is said under both names: the documented one, and the one that the collector reads', () => {
    expect(build({ occurred_at: '2026-01-31T09:30:00.123Z' })).toMatchObject({
      _timestamp: 1_769_851_800_123,
      timestamp: 1_769_851_800_123,
    });
    expect(build()).not.toHaveProperty('timestamp');
    // The collector reads what is as short as this as seconds.
    expect(build({ occurred_at: '2001-01-31T09:30:00Z' })).toMatchObject({
      _timestamp: 980_933_400_000,
      timestamp: 980_933_400,
    });
  });

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
    [1_900_000_000_000_000, 'is more than 23 hours ahead'],
    ['2026-06-17', 'is more than 23 hours ahead'],
    ['14', 'is not a date'],
    ['46351.384', 'looks like a spreadsheet date'],
  ])('%j is a mistake', (occurred_at, says) => {
    expect(issuesOf({ occurred_at }).join()).toMatch(/^Occurred At: /);
    expect(issuesOf({ occurred_at }).join()).toContain(says);
  });

  test('a person and a company may be older than any event', () => {
    expect(build({ user_created_at: '1912-06-23' }).user.created_at).toBe('1912-06-23T00:00:00.000Z');
  });
});

describe('the page', () => {
  const PAGE = 'https://example.com/p?utm_source=a&utm_term=b%20c&gclid=G1';

  test('brings the campaign in its address along, as Usermaven reads it', () => {
    expect(build({ page_url: PAGE })).toMatchObject({
      url: PAGE,
      utm: { source: 'a', term: 'b c' },
      click_id: { gclid: 'G1' },
    });
  });

  test('the campaign fields win over it, part by part', () => {
    const input = { page_url: PAGE, utm_source: 'crm', utm_medium: 'email' };
    expect(build(input).utm).toStrictEqual({ source: 'crm', medium: 'email', term: 'b c' });
    // In whatever order the fields are read.
    expect(build(input, { fields: [...PLAN.fields].reverse() }).utm).toEqual({
      source: 'crm',
      medium: 'email',
      term: 'b c',
    });
    expect(build({ utm_campaign: 'spring' }).utm).toStrictEqual({ campaign: 'spring' });
  });

  test('of a referrer, only the address is sent', () => {
    expect(build({ referrer: 'www.google.com/?utm_source=x' })).toStrictEqual({
      ...build(),
      referer: 'https://www.google.com/?utm_source=x',
    });
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

  test('a blank row is none', () => {
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
        attributeName.filter((name) => trimText(name) !== ''),
        text,
      ),
      {
        selector: ([name]) => trimText(name),
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
    const filled = Object.entries(typed).filter(([, value]) => trimText(value) !== '');
    expect(Object.keys(sent ?? {}).sort()).toEqual(filled.map(([name]) => trimText(name)).sort());
    const found = new Map(Object.entries(sent ?? {}));
    for (const [name, value] of filled) {
      const back = found.get(trimText(name));
      if (typeof back === 'string') expect(back).toBe(trimText(value));
      else if (typeof back === 'boolean') expect(trimText(value).toLowerCase()).toBe(String(back));
      else expect(back).toBe(Number(value));
      if (keptAsText) expect(typeof back).toBe('string');
    }
  };

  test('no attribute of a dictionary is lost, and reading back the payload gives what was typed', () => {
    const property = (attributes: Record<string, string>, mode: ValueMode, keepAll: boolean) => {
      const input = deepFrozen({
        event_attributes: attributes,
        user_attributes: attributes,
        company_id: 'acme',
        company_attributes: attributes,
      });
      const textNames = new Set(
        keepAll ? Object.keys(attributes).map((name) => simplified(trimText(name))) : [],
      );
      const context = { ...PLAN.context, mode, textNames };
      const event: DraftEvent = JSON.parse(JSON.stringify(withoutPollution(() => build(input, { context }))));
      for (const sent of [event.event_attributes, event.user.custom, event.company?.custom]) {
        readBack(attributes, sent, keepAll || mode === 'text');
      }
    };
    fc.assert(
      fc.property(dictionary, fc.constantFrom<ValueMode>('detect', 'text'), fc.boolean(), property),
      RUNS,
    );
  });

  test('JSON attributes arrive exactly as they are, as text or as an object', () => {
    const property = (attributes: JsonObject, isText: boolean) => {
      const event_attributes_json = isText ? JSON.stringify(attributes) : deepFrozen(attributes);
      const event = withoutPollution(() => build({ event_attributes_json }));
      expect(JSON.stringify(event.event_attributes ?? {})).toBe(JSON.stringify(attributes));
    };
    fc.assert(fc.property(steadyJsonObject, fc.boolean(), property), RUNS);
  });

  test('JSON attributes and the dictionary together lose no name, and JSON wins', () => {
    const property = (typed: Record<string, string>, exact: JsonObject) => {
      const event = build({ event_attributes: typed, event_attributes_json: exact }, asText);
      const filled = Object.entries(typed).flatMap(([name, value]): [string, Json][] =>
        trimText(value) === '' ? [] : [[trimText(name), trimText(value)]],
      );
      const expected = Object.fromEntries([...filled, ...Object.entries(exact)]);
      expect(JSON.stringify(event.event_attributes ?? {})).toBe(JSON.stringify(expected));
    };
    fc.assert(fc.property(dictionary, anyJsonObject, property), RUNS);
  });

  test('text arrives trimmed and otherwise as it was typed, or is left out or refused by name', () => {
    // Text that nothing is read into.
    const keys = ['page_title', 'first_name', 'last_name', 'user_agent', 'user_language'] as const;
    const ids = ['user_id', 'anonymous_id', 'event_id'] as const;
    const pathOf = (key: string) => PLAN.fields.find((field) => field.key === key)?.path ?? '';
    const property = (values: readonly string[]) => {
      const typed = [...keys, ...ids].map((key, index) => [key, values[index] ?? ''] as const);
      const built = check(Object.fromEntries(typed));
      if ('issues' in built) {
        expect(issuesIn(built).join()).toMatch(/(User|Anonymous|Event) ID: .*placeholder|all blank/);
        return;
      }
      const { event, notes } = built.value;
      expect(notes).toEqual([]);
      for (const [key, value] of typed) {
        const isNobody = ids.some((id) => id === key) && readId(value) === undefined;
        expect(valueAt(event, pathOf(key)) ?? '').toBe(isNobody ? '' : trimText(value));
      }
    };
    const several = fc.array(text, {
      minLength: keys.length + ids.length,
      maxLength: keys.length + ids.length,
    });
    fc.assert(fc.property(several, property), RUNS);
  });
});
