import { expect, jest, test } from '@jest/globals';
import { once } from '../../src/lib/lazy.ts';

test('is made at the first call and not again', () => {
  const make = jest.fn(() => ({}));
  const made = once(make);
  expect(make).not.toHaveBeenCalled();
  expect(made()).toBe(made());
  expect(make).toHaveBeenCalledTimes(1);
});

test('a value that is nothing is made once, too', () => {
  const make = jest.fn(() => undefined);
  const made = once(make);
  made();
  made();
  expect(make).toHaveBeenCalledTimes(1);
});
