import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type EventAction, eventAction } from '../../src/actions/action.ts';
import { EVENT_ACTIONS } from '../../src/actions/index.ts';
import { prepareEvent } from '../../src/events/prepare.ts';
import type { Input } from '../../src/events/settings.ts';
import { type Field, isSent } from '../../src/fields/field.ts';
import { FIELDS, fieldsOf, required } from '../../src/fields/index.ts';
import { TRACKING } from '../support/actions.ts';
import { anyJson, deepFrozen, RUNS, text, withoutPollution } from '../support/arbitraries.ts';
import {
  asMessages,
  CREDENTIALS,
  issuesIn,
  NOW,
  prepare,
  RANDOM_ID,
  valueFrom,
} from '../support/building.ts';

const STABLE_ID = /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

const ACTION = eventAction({
  key: 'made_up',
  noun: 'Example',
  zapier: { label: 'Make Up', description: 'Makes something up.' },
  make: { id: 'makeUp', label: 'Make something up' },
  fields: [
    'event_name',
    'event_attributes',
    'event_attributes_json',
    'occurred_at',
    'event_id',
    'attribute_values',
    'text_attributes',
    'user_id',
    'email',
  ],
});
const INPUT = { event_name: 'Signed Up', user_id: 'usr_1' };
const AT_A_TIME = { ...INPUT, occurred_at: '2026-01-31T09:30:00Z' };

const event = async (input: Input) => valueFrom(await prepare(ACTION, input)).event;
const issuesOf = async (input: Input) => issuesIn(await prepare(ACTION, input));

describe('the id of an event', () => {
  const options = { credentials: CREDENTIALS, clock: { now: NOW }, isBuilding: false };
  const idWith = async (input: Input, randomId: () => string | Promise<string>) =>
    valueFrom(await prepareEvent(ACTION, input, { ...options, randomId })).event.event_id;
  const notAsked = () => {
    throw new Error('A random id was made.');
  };

  test('is the one that the user gives, also with a time', async () => {
    expect(await idWith({ ...AT_A_TIME, event_id: ' evt_1 ' }, notAsked)).toBe('evt_1');
    expect(await idWith({ ...INPUT, event_id: 12345 }, notAsked)).toBe('12345');
  });

  test('is not one that stands for nothing: every event would have it', async () => {
    const id = await idWith(AT_A_TIME, notAsked);
    for (const event_id of ['null', 'undefined', 'N/A', '00000000-0000-0000-0000-000000000000', '\u200B']) {
      expect(await idWith({ ...AT_A_TIME, event_id }, notAsked)).toBe(id);
      expect(await idWith({ ...INPUT, event_id }, () => RANDOM_ID)).toBe(RANDOM_ID);
    }
  });

  test('is a hash of the event if it has a time: the same for the same, another for another', async () => {
    const id = await idWith(AT_A_TIME, notAsked);
    expect(id).toMatch(STABLE_ID);
    expect(await idWith({ ...AT_A_TIME, event_id: ' ' }, notAsked)).toBe(id);
    expect(await idWith({ ...AT_A_TIME, user_id: 'usr_2' }, notAsked)).not.toBe(id);
  });

  test('is a random one otherwise, from a store too', async () => {
    expect(await idWith(INPUT, () => RANDOM_ID)).toBe(RANDOM_ID);
    expect(await idWith(INPUT, async () => RANDOM_ID)).toBe(RANDOM_ID);
  });

  test('is not made for what cannot be sent', async () => {
    expect(
      await prepareEvent(ACTION, { event_name: 'x' }, { ...options, randomId: notAsked }),
    ).toHaveProperty('issues');
  });
});

describe('an event that is ready to send', () => {
  test('comes as JSON with its size in bytes', async () => {
    const { json, bytes, ...rest } = valueFrom(await prepare(ACTION, { ...INPUT, event_name: 'Größe' }));
    expect(JSON.parse(json)).toStrictEqual(rest.event);
    expect(bytes).toBe(new TextEncoder().encode(json).length);
  });

  test('is typed as the settings say', async () => {
    const typed = { ...INPUT, event_attributes: { amount: '29.90', zip: '02134', order: '7' } };
    const attributes = async (settings: Input) => (await event({ ...typed, ...settings })).event_attributes;
    expect(await attributes({})).toStrictEqual({ amount: 29.9, zip: '02134', order: 7 });
    expect(await attributes({ attribute_values: 'text' })).toStrictEqual(typed.event_attributes);
    expect(await attributes({ text_attributes: 'order, amount' })).toStrictEqual(typed.event_attributes);
  });

  test('has notes on what was left out of it, which stop it while the Zap is built', async () => {
    const input = { ...INPUT, email: 'not an email', event_attributes: { revenue: '$1,234.50' } };
    const says = 'Email: "not an email" is not an email address. Use one such as jane@example.com.';
    const { event: sent, notes } = valueFrom(await prepare(ACTION, input));
    expect(sent.user).toStrictEqual({ id: 'usr_1' });
    expect(asMessages(notes)).toEqual([
      `${says} The value was left out.`,
      'Event Attributes: "revenue" looks like an amount and is sent as text, which cannot be summed. In Numbers in Attributes, choose how numbers are written.',
    ]);
    expect(issuesIn(await prepare(ACTION, input, { isBuilding: true }))).toEqual([says]);
  });

  test('has at most 32,768 bytes', async () => {
    const sized = (note: string) => ({ ...INPUT, event_attributes: { note } });
    const { bytes } = valueFrom(await prepare(ACTION, sized('x')));
    const note = 'x'.repeat(32_768 - bytes + 1);
    expect(valueFrom(await prepare(ACTION, sized(note))).bytes).toBe(32_768);
    expect(await issuesOf(sized(`${note}x`))).toEqual([
      'The event has 32,769 bytes, but at most 32,768 can be sent. Shorten or remove attributes.',
    ]);
  });
});

// It would be stored in analytics, where everyone in the workspace can read it.
describe('a value that holds the server token', () => {
  const { serverToken } = CREDENTIALS;
  const says = (label: string) =>
    `${label}: holds the Server Token of the connection, which must not be stored in analytics. Map something else.`;

  test.each<[label: string, input: Input]>([
    ['Event Name', { event_name: `Paid ${serverToken}` }],
    ['User ID', { user_id: serverToken }],
    ['Event ID', { event_id: `x${serverToken}x` }],
  ])('is refused by name: %s', async (labels, input) => {
    const issues = await issuesOf({ ...INPUT, ...input });
    expect(issues).toEqual([says(labels)]);
    expect(issues.join()).not.toContain(serverToken);
  });

  test('is named by the field that was filled in', async () => {
    expect(await issuesOf({ ...INPUT, event_attributes: { note: serverToken } })).toEqual([
      says('Event Attributes'),
    ]);
  });

  test.each<[input: Input]>([
    [{ event_attributes: { note: serverToken } }],
    [{ event_attributes_json: { [`a ${serverToken}`]: 1 } }],
    [{ event_attributes_json: { a: [{ b: `${serverToken}!` }] } }],
  ])('is found in attributes, at any depth: %j', async (input) => {
    expect(await issuesOf({ ...INPUT, ...input })).toEqual([
      expect.stringMatching(/^Event Attributes.*: holds the Server Token/),
    ]);
  });

  test('is found in every field that is sent as text', async () => {
    const types = ['text', 'id', 'name', 'page_url', 'email'];
    const fields = fieldsOf(TRACKING.fields).filter((field) => isSent(field) && types.includes(field.type));
    expect(fields.length).toBeGreaterThan(15);
    const wordsFor = ({ type }: Field) =>
      type === 'page_url'
        ? `https://example.com/?token=${serverToken}`
        : type === 'email'
          ? `${serverToken}@example.com`
          : serverToken;
    for (const field of fields) {
      const input = { ...INPUT, company_id: 'acme', [field.key]: wordsFor(field) };
      const [issue = ''] = issuesIn(await prepare(TRACKING, input));
      expect(issue).toContain(field.label);
      expect(issue).toMatch(/holds the Server Token/);
    }
  });

  test('with characters that JSON escapes is found, too', async () => {
    const credentials = { ...CREDENTIALS, serverToken: 'tok-"\\secret/+=' };
    const options = { credentials, clock: { now: NOW }, isBuilding: false, randomId: () => RANDOM_ID };
    const input = { ...INPUT, user_id: credentials.serverToken };
    expect(issuesIn(await prepareEvent(ACTION, input, options))).toEqual([says('User ID')]);
  });

  const SPECIAL = 'tök/en+"1"=(~)!\\';
  test.each<[how: string, written: string]>([
    ['as it is', SPECIAL],
    ['in an address', encodeURIComponent(SPECIAL)],
    ['in an address, with small letters', encodeURIComponent(SPECIAL).toLowerCase()],
    ['as a form', new URLSearchParams([['', SPECIAL]]).toString().slice(1)],
    ['in JSON', JSON.stringify(SPECIAL)],
  ])('is found however it is written: %s', async (_how, written) => {
    const credentials = { ...CREDENTIALS, serverToken: SPECIAL };
    const options = { credentials, clock: { now: NOW }, isBuilding: false, randomId: () => RANDOM_ID };
    const address = `https://events.usermaven.com/api/v1/s2s/event?token=UMabcdefgh.${written}`;
    for (const input of [
      { user_id: written },
      { event_id: written },
      { event_attributes: { note: `see ${address}` } },
      { event_attributes_json: { [written]: [{ written }] } },
      { page_url: address },
      { referrer: address },
    ]) {
      const [issue = '', ...others] = issuesIn(await prepareEvent(TRACKING, { ...INPUT, ...input }, options));
      expect(issue).toMatch(/^(User ID|Event ID|Event Attributes|Page URL|Referrer): holds the Server Token/);
      expect(others).toEqual([]);
    }
  });

  test('is any text where the token has less than twelve characters', async () => {
    const optionsWith = (token: string) => ({
      credentials: { ...CREDENTIALS, serverToken: token },
      clock: { now: NOW },
      isBuilding: false,
      randomId: () => RANDOM_ID,
    });
    const sent = async (token: string) =>
      issuesIn(await prepareEvent(ACTION, { ...INPUT, user_id: `a ${token}` }, optionsWith(token)));
    expect(await sent('a'.repeat(11))).toEqual([]);
    expect(await sent('a'.repeat(12))).toEqual([says('User ID')]);
    // Four characters when decoded.
    expect(await sent('%61%62%63%64')).toEqual([]);
  });
});

describe('what cannot be sent', () => {
  test('says what is wrong with settings and other fields at once, each once', async () => {
    expect(await issuesOf({ attribute_values: 'auto', user_id: 'usr_1' })).toEqual([
      'Event Name: required, but blank. Fill it in.',
      'Numbers in Attributes: "auto" is not one of the choices. Use one of "Recognize plain numbers and true/false" (detect), "Also numbers such as $1,234.50 (decimal point)" (detect_point), "Also numbers such as 1.234,50 € (decimal comma)" (detect_comma), "Keep everything as text" (text).',
    ]);
    expect(await issuesOf({ ...INPUT, text_attributes: [['zip', 'order']] })).toEqual([
      'Attributes Kept as Text: "["zip","order"]" is a list. Map a single value.',
    ]);
  });

  test('is not held against settings that the action does not have', async () => {
    const fields = ['event_name', 'user_id'] as const;
    expect(issuesIn(await prepare({ ...ACTION, fields }, { ...INPUT, attribute_values: 'auto' }))).toEqual(
      [],
    );
  });

  test('lacks a field that only this action requires', async () => {
    const strict = { ...ACTION, fields: ['event_name', 'user_id', required('company_id')] as const };
    expect(issuesIn(await prepare(strict, INPUT))).toEqual(['Company ID: required, but blank. Fill it in.']);
    expect(issuesIn(await prepare(strict, { ...INPUT, company_id: 'acme' }))).toEqual([]);
  });
});

describe('whatever is filled in', () => {
  const value = fc.oneof(text, anyJson);
  const everything = fc.record(Object.fromEntries(Object.keys(FIELDS).map((key) => [key, value])));
  const some = fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(FIELDS)), value), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries));
  const anyInput = fc.oneof(everything, { arbitrary: some, weight: 3 });

  test('an event comes out or issues that say why, and the input is not changed', async () => {
    let events = 0;
    const property = async (action: EventAction, input: Input, likely: boolean, isBuilding: boolean) => {
      const given = deepFrozen(likely ? { ...input, ...INPUT, company_id: 1 } : input);
      const before = JSON.stringify(given);
      // Everything is read before it waits for an id.
      const prepared = await withoutPollution(() => prepare(action, given, { isBuilding }));
      if ('issues' in prepared) {
        expect(prepared.issues.length).toBeGreaterThan(0);
        for (const words of asMessages(prepared.issues)) {
          expect(words).toMatch(/^([A-Z][A-Za-z ()]+(, [A-Z][A-Za-z ]+)*: .+|The event has .+)[.?]$/s);
        }
      } else {
        events += 1;
        expect(JSON.parse(prepared.value.json)).toEqual(prepared.value.event);
      }
      expect(JSON.stringify(given)).toBe(before);
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...EVENT_ACTIONS), anyInput, fc.boolean(), fc.boolean(), property),
      RUNS,
    );
    expect(events).toBeGreaterThan(100);
  });
});
