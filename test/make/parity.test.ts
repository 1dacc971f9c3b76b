import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { credentials } from '../../src/make/credentials.ts';
import { lone } from '../../src/make/iml.ts';
import { joinedToken, readCredentials } from '../../src/usermaven/credentials.ts';
import { EVENTS_PATH } from '../../src/usermaven/endpoint.ts';
import { canonicalJson } from '../../src/usermaven/json.ts';
import { type Allowed, allowing } from '../support/make/differences.ts';
import { fillUnder } from '../support/make/evaluate.ts';
import { type ActionKey, onMake, onZapier } from '../support/make/parity.ts';
import { READING, READINGS, type Reading } from '../support/make/readings.ts';
import { type SameEvent, sameBatch, sameIdentified, sameTracked } from '../support/make/same-event.ts';

const RUNS = { numRuns: 500 };

const anyReading = fc.constantFrom(...READINGS.map(([, reading]) => reading));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

/** Sends an input from both platforms and holds the requests against each other. */
const compare = async (
  action: ActionKey,
  { zapier: inputData, make: mapped }: SameEvent,
  allowed: readonly Allowed[],
  reading: Reading,
): Promise<void> => {
  const zapier = await onZapier(sandbox, action, inputData);
  const make = await onMake(sandbox, action, mapped, reading);
  expect([zapier.error, make.error]).toEqual([undefined, undefined]);
  expect(zapier.requests).toHaveLength(1);
  expect(make.requests).toHaveLength(1);
  const [[one], [other]] = [zapier.requests, make.requests];
  const about = { method: 'POST', path: EVENTS_PATH, status: 200, isBatch: action === 'send_batch' };
  expect(one).toMatchObject(about);
  expect(other).toMatchObject(about);
  const pairs = (one?.events ?? []).map((event, at) =>
    allowing(allowed, { zapier: event, make: other?.events[at] ?? {} }),
  );
  expect(other?.events).toHaveLength(pairs.length);
  // As text: to Jest, an own __proto__ is no member.
  expect(pairs.map(({ make }) => canonicalJson(make))).toEqual(
    pairs.map(({ zapier }) => canonicalJson(zapier)),
  );
};

describe('what one user fills in on both platforms is sent alike, whatever Make leaves open', () => {
  test.each<[action: ActionKey, inputs: fc.Arbitrary<SameEvent>, allowed: readonly Allowed[]]>([
    ['track_event', sameTracked, ['event_ids']],
    ['identify_user', sameIdentified, ['event_ids']],
    ['send_batch', sameBatch, ['event_ids', 'batch_rows']],
  ])(
    '%s',
    async (action, inputs, allowed) => {
      await fc.assert(
        fc.asyncProperty(inputs, anyReading, (input, reading) => compare(action, input, allowed, reading)),
        RUNS,
      );
    },
    120_000,
  );
});

describe('credentials', () => {
  const word = (characters: string, minLength: number) =>
    fc.array(fc.constantFrom(...characters), { minLength, maxLength: 12 }).map((parts) => parts.join(''));
  const spaces = fc.constantFrom('', ' ', '\n');
  const pastes: readonly ((key: string, token: string) => readonly [string, string])[] = [
    (key, token) => [key, token],
    (key, token) => [key, `${key}.${token}`],
    (key, token) => [`${key}.${token}`, token],
    (key, token) => [`${key}.${token}`, `${key}.${token}`],
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
          const { apiKey, token: joined } = credentials('connection');
          const fill = fillUnder(reading);
          const known = readCredentials(pasted.api_key, pasted.server_token);
          expect(fill(lone(apiKey), { connection: pasted })).toBe(known.apiKey);
          expect(fill(lone(joined), { connection: pasted })).toBe(joinedToken(known));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('the comparison itself', () => {
  const input: SameEvent = {
    zapier: { event_name: 'A', user_id: 'usr_1', event_id: 'e1' },
    make: { event_name: 'A', user_id: 'usr_1', event_id: 'e1' },
  };

  test('passes what is alike', async () => {
    await compare('track_event', input, [], READING);
  });

  test.each<[what: string, make: SameEvent['make']]>([
    ['another value', { ...input.make, user_id: 'usr_2' }],
    ['another type', { ...input.make, event_attributes: [{ key: 'a', value: 1 }] }],
    ['another id', { ...input.make, event_id: 'e2' }],
    ['a refusal', { ...input.make, event_name: '$a' }],
  ])('fails on %s', async (_what, make) => {
    const zapier = { ...input.zapier, event_attributes: { a: '1' }, attribute_values: 'text' };
    const given = make.event_attributes === undefined ? input.zapier : zapier;
    await expect(compare('track_event', { zapier: given, make }, ['event_ids'], READING)).rejects.toThrow();
  });

  test('fails on an id that only one of them makes, unless that is allowed', async () => {
    const without: SameEvent = {
      zapier: { event_name: 'A', user_id: 'usr_1' },
      make: { event_name: 'A', user_id: 'usr_1' },
    };
    await expect(compare('track_event', without, [], READING)).rejects.toThrow();
    await compare('track_event', without, ['event_ids'], READING);
  });
});
