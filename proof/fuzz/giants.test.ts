import { describe, expect, test } from '@jest/globals';
import type { Action } from '../../src/actions/action.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import { redactor, secretForms } from '../../src/lib/redact.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { bytesKept } from '../../test/support/garbage.ts';
import { expectToGrowInStep, processorMs } from '../../test/support/growth.ts';
import { nested, wide } from './hostile.ts';
import { IN_FULL, PATIENCE_MS } from './runs.ts';
import { AUTH, EVENT, goodInput, keyOf, play } from './stage.ts';

/**
 * Inputs as large as Zapier lets them be (35 MB), and of the shapes that once took minutes or gigabytes. Sixteen times the
 * input may be 32 times the work: what grows faster, in time or in memory, is found long before it is as large as that. The class
 * of the error and the length of its message are checked in {@link play}.
 */

const EVENT_ACTION = keyOf('event');
const BATCH_ACTION = keyOf('batch');

/** The smaller of two sizes; the larger is 16 times as much. The ordinary suite takes less. */
const CHARACTERS = IN_FULL ? 312_500 : 6_250;
const NAMES = IN_FULL ? 6_250 : 1_250;
const ROWS = IN_FULL ? 2_500 : 250;

/** Names are sorted and looked up, which takes longer for each the more there are; 256 would be the square. */
const MOST_FOR_NAMES = 64;

const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** What all of these inputs take together, milliseconds of the processor. */
const workOf = async (action: string, inputs: readonly object[]): Promise<number> => {
  let milliseconds = 0;
  for (const inputData of inputs)
    milliseconds += (await play(action, { inputData, timezone: 'Europe/Berlin' })).milliseconds;
  return milliseconds;
};

const long = (length: number, part: string): string => part.repeat(Math.ceil(length / part.length));

const TEXTS: Readonly<Record<string, (length: number) => string>> = {
  letters: (length) => long(length, 'a'),
  'full stops, as in a host name': (length) => `${long(length, 'a.')}@`,
  colons: (length) => `${long(length, 'a:')}x`,
  digits: (length) => long(length, '1'),
  spaces: (length) => `x${long(length, ' ')}x`,
  'half characters': (length) => long(length, '\ud800'),
  'control characters': (length) => long(length, '\u0000'),
  ellipses: (length) => long(length, '…'),
  'a date and spaces': (length) => `2026-01-31${long(length, ' ')}Q`,
  commas: (length) => long(length, 'a,'),
  'a list in JSON': (length) => `[${long(length, '1,')}1]`,
  'quotation marks': (length) => long(length, '"'),
  'brackets that never close': (length) => long(length, '['),
  'objects that never close': (length) => long(length, '{"a":'),
  'an address': (length) => `https://${long(length, 'a/')}`,
};

/** The actions, each with the fields that no action before it has: a field is read alike in all of them. */
const OWN_FIELDS = ACTIONS.map((action: Action, at) => {
  const before = new Set(
    ACTIONS.slice(0, at).flatMap(({ fields }) => fieldsOf(fields).map(({ key }) => key)),
  );
  return { action, keys: fieldsOf(action.fields).flatMap(({ key }) => (before.has(key) ? [] : [key])) };
}).filter(({ keys }) => keys.length > 0);

describe.each(Object.entries(TEXTS))('a text of many %s', (_what, textOf) => {
  test.each(OWN_FIELDS)(
    'in the fields of $action.key',
    async ({ action, keys }) => {
      await expectToGrowInStep(CHARACTERS, (length) => {
        const text = textOf(length);
        return workOf(
          action.key,
          keys.map((key) => ({ ...goodInput(action), [key]: text })),
        );
      });
    },
    PATIENCE_MS,
  );

  test(
    'in an attribute of an event and of a row',
    async () => {
      await expectToGrowInStep(CHARACTERS, async (length) => {
        const event = await workOf(EVENT_ACTION, [{ ...EVENT, event_attributes: { note: textOf(length) } }]);
        return event + (await workOf(BATCH_ACTION, [{ events: [{ ...EVENT, attributes: textOf(length) }] }]));
      });
    },
    PATIENCE_MS,
  );
});

describe('many names', () => {
  test.each(['event_attributes', 'event_attributes_json', 'user_attributes', 'user_id', 'occurred_at'])(
    'in %s',
    async (key) => {
      const inputData = { ...EVENT, [key]: wide(4 * NAMES) };
      const { failure, sent } = await play(EVENT_ACTION, { inputData });
      expect(failure?.name).toBe('AppError');
      expect(sent).toEqual([]);
      await expectToGrowInStep(
        NAMES,
        (names) => workOf(EVENT_ACTION, [{ ...EVENT, [key]: wide(names) }]),
        MOST_FOR_NAMES,
      );
    },
    PATIENCE_MS,
  );

  test.each<[string, (names: number) => JsonObject]>([
    [
      'shared by many events',
      (names) => ({ shared_attributes: wide(names), events: times(names / 50, () => EVENT) }),
    ],
    [
      'as names of columns of many rows',
      (names) => ({ attribute_names: times(names, String), events: times(names / 10, () => EVENT) }),
    ],
    ['as names that stay text', (names) => ({ text_attributes: times(names, String), events: [EVENT] })],
    ['in an event of our keys', (names) => ({ events_json: [{ ...EVENT, ...wide(names) }] })],
    [
      'in an event of the API',
      (names) => ({ events_json: [{ event_type: 'x', user: { id: '1' }, ...wide(names) }] }),
    ],
    [
      'of a company without an id',
      (names) => ({ events_json: [{ event_type: 'x', user: { id: '1' }, company: wide(names) }] }),
    ],
  ])(
    '%s',
    async (_where, inputOf) => {
      await expectToGrowInStep(NAMES, (names) => workOf(BATCH_ACTION, [inputOf(names)]), MOST_FOR_NAMES);
    },
    PATIENCE_MS,
  );
});

describe('10,000 levels', () => {
  test.each(['list', 'object'] as const)(
    'of a %s in every field of every action are refused while a Zap is built; a live run may go without a detail',
    async (kind) => {
      const deep = nested(10_000, kind);
      for (const action of ACTIONS) {
        const { key } = action;
        for (const field of fieldsOf(action.fields)) {
          const inputData = { ...goodInput(action), [field.key]: deep };
          const building = await play(key, { inputData, isLoadingSample: true });
          expect([field.key, building.failure?.name]).toEqual([field.key, 'AppError']);
          const live = await play(key, { inputData });
          if (live.failure) expect([field.key, live.failure.name]).toEqual([field.key, 'AppError']);
          else {
            // A company has a second one: its ID is blank.
            const { notes } = live.results as { readonly notes: readonly string[] };
            expect(new Set(notes.map((note) => note.split(':')[0]))).toEqual(new Set([field.label]));
          }
        }
      }
    },
  );

  test('as text', async () => {
    const text = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const { failure } = await play(BATCH_ACTION, { inputData: { events_json: text } });
    expect(failure?.message).toContain('nested too deeply');
  });
});

describe('many rows', () => {
  test.each<[string, (rows: number) => JsonObject]>([
    ['that are bad for one reason', (rows) => ({ events: times(rows, () => ({ event_name: 'x' })) })],
    [
      'that are bad for a reason each',
      (rows) => ({
        events: times(rows, (at) => ({ ...EVENT, occurred_at: `no date ${at} ${'y'.repeat(100)}` })),
      }),
    ],
    [
      'of which every second one is bad',
      (rows) => ({ events: times(rows, (at): Json => (at % 2 ? EVENT : { event_name: 'x' })) }),
    ],
    [
      'of which every second one is skipped',
      (rows) => ({
        invalid_events: 'skip',
        events: times(rows, (at): Json => (at % 2 ? EVENT : { event_name: 'x' })),
      }),
    ],
    ['that are blank', (rows) => ({ events: times(rows * 5, () => ({ event_name: '' })) })],
    ['that are good', (rows) => ({ events: times(rows, (at) => ({ ...EVENT, user_id: `usr_${at}` })) })],
  ])(
    '%s',
    async (_which, inputOf) => {
      await expectToGrowInStep(ROWS, (rows) => workOf(BATCH_ACTION, [inputOf(rows)]));
    },
    PATIENCE_MS,
  );

  /** The most that Zapier hands to a step; the ordinary suite takes less. */
  const INPUT_BYTES = IN_FULL ? 35_000_000 : 5_000_000;

  test('500 good ones among 45,000 bad ones go, and the output lists what it has room for', async () => {
    const bad = times(45_000, (at): Json => ({ event_name: `Bad ${at}`, occurred_at: `no date ${at}` }));
    const events = [...times(500, (at): Json => ({ ...EVENT, user_id: `usr_${at}` })), ...bad];
    const { results, sent } = await play(BATCH_ACTION, { inputData: { events, invalid_events: 'skip' } });
    expect(results).toMatchObject({ events_accepted: 500, events_rejected: 45_000, requests_made: 5 });
    expect(sent).toHaveLength(5);
  });

  test.each<[string, (text: string, at: number) => JsonObject]>([
    ['names that are too long', (text) => ({ ...EVENT, event_name: text })],
    ['ids that are too long', (text) => ({ ...EVENT, event_id: text })],
    ['dates that are none', (text) => ({ ...EVENT, occurred_at: text })],
    ['pages that are none', (text) => ({ ...EVENT, page_url: text })],
    ['emails that are none', (text) => ({ ...EVENT, email: text })],
    ['keys that nobody knows', (text, at) => ({ ...EVENT, [`${text}${at}`]: 'x' })],
  ])(
    'with %s have an output that is in bounds',
    async (_which, rowOf) => {
      for (const [rows, part] of [
        [10, '"\ud800'],
        [5_000, 'é'],
      ] as const) {
        const text = long(INPUT_BYTES / rows / Buffer.byteLength(part), part);
        const events = [EVENT, ...times(rows, (at): Json => rowOf(text, at))];
        await play(BATCH_ACTION, { inputData: { events, invalid_events: 'skip' } });
        await play(BATCH_ACTION, { inputData: { events_json: events, invalid_events: 'skip' } });
      }
    },
    PATIENCE_MS,
  );

  /** Rows that count how often they are read. Frozen, so that nobody but the app looks into them. */
  const countedRows = (count: number) => {
    const reads = times(count, () => 0);
    const events = times(count, (at) =>
      Object.freeze({
        event_name: 'x',
        get user_id() {
          reads[at] = (reads[at] ?? 0) + 1;
          return `usr_${at}`;
        },
      }),
    );
    /** Rows of which an event was made: all are read to be checked and hashed, and these once more. The last one must not be. */
    const made = () => reads.filter((read) => read > (reads.at(-1) ?? 0)).length;
    return { events: Object.freeze(events), made };
  };

  test('more than a step can send are refused', async () => {
    const inputData = { events: times(LIMITS.eventsPerStep + 1, () => ({ a: 1 })) };
    const { failure } = await play(BATCH_ACTION, { inputData });
    expect(failure).toMatchObject({ name: 'AppError', message: expect.stringContaining('100,001 rows') });
  });

  test.each<[string, number, object]>([
    ['shared attributes', 30_000, { shared_attributes: { note: 'x'.repeat(30_000) } }],
    ['a page address', 15_000, { default_page_url: `https://www.example.com/${'x'.repeat(15_000)}` }],
  ])(
    'that grow beyond what is kept in memory by %s are refused as soon as they do',
    async (_by, bytes, more) => {
      const { events, made } = countedRows(20_000);
      const { failure, sent } = await play(BATCH_ACTION, { inputData: Object.freeze({ ...more, events }) });
      expect(failure?.message).toContain('Events: more than 64,000,000 bytes');
      expect(sent).toEqual([]);
      expect(made()).toBeGreaterThan(0);
      expect(made()).toBeLessThanOrEqual(Math.ceil(LIMITS.bytesPerStep / bytes));
    },
  );
});

describe('a text from outside', () => {
  /** The smaller of two sizes: the larger is 3 MB. */
  const REDACTED = 187_500;
  const SECRETS = [
    AUTH.api_key,
    AUTH.server_token,
    `${AUTH.api_key}.${AUTH.server_token}`,
    'a/%"\n\\ é'.repeat(4),
  ];
  const redact = redactor(secretForms(SECRETS));

  test.each([
    ...Object.entries(TEXTS),
    ...SECRETS.flatMap((secret): [string, (length: number) => string][] => [
      [`${secret} over and over`, (length) => long(length, secret)],
      [`the beginning of ${secret}`, (length) => long(length, secret.slice(0, -1))],
    ]),
  ])(
    'of many %s is cleaned of secrets in time that grows with its length',
    async (_what, textOf) => {
      await expectToGrowInStep(REDACTED, (length) => {
        const text = textOf(length);
        return processorMs(() => redact(text));
      });
    },
    PATIENCE_MS,
  );
});

test(
  'nothing is kept of what is over',
  async () => {
    let given = 0;
    const run = async (from: number, to: number) => {
      for (let turn = from; turn < to; turn += 1) {
        const inputData = { ...EVENT, event_attributes: wide(1_000, `value ${turn}`), user_id: `u${turn}` };
        given += JSON.stringify(inputData).length;
        await play(EVENT_ACTION, { inputData });
        await play(EVENT_ACTION, {
          inputData: { ...EVENT, occurred_at: `no date ${turn}` },
          timezone: `Zone/${turn}/${'x'.repeat(10_000)}`,
        });
        given += 10_000;
      }
    };
    await run(0, 200);
    given = 0;
    expect(await bytesKept(() => run(200, 500))).toBeLessThan(given / 5);
  },
  PATIENCE_MS,
);
