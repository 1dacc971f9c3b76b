import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { describeRejected, prepareBatch } from '../../src/events/prepare-batch.ts';
import type { Input } from '../../src/events/settings.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { TRACKING } from '../support/actions.ts';
import { CREDENTIALS, issuesIn, NOW, prepare, prepareRows, valueFrom } from '../support/building.ts';
import { expectToGrowInStep, processorMs } from '../support/growth.ts';

const STABLE_ID = /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

const INPUT = { event_name: 'Signed Up', user_id: 'usr_1' };
const AT_A_TIME = { ...INPUT, occurred_at: '2026-01-31T09:30:00Z' };

/** The id of a single event. */
const single = async (input: Input) => valueFrom(await prepare(TRACKING, input)).event.event_id;

const batchOf = async (input: Input) => valueFrom(await prepareRows(input));
const ids = async (events: readonly object[]) => (await batchOf({ events })).good.map(({ id }) => id);

describe('the ids of a batch', () => {
  test('are those of the user, also on equal rows', async () => {
    const row = { ...AT_A_TIME, event_id: 'evt_1' };
    expect(await ids([row, row])).toEqual(['evt_1', 'evt_1']);
    expect((await batchOf({ events: [row] })).usesSeed).toBe(false);
  });

  test('of rows with a time are that of the single event, and differ for each occurrence of equal rows', async () => {
    const [first, second, third] = await ids([AT_A_TIME, { ...AT_A_TIME, user_id: 'usr_2' }, AT_A_TIME]);
    expect(first).toBe(await single(AT_A_TIME));
    expect(second).toBe(await single({ ...AT_A_TIME, user_id: 'usr_2' }));
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
      await prepareBatch(
        { events: [INPUT] },
        {
          credentials: CREDENTIALS,
          clock: { now: NOW },
          makeSeed: () => 'another seed',
          redact: (words) => words,
        },
      ),
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
          'User ID, Email, Anonymous ID: all blank. Fill in at least one, so that the event belongs to a person.',
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
    const events = [{ event_name: 'Paid s3cret', user_id: ['s3cret', 'b'] }];
    expect(valueFrom(await prepareRows({ events }, { redact })).rejected).toEqual([
      { row: 1, event_name: 'Paid ***', reason: 'User ID: "["***","b"]" is a list. Map a single value.' },
    ]);
  });

  test('that hold the server token are rejected, one by one', async () => {
    const token = CREDENTIALS.serverToken;
    const events = [INPUT, { ...INPUT, attributes: { note: token } }, { ...INPUT, user_id: token }];
    const { good, rejected } = await batchOf({ events });
    expect(good.map(({ row }) => row)).toEqual([1]);
    expect(rejected.map(({ row, reason }) => [row, reason])).toEqual([
      [2, expect.stringMatching(/holds the Server Token/)],
      [3, expect.stringMatching(/^User ID: holds the Server Token/)],
    ]);
    expect(JSON.stringify(rejected)).not.toContain(token);
  });

  test('are not there when something is wrong with the batch as a whole', async () => {
    expect(issuesIn(await prepareRows({ events: [INPUT], invalid_events: 'drop' }))).toEqual([
      'Invalid Events: "drop" is not one of the choices. Use one of "Send nothing and list them" (stop), "Skip them and send the others" (skip).',
    ]);
  });
});

describe('one Event ID on several rows', () => {
  const row = { ...INPUT, event_id: 'evt_1' };
  const says = (id: string, first: number) =>
    `Event ID: "${id}" is already the Event ID of row ${first}, whose content differs. Give each event an ID of its own.`;
  const rejectedOf = async (input: Input) =>
    (await batchOf(input)).rejected.map(({ row: number, reason }) => [number, reason]);

  test('is fine where they are equal: the event is one', async () => {
    const batch = await batchOf({ events: [row, { ...row, page_url: '' }] });
    expect(batch.rejected).toEqual([]);
    expect(batch.good.map(({ id }) => id)).toEqual(['evt_1', 'evt_1']);
  });

  test('is fine where rows of other shapes say the same', async () => {
    const events_json = [row, { event_type: 'Signed Up', user: { id: 'usr_1' }, event_id: 'evt_1' }];
    const batch = await batchOf({ events: [row], events_json });
    expect(batch.rejected).toEqual([]);
    expect(batch.good.map(({ id }) => id)).toEqual(['evt_1', 'evt_1', 'evt_1']);
  });

  test('is a problem of every later row that differs: Usermaven would drop it', async () => {
    const events = [row, { ...row, attributes: '{"sku":"B"}' }, row, { ...row, email: 'jane@example.com' }];
    expect(await rejectedOf({ events })).toEqual([
      [2, says('evt_1', 1)],
      [4, says('evt_1', 1)],
    ]);
  });

  test('is found whatever the shape of the rows', async () => {
    const events = [{ ...row, event_id: 7 }];
    const events_json = [
      { event_type: 'Paid', user: { id: 'usr_1' }, event_id: '7' },
      { event_name: 'Signed Up', user_id: 'usr_2', event_id: 7 },
    ];
    expect(await rejectedOf({ events, events_json })).toEqual([
      [2, says('7', 1)],
      [3, says('7', 1)],
    ]);
  });

  test('is none of a row that is rejected for something else', async () => {
    expect(await rejectedOf({ events: [{ ...row, user_id: '' }, row] })).toEqual([
      [1, expect.stringMatching(/all blank/)],
    ]);
  });

  test('is no matter where people or emails are the same', async () => {
    const email = 'jane@example.com';
    const events = [
      { ...INPUT, email },
      { ...INPUT, email, event_name: 'Paid' },
      { ...INPUT, email },
    ];
    expect(await rejectedOf({ events })).toEqual([]);
  });
});

describe('what of a row is left out', () => {
  test('is told once for each reason, with the rows', async () => {
    const bad = { ...INPUT, page_url: 'x y' };
    const events = [bad, INPUT, bad, { ...bad, email: 'nobody' }, bad];
    const { good, rejected, notes } = await batchOf({ events });
    expect(good).toHaveLength(5);
    expect(rejected).toEqual([]);
    expect(notes).toEqual([
      'Rows 1 and 3 to 5: Page URL: "x y" is not a web address. Use the full address, such as https://www.example.com/pricing. The value was left out.',
      'Row 4: Email: "nobody" is not an email address. Use one such as jane@example.com. The value was left out.',
    ]);
  });

  test('is not told of rows that are rejected', async () => {
    expect((await batchOf({ events: [{ ...INPUT, user_id: ' ', page_url: 'x y' }] })).notes).toEqual([]);
  });

  test('names amounts that stay text and members that moved', async () => {
    const { notes } = await batchOf({
      attribute_names: 'revenue',
      events: [{ ...INPUT, column_revenue: '$5' }],
      events_json: [{ event_type: 'A', user: { id: 'u', plan: 'pro' } }],
    });
    expect(notes).toEqual([
      expect.stringMatching(/^Row 1: .*"revenue" looks like an amount/),
      expect.stringMatching(/^Row 2: "user\.plan" moved to user\.custom/),
    ]);
  });

  test('shows no secret', async () => {
    const redact = (words: string) => words.replaceAll('s3cret', '***');
    const events = [{ ...INPUT, page_url: 's3cret x' }];
    const { notes } = valueFrom(await prepareRows({ events }, { redact }));
    expect(notes.join()).toMatch(/"\*\*\* x"/);
  });

  test('is cut, in length and number, whatever came in', async () => {
    const events = Array.from({ length: 5_000 }, (_none, at) => ({
      ...INPUT,
      page_url: `${at} ${'x y'.repeat(200)}`,
      email: `nobody ${at}`,
    }));
    const { good, notes } = await batchOf({ events });
    expect(good).toHaveLength(5_000);
    expect(notes).toHaveLength(21);
    expect(notes.at(-1)).toBe('And 9,980 more notes.');
    expect(JSON.stringify(notes).length).toBeLessThan(20 * 1_000);
  });
});

describe('what is said of rejected rows is cut: a batch may have 100,000 of them', () => {
  test('the name and the reason', async () => {
    const long = 'ä'.repeat(5_000);
    const events_json = [
      { event_name: long, user_id: '' },
      {
        ...INPUT,
        ...Object.fromEntries(Array.from({ length: 300 }, (_none, at) => [`unknown ${at} ${long}`, 1])),
      },
    ];
    const { rejected } = await batchOf({ events_json });
    expect(rejected).toHaveLength(2);
    for (const { event_name, reason } of rejected) {
      expect(event_name?.length ?? 0).toBeLessThanOrEqual(101);
      expect(reason.length).toBeLessThanOrEqual(501);
    }
    expect(rejected[0]?.event_name).toBe(`${'ä'.repeat(100)}…`);
    expect(rejected[1]?.reason).toMatch(/^"unknown 0 ä+…" is not the name of a field\. .*…$/);
  });

  test('after the secrets are masked, so that none is cut in two', async () => {
    const redact = (words: string) => words.replaceAll('s3cret', '***');
    const events = [{ event_name: `${'x'.repeat(97)}s3cret`, user_id: '' }];
    const { rejected } = valueFrom(await prepareRows({ events }, { redact }));
    expect(rejected[0]?.event_name).toBe(`${'x'.repeat(97)}***`);
  });
});

describe('a large batch', () => {
  const SHAPES: readonly (readonly [shape: string, input: (count: number) => Input])[] = [
    [
      'rows with dates in a zone',
      (count) => ({
        time_zone: 'America/Chicago',
        attribute_names: 'amount',
        events: rowsOf(count, (at) => ({
          ...INPUT,
          occurred_at: `2025-${String(1 + (at % 12)).padStart(2, '0')}-15 09:14`,
          column_amount: String(at),
        })),
      }),
    ],
    ['equal rows', (count) => ({ events: rowsOf(count, () => AT_A_TIME) })],
    [
      'rows with ids of their own',
      (count) => ({ events: rowsOf(count, (at) => ({ ...INPUT, event_id: `e${at}` })) }),
    ],
    [
      'rows with one id',
      (count) => ({ events: rowsOf(count, (at) => ({ ...INPUT, event_id: 'e', user_id: at })) }),
    ],
    [
      'bad rows',
      (count) => ({ events: rowsOf(count, (at) => ({ event_name: `n${at}`, occurred_at: `x${at}` })) }),
    ],
    ['rows with notes', (count) => ({ events: rowsOf(count, (at) => ({ ...INPUT, page_url: `x ${at}` })) })],
    [
      'raw events',
      (count) => ({
        events_json: rowsOf(count, (at) => ({ event_type: 'A', user: { id: at, plan: 'pro' } })),
      }),
    ],
    [
      'unknown columns',
      (count) => ({ events: rowsOf(count, (at) => ({ ...INPUT, [`n${10_000 + at}`]: 1 })) }),
    ],
    ['JSON text', (count) => ({ events_json: JSON.stringify(rowsOf(count, () => INPUT)) })],
    [
      'pasted JSON',
      (count) => ({ events_json: `\`\`\`json\n${JSON.stringify(rowsOf(count, () => INPUT))}\n\`\`\`` }),
    ],
  ];

  test.each(SHAPES)('of 16 times as many rows is at most 32 times the work: %s', async (_shape, input) => {
    await expectToGrowInStep(125, async (count) => {
      const batch = input(count);
      return processorMs(async () => expect(await prepareRows(batch)).toHaveProperty('value'));
    });
  });

  test('of as many rows as a step can have is prepared whole', async () => {
    const { good, rejected } = await batchOf({ events: rowsOf(100_000, () => AT_A_TIME) });
    expect(new Set(good.map(({ id }) => id)).size).toBe(100_000);
    expect(rejected).toEqual([]);
  });
});

const rowsOf = (count: number, row: (at: number) => JsonObject): JsonObject[] =>
  Array.from({ length: count }, (_none, at) => row(at));

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
    expect(issuesIn(await prepareRows({ events: Array(most + 1).fill(row) }))).toEqual([
      'Events: more than 64,000,000 bytes, including what is added to every event. Split them into several batches, or shorten the shared attributes.',
    ]);
  });

  test('is refused while it is prepared, before the rest is', async () => {
    const redact = jest.fn((words: string) => words);
    // What is wrong with this row would be put into words.
    const last = { event_name: 'Signed Up', user_id: ['usr_1', 'usr_2'] };
    const events = [...Array(most + 1).fill(row), last];
    expect(await prepareRows({ events }, { redact })).toHaveProperty('issues');
    expect(redact).not.toHaveBeenCalled();
    expect(await prepareRows({ events: [last] }, { redact })).toHaveProperty('value.rejected.length', 1);
    expect(redact).toHaveBeenCalled();
  });
});
