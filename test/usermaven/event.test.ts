import { describe, expect, test } from '@jest/globals';
import { Invalid } from '../../src/lib/validation.ts';
import { CONSTANTS, checkEventName, IDENTIFY } from '../../src/usermaven/event.ts';

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

test('every event carries what the documentation asks for, and people are identified by the documented type', () => {
  expect(CONSTANTS).toEqual({ ids: {}, src: 'http' });
  expect(IDENTIFY).toBe('user_identify');
});
