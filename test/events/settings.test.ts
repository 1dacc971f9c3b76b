import { describe, expect, test } from '@jest/globals';
import { type Input, readContext, settingsReader, valueIn } from '../../src/events/settings.ts';
import { FIELDS } from '../../src/fields/index.ts';
import { asMessages, NOW, PLAN } from '../support/building.ts';

const CLOCK = { now: NOW };

describe('what a user filled in', () => {
  test('is what the input has under the key of the field', () => {
    expect(valueIn({ user_id: 5 }, FIELDS.user_id)).toBe(5);
    expect(valueIn({}, FIELDS.user_id)).toBeUndefined();
  });

  test('is not inherited', () => {
    const inherited: Input = Object.create({ user_id: 'usr_1' });
    expect(valueIn(inherited, FIELDS.user_id)).toBeUndefined();
    expect(settingsReader(Object.create({ invalid_events: 'skip' })).choose(FIELDS.invalid_events)).toBe(
      'stop',
    );
  });
});

describe('an input that steers an action', () => {
  test.each<[input: Input, choice: string]>([
    [{}, 'stop'],
    [{ invalid_events: ' ' }, 'stop'],
    [{ invalid_events: 'skip' }, 'skip'],
    [{ invalid_events: ['Skip them and send the others'] }, 'skip'],
    [{ invalid_events: [['skip']] }, 'skip'],
    [{ invalid_events: [null] }, 'stop'],
  ])('is its default when blank, and a list of one is its item: %j', (input, choice) => {
    const settings = settingsReader(input);
    expect(settings.choose(FIELDS.invalid_events)).toBe(choice);
    expect(settings.issues).toEqual([]);
  });

  test('is undefined when blank without a default', () => {
    expect(settingsReader({}).read(FIELDS.attribute_names)).toBeUndefined();
  });

  test('is refused by its label, and every issue is collected; what has one reads as blank', () => {
    const settings = settingsReader({ invalid_events: 'drop', attribute_names: [['a', 'b']] });
    expect(settings.choose(FIELDS.invalid_events)).toBe('stop');
    expect(settings.read(FIELDS.attribute_names)).toBeUndefined();
    expect(asMessages(settings.issues)).toEqual([
      'Invalid Events: "drop" is not one of the choices. Use one of "Send nothing and list them" (stop), "Skip them and send the others" (skip).',
      'Extra Columns: "["a","b"]" is a list. Map a single value.',
    ]);
  });

  test('reads dictionaries as the context says', () => {
    const input = { shared_attributes: { year: '2026' } };
    const read = (...context: [] | [typeof PLAN.context]) =>
      settingsReader(input, ...context).read(FIELDS.shared_attributes);
    expect(read(PLAN.context)).toStrictEqual({ year: 2026 });
    expect(read({ ...PLAN.context, mode: 'text' })).toStrictEqual({ year: '2026' });
  });
});

describe('how values are read', () => {
  test('numbers are recognized unless the user says otherwise', () => {
    expect(readContext({}, CLOCK)).toEqual({
      context: { clock: CLOCK, mode: 'detect', textNames: new Set(), input: {} },
      issues: [],
    });
  });

  test('a mode that comes as a list of one is that mode', () => {
    expect(readContext({ attribute_values: ['text'] }, CLOCK).context.mode).toBe('text');
  });

  test.each<[text_attributes: unknown]>([
    [['zip', ' order ']],
    ['zip, order'],
    [['zip', '', 'order', 'zip']],
    ['Zip\nORDER'],
    [['z_i p', 'OR der']],
    // As AI steps fill in a list.
    ['["zip", "order"]'],
    [['["zip", "order"]']],
  ])('as the user says: %j', (text_attributes) => {
    const input = { attribute_values: 'text', text_attributes };
    expect(readContext(input, CLOCK)).toEqual({
      context: { clock: CLOCK, mode: 'text', textNames: new Set(['zip', 'order']), input },
      issues: [],
    });
  });

  test('a list of one choice is that choice', () => {
    const { context, issues } = readContext({ attribute_values: ['text'], date_order: ['day_first'] }, CLOCK);
    expect([context.mode, context.clock.dateOrder, issues]).toEqual(['text', 'day_first', []]);
    expect(settingsReader({ invalid_events: ['skip'] }).choose(FIELDS.invalid_events)).toBe('skip');
  });

  test('a name may be in brackets', () => {
    expect(readContext({ text_attributes: '[zip], [7' }, CLOCK).context.textNames).toEqual(
      new Set(['[zip]', '[7']),
    );
    expect(readContext({ text_attributes: '[]' }, CLOCK).context.textNames).toEqual(new Set());
  });

  test('dates are in the zone and the order that the user says, else in those of the account', () => {
    const clockOf = (input: Input, timeZone?: string) =>
      readContext(input, { ...CLOCK, timeZone }).context.clock;
    expect(clockOf({}, 'Asia/Tokyo')).toEqual({ now: NOW, timeZone: 'Asia/Tokyo' });
    expect(clockOf({ time_zone: 'Europe/Berlin' }, 'Asia/Tokyo')).toEqual({
      now: NOW,
      timeZone: 'Europe/Berlin',
    });
    for (const date_order of ['Day_First', ['day_first']])
      expect(clockOf({ date_order })).toEqual({ now: NOW, dateOrder: 'day_first' });
  });

  test('a list of one is its item', () => {
    const input = { attribute_values: ['text'], date_order: ['Day_First'], time_zone: ['Europe/Berlin'] };
    expect(readContext(input, CLOCK)).toMatchObject({
      context: { clock: { timeZone: 'Europe/Berlin', dateOrder: 'day_first' }, mode: 'text' },
      issues: [],
    });
  });

  test('what is no such choice is refused', () => {
    const issues = (input: Input) => asMessages(readContext(input, CLOCK).issues);
    expect(issues({ attribute_values: 'number' })).toEqual([
      'Numbers in Attributes: "number" is not one of the choices. Use one of "Recognize plain numbers and true/false" (detect), "Also numbers such as $1,234.50 (decimal point)" (detect_point), "Also numbers such as 1.234,50 € (decimal comma)" (detect_comma), "Keep everything as text" (text).',
    ]);
    expect(issues({ text_attributes: [{ zip: 1 }] })).toEqual([
      'Attributes Kept as Text: "{"zip":1}" is an object. Map a single value.',
    ]);
    expect(issues({ date_order: 'year_first', time_zone: 'Berlin' })).toEqual([
      'Time Zone: "Berlin" is not a time zone. Use a name such as Europe/Berlin.',
      'Date Order: "year_first" is not one of the choices. Use one of "Month first: 11/05/2026 is November 5" (month_first), "Day first: 11/05/2026 is May 11" (day_first).',
    ]);
  });
});
