import { expect, test } from '@jest/globals';
import fc from 'fast-check';

/** What a property is given, in order. */
const drawn = (): number[] => {
  const examples: number[] = [];
  fc.assert(fc.property(fc.nat(), (example) => void examples.push(example)));
  return examples;
};

test('a property draws the same examples in every run of the suite, and others with another seed', () => {
  const { seed } = fc.readConfigureGlobal() ?? {};
  expect(seed).toBe(process.env.SEED === 'any' ? undefined : 1);
  const examples = drawn();
  if (process.env.SEED === 'any') expect(drawn()).not.toEqual(examples);
  else expect(drawn()).toEqual(examples);
});
