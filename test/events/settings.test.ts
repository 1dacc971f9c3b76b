import { describe, expect, test } from '@jest/globals';
import { readSetting, readTyping } from '../../src/events/settings.ts';
import { NOW, problemsOf } from '../support/building.ts';

const CLOCK = { now: NOW };
const READING = { clock: CLOCK, mode: 'text', textNames: new Set<string>() } as const;

describe('an input that steers an action', () => {
  test('is its default when blank', () => {
    expect(readSetting({}, 'invalid_events', READING)).toBe('stop');
    expect(readSetting({ invalid_events: ' ' }, 'invalid_events', READING)).toBe('stop');
    expect(readSetting({ invalid_events: 'skip' }, 'invalid_events', READING)).toBe('skip');
  });

  test('is undefined when blank without a default', () => {
    expect(readSetting({}, 'attribute_names', READING)).toBeUndefined();
  });

  test('is refused by its label', () => {
    expect(problemsOf(() => readSetting({ invalid_events: 'drop' }, 'invalid_events', READING))).toEqual([
      'Invalid Events: "drop" is not one of the choices. Use stop or skip.',
    ]);
  });

  test('is not inherited', () => {
    expect(readSetting(Object.create({ invalid_events: 'skip' }), 'invalid_events', READING)).toBe('stop');
  });
});

describe('how dictionaries are typed', () => {
  test('numbers are recognized unless told otherwise', () => {
    expect(readTyping({}, CLOCK)).toEqual({ clock: CLOCK, mode: 'detect', textNames: new Set() });
  });

  test('as the user says', () => {
    expect(readTyping({ attribute_values: 'text', text_attributes: 'zip, order' }, CLOCK)).toEqual({
      clock: CLOCK,
      mode: 'text',
      textNames: new Set(['zip', 'order']),
    });
  });

  test('what is no such choice is refused', () => {
    expect(problemsOf(() => readTyping({ attribute_values: 'number' }, CLOCK))).toEqual([
      'Attribute Values: "number" is not one of the choices. Use detect or text.',
    ]);
    expect(problemsOf(() => readTyping({ text_attributes: [['zip']] }, CLOCK))).toEqual([
      'Attributes Kept as Text: "["zip"]" is a list. Map a single value.',
    ]);
  });
});
