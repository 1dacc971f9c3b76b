import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fillUnder } from '../../sandbox/make/evaluate.ts';
import { READING, READINGS, type Reading } from '../../sandbox/make/readings.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import type { Action } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { canonicalJson, type JsonObject } from '../../src/lib/json.ts';
import { Invalid } from '../../src/lib/validation.ts';
import { KEPT, STORED, tokenQuery } from '../../src/make/credentials.ts';
import { EVENTS_PATH, joinedToken, readCredentials } from '../../src/usermaven/request.ts';
import { BATCH, TRACKING } from '../support/actions.ts';
import { API_KEY, eventsOf } from '../support/building.ts';
import { type Allowed, allowing } from '../support/make/differences.ts';
import { onMake } from '../support/make/parity.ts';
import { type SameEvent, sameBatch, sameEvent } from '../support/make/same-event.ts';

const RUNS = { numRuns: 250 };

const anyReading = fc.constantFrom(...READINGS.map(([, reading]) => reading));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ apiKey: API_KEY });
});
afterAll(() => sandbox.stop());

/** Sends an input from Make and compares the request with what Zapier builds. */
const compare = async (
  action: Action,
  { zapier: input, make: mapped }: SameEvent,
  { allowed = [], reading = READING }: { allowed?: readonly Allowed[]; reading?: Reading } = {},
): Promise<void> => {
  const built: JsonObject[] = JSON.parse(JSON.stringify(await eventsOf(action, input)));
  const { requests, error } = await onMake(sandbox, action, mapped, reading);
  expect(error).toBeUndefined();
  expect(requests).toHaveLength(1);
  const [request] = requests;
  expect(request).toMatchObject({
    method: 'POST',
    path: EVENTS_PATH,
    status: 200,
    isBatch: action.kind === 'batch',
  });
  expect(request?.events).toHaveLength(built.length);
  const pairs = built.map((event, at) =>
    allowing(['event_ids', ...allowed], { zapier: event, make: request?.events[at] ?? {} }),
  );
  // As text: to Jest, an own __proto__ is no member.
  expect(pairs.map(({ make }) => canonicalJson(make))).toEqual(
    pairs.map(({ zapier }) => canonicalJson(zapier)),
  );
};

describe('what one user fills in on both platforms is sent alike, whatever Make leaves open', () => {
  test.each(ACTIONS)('$zapier.label', async (action) => {
    const inputs = action.kind === 'event' ? sameEvent(action) : sameBatch;
    const allowed: readonly Allowed[] = action.kind === 'event' ? [] : ['batch_rows'];
    await fc.assert(
      fc.asyncProperty(inputs, anyReading, (input, reading) => compare(action, input, { allowed, reading })),
      RUNS,
    );
  });
});

describe('credentials', () => {
  const word = (characters: string, minLength: number) =>
    fc.array(fc.constantFrom(...characters), { minLength, maxLength: 12 }).map((parts) => parts.join(''));
  const spaces = fc.constantFrom('', ' ', '\n', '\u200b \u2060');
  const addressOf = (key: string, token: string) =>
    `https://events.usermaven.com${EVENTS_PATH}?a=1&token=${key}.${token}&b=2#c`;
  const pastes: readonly ((key: string, token: string) => readonly [string, string])[] = [
    (key, token) => [key, token],
    (key, token) => [key, `${key}.${token}`],
    (key, token) => [`${key}.${token}`, token],
    (key, token) => [`${key}.${token}`, `${key}.${token}`],
    (key, token) => [key, `Bearer ${key}.${token}`],
    (key, token) => [`bearer  ${key}.${token}`, `BEARER\t${key}.${token}`],
    (key, token) => [key, addressOf(key, token)],
    (key, token) => [addressOf(key, token), addressOf(key, token)],
  ];

  test('are read alike, however they are pasted', () => {
    fc.assert(
      fc.property(
        // Letters that no key has, so that no token holds its key.
        word('ABCUM0123456789', 1),
        fc.tuple(word('abcxyz', 1), word('abcxyz.+/=-_~', 0)).map((parts) => parts.join('')),
        fc.constantFrom(...pastes),
        fc.array(spaces, { minLength: 4, maxLength: 4 }),
        anyReading,
        (key, token, paste, [a = '', b = '', c = '', d = ''], reading) => {
          const [pastedKey, pastedToken] = paste(key, token);
          const pasted = { api_key: `${a}${pastedKey}${b}`, server_token: `${c}${pastedToken}${d}` };
          const fill = fillUnder(reading);
          const known = readCredentials(pasted.api_key, pasted.server_token);
          if (known instanceof Invalid) throw new Error(known.reason);
          const kept = fill(KEPT, { parameters: pasted });
          expect(kept).toEqual({ key: known.apiKey, token: known.serverToken });
          expect(fill(tokenQuery(STORED), { connection: kept })).toEqual({ token: joinedToken(known) });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('the comparison itself', () => {
  const input = { event_name: 'A', user_id: 'usr_1', event_attributes: { a: '1' }, attribute_values: 'text' };
  const mapped = { event_name: 'A', user_id: 'usr_1', event_attributes: [{ key: 'a', value: '1' }] };

  test('passes what is alike', async () => {
    await compare(TRACKING, { zapier: input, make: mapped });
  });

  test.each<[what: string, make: SameEvent['make']]>([
    ['another value', { ...mapped, user_id: 'usr_2' }],
    ['another type', { ...mapped, event_attributes: [{ key: 'a', value: 1 }] }],
    ['a value too many', { ...mapped, page_title: 'A' }],
    ['a value too few', { ...mapped, event_attributes: undefined }],
    ['a refusal by the form', { ...mapped, event_name: '$a' }],
    ['a refusal by Usermaven', { ...mapped, user_id: '' }],
  ])('fails on %s', async (_what, make) => {
    await expect(compare(TRACKING, { zapier: input, make })).rejects.toThrow();
  });

  test('fails on parts of the page address that only one of them sends, unless that is allowed', async () => {
    const row = { event_name: 'A', user_id: 'usr_1', page_url: 'https://a.example/' };
    const rows: SameEvent = {
      zapier: { events: [row] },
      make: { events: [row] },
    };
    await expect(compare(BATCH, rows)).rejects.toThrow();
    await compare(BATCH, rows, { allowed: ['batch_rows'] });
  });
});
