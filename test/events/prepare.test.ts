import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { eventAction } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { describeRejected, prepareBatch, prepareEvent } from '../../src/events/prepare.ts';
import type { Input } from '../../src/events/settings.ts';
import { FIELDS, required } from '../../src/fields/index.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { anyJson, deepFrozen, RUNS, text, withoutPollution } from '../support/arbitraries.ts';
import { API_KEY, asMessages, issuesIn, NOW, prepare, RANDOM_ID, valueFrom } from '../support/building.ts';

const STABLE_ID = /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

const ACTION = eventAction({
  key: 'made_up',
  noun: 'Example',
  zapier: { label: 'Make Up', description: 'Makes something up.' },
  make: { id: 'makeUp', label: 'Make something up', group: 'Events' },
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
  const options = { apiKey: API_KEY, clock: { now: NOW } };
  const idWith = async (input: Input, randomId: () => string | Promise<string>) =>
    valueFrom(await prepareEvent(ACTION, input, { ...options, randomId })).event.event_id;
  const notAsked = () => {
    throw new Error('A random id was made.');
  };

  test('is the one that the user gives, also with a time', async () => {
    expect(await idWith({ ...AT_A_TIME, event_id: ' evt_1 ' }, notAsked)).toBe('evt_1');
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

  test('has at most 32,768 bytes', async () => {
    const sized = (note: string) => ({ ...INPUT, event_attributes: { note } });
    const { bytes } = valueFrom(await prepare(ACTION, sized('x')));
    const note = 'x'.repeat(32_768 - bytes + 1);
    expect(valueFrom(await prepare(ACTION, sized(note))).bytes).toBe(32_768);
    expect(await issuesOf(sized(`${note}x`))).toEqual([
      'The event has 32,769 bytes, but Usermaven accepts at most 32,768. Shorten or remove attributes.',
    ]);
  });
});

describe('what cannot be sent', () => {
  test('says what is wrong with settings and other fields at once, each once', async () => {
    expect(await issuesOf({ attribute_values: 'auto', user_id: 'usr_1' })).toEqual([
      'Event Name: required, but blank. Fill it in.',
      'Attribute Values: "auto" is not one of the choices. Use detect or text.',
    ]);
    expect(await issuesOf({ ...INPUT, text_attributes: [['zip']] })).toEqual([
      'Attributes Kept as Text: "["zip"]" is a list. Map a single value.',
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
  const EVENT_ACTIONS = ACTIONS.filter((action) => action.kind === 'event');

  test('an event comes out or issues that say why, and the input is not changed', async () => {
    let events = 0;
    const property = async (action: (typeof EVENT_ACTIONS)[number], input: Input, likely: boolean) => {
      const given = deepFrozen(likely ? { ...input, ...INPUT, company_id: 1 } : input);
      const before = JSON.stringify(given);
      // Everything is read before it waits for an id.
      const prepared = await withoutPollution(() => prepare(action, given));
      if ('issues' in prepared) {
        expect(prepared.issues.length).toBeGreaterThan(0);
        for (const words of asMessages(prepared.issues)) {
          expect(words).toMatch(/^([A-Z][A-Za-z ()]+(, [A-Z][A-Za-z ]+)*: .+|The event has .+)\.$/);
        }
      } else {
        events += 1;
        expect(JSON.parse(prepared.value.json)).toEqual(prepared.value.event);
      }
      expect(JSON.stringify(given)).toBe(before);
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...EVENT_ACTIONS), anyInput, fc.boolean(), property),
      RUNS,
    );
    expect(events).toBeGreaterThan(100);
  });
});

const seed = 'seed';
const batchOptions = {
  apiKey: API_KEY,
  clock: { now: NOW },
  makeSeed: () => seed,
  redact: (words: string) => words,
};
const batchOf = async (input: Input) => valueFrom(await prepareBatch(input, batchOptions));
const ids = async (events: readonly object[]) => (await batchOf({ events })).good.map(({ id }) => id);

describe('the ids of a batch', () => {
  test('are those of the user, also on equal rows', async () => {
    const row = { ...AT_A_TIME, event_id: 'evt_1' };
    expect(await ids([row, row])).toEqual(['evt_1', 'evt_1']);
    expect((await batchOf({ events: [row] })).usesSeed).toBe(false);
  });

  test('of rows with a time are that of the single event, and differ for each occurrence of equal rows', async () => {
    const [first, second, third] = await ids([AT_A_TIME, { ...AT_A_TIME, user_id: 'usr_2' }, AT_A_TIME]);
    expect(first).toBe((await event(AT_A_TIME)).event_id);
    expect(second).toBe((await event({ ...AT_A_TIME, user_id: 'usr_2' })).event_id);
    expect(third).toMatch(STABLE_ID);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(await ids([AT_A_TIME, AT_A_TIME])).toEqual([first, third]);
    expect((await batchOf({ events: [AT_A_TIME, AT_A_TIME] })).usesSeed).toBe(false);
  });

  test('of rows without one come from the seed and the number of the row', async () => {
    const [first, second] = await ids([INPUT, INPUT]);
    expect(first).not.toBe(second);
    expect(await ids([{}, INPUT])).toEqual([second]);
    expect((await batchOf({ events: [INPUT] })).usesSeed).toBe(true);
    const other = valueFrom(
      await prepareBatch({ events: [INPUT] }, { ...batchOptions, makeSeed: () => 'another seed' }),
    );
    expect(other.good.map(({ id }) => id)).not.toEqual([first]);
  });

  test('of rows that are rejected need no seed', async () => {
    expect((await batchOf({ events: [AT_A_TIME, { event_name: 'x' }] })).usesSeed).toBe(false);
  });
});

describe('the rows of a batch', () => {
  test('are good or rejected, each by its number', async () => {
    const batch = await batchOf({
      events: [INPUT, {}, { event_name: ' Paid ' }, { user_id: 'usr_1' }, INPUT],
      invalid_events: 'skip',
    });
    expect(batch.onInvalid).toBe('skip');
    expect(batch.good.map(({ row, json }) => [row, JSON.parse(json)])).toMatchObject([
      [1, { event_type: 'Signed Up' }],
      [5, { event_type: 'Signed Up' }],
    ]);
    expect(batch.rejected).toEqual([
      {
        row: 3,
        event_name: 'Paid',
        reason:
          'User ID, Anonymous ID, Email: all blank. Fill in at least one, so that the event belongs to a person.',
      },
      { row: 4, event_name: null, reason: 'Event Name: required, but blank. Fill it in.' },
    ]);
  });

  test('are rejected one by one when they are too large', async () => {
    const large = { ...INPUT, attributes: { note: 'x'.repeat(32_768) } };
    const { good, rejected } = await batchOf({ events: [INPUT, large] });
    expect(good.map(({ row }) => row)).toEqual([1]);
    expect(rejected).toMatchObject([
      { row: 2, reason: expect.stringMatching(/^The event has 32,9\d\d bytes/) },
    ]);
  });

  test('that are rejected hold no secret, neither in their name nor in the reason', async () => {
    const redact = (words: string) => words.replaceAll('s3cret', '***');
    const events = [{ event_name: 'Paid s3cret', user_id: ['s3cret'] }];
    expect(valueFrom(await prepareBatch({ events }, { ...batchOptions, redact })).rejected).toEqual([
      { row: 1, event_name: 'Paid ***', reason: 'User ID: "["***"]" is a list. Map a single value.' },
    ]);
  });

  test('are not there when something is wrong with the batch as a whole', async () => {
    expect(issuesIn(await prepareBatch({ events: [INPUT], invalid_events: 'drop' }, batchOptions))).toEqual([
      'Invalid Events: "drop" is not one of the choices. Use stop or skip.',
    ]);
  });
});

describe('the message about rejected rows', () => {
  const rejected = (count: number, reasonOf: (row: number) => string) =>
    Array.from({ length: count }, (_, index) => ({
      row: index + 1,
      event_name: null,
      reason: reasonOf(index + 1),
    }));
  const lines = (count: number) => describeRejected(rejected(count, (row) => `Reason ${row}.`)).split('\n');

  test('are a line for each reason, in the order in which the reasons come up', () => {
    expect(describeRejected(rejected(5, (row) => (row % 2 ? 'No person.' : 'No name.')))).toBe(
      'Rows 1, 3 and 5: No person.\nRows 2 and 4: No name.',
    );
  });

  test.each<[rows: number, last: string]>([
    [101, 'Row 101: other reasons, shown once these are fixed.'],
    [102, 'Rows 101 and 102: other reasons, shown once these are fixed.'],
    [20_000, 'Rows 101 to 20000: other reasons, shown once these are fixed.'],
  ])('after 100 reasons, the rows are listed without theirs: %d', (rows, last) => {
    expect(lines(rows)).toHaveLength(101);
    expect(lines(rows).at(-2)).toBe('Row 100: Reason 100.');
    expect(lines(rows).at(-1)).toBe(last);
  });

  test('with 100 reasons are all explained', () => {
    expect(lines(100)).toHaveLength(100);
    expect(lines(100).at(-1)).toBe('Row 100: Reason 100.');
  });
});

describe('a batch with more than is kept in memory', () => {
  const row = { ...INPUT, attributes: { note: 'x'.repeat(30_000) } };
  let most = 0;

  beforeAll(async () => {
    const [{ bytes = 0 } = {}] = (await batchOf({ events: [row] })).good;
    most = Math.floor(LIMITS.bytesPerStep / bytes);
  });

  test('is refused as a whole', async () => {
    expect(LIMITS.bytesPerStep).toBe(64_000_000);
    expect((await batchOf({ events: Array(most).fill(row) })).good).toHaveLength(most);
    expect(issuesIn(await prepareBatch({ events: Array(most + 1).fill(row) }, batchOptions))).toEqual([
      'Events: more than 64,000,000 bytes, including what is added to every event. Split them into several batches, or shorten the shared attributes.',
    ]);
  });

  test('is refused while it is prepared, before the rest is', async () => {
    const redact = jest.fn((words: string) => words);
    // What is wrong with this row would be put into words.
    const last = { event_name: 'Signed Up', user_id: ['usr_1'] };
    const options = { ...batchOptions, redact };
    expect(await prepareBatch({ events: [...Array(most + 1).fill(row), last] }, options)).toHaveProperty(
      'issues',
    );
    expect(redact).not.toHaveBeenCalled();
    expect(await prepareBatch({ events: [last] }, options)).toHaveProperty('value.rejected.length', 1);
    expect(redact).toHaveBeenCalled();
  });
});
