import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { ApiResponse } from '../../src/usermaven/response.ts';
import type { Client, Sent } from '../../src/zapier/client.ts';
import { sendChunks } from '../../src/zapier/send-chunks.ts';
import { TIMING } from '../../src/zapier/timing.ts';

const DEADLINE = 1_000;
const ACCEPTED: ApiResponse = { kind: 'accepted' };
const REFUSED: ApiResponse = { kind: 'refused', status: 400 };
const NO_RESPONSE: ApiResponse = { kind: 'retryable', status: null };

let now: number;
beforeEach(() => {
  now = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Rows of which so many fit into a chunk of 100. */
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const json = String(index + 1);
    return { row: index + 1, id: `id_${json}`, json, bytes: json.length };
  });

const numbers = (from: number, to: number) =>
  rowsOf(to)
    .map(({ row }) => row)
    .slice(from - 1);

/** Sends rows to a client whose responses are given by hand. */
const sending = (count: number) => {
  const open = new Map<number, (sent: Sent) => void>();
  const bodies: number[][] = [];
  const client: Client = {
    deadline: DEADLINE,
    timing: TIMING,
    send: jest.fn<Client['send']>(
      (body) =>
        new Promise((resolve) => {
          const rows: number[] = JSON.parse(body);
          bodies.push(rows);
          open.set(rows[0] ?? 0, resolve);
        }),
    ),
  };
  const sent = sendChunks(client, rowsOf(count));
  return {
    client,
    sent,
    bodies,
    /** The first rows of the requests under way. */
    open: () => [...open.keys()],
    /** Responds to the request that begins with a row, and lets what follows from it begin. */
    respond: async (row: number, response: ApiResponse, requests = 1) => {
      const resolve = open.get(row);
      if (!resolve) throw new Error(`No request begins with row ${row}.`);
      open.delete(row);
      resolve({ response, requests });
      await new Promise(setImmediate);
    },
  };
};

describe('chunks', () => {
  test('start in order, four at a time', async () => {
    const { sent, open, respond } = sending(650);
    expect(open()).toEqual([1, 101, 201, 301]);
    await respond(101, ACCEPTED);
    expect(open()).toEqual([1, 201, 301, 401]);
    await respond(1, ACCEPTED);
    await respond(201, ACCEPTED);
    expect(open()).toEqual([301, 401, 501, 601]);
    for (const row of [301, 401, 501]) await respond(row, ACCEPTED);
    expect(open()).toEqual([601]);
    await respond(601, ACCEPTED, 3);
    expect(await sent).toEqual({ accepted: new Set(numbers(1, 650)), requests: 9 });
  });

  test('are arrays of the events as they are, and are not logged', async () => {
    const { client, respond } = sending(2);
    await respond(1, ACCEPTED);
    expect(client.send).toHaveBeenCalledWith('[1,2]', { log: false });
  });

  test('are none when there is no row', async () => {
    const { sent, bodies } = sending(0);
    expect(await sent).toEqual({ accepted: new Set(), requests: 0 });
    expect(bodies).toEqual([]);
  });

  test('that are too large for the server go in two halves, before the others', async () => {
    const { sent, bodies, respond } = sending(403);
    await respond(1, { kind: 'too_large', status: 413 });
    await respond(1, ACCEPTED);
    expect(bodies.slice(4)).toEqual([numbers(1, 50), numbers(51, 100)]);
    for (const row of [51, 101, 201, 301, 401]) await respond(row, ACCEPTED);
    expect(await sent).toEqual({ accepted: new Set(numbers(1, 403)), requests: 7 });
  });
});

describe('a chunk that is not accepted', () => {
  test('stops the run: requests under way are waited for, no other starts', async () => {
    const { sent, open, respond } = sending(1_000);
    await respond(101, REFUSED);
    expect(open()).toEqual([1, 201, 301]);
    for (const row of [1, 201, 301]) await respond(row, ACCEPTED);
    expect(await sent).toEqual({
      accepted: new Set([...numbers(1, 100), ...numbers(201, 400)]),
      requests: 4,
      stop: { kind: 'failed', response: REFUSED, rows: numbers(101, 200) },
    });
  });

  test('of several, the first is told', async () => {
    const { sent, respond } = sending(300);
    await respond(201, REFUSED);
    await respond(1, { kind: 'unauthorized', status: 401 });
    await respond(101, ACCEPTED);
    expect((await sent).stop).toEqual({ kind: 'failed', response: REFUSED, rows: numbers(201, 300) });
  });

  test('is told by its row when it is a single event that is too large', async () => {
    const { sent, respond } = sending(1);
    const response: ApiResponse = { kind: 'too_large', status: 413 };
    await respond(1, response);
    expect((await sent).stop).toEqual({ kind: 'failed', response, rows: [1] });
  });
});

describe('time', () => {
  test.each([DEADLINE, DEADLINE + 1])('no chunk starts at or after the deadline (%d)', async (start) => {
    now = start;
    const { sent, bodies } = sending(3);
    expect(await sent).toEqual({ accepted: new Set(), requests: 0, stop: { kind: 'out_of_time' } });
    expect(bodies).toEqual([]);
  });

  test('the rest is left to the next run', async () => {
    const { sent, bodies, respond } = sending(500);
    now = DEADLINE;
    for (const row of [1, 101, 201, 301]) await respond(row, ACCEPTED);
    expect(await sent).toEqual({
      accepted: new Set(numbers(1, 400)),
      requests: 4,
      stop: { kind: 'out_of_time' },
    });
    expect(bodies).toHaveLength(4);
  });

  /** The second chunk gets this response at this moment, after the first was accepted or not. */
  const stopOf = async (moment: number, response: ApiResponse, first: ApiResponse = ACCEPTED) => {
    const { sent, respond } = sending(200);
    await respond(1, first);
    now = moment;
    await respond(101, response);
    return (await sent).stop;
  };

  test.each([DEADLINE, DEADLINE - 1])(
    'a chunk cut off by the deadline is no failure (%d)',
    async (moment) => {
      expect(await stopOf(moment, NO_RESPONSE)).toEqual({ kind: 'out_of_time' });
    },
  );

  test.each<[string, number, ApiResponse]>([
    ['without a response before the deadline', DEADLINE - 2, NO_RESPONSE],
    ['that the server refuses at the deadline', DEADLINE, REFUSED],
    ['that the server postpones at the deadline', DEADLINE, { kind: 'retryable', status: 503 }],
  ])('a chunk %s is one', async (_, moment, response) => {
    expect(await stopOf(moment, response)).toEqual({ kind: 'failed', response, rows: numbers(101, 200) });
  });

  test('a batch of which nothing arrived has failed: more time does not help', async () => {
    const { sent, respond } = sending(100);
    now = DEADLINE;
    await respond(1, NO_RESPONSE);
    expect(await sent).toEqual({
      accepted: new Set(),
      requests: 1,
      stop: { kind: 'failed', response: NO_RESPONSE, rows: numbers(1, 100) },
    });
  });

  test('a failure is told rather than the end of the time, whichever came first', async () => {
    const { sent, respond } = sending(300);
    await respond(1, ACCEPTED);
    now = DEADLINE;
    await respond(101, NO_RESPONSE);
    await respond(201, REFUSED);
    expect((await sent).stop).toEqual({ kind: 'failed', response: REFUSED, rows: numbers(201, 300) });
  });
});
