/**
 * What Make does where neither its documentation nor what is known of its runtime says it. Each member is one open question with
 * two plausible answers. The app has to do the same under all of them ({@link READINGS}), so that it does not depend on any.
 */
export interface Reading {
  /** What functions on text make of nothing, `trim(undefined)`: an empty text, or nothing. */
  readonly textOfNothing: '' | undefined;
  /** What `contains` says of nothing. */
  readonly containedInNothing: false | undefined;
  /** What `toCollection` makes of nothing: a collection without members, or nothing. */
  readonly collectionOfNothing: 'empty' | 'nothing';
  /** What `decodeURL` does with text that is not percent-encoded UTF-8: leaves it as it is, or fails. */
  readonly malformedUrl: 'kept' | 'failure';
  /**
   * What counts as yes in `if`, `&&`, `||` and `!`: as in JavaScript, or as where Make expects a Boolean ("Type
   * coercion": the text `false` is no, every number is yes).
   */
  readonly truth: 'javascript' | 'coercion';
  /** What `&&` and `||` give: one of their operands, as in JavaScript, or true and false. */
  readonly logic: 'operand' | 'boolean';
}

/** One answer to each question: mostly what JavaScript would do. */
export const READING: Reading = {
  textOfNothing: '',
  containedInNothing: false,
  collectionOfNothing: 'nothing',
  malformedUrl: 'kept',
  truth: 'javascript',
  logic: 'operand',
};

/** The other answer to each. */
const OTHER_ANSWERS: Reading = {
  textOfNothing: undefined,
  containedInNothing: undefined,
  collectionOfNothing: 'empty',
  malformedUrl: 'failure',
  truth: 'coercion',
  logic: 'boolean',
};

const QUESTIONS = Object.keys(READING) as (keyof Reading)[];

/** The readings under which the app is tried: {@link READING}, the same with one answer changed, and all changed. */
export const READINGS: readonly (readonly [name: string, reading: Reading])[] = [
  ['as JavaScript', READING],
  ...QUESTIONS.map(
    (question) => [`but ${question}`, { ...READING, [question]: OTHER_ANSWERS[question] }] as const,
  ),
  ['all otherwise', OTHER_ANSWERS],
];
