import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Action } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { BATCH_FIELDS } from '../../src/fields/batch.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import type { Json } from '../../src/lib/json.ts';
import { attributeName } from '../../test/support/arbitraries.ts';
import { bytesKept } from '../../test/support/garbage.ts';
import { hostileJson } from './hostile.ts';
import { PATIENCE_MS, RUNS } from './runs.ts';
import { EVENT, goodInput, keyOf, play } from './stage.ts';

/** What nobody should fill in, in every input of every action. What has to hold is in {@link play}. */

const EVENT_ACTION = keyOf('event');
const BATCH_ACTION = keyOf('batch');

/** An input as it should be, with some of its values replaced. */
const withSome = (action: Action, keys: readonly string[]) =>
  fc
    .tuple(
      fc.constant(goodInput(action)),
      fc.dictionary(fc.constantFrom(...keys), hostileJson, { minKeys: 1, maxKeys: 3 }),
    )
    .map(([meant, hostile]): Record<string, Json> => ({ ...meant, ...hostile }));

describe.each<Action>(ACTIONS)('$key', (declared) => {
  const { key: action } = declared;
  const fields = fieldsOf(declared.fields).map(({ key }) => key);

  test(
    'with a few hostile values',
    async () => {
      let sent = 0;
      const check = async (inputData: Record<string, Json>) => {
        const ending = await play(action, { inputData });
        sent += ending.sent.length;
      };
      await fc.assert(fc.asyncProperty(withSome(declared, fields), check), RUNS);
      // Not everything is refused, or little would have been tried.
      expect(sent).toBeGreaterThan(RUNS.numRuns / 50);
    },
    PATIENCE_MS,
  );

  test(
    'with nothing but hostile values, under keys of ours and others',
    async () => {
      const keys = fc.oneof({ weight: 4, arbitrary: fc.constantFrom<string>(...fields) }, attributeName);
      const inputs = fc.array(fc.tuple(keys, hostileJson), { maxLength: 8 }).map(Object.fromEntries<Json>);
      const check = async (inputData: Record<string, Json>) => {
        await play(action, { inputData });
      };
      await fc.assert(fc.asyncProperty(inputs, check), RUNS);
    },
    PATIENCE_MS,
  );
});

describe('the rows of a batch', () => {
  const row = (columns: readonly string[], meant: Record<string, Json>) =>
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...columns), attributeName), hostileJson), { maxLength: 3 })
      .map((hostile): Json => ({ ...meant, ...Object.fromEntries<Json>(hostile) }));

  const LINE = row([...BATCH_FIELDS.events.columns, 'column_amount'], {
    event_name: 'Deal Won',
    user_id: 'usr_1',
  });
  const IN_OUR_KEYS = row(
    [...BATCH_FIELDS.events.columns, 'event_attributes', 'user_attributes', 'company_id'],
    {
      event_name: 'Deal Won',
      user_id: 'usr_1',
    },
  );
  const IN_THE_KEYS_OF_THE_API = row(
    ['event_type', 'user', 'company', 'event_attributes', 'api_key', 'ids', '_timestamp', 'url', 'src'],
    { event_type: 'Deal Won', user: { id: 'usr_1' } },
  );

  const batches = fc.record({
    attribute_names: fc.constant(['amount', '__proto__', 'constructor']),
    events: fc.array<Json>(LINE, { maxLength: 4 }),
    events_json: fc.array(fc.oneof(IN_OUR_KEYS, IN_THE_KEYS_OF_THE_API), { maxLength: 4 }),
    invalid_events: fc.constantFrom('stop', 'skip'),
  });

  test(
    'with hostile cells: those that cannot be sent are named, and the others go',
    async () => {
      const check = async (inputData: object) => {
        const { results, sent, failure } = await play(BATCH_ACTION, { inputData });
        const events = sent.flatMap((body) => JSON.parse(body));
        if (failure) expect(events).toEqual([]);
        else expect(results).toMatchObject({ events_accepted: events.length });
      };
      await fc.assert(fc.asyncProperty(batches, check), RUNS);
    },
    PATIENCE_MS,
  );
});

describe('a connection', () => {
  test(
    'with hostile credentials is refused or used, for every operation',
    async () => {
      const credentials = fc.record(
        { api_key: hostileJson, server_token: hostileJson, workspace_name: hostileJson },
        { requiredKeys: [] },
      );
      const check = async (authData: Record<string, Json>) => {
        await play('connection_test', { inputData: {}, authData: { ...authData } });
      };
      await fc.assert(fc.asyncProperty(credentials, check), RUNS);
    },
    PATIENCE_MS,
  );
});

describe('a time zone of the account', () => {
  const ZONES = [
    ...Intl.supportedValuesOf('timeZone'),
    'UTC',
    'GMT',
    'EST5EDT',
    'US/Pacific',
    '+14:00',
    '-23:59',
  ];
  const TIMES = ['2026-03-29T02:30:00', '2026-10-25 02:30', '2011-12-30', '2000-01-01', '1995-06-15T12:00'];

  test.each(TIMES)(
    'whatever it is, %s is a moment within a day and a half, or is refused',
    async (occurred_at) => {
      for (const timezone of ZONES) {
        const inputData = { ...EVENT, occurred_at };
        const { sent, failure } = await play(EVENT_ACTION, { inputData, timezone });
        if (failure) {
          expect(failure.message).toContain('before the year 2000');
          continue;
        }
        const { _timestamp } = JSON.parse(sent[0] ?? '');
        const asUtc = Date.parse(`${occurred_at.replace(' ', 'T')}${occurred_at.includes(':') ? 'Z' : ''}`);
        expect(Math.abs(_timestamp - asUtc)).toBeLessThanOrEqual(36 * 3_600_000);
      }
    },
  );

  test(
    'that is none counts as UTC',
    async () => {
      const check = async (timezone: Json) => {
        fc.pre(typeof timezone !== 'string' || timezone.length < 3);
        const inputData = { ...EVENT, occurred_at: '2026-01-31T09:30:00' };
        const { sent } = await play(EVENT_ACTION, { inputData, timezone });
        expect(JSON.parse(sent[0] ?? '')._timestamp).toBe(Date.UTC(2026, 0, 31, 9, 30));
      };
      await fc.assert(fc.asyncProperty(hostileJson, check), RUNS);
    },
    PATIENCE_MS,
  );

  test('that goes on for a megabyte, or is made up anew each time, is not kept', async () => {
    const inputData = { ...EVENT, occurred_at: '2026-01-31T09:30:00' };
    const kept = await bytesKept(async () => {
      for (let turn = 0; turn < 50; turn += 1)
        await play(EVENT_ACTION, { inputData, timezone: `${'x'.repeat(1_000_000)}${turn}` });
    });
    expect(kept).toBeLessThan((50 * 1_000_000) / 5);
  });
});
