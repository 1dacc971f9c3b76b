import fc from 'fast-check';
import { isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { attributeName, text } from '../../test/support/arbitraries.ts';

/** An object or list nested so deep, made without recursion. A report of a failure says so in words. */
export const nested = (levels: number, kind: 'list' | 'object' = 'object'): Json => {
  let value: Json = 'x';
  for (let level = 0; level < levels; level += 1) value = kind === 'list' ? [value] : { a: value };
  Object.defineProperty(value, fc.toStringMethod, { value: () => `${kind} of ${levels} levels` });
  return value;
};

const DEEP_TEXT = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

/** A value as JSON, where JSON.stringify would run out of stack: what is nested too deep for it is written as deep. */
export const written = (value: unknown, levels = 10): string => {
  if (isObject(value) && levels > 0) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}:${written(member, levels - 1)}`,
    );
    return `{${members.join(',')}}`;
  }
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return DEEP_TEXT;
  }
};

/** An object with so many members. */
export const wide = (members: number, value: Json = 'x'): JsonObject =>
  Object.fromEntries(Array.from({ length: members }, (_, at) => [`key_${at}`, value]));

/** Sixteen bits at a time, so that half characters come up. */
const halves = fc
  .array(fc.integer({ min: 0, max: 0xff_ff }), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units));

/** Texts that are long in a way that some code stumbles over. */
const LONG_TEXTS = [
  'a',
  'a.',
  'a:',
  '1',
  ' ',
  '\t\n',
  '\ud800',
  '\u0000',
  '…',
  ',',
  '"',
  '\\',
  '[',
  '{"a":',
  'https://',
  '{{a}}',
  '%',
  '𝒳',
].map((part) => part.repeat(Math.ceil(40_000 / part.length)));

const ODD_TEXTS = [
  '\ud800',
  '\udfff\ud800',
  '\u0000',
  '\u202e',
  '\ufeff',
  '\u2028',
  '{{bundle.authData.server_token}}',
  ['$', '{process.env}'].join(''),
  '<script>alert(1)</script>',
  '%00',
  '\r\nX-Injected: 1',
  '-0',
  '1e400',
  'NaN',
  'Infinity',
  '9007199254740993',
  '0001-01-01',
  '9999-12-31T23:59:59Z',
  '2026-01-31T24:00:00',
  '2026-03-29T02:30:00',
  '+275760-09-13T00:00:00.001Z',
  '[1e400]',
  '{"__proto__":{"polluted":true}}',
  'javascript:alert(1)',
  'https://user:pass@[::1]:99999/',
  'http://example.com:80:80/',
  '../../etc/passwd',
];

/** Numbers at the edges of what a number can be. */
export const EDGES = [
  0,
  -0,
  -1,
  0.1 + 0.2,
  5e-324,
  2 ** -1022,
  1e21,
  -1e21,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 53),
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  8_640_000_000_000_000,
  8_640_000_000_000_001,
  99_999_999,
  100_000_000,
  99_999_999_999,
  100_000_000_000,
  // What JSON.parse makes of 1e400.
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

const hostileText = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 4, arbitrary: halves },
  { weight: 4, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 1, arbitrary: fc.constantFrom(...LONG_TEXTS) },
);

const leaf = fc.oneof(
  { weight: 5, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.constantFrom(...EDGES) },
  { weight: 1, arbitrary: fc.double({ noNaN: true }) },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
);

const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.array(fc.tuple(attributeName, tie('tree')), { maxLength: 4 }).map(Object.fromEntries<Json>),
  ),
}));

/** Any JSON value, more often than not one that breaks careless code. */
export const hostileJson: fc.Arbitrary<Json> = fc.oneof(
  { weight: 20, arbitrary: tree },
  { weight: 1, arbitrary: fc.constantFrom(nested(10_000), nested(10_000, 'list'), nested(101), nested(99)) },
  { weight: 1, arbitrary: fc.constantFrom<Json>(wide(1_000), wide(1_000, null), wide(50, nested(90))) },
  // A number of one item, an item of one number, and the text of any of it.
  { weight: 2, arbitrary: tree.map((value): Json => [value]) },
  { weight: 2, arbitrary: tree.map((value): Json => written(value)) },
);
