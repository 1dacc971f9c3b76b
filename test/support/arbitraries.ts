import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/lib/json.ts';

/** How often a property is tried. */
export const RUNS = { numRuns: 1_000 };

/** Names that break code which uses them carelessly. */
const HOSTILE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'toJSON',
  'then',
  'length',
  '0',
  'a.b',
  '$set',
  '\ud800',
];

/** The name of an attribute: anything, often one that breaks careless code. */
export const attributeName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES),
  fc.string({ maxLength: 8 }),
);

/** Text that a reader takes for something, or nearly. */
const TELLING_TEXTS = [
  '',
  ' \n',
  '29.90',
  'true',
  '007',
  '1700000000',
  '2026-02-30',
  '2026-01-31T09:30:00+02:00',
  'https://www.example.com/a?b=c',
  'example.com',
  'stop',
  'detect',
  '$pageview',
  'user_identify',
  '{"a":{"__proto__":1}}',
  '[{"event_type":"x","user":{"id":1}}]',
  '[1',
];

/** Characters without width, which come along when people copy. */
export const INVISIBLE = '\u200B\u200C\u200D\u2060\uFEFF';

/** What stands for nobody where an id is read, as forms and programs write it: in any case, and with spaces around it. */
export const nobody: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', ' ', INVISIBLE, '\n'),
    fc.constantFrom(
      '',
      'null',
      'undefined',
      'None',
      'nil',
      'NaN',
      'N/A',
      '#N/A',
      '-',
      '(not set)',
      '(none)',
      '[object Object]',
      'unknown',
      'Anonymous',
      '00000000-0000-0000-0000-000000000000',
    ),
    fc.constantFrom('', ' ', INVISIBLE),
    fc.constantFrom(
      (name: string) => name,
      (name: string) => name.toUpperCase(),
      (name: string) => name.toLowerCase(),
    ),
  )
  .map(([before, name, after, spelled]) => `${before}${spelled(name)}${after}`);

const SURROGATES = { first: 0xd800, count: 0x800 };

/**
 * Any character of Unicode: what `unit: 'binary'` of fast-check draws. Making that list of a million characters takes almost a
 * second and 85 MB, in every test file anew.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat(0x10_ffff - SURROGATES.count)
  .map((at) => String.fromCodePoint(at < SURROGATES.first ? at : at + SURROGATES.count));

/** Any text, often one that means something to a reader. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TELLING_TEXTS),
  fc.string(),
  fc.string({ unit: anyCharacter }),
);

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 1_700_000_000, 1_700_000_000_000, 2 ** 53, 1e21),
);

const { value, object } = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  object: fc.array(fc.tuple(attributeName, tie('value')), { maxLength: 4 }).map(Object.fromEntries<Json>),
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(text, number, fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
}));

/** Any JSON value, with hostile names in its objects. */
export const anyJson: fc.Arbitrary<Json> = value;

/** Any JSON object, with hostile names. */
export const anyJsonObject: fc.Arbitrary<JsonObject> = object;

/** Whether a number is whole and has sixteen digits or more: in JSON text, it is read as text. */
const isLongWhole = (number: number): boolean =>
  Number.isInteger(number) && Math.abs(number) >= 1e15 && Math.abs(number) < 1e21;

const hasLongWhole = (json: Json): boolean =>
  typeof json === 'number'
    ? isLongWhole(json)
    : typeof json === 'object' && json !== null && Object.values(json).some(hasLongWhole);

/** {@link anyJson} that says the same as a value and as JSON text: no number in it is read as text. */
export const steadyJson: fc.Arbitrary<Json> = value.filter((json) => !hasLongWhole(json));

/** {@link anyJsonObject}, as {@link steadyJson}. */
export const steadyJsonObject: fc.Arbitrary<JsonObject> = object.filter((json) => !hasLongWhole(json));

/** Mostly what is meant, else any JSON: an input with one thing wrong says more than one with all. */
export const mostly = <T>(meant: fc.Arbitrary<T>): fc.Arbitrary<T | Json> =>
  fc.oneof({ arbitrary: meant, weight: 9 }, anyJson);

/** The value with everything in it frozen, so that whoever changes it is caught. */
export const deepFrozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFrozen);
  return Object.freeze(value);
};

const sharedPrototypes = () => [Object.prototype, Array.prototype].map(Object.getOwnPropertyDescriptors);

/** Runs something and fails when it left a trace on the prototypes that every object has. */
export const withoutPollution = <T>(run: () => T): T => {
  const before = sharedPrototypes();
  const result = run();
  if (!isDeepStrictEqual(sharedPrototypes(), before)) throw new Error('A shared prototype was changed.');
  return result;
};
