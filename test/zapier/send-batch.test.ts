import { describe, expect, jest, test } from '@jest/globals';
import type { FaultRule } from '../../sandbox/usermaven/server.ts';
import { BATCH } from '../support/actions.ts';
import { countedCache } from '../support/counted-cache.ts';
import { ALWAYS, quickApp } from '../support/quick-app.ts';

const { sandbox, timing, cache, authData, act } = await quickApp();
const { sendBatch } = await import('../../src/zapier/send-batch.ts');

const send = (inputData: Readonly<Record<string, unknown>>) => act(BATCH, inputData);

const rowsOf = (count: number, more: object = {}): Record<string, unknown>[] =>
  Array.from({ length: count }, (_, index) => ({
    event_name: 'Imported',
    user_id: `usr_${index + 1}`,
    ...more,
  }));

/** The events of each request, in the order of the requests. */
const sent = (): { event_id: string; user: { id: string } }[][] =>
  sandbox.requests.map(({ body }) => JSON.parse(body));

const usersStored = (): string[] =>
  sandbox.store.events.map(({ raw }) => String((raw as { user: { id: string } }).user.id));

/** Every user of `count` rows exactly once. */
const expectAllStoredOnce = (count: number): void => {
  expect(usersStored().sort()).toEqual(
    rowsOf(count)
      .map(({ user_id }) => String(user_id))
      .sort(),
  );
};

const holdsUser =
  (id: string): NonNullable<FaultRule['match']> =>
  ({ events }) =>
    events.some(({ user }) => (user as { id: string }).id === id);

describe('a batch', () => {
  test('hands on what became of it', async () => {
    const { results } = await send({
      events: [
        { event_name: 'Signed Up', user_id: 'usr_1' },
        { event_name: 'Signed Up' },
        { event_name: '  ', user_id: 'usr_3' },
        { event_name: 'Paid', email: 'jane@example.com', event_id: 'evt_4' },
      ],
      invalid_events: 'skip',
    });
    const [events = []] = sent();
    expect(results).toEqual({
      id: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      events_received: 4,
      events_accepted: 2,
      events_resumed: 0,
      events_rejected: 2,
      requests_made: 1,
      rejected: [
        { row: 2, event_name: 'Signed Up', reason: expect.stringContaining('User ID, Email, Anonymous ID') },
        { row: 3, event_name: null, reason: expect.stringContaining('Event Name') },
      ],
      event_ids: [events[0]?.event_id, 'evt_4'],
      notes: [],
    });
    expect(sandbox.store.events.map(({ id }) => id)).toEqual([events[0]?.event_id, 'evt_4']);
  });

  test('goes out as an array even when it is one event', async () => {
    await send({ events: rowsOf(1) });
    expect(sent()).toMatchObject([[{ event_type: 'Imported', user: { id: 'usr_1' } }]]);
  });

  test('keeps the order of the rows, those of Events (JSON) last', async () => {
    await send({
      events: rowsOf(3),
      events_json: JSON.stringify([
        { event_name: 'Four', user_id: 'usr_4' },
        { event_type: 'Five', user: { id: 'usr_5' } },
      ]),
    });
    expect(sent()).toHaveLength(1);
    expect(usersStored()).toEqual(['usr_1', 'usr_2', 'usr_3', 'usr_4', 'usr_5']);
  });

  test('passes over rows that hold nothing, which keep their number', async () => {
    const { failure, results } = await send({
      events: [{ event_name: '', user_id: null }, null, {}, ...rowsOf(1)],
    });
    expect(failure).toBeUndefined();
    expect(results).toMatchObject({ events_received: 1, events_accepted: 1 });
    const { failure: named } = await send({
      events: [{ event_name: '' }, null, { event_name: 'No person' }],
    });
    expect(named?.message).toContain('Row 3: ');
  });

  test('that is all bad, and skipped, sends nothing and says so', async () => {
    const { results } = await send({
      events: [{ event_name: 'x' }, { event_name: 'y' }],
      invalid_events: 'skip',
    });
    expect(results).toMatchObject({
      events_received: 2,
      events_accepted: 0,
      events_rejected: 2,
      requests_made: 0,
      event_ids: [],
    });
    expect(sandbox.requests).toEqual([]);
  });

  test('has an id of its own in each run, also when all of it is bad', async () => {
    const bad = { events: [{ event_name: 'x' }], invalid_events: 'skip' };
    const [first, second] = [(await send(bad)).results, (await send(bad)).results];
    expect(first).not.toEqual(second);
  });

  test('is told from another one by the ids of its events, each for itself', async () => {
    const idOf = async (...ids: readonly string[]): Promise<unknown> => {
      const events = ids.map((event_id) => ({ event_name: 'Paid', user_id: 'usr_1', event_id }));
      const { results } = await send({ events });
      return (results as { id: string }).id;
    };
    const ids = [await idOf('a', 'bc'), await idOf('ab', 'c'), await idOf('abc'), await idOf('bc', 'a')];
    expect(new Set(ids).size).toBe(4);
    expect(await idOf('a', 'bc')).toBe(ids[0]);
  });
});

describe('chunks', () => {
  test('of 100 rows go out, each once', async () => {
    const { results } = await send({ events: rowsOf(1_150) });
    expect(results).toMatchObject({ events_accepted: 1_150, requests_made: 12 });
    const sizes = sent().map((events) => events.length);
    expect(sizes.sort((one, other) => one - other)).toEqual([50, ...Array(11).fill(100)]);
    expect(sandbox.store.duplicates).toBe(0);
    expectAllStoredOnce(1_150);
  });

  test("are not in Zapier's log, which has their requests", async () => {
    const { logs } = await send({ events: rowsOf(2) });
    expect(logs.filter(({ data }) => data.log_type === 'http')).toHaveLength(1);
    expect(JSON.stringify(logs.map(({ data }) => data.request_data))).not.toContain('usr_1');
  });

  test('stay under the limit of bytes', async () => {
    const { results } = await send({ events: rowsOf(40, { attributes: { note: 'é'.repeat(15_000) } }) });
    expect(results).toMatchObject({ events_accepted: 40, requests_made: 3 });
    for (const { bodyBytes } of sandbox.requests) expect(bodyBytes).toBeLessThanOrEqual(475_000);
    expectAllStoredOnce(40);
  });

  test('an event that is too big is refused by its row, and nothing is sent', async () => {
    const events = [
      ...rowsOf(2),
      { event_name: 'Big', user_id: 'usr_3', attributes: { note: 'é'.repeat(20_000) } },
    ];
    expect((await send({ events })).failure).toMatchObject({
      name: 'AppError',
      code: 'InvalidEvents',
      message: expect.stringMatching(
        /^1 of 3 events cannot be sent, so nothing was sent\.\nRow 3: The event has 40,\d{3} bytes, but at most 32,768 can be sent\. Shorten or remove attributes\.$/,
      ),
    });
    expect(sandbox.requests).toEqual([]);
    expect((await send({ events, invalid_events: 'skip' })).results).toMatchObject({
      events_accepted: 2,
      rejected: [{ row: 3, event_name: 'Big' }],
    });
  });
});

describe('413: too large for the server', () => {
  const tooMany = (most: number): FaultRule => ({ status: 413, match: ({ events }) => events.length > most });

  test('halves the chunk until it fits', async () => {
    sandbox.fail(tooMany(30), ALWAYS);
    const { results } = await send({ events: rowsOf(100) });
    expect(results).toMatchObject({ events_accepted: 100, requests_made: 7 });
    expect(sent().map((events) => events.length)).toEqual([100, 50, 25, 25, 50, 25, 25]);
    expect(usersStored()).toEqual(rowsOf(100).map(({ user_id }) => user_id));
  });

  test('halves it down to one event', async () => {
    sandbox.fail(tooMany(1), ALWAYS);
    const { results } = await send({ events: rowsOf(5) });
    expect(results).toMatchObject({ events_accepted: 5, requests_made: 9 });
    expectAllStoredOnce(5);
  });

  test('names the one that is too large alone, and how far it got', async () => {
    sandbox.fail({ status: 413, match: holdsUser('usr_3') }, ALWAYS);
    expect((await send({ events: rowsOf(4) })).failure).toEqual({
      name: 'AppError',
      code: 'TooLarge',
      status: 413,
      message:
        '2 of 4 events were accepted. Replaying this run unchanged sends only the rest. If you change the batch, leave out rows 1 and 2, which have already been accepted, or they may be counted twice. Row 3: too large for Usermaven (413). Shorten or remove attributes.',
    });
  });
});

describe('bad rows', () => {
  const BAD = [
    { event_name: 'Signed Up', user_id: 'usr_1' },
    { event_name: 'Signed Up' },
    { event_name: 'Signed Up', user_id: 'usr_3', occurred_at: 'banana' },
    { user_id: 'usr_4' },
    { event_name: 'Signed Up' },
    { event_name: '$pageview', user_id: 'usr_6', event_id: '{{id}}' },
  ];

  test.each([undefined, '', 'stop'])(
    'stop the batch (%p): nothing is sent, and every row is named',
    async (invalid_events) => {
      const { failure } = await send({ events: BAD, invalid_events });
      expect(failure).toMatchObject({ name: 'AppError', code: 'InvalidEvents' });
      const [summary, ...reasons] = failure?.message.split('\n') ?? [];
      expect(summary).toBe('5 of 6 events cannot be sent, so nothing was sent.');
      expect(reasons).toEqual([
        expect.stringMatching(/^Rows 2 and 5: .*User ID/),
        expect.stringMatching(/^Row 3: .*Occurred At.*banana/),
        expect.stringMatching(/^Row 4: .*Event Name/),
        expect.stringMatching(/^Row 6: .*Event Name.*\$pageview.*Event ID.*\{\{id\}\}/),
      ]);
      expect(sandbox.requests).toEqual([]);
      expect(cache).toEqual({});
    },
  );

  test('are skipped: the good ones go, the bad ones are listed', async () => {
    const { results } = await send({ events: BAD, invalid_events: 'skip' });
    expect(results).toMatchObject({
      events_received: 6,
      events_accepted: 1,
      events_rejected: 5,
      rejected: [2, 3, 4, 5, 6].map((row) => ({ row })),
    });
    expect(usersStored()).toEqual(['usr_1']);
  });

  test('thousands of one kind are one line', async () => {
    const { failure } = await send({
      events: Array.from({ length: 5_000 }, () => ({ event_name: 'No person' })),
    });
    expect(failure?.message).toMatch(
      /^5,000 of 5,000 events cannot be sent, so nothing was sent\.\nRows 1 to 5000: .+$/,
    );
  });
});

describe('what is no batch is refused, and nothing is sent:', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['nothing at all', {}, /^Events: /],
    ['blank rows and blank JSON', { events: [], events_json: ' ' }, /^Events: /],
    ['rows that hold nothing', { events: [{ event_name: '', user_id: null }, {}] }, /^Events: /],
    ['an empty array', { events_json: '[]' }, /^Events: /],
    ['broken JSON', { events_json: '[{"event_name": "x",' }, /^Events \(JSON\): .*JSON/],
    ['JSON that is no array', { events_json: '"x"' }, /^Events \(JSON\): .*array/],
    [
      'an array of something else',
      { events_json: '[1, true, {"event_name": "x"}]' },
      /^Events \(JSON\): .*1 and 2/,
    ],
    [
      'good rows beside broken JSON',
      { events: [{ event_name: 'x', user_id: 'u' }], events_json: '[' },
      /^Events \(JSON\): /,
    ],
    [
      'a choice that is none',
      { events: [{ event_name: 'x', user_id: 'u' }], invalid_events: 'perhaps' },
      /^Invalid Events: /,
    ],
  ])('%s', async (_, inputData, says) => {
    for (const invalid_events of [undefined, 'skip']) {
      const { failure } = await send({ invalid_events, ...inputData });
      expect(failure).toEqual({
        name: 'AppError',
        code: 'InvalidInput',
        message: expect.stringMatching(says),
      });
    }
    expect(sandbox.requests).toEqual([]);
  });

  test('all problems at once, a line each, those of the settings too', async () => {
    const { failure } = await send({
      events: [{ event_name: 'x', user_id: 'u' }],
      events_json: '[1, ',
      shared_attributes: 7,
      default_page_url: 'not a page',
      invalid_events: 'perhaps',
      date_order: 'year_first',
      time_zone: 'Mars',
      attribute_values: 'guess',
    });
    expect(
      failure?.message
        .split('\n')
        .map((line) => line.split(':')[0])
        .sort(),
    ).toEqual([
      'Date Order',
      'Default Page URL',
      'Events (JSON)',
      'Invalid Events',
      'Numbers in Attributes',
      'Shared Attributes',
      'Time Zone',
    ]);
  });
});

describe('what is left out of rows', () => {
  const NOTED = [
    { event_name: 'x', user_id: 'usr_1', page_url: 'not a page' },
    { event_name: 'x', user_id: 'usr_2' },
    { event_name: 'x', user_id: 'usr_3', page_url: 'not a page' },
  ];

  test.each([{}, { isLoadingSample: true }])('is told in a note with its rows (%j)', async (meta) => {
    const { results } = await act(BATCH, { events: NOTED }, { authData, meta });
    expect(results).toMatchObject({
      events_accepted: 3,
      notes: [
        expect.stringMatching(/^Rows 1 and 3: Page URL: "not a page" is not .* The value was left out\.$/),
      ],
    });
    for (const { raw } of sandbox.store.events) expect(raw).not.toHaveProperty('url');
  });
});

describe('the ids of a batch', () => {
  const TIME = { occurred_at: '2026-01-31T09:30:00Z' };
  const ids = () => sent().flatMap((events) => events.map(({ event_id }) => event_id));

  test('are stable when the rows have times: the same import twice counts once', async () => {
    await send({ events: rowsOf(3, TIME) });
    await send({ events: rowsOf(3, TIME) });
    expect(ids()).toHaveLength(6);
    expect(new Set(ids()).size).toBe(3);
    expectAllStoredOnce(3);
  });

  test('tell identical rows apart by their turn', async () => {
    const twin = { event_name: 'Paid', user_id: 'usr_1', ...TIME };
    await send({ events: [twin, twin, twin] });
    await send({ events: [twin, twin] });
    expect(sandbox.store.events).toHaveLength(3);
  });

  test('are new in each honest run when there are no times', async () => {
    await send({ events: rowsOf(3) });
    await send({ events: rowsOf(3) });
    expect(new Set(ids()).size).toBe(6);
    expect(cache).toEqual({});
  });

  test("are the user's where mapped", async () => {
    const { results } = await send({ events: [{ event_name: 'Paid', user_id: 'usr_1', event_id: 77 }] });
    expect(results).toMatchObject({ event_ids: ['77'] });
    expect(ids()).toEqual(['77']);
  });
});

describe('a batch of which only a part was accepted', () => {
  test('fails with how far it got, and its replay sends only the rest, with the same ids', async () => {
    sandbox.fail({ status: 500, match: holdsUser('usr_250') }, timing.tries);
    const { failure } = await send({ events: rowsOf(300) });
    expect(failure).toMatchObject({
      name: 'ThrottledError',
      message: expect.stringMatching(
        /^200 of 300 events were accepted and will not be sent again\. Usermaven is having problems at the moment \(500\)\. Zapier will retry this step automatically in about \d\d seconds\.$/,
      ),
    });
    const failed = sent().find((events) => events.some(({ user }) => user.id === 'usr_250'));
    const before = sandbox.requests.length;
    const { results } = await send({ events: rowsOf(300) });
    expect(sent().slice(before)).toEqual([failed]);
    expect(results).toMatchObject({
      events_received: 300,
      events_accepted: 300,
      events_resumed: 200,
      requests_made: 1,
    });
    expect(sandbox.store.duplicates).toBe(0);
    expectAllStoredOnce(300);
    expect(cache).toEqual({});
  });

  test('says so when a later try would not help, names the rows, and resumes once that is mended', async () => {
    sandbox.fail({ status: 400, match: holdsUser('usr_150'), body: '{"message":"no"}' });
    expect((await send({ events: rowsOf(200) })).failure).toEqual({
      name: 'AppError',
      code: 'Refused',
      status: 400,
      message:
        '100 of 200 events were accepted. Replaying this run unchanged sends only the rest. If you change the batch, leave out rows 1 to 100, which have already been accepted, or they may be counted twice. Rows 101 to 200: refused by Usermaven (400), which says: no. Check the mapped fields.',
    });
    expect((await send({ events: rowsOf(200) })).failure).toBeUndefined();
    expectAllStoredOnce(200);
  });

  test('counts once when the user mends it as the message says', async () => {
    sandbox.fail({ status: 400, match: holdsUser('usr_150') });
    const rows = rowsOf(200);
    expect((await send({ events: rows })).failure?.message).toContain('leave out rows 1 to 100,');
    const mended = rows.slice(100).map((row) => ({ ...row, page_url: 'https://example.com' }));
    expect((await send({ events: mended })).failure).toBeUndefined();
    expectAllStoredOnce(200);
  });

  test('resumes where rows that cannot be sent lie between', async () => {
    sandbox.fail({ status: 500, match: holdsUser('usr_451') }, timing.tries);
    const rows = rowsOf(600).map((row, index) => (index % 2 === 0 ? row : { ...row, event_name: '' }));
    const input = { events: rows, invalid_events: 'skip' };
    expect((await send(input)).failure).toMatchObject({ name: 'ThrottledError' });
    expect((await send(input)).results).toMatchObject({ events_accepted: 300, events_rejected: 300 });
    expect(sandbox.store.events).toHaveLength(300);
    expect(sandbox.store.duplicates).toBe(0);
  });

  test('sends a row that was refused at first and is good in the replay, and no other twice', async () => {
    sandbox.fail({ status: 500, match: holdsUser('usr_250') }, timing.tries);
    // A little more than the 23 hours that may be ahead.
    const hour = 60 * 60 * 1000;
    const ahead = new Date(Date.now() + 23.5 * hour).toISOString();
    const rows = rowsOf(300).map((row, index) => (index === 10 ? { ...row, occurred_at: ahead } : row));
    const input = { events: rows, invalid_events: 'skip' };
    expect((await send(input)).failure).toMatchObject({ name: 'ThrottledError' });
    const { now } = Date;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + hour);
    const { results } = await send(input);
    expect(results).toMatchObject({ events_accepted: 300, events_rejected: 0 });
    expect(sandbox.store.duplicates).toBe(0);
    expectAllStoredOnce(300);
  });

  test('is held when the credentials are refused on the way, and resumes', async () => {
    sandbox.fail({ status: 401, match: holdsUser('usr_101') });
    expect((await send({ events: rowsOf(200) })).failure).toMatchObject({
      name: 'ExpiredAuthError',
      message: expect.stringMatching(
        /^100 of 200 events were accepted and will not be sent again\. Usermaven does not accept/,
      ),
    });
    expect((await send({ events: rowsOf(200) })).failure).toBeUndefined();
    expectAllStoredOnce(200);
  });

  test('says nothing of how far when nothing was accepted', async () => {
    sandbox.fail({ status: 503 }, ALWAYS);
    expect((await send({ events: rowsOf(2) })).failure?.message).toMatch(
      /^Usermaven is having problems at the moment/,
    );
  });

  test('counts rows that were stored without an answer once', async () => {
    sandbox.fail({ kind: 'reset', when: 'after', match: holdsUser('usr_101') }, timing.tries);
    expect((await send({ events: rowsOf(300) })).failure?.name).toBe('ThrottledError');
    await send({ events: rowsOf(300) });
    expect(sandbox.store.duplicates).toBeGreaterThan(0);
    expectAllStoredOnce(300);
  });

  test('continues with the new server token when it stopped at an expired connection', async () => {
    sandbox.fail({ status: 401, match: holdsUser('usr_101') });
    expect((await send({ events: rowsOf(150) })).failure?.name).toBe('ExpiredAuthError');
    sandbox.renew('renewed');
    const { results } = await act(
      BATCH,
      { events: rowsOf(150) },
      { authData: { ...authData, server_token: 'renewed' } },
    );
    expect(results).toMatchObject({ events_accepted: 150, events_resumed: 100, requests_made: 1 });
    expect(sandbox.store.duplicates).toBe(0);
    expectAllStoredOnce(150);
  });

  test('starts nothing new once a chunk has failed', async () => {
    sandbox.fail({ status: 400 }, ALWAYS);
    await send({ events: rowsOf(2_000) });
    expect(sandbox.requests.length).toBeLessThanOrEqual(timing.concurrency);
  });

  test.each([1, 2, 3, 4, 5])(
    'doubles none and loses none, whatever happens on the way (storm %d)',
    async (storm) => {
      // A small generator of numbers between 0 and 1, so that a storm can be repeated.
      let state = storm * 2_654_435_761;
      const random = (): number => {
        state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
        return state / 2 ** 31;
      };
      const faults: FaultRule[] = [
        { status: 500 },
        { status: 429 },
        { status: 413 },
        { status: 401 },
        { kind: 'reset' },
        { kind: 'reset', when: 'after' },
        { kind: 'html' },
        { kind: 'truncated' },
      ];
      for (const fault of faults) sandbox.fail({ ...fault, match: () => random() < 0.15 }, 6);
      const events = [
        ...rowsOf(150),
        ...rowsOf(400)
          .slice(150)
          .map((row) => ({ ...row, occurred_at: '2026-01-31' })),
      ];
      let runs = 1;
      while ((await send({ events })).failure !== undefined && runs < 30) runs += 1;
      expect(runs).toBeLessThan(30);
      expectAllStoredOnce(400);
      expect(cache).toEqual({});
    },
  );
});

describe('a batch that is killed on the way', () => {
  const input = { events: rowsOf(150) };

  /** What the cache held when the first request arrived. */
  const runKilled = async (): Promise<Record<string, unknown>> => {
    let noted: Record<string, unknown> = {};
    sandbox.fail({
      status: 200,
      match: () => {
        noted = { ...cache };
        return true;
      },
    });
    await send(input);
    return noted;
  };

  test.each([
    ['is resumed with its ids once it cannot be under way any more', 35_000, 150],
    ['may still be under way before: an equal batch has ids of its own', 34_000, 300],
  ])('%s', async (_, passed, stored) => {
    const start = Date.now();
    const now = jest.spyOn(Date, 'now').mockReturnValue(start);
    Object.assign(cache, await runKilled());
    now.mockReturnValue(start + passed);
    const { results } = await send(input);
    expect(results).toMatchObject({ events_accepted: 150, events_resumed: 0 });
    expect(sandbox.store.events).toHaveLength(stored);
  });
});

describe('two equal batches without a failure between them are two', () => {
  const inputData = { events: rowsOf(2) };

  test('while the first is under way', async () => {
    const store = countedCache();
    const perform = sendBatch(BATCH);
    const arrived = new Promise<void>((resolve) => {
      const stop = sandbox.watch(({ kind }) => {
        if (kind !== 'arrived') return;
        stop();
        resolve();
      });
    });
    sandbox.fail({ kind: 'slow', ms: 500 });
    const first = store.run(perform, { authData, inputData });
    await arrived;
    const second = await store.run(perform, { authData, inputData });
    expect([(await first).ok, second.ok]).toEqual([true, true]);
    expect(sandbox.store.events).toHaveLength(4);
    expect(sandbox.store.duplicates).toBe(0);
  });

  test('when the store could not delete what it held of the first', async () => {
    const store = countedCache();
    const perform = sendBatch(BATCH);
    jest.spyOn(store.cache, 'delete').mockRejectedValue(new Error('down'));
    await store.run(perform, { authData, inputData });
    await store.run(perform, { authData, inputData });
    expect(sandbox.store.events).toHaveLength(4);
    expect(sandbox.store.duplicates).toBe(0);
  });
});

describe('the output is less than 1 MB, whatever came in', () => {
  const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
  const LONG = 'ü'.repeat(400);

  test.each<[string, object[], object]>([
    [
      '500 good rows and 45,000 bad ones',
      [
        ...rowsOf(500),
        ...Array.from({ length: 45_000 }, (_, index) => ({
          event_name: `${LONG} ${index}`,
          occurred_at: `${LONG} ${index}`,
        })),
      ],
      { events_received: 45_500, events_accepted: 500, events_rejected: 45_000 },
    ],
    [
      'event ids of 1,000 bytes',
      rowsOf(2_000).map((row, index) => ({ ...row, event_id: `${index}${'é'.repeat(500)}` })),
      { events_accepted: 2_000, events_rejected: 0 },
    ],
    [
      'a note for every row, each another one',
      rowsOf(5_000).map((row, index) => ({ ...row, page_url: `${LONG} ${index}` })),
      { events_accepted: 5_000, events_rejected: 0 },
    ],
    [
      'a note for every other row',
      rowsOf(20_000).map((row, index) => (index % 2 === 0 ? row : { ...row, page_url: 'not a page' })),
      { events_accepted: 20_000, events_rejected: 0 },
    ],
    [
      'names and reasons full of quotes and control characters',
      Array.from({ length: 3_000 }, (_, index) => ({
        event_name: `${'"\\\u0001'.repeat(200)}${index}`,
        user_id: ['a', index],
      })),
      { events_accepted: 0, events_rejected: 3_000 },
    ],
  ])('%s', async (_, events, counts) => {
    // The clock stands still, so that a busy machine cannot use up the time that a step has.
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const { results, failure } = await send({ events, invalid_events: 'skip' });
    expect(failure).toBeUndefined();
    expect(results).toMatchObject(counts);
    expect(bytesOf(results)).toBeLessThan(1_000_000);
    const { rejected, event_ids, notes } = results as Record<string, unknown[]>;
    for (const list of [rejected, event_ids, notes]) expect(list?.length).toBeLessThanOrEqual(1_000);
  });

  test('the lists hold the first of what there is, texts cut', async () => {
    const { results } = await send({
      events: Array.from({ length: 1_500 }, () => ({ event_name: LONG, user_id: '' })),
      invalid_events: 'skip',
    });
    const { rejected } = results as { rejected: { row: number; event_name: string }[] };
    expect(rejected.map(({ row }) => row)).toEqual(
      Array.from({ length: rejected.length }, (_, at) => at + 1),
    );
    expect(rejected.length).toBeGreaterThan(500);
    expect(rejected[0]?.event_name).toBe(`${'ü'.repeat(100)}…`);
  });

  test('an id is shown up to 200 characters, and sent whole', async () => {
    const ids = ['x'.repeat(200), 'x'.repeat(201)];
    const { results } = await send({
      events: ids.map((event_id) => ({ event_name: 'Imported', user_id: 'usr_1', event_id })),
    });
    expect(results).toMatchObject({ event_ids: [ids[0], `${ids[0]}…`] });
    expect(sandbox.store.events.map(({ id }) => id)).toEqual(ids);
  });

  test('and is made before the run forgets anything', async () => {
    const events = [...rowsOf(1), { event_name: 'Imported', user_id: 'usr_2', event_id: 'evt_boom' }];
    const start = Date.now();
    const now = jest.spyOn(Date, 'now').mockReturnValue(start);
    const byteLength = jest.spyOn(Buffer, 'byteLength').mockImplementation((text) => {
      if (text === JSON.stringify('evt_boom')) throw new Error('out of memory');
      return Buffer.from(String(text)).length;
    });
    expect((await send({ events })).failure).toMatchObject({ code: 'Unexpected' });
    byteLength.mockRestore();
    expect(sandbox.store.events).toHaveLength(2);
    now.mockReturnValue(start + 35_000);
    expect((await send({ events })).failure).toBeUndefined();
    expect(sandbox.store.events).toHaveLength(2);
  });
});

describe('while the Zap is being built', () => {
  const building = { authData, meta: { isLoadingSample: true } };

  test('no message promises another run by itself: a failure', async () => {
    sandbox.fail({ status: 503 }, ALWAYS);
    expect((await act(BATCH, { events: rowsOf(2) }, building)).failure?.message).toMatch(
      /^Usermaven is having problems at the moment \(503\)\. Try again in about \d\d seconds\.$/,
    );
  });

  test('no message promises another run by itself: the end of the time', async () => {
    let passed = 0;
    const { now } = Date;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + passed);
    sandbox.fail({
      status: 200,
      match: ({ nth }) => {
        if (nth === 4) passed += timing.budgetMs;
        return false;
      },
    });
    const { failure } = await act(BATCH, { events: rowsOf(2_000) }, building);
    expect(failure?.message).toMatch(
      /^[4-9]00 of 2,000 events were accepted and will not be sent again\. Time ran out before all events were sent\. In a live run, Zapier continues automatically\.$/,
    );
  });
});

describe('a batch that runs out of time', () => {
  /** A cache that takes longer than a step has. */
  const slowCache = (after: () => void, held: Record<string, unknown> = {}) => ({
    zcacheTestObj: new Proxy(held, {
      get: (target, key) => {
        after();
        return Reflect.get(target, key);
      },
    }),
  });

  const clockThatJumps = () => {
    let passed = 0;
    const { now } = Date;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + passed);
    return {
      jump: () => {
        passed += timing.stepMs;
      },
    };
  };

  test('before it could send anything says so and fails, instead of asking for another turn for ever', async () => {
    const { jump } = clockThatJumps();
    const { failure } = await act(BATCH, { events: rowsOf(200) }, {}, slowCache(jump));
    expect(failure).toEqual({
      name: 'AppError',
      code: 'TooManyRows',
      message:
        'Preparing this batch took all the time that a step has, so this run sent nothing. Send fewer rows in one step.',
    });
    expect(sandbox.requests).toEqual([]);
  });

  test('in the same way says how far earlier runs got, and which rows to leave out of a smaller batch', async () => {
    const events = rowsOf(300);
    sandbox.fail({ status: 500, match: holdsUser('usr_250') }, timing.tries);
    await send({ events });
    const { jump } = clockThatJumps();
    const { failure } = await act(BATCH, { events }, {}, slowCache(jump, cache));
    expect(failure).toMatchObject({ name: 'AppError', code: 'TooManyRows' });
    expect(failure?.message).not.toContain('will not be sent again');
    expect(failure?.message).toContain(
      'leave out rows 1 to 200, which have already been accepted, or they may be counted twice.',
    );
  });

  test('continues run after run, until all of it is accepted', async () => {
    let passed = 0;
    const { now } = Date;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + passed);
    // The time of a run is over at each 20th request.
    sandbox.fail({
      status: 200,
      match: ({ nth }) => {
        if (nth % 20 === 0) passed += timing.budgetMs;
        return false;
      },
    });
    const events = rowsOf(5_500);
    const { failure } = await send({ events });
    expect(failure).toMatchObject({ name: 'ThrottledError', delay: 5 });
    expect(failure?.message).toMatch(
      /^2,[0-3]00 of 5,500 events were accepted and will not be sent again\. Time ran out before all events were sent\. Zapier will continue automatically in a few seconds\.$/,
    );
    expect((await send({ events })).failure?.message).toMatch(/^4,[0-3]00 of 5,500 events were accepted/);
    expect((await send({ events })).failure).toBeUndefined();
    expect(sandbox.store.duplicates).toBe(0);
    expectAllStoredOnce(5_500);
  });
});

describe('a batch asks the store no more than it has to:', () => {
  const store = countedCache();
  const sendCounted = (events: object[]) => store.run(sendBatch(BATCH), { authData, inputData: { events } });
  const TIME = { occurred_at: '2026-01-31T09:30:00Z' };

  test('once when all rows have ids or times', async () => {
    expect(await sendCounted(rowsOf(2, TIME))).toEqual({ ok: true, calls: ['get'] });
  });

  test('to keep its seed before anything is sent, and to drop it, when a row has neither', async () => {
    const rows = [...rowsOf(2, TIME), { event_name: 'Imported', user_id: 'usr_3' }];
    expect(await sendCounted(rows)).toEqual({ ok: true, calls: ['get', 'set', 'get', 'delete'] });
    expect(store.values.size).toBe(0);
  });

  test.each([
    ['with times', TIME, ['get', 'set']],
    ['without', {}, ['get', 'set', 'set']],
  ])('to keep how far it got, and to drop it once it is resumed (%s)', async (_, more, calls) => {
    sandbox.fail({ status: 500, match: holdsUser('usr_101') }, timing.tries);
    expect(await sendCounted(rowsOf(150, more))).toEqual({ ok: false, calls });
    expect(store.values.size).toBe(1);
    expect(await sendCounted(rowsOf(150, more))).toEqual({ ok: true, calls: ['get', 'get', 'delete'] });
    expect(store.values.size).toBe(0);
    expectAllStoredOnce(150);
  });
});

describe('the state of a failed run is kept', () => {
  test.each([
    ['a day when Zapier retries it', 503, {}, 86_400],
    ['a day when Zapier holds it until the user reconnects', 401, {}, 86_400],
    ['an hour when nothing replays it by itself', 400, {}, 3_600],
    ['an hour when it was started in the editor', 503, { isLoadingSample: true }, 3_600],
  ])('%s', async (_, status, meta, seconds) => {
    sandbox.fail({ status }, timing.tries);
    const store = countedCache();
    const events = rowsOf(2, { occurred_at: '2026-01-31T09:30:00Z' });
    await store.run(sendBatch(BATCH), { authData, inputData: { events }, meta });
    expect(store.ttls).toEqual([seconds]);
  });
});
