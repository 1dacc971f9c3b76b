import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fillUnder } from '../../sandbox/make/evaluate.ts';
import type { Collection, Value } from '../../sandbox/make/values.ts';
import { COMMON, parameterIn, replacedByCommon } from '../../src/make/common.ts';
import { lone } from '../../src/make/iml.ts';
import { pageAddress } from '../../src/make/page-parts.ts';
import { NOBODY } from '../../src/usermaven/nobody.ts';
import { expectToGrowInStep, processorMs } from '../support/growth.ts';

const fill = fillUnder();
/** What an expression makes of a text that it reads as `body`. */
const evaluated = (expression: string, body: Value): Value =>
  fill(lone(expression), { common: COMMON, body });

const decodable = replacedByCommon('body', 'decodable', '$1');
const nobody = replacedByCommon('body', 'nobody', '');
const address = pageAddress('body');
const source = parameterIn('body', 'utm_source');

test('what is decodable is what decodeURIComponent decodes, and nothing else', () => {
  const byte = fc.nat({ max: 255 }).map((value) => `%${value.toString(16).padStart(2, '0')}`);
  const encoded = fc.string({ unit: 'binary', maxLength: 3 }).map(encodeURIComponent);
  const text = fc
    .array(
      fc.oneof(
        byte,
        byte.map((part) => part.toUpperCase()),
        encoded,
        fc.constantFrom('a', '%', '%4', '+', ' ', '\n'),
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (given) => {
      let decodes = true;
      try {
        decodeURIComponent(given);
      } catch {
        decodes = false;
      }
      expect([given, evaluated(decodable, given)]).toEqual([given, decodes ? given : '']);
    }),
    { numRuns: 5_000 },
  );
});

test('an ID loses the spaces around it, and all of it only where it stands for nobody', () => {
  for (const word of NOBODY) {
    for (const given of [word, ` ${word}\t`, `\u200b${word} \ufeff`, word.toUpperCase()])
      expect(evaluated(nobody, given)).toBe('');
    for (const given of [`${word}1`, `x ${word}`]) expect(evaluated(nobody, ` ${given} `)).toBe(given);
  }
  expect(evaluated(nobody, ' \n ')).toBe('');
  expect(evaluated(nobody, '\ta  b ')).toBe('a  b');
  expect(evaluated(nobody, '\u2060 a\u200bb\u200d\n')).toBe('a\u200bb');
  expect(evaluated(nobody, '0')).toBe('0');
});

test('the common data is text, which Make reads as patterns', () => {
  const { parameter, ...patterns } = COMMON as { [name: string]: Value };
  for (const pattern of [...Object.values(patterns), ...Object.values(parameter as Collection)]) {
    expect(pattern).toMatch(/^\/\^.*\/[gi]*$/s);
  }
});

describe('no text makes a pattern work more than in step with its length', () => {
  test.each<[what: string, expression: string, textOf: (size: number) => string]>([
    ['an ID with spaces in it', nobody, (size) => `a${' '.repeat(size)}b`],
    ['an ID with invisible characters in it', nobody, (size) => `a${'\u200b '.repeat(size)}b`],
    ['an address with invisible characters in it', address, (size) => `a.example/${'\u200b'.repeat(size)}b`],
    ['a host of invisible characters', address, (size) => `https://a${'\u200b'.repeat(size)}`],
    ['an address with spaces in it', address, (size) => `https://a.example/${' '.repeat(size)}b`],
    ['an address of spaces', address, (size) => `${' '.repeat(size)}https://`],
    ['a host of full stops', address, (size) => `${'a.'.repeat(size)}<`],
    ['a host of numbers', address, (size) => `https://${'1.'.repeat(size)}<`],
    ['a port without end', address, (size) => `a.example:${'0'.repeat(size)}<`],
    ['a host of labels', address, (size) => `https://${'a'.repeat(size)}<`],
    ['a user without end', address, (size) => `https://${'a@'.repeat(size)}`],
    ['nearly two addresses', address, (size) => `https://a.example/${',https:/'.repeat(size)}`],
    ['many parameters', source, (size) => `https://a.example/?${'utm_source=1&'.repeat(size)}`],
    ['many other parameters', source, (size) => `https://a.example/?${'utm_sourc=1&'.repeat(size)}`],
    ['no decoding at the end', decodable, (size) => `${'%C3%BC'.repeat(size)}%`],
  ])('%s', async (_what, expression, textOf) => {
    await expectToGrowInStep(5_000, async (size) => {
      const text = textOf(size);
      return processorMs(() => evaluated(expression, text));
    });
  });
});
