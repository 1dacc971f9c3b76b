import { describe, expect, test } from '@jest/globals';
import { refuseName } from '../../src/usermaven/event.ts';

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
    expect(() => refuseName(name, RESERVED)).not.toThrow();
  });

  test.each(['$pageview', '$', '$group'])("may not be %j: the pixel's own names start with $", (name) => {
    expect(() => refuseName(name, RESERVED)).toThrow(
      `"${name}" starts with $, which is kept for Usermaven's own events. Use a name without it.`,
    );
  });

  test('may not be one that is reserved, and the message says what to do instead', () => {
    expect(() => refuseName('group', RESERVED)).toThrow(
      '"group" means something else to Usermaven. Use the other action.',
    );
    expect(() => refuseName('group', {})).not.toThrow();
  });
});
