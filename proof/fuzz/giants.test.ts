import { describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { bytesHeld } from '../../test/support/garbage.ts';
import { nested, wide } from './hostile.ts';
import { RUNS } from './runs.ts';
import { play } from './stage.ts';

/**
 * Inputs as large as Zapier lets them be (6 MB), and of the shapes that once took minutes or gigabytes. Time, the class of
 * the error and the length of its message are checked in {@link play}.
 */

const EVENT = { event_name: 'Deal Won', user_id: 'usr_1' };

const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** Megabytes cost seconds, so the ordinary suite takes fewer. */
const LENGTH = RUNS.numRuns >= 10_000 ? 5_000_000 : 1_000_000;

const long = (part: string, length = LENGTH): string => part.repeat(Math.ceil(length / part.length));

/** What one call may take on top of what there was, bytes: Zapier ends a process that has 450 MB. */
const MOST_BYTES = 300_000_000;

const playSmall = async (action: string, inputData: object) => {
  const before = process.memoryUsage().rss;
  const ending = await play(action, { inputData, timezone: 'Europe/Berlin' });
  expect(process.memoryUsage().rss - before).toBeLessThan(MOST_BYTES);
  return ending;
};

const TEXTS: Readonly<Record<string, string>> = {
  letters: long('a'),
  'full stops, as in a host name': `${long('a.')}@`,
  colons: `${long('a:')}x`,
  digits: long('1'),
  spaces: `x${long(' ')}x`,
  'half characters': long('\ud800'),
  'control characters': long('\u0000'),
  ellipses: long('…'),
  'a date and spaces': `2026-01-31${long(' ')}Q`,
  commas: long('a,'),
  'a list in JSON': `[${long('1,')}1]`,
  'quotation marks': long('"'),
  'brackets that never close': long('['),
  'objects that never close': long('{"a":'),
  'an address': `https://${long('a/')}`,
};

describe.each(Object.entries(TEXTS))('megabytes of %s', (_what, text) => {
  const KEYS = [
    'event_name',
    'user_id',
    'event_attributes',
    'event_attributes_json',
    'occurred_at',
    'event_id',
  ];
  const MORE = ['attribute_values', 'text_attributes', 'page_url', 'user_created_at', 'company_id'];

  test('in the fields of an event', async () => {
    for (const key of [...KEYS, ...MORE]) await playSmall('track_event', { ...EVENT, [key]: text });
    await playSmall('track_event', { ...EVENT, event_attributes: { note: text } });
  });

  test('in the fields of a batch', async () => {
    for (const key of ['events', 'events_json', 'attribute_names', 'shared_attributes', 'default_page_url'])
      await playSmall('send_batch', { events: [EVENT], [key]: text });
    await playSmall('send_batch', { events: [{ ...EVENT, attributes: text }] });
  });
});

describe('100,000 names', () => {
  test.each(['event_attributes', 'event_attributes_json', 'user_attributes', 'user_id', 'occurred_at'])(
    'in %s',
    async (key) => {
      const { failure, sent } = await playSmall('track_event', { ...EVENT, [key]: wide(100_000) });
      expect(failure?.name).toBe('HaltedError');
      expect(sent).toEqual([]);
    },
  );

  test.each<[string, object]>([
    ['shared by 1,000 events', { shared_attributes: wide(100_000), events: times(1_000, () => EVENT) }],
    [
      'as names of columns of 5,000 rows',
      { attribute_names: times(100_000, String), events: times(5_000, () => EVENT) },
    ],
    ['as names that stay text', { text_attributes: times(100_000, String), events: [EVENT] }],
    ['in an event of our keys', { events_json: [{ ...EVENT, ...wide(100_000) }] }],
    ['in an event of the API', { events_json: [{ event_type: 'x', user: { id: '1' }, ...wide(100_000) }] }],
    [
      'of a company without an id',
      { events_json: [{ event_type: 'x', user: { id: '1' }, company: wide(100_000) }] },
    ],
  ])('%s', async (_where, input) => {
    await playSmall('send_batch', input);
  });
});

describe('10,000 levels', () => {
  test.each(['list', 'object'] as const)('of a %s in every field of every action', async (kind) => {
    const deep = nested(10_000, kind);
    for (const key of ['event_name', 'event_attributes', 'event_attributes_json', 'occurred_at', 'page_url'])
      expect((await play('track_event', { inputData: { ...EVENT, [key]: deep } })).failure?.name).toBe(
        'HaltedError',
      );
    for (const key of ['events', 'events_json', 'attribute_names', 'shared_attributes', 'invalid_events'])
      expect((await play('send_batch', { inputData: { events: [EVENT], [key]: deep } })).failure?.name).toBe(
        'HaltedError',
      );
  });

  test('as text', async () => {
    const text = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    expect((await play('send_batch', { inputData: { events_json: text } })).failure?.message).toContain(
      'nested too deeply',
    );
  });
});

describe('many rows', () => {
  test.each<[string, object]>([
    ['20,000 that are bad for one reason', { events: times(20_000, () => ({ event_name: 'x' })) }],
    [
      '20,000 that are bad for a reason each',
      { events: times(20_000, (at) => ({ ...EVENT, occurred_at: `no date ${at} ${'y'.repeat(100)}` })) },
    ],
    [
      '40,000, every second one bad',
      { events: times(40_000, (at) => (at % 2 ? EVENT : { event_name: 'x' })) },
    ],
    [
      '20,000 bad ones that are skipped',
      { invalid_events: 'skip', events: times(20_000, (at) => (at % 2 ? EVENT : { event_name: 'x' })) },
    ],
    ['100,000 blank ones', { events: times(100_000, () => ({ event_name: '' })) }],
    ['20,000 good ones', { events: times(20_000, (at) => ({ ...EVENT, user_id: `usr_${at}` })) }],
  ])('%s', async (_which, input) => {
    await playSmall('send_batch', input);
  });

  test('more than a step can send are refused at once', async () => {
    const inputData = { events: times(LIMITS.eventsPerStep + 1, () => ({ a: 1 })) };
    expect((await playSmall('send_batch', inputData)).failure).toEqual({
      name: 'HaltedError',
      message: 'Events: 100,001 rows, and a step sends up to 100,000. Send them in parts.',
    });
  });

  test.each<[string, object]>([
    ['shared attributes', { shared_attributes: { note: 'x'.repeat(30_000) } }],
    ['a page address', { default_page_url: `https://www.example.com/${'x'.repeat(15_000)}` }],
  ])('that grow beyond what is kept in memory by %s are refused', async (_by, more) => {
    const inputData = { ...more, events: times(20_000, () => EVENT) };
    const { failure, sent } = await playSmall('send_batch', inputData);
    expect(failure?.message).toContain(
      'Events: more than 64,000,000 bytes with what is added to every event.',
    );
    expect(sent).toEqual([]);
  });
});

test('nothing is kept of what is over: 3,000 large inputs leave the memory as it was', async () => {
  const attributes = wide(500);
  const run = async (turns: number) => {
    for (let turn = 0; turn < turns; turn += 1) {
      await play('track_event', {
        inputData: { ...EVENT, event_attributes: attributes, user_id: `u${turn}` },
      });
      await play('track_event', {
        inputData: { ...EVENT, occurred_at: `no date ${turn}` },
        timezone: `Zone/${turn}`,
      });
    }
  };
  await run(500);
  const before = bytesHeld();
  await run(2_500);
  expect(bytesHeld() - before).toBeLessThan(10_000_000);
}, 60_000);
