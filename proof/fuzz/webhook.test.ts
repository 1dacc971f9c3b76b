import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/lib/json.ts';
import { attributeName } from '../../test/support/arbitraries.ts';
import { expectToGrowInStep } from '../../test/support/growth.ts';
import { hostileJson, nested, wide, written } from './hostile.ts';
import { IN_FULL, PATIENCE_MS, RUNS } from './runs.ts';
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

/** The smaller of two sizes; the larger is 16 times as much. 9 MB is more than Zapier takes. */
const BYTES = IN_FULL ? 562_500 : 50_000;

/** Of headers, 800 kB is more than any server takes, and as many as the engine lists the names of in step. */
const HEADER_BYTES = 50_000;

/** What a delivery that fails nothing takes, milliseconds of the processor. */
const timeOf = async (content: string, headers?: Json): Promise<number> => {
  // Without headers nothing is checked, so that the body is read.
  const { failure, milliseconds } = await deliver(content, headers, headers === undefined ? '' : SECRET);
  expect(failure).toBeUndefined();
  return milliseconds;
};

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

  test.each<[string, (size: number) => string]>([
    ['much feedback', (size) => event({ feedback: 'x'.repeat(size) })],
    ['a long type', (size) => JSON.stringify({ type: 'a.b_'.repeat(size / 4), data: {} })],
    ['full stops', (size) => JSON.stringify({ type: `${'.'.repeat(size)}x`, data: {} })],
    ['spaces for a time', (size) => JSON.stringify({ type: 'a', timestamp: ' '.repeat(size), data: {} })],
    [
      'a long host and a long path',
      (size) => event({ hostname: 'a.'.repeat(size / 4), pathname: '/'.repeat(size / 2) }),
    ],
    // Up to 18,000: the engine lists the names of far more in more than in step.
    ['many properties', (size) => event({ user: wide(size / 500, 'x'.repeat(490)) })],
    // Up to 45,000: the engine's own JSON.parse takes more than in step for millions.
    ['many levels', (size) => `${'['.repeat(size / 200)}${']'.repeat(size / 200)}`],
    ['brackets that never close', (size) => '['.repeat(size)],
  ])(
    'of %s takes time as it is long',
    async (_what, contentOf) => {
      await expectToGrowInStep(BYTES, (size) => timeOf(contentOf(size)));
    },
    PATIENCE_MS,
  );

  test('of properties of 10,000 levels starts one run or none', async () => {
    const content = `{"type":"a","data":{"user":{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}}}`;
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

  test.each<[string, (size: number) => Json]>([
    ['a long text', (size) => 'x'.repeat(size)],
    ['many of them', (size) => wide(size / 50)],
    ['a long name', (size) => ({ ['x_'.repeat(size / 2)]: '1' })],
    ['a long signature', (size) => ({ 'X-Signature': 'v1=,'.repeat(size / 4) })],
    ['many signatures', (size) => ({ 'X-Signature': Array.from({ length: size / 4 }, () => 'v1=aa') })],
  ])(
    'of %s take time as they are long',
    async (_what, headersOf) => {
      const content = '{"type":"a","data":{}}';
      expect((await deliver(content, headersOf(HEADER_BYTES), SECRET)).results).toEqual([]);
      await expectToGrowInStep(HEADER_BYTES, (size) => timeOf(content, headersOf(size)));
    },
    PATIENCE_MS,
  );

  test('of 10,000 levels verify nothing', async () => {
    const headers = { 'X-Signature': nested(10_000, 'list') };
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
