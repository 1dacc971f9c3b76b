import { describe, expect, test } from '@jest/globals';
import { Invalid } from '../../src/lib/validation.ts';
import { CONSTANTS, checkEventName, collectorTime, IDENTIFY } from '../../src/usermaven/event.ts';

const RESERVED = { group: 'Use the other action.' };

describe('the name of an event', () => {
  test.each([
    'Deal Stage Changed',
    'plan_upgraded',
    'groups',
    'Group',
    'US$ Payment',
    '__proto__',
    'constructor',
    'toString',
  ])('may be %j', (name) => {
    expect(checkEventName(name, RESERVED)).toBeUndefined();
  });

  test.each(['$pageview', '$', '$group'])("may not be %j: the pixel's own names start with $", (name) => {
    expect(checkEventName(name, RESERVED)).toStrictEqual(
      new Invalid(
        "starts with $, which is reserved for Usermaven's own events. Use a name without it.",
        name,
      ),
    );
  });

  test('may not be one that is reserved, and the message says what to do instead', () => {
    expect(checkEventName('group', RESERVED)).toStrictEqual(
      new Invalid('is reserved by Usermaven. Use the other action.', 'group'),
    );
    expect(checkEventName('group', {})).toBeUndefined();
  });
});

// The collector takes a number of up to 10^12 for seconds.
test.each<[time: string, sent: number]>([
  ['2000-01-01T00:00:00.999Z', 946_684_800],
  ['2001-09-09T01:46:40.000Z', 1_000_000_000],
  ['2001-09-09T01:46:40.001Z', 1_000_000_000_001],
  ['2026-01-31T09:30:00.123Z', 1_769_851_800_123],
])('the collector reads %s from %d', (time, sent) => {
  expect(collectorTime(Date.parse(time))).toBe(sent);
});

test('every event carries what the documentation asks for, and people are identified by the documented type', () => {
  expect(CONSTANTS).toEqual({ ids: {}, src: 'http' });
  expect(IDENTIFY).toBe('user_identify');
});
