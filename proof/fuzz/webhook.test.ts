import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/lib/json.ts';
import { attributeName } from '../../test/support/arbitraries.ts';
import { hostileJson, nested, wide, written } from './hostile.ts';
import { PATIENCE_MS, RUNS } from './runs.ts';
import { AUTH, play } from './stage.ts';

/** What nobody should send to the webhook of a Zap. What has to hold is in {@link play}. */

const SECRET = 'what Userpilot signs with';

const deliver = (content: unknown, headers: unknown = {}, userpilot_secret = '') =>
  play('userpilot_event', {
    inputData: {},
    authData: { ...AUTH, userpilot_secret },
    rawRequest: { method: 'POST', headers, content },
    cleanedRequest: {},
  });

const bodies = fc.record(
  {
    type: fc.oneof(fc.constant('flows.completed'), hostileJson),
    timestamp: fc.oneof(fc.constant(1_679_578_625), hostileJson),
    app_token: hostileJson,
    data: fc.oneof(
      { weight: 4, arbitrary: fc.record({}) },
      {
        weight: 8,
        arbitrary: fc.dictionary(
          fc.oneof(
            fc.constantFrom('action', 'id', 'hostname', 'pathname', 'score', 'feedback', 'user', 'company'),
            attributeName,
          ),
          hostileJson,
          { maxKeys: 5 },
        ),
      },
      { weight: 1, arbitrary: hostileJson },
    ),
  },
  { requiredKeys: ['type', 'data'] },
);

describe('a webhook body', () => {
  test(
    'with hostile values starts one run or none',
    async () => {
      let started = 0;
      const check = async (body: Json | Record<string, Json>) => {
        const { results, failure } = await deliver(written(body));
        expect(failure).toBeUndefined();
        expect([0, 1]).toContain(Array.isArray(results) ? results.length : -1);
        started += Array.isArray(results) ? results.length : 0;
      };
      await fc.assert(fc.asyncProperty(bodies, check), RUNS);
      expect(started).toBeGreaterThan(RUNS.numRuns / 10);
    },
    PATIENCE_MS,
  );

  test(
    'of any shape, in text or not, starts one run or none',
    async () => {
      const contents = fc.oneof(
        hostileJson,
        hostileJson.map((value) => written(value)),
        fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      );
      const check = async (content: Json) => {
        expect((await deliver(content)).failure).toBeUndefined();
      };
      await fc.assert(fc.asyncProperty(contents, check), RUNS);
    },
    PATIENCE_MS,
  );

  test('that is replayed without its bytes is read from what was made of it, unless that cannot be written', async () => {
    const cleanedRequest = { type: 'flows.completed', data: { user: { user_id: '1' } } };
    const play_ = (parsed: unknown) =>
      play('userpilot_event', { inputData: {}, rawRequest: null, cleanedRequest: parsed });
    expect((await play_(cleanedRequest)).results).toMatchObject([{ type: 'flows.completed' }]);
    expect((await play_({ ...cleanedRequest, data: nested(10_000) })).results).toEqual([]);
    expect((await play_(undefined)).results).toEqual([]);
  });

  const event = (data: Json) => JSON.stringify({ type: 'flows.completed', data });

  test.each<[string, string]>([
    ['9 MB of feedback', event({ feedback: 'x'.repeat(9_000_000) })],
    ['9 MB of type', JSON.stringify({ type: 'a.b_'.repeat(2_250_000), data: {} })],
    ['9 MB of full stops', JSON.stringify({ type: `${'.'.repeat(9_000_000)}x`, data: {} })],
    ['9 MB of spaces for a time', JSON.stringify({ type: 'a', timestamp: ' '.repeat(9_000_000), data: {} })],
    [
      'a host and a path of megabytes',
      event({ hostname: 'a.'.repeat(2_000_000), pathname: '/'.repeat(4_000_000) }),
    ],
    ['100,000 properties', event({ user: wide(100_000) })],
    [
      'properties of 10,000 levels',
      `{"type":"a","data":{"user":{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}}}`,
    ],
    ['10,000 levels and nothing else', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['brackets that never close', '['.repeat(5_000_000)],
  ])('of %s is dealt with in time', async (_what, content) => {
    expect((await deliver(content)).failure).toBeUndefined();
  });

  test('keeps the event of a property that is nested too deep, without it', async () => {
    const content = `{"type":"a","data":{"user":{"user_id":"1","deep":${'['.repeat(10_000)}${']'.repeat(10_000)}}}}`;
    expect((await deliver(content)).results).toMatchObject([{ user: { user_id: '1', deep: null } }]);
  });
});

describe('webhook headers', () => {
  const NAMES = ['X-Signature', 'Http-X-Signature', 'HTTP_X_SIGNATURE', 'http-x-signature'];

  test(
    'of any shape verify nothing',
    async () => {
      const headers = fc.oneof(
        hostileJson,
        fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), attributeName), hostileJson, { maxKeys: 4 }),
      );
      const check = async (given: Json | Record<string, Json>) => {
        const { results, failure } = await deliver('{"type":"flows.completed","data":{}}', given, SECRET);
        expect(failure).toBeUndefined();
        expect(results).toEqual([]);
      };
      await fc.assert(fc.asyncProperty(headers, check), RUNS);
    },
    PATIENCE_MS,
  );

  test.each<[string, Json]>([
    ['a text of a megabyte', 'x'.repeat(1_000_000)],
    ['100,000 of them', wide(100_000)],
    ['a name of a megabyte', { ['x_'.repeat(500_000)]: '1' }],
    ['a signature of a megabyte', { 'X-Signature': 'v1=,'.repeat(250_000) }],
    ['a million signatures', { 'X-Signature': Array.from({ length: 1_000_000 }, () => 'v1=aa') }],
    ['10,000 levels', { 'X-Signature': nested(10_000, 'list') }],
  ])('of %s are dealt with in time', async (_what, headers) => {
    expect((await deliver('{"type":"a","data":{}}', headers, SECRET)).results).toEqual([]);
  });
});

describe('the choice of event types', () => {
  test(
    'of any shape is read or refused, for a delivery and for the samples',
    async () => {
      const check = async (event_types: Json) => {
        const inputData = { event_types };
        await play('userpilot_samples', { inputData });
        const rawRequest = { headers: {}, content: '{"type":"flows.completed","data":{}}' };
        await play('userpilot_event', { inputData, rawRequest });
      };
      await fc.assert(fc.asyncProperty(hostileJson, check), RUNS);
    },
    PATIENCE_MS,
  );
});
