/**
 * What Make does where its documentation is silent. Each member is one open question with two plausible answers. The
 * app has to do the same under all of them ({@link READINGS}), so that it does not depend on any.
 */
export interface Reading {
  /** What functions on text make of nothing, `trim(undefined)`: an empty text, or nothing. */
  readonly textOfNothing: '' | undefined;
  /** Whether `split` keeps empty parts. (A public list of the functions gives it a third argument, `keepEmpty`.) */
  readonly splitKeepsEmpty: boolean;
  /** Whether `replace` with a plain text replaces every occurrence, or only the first. */
  readonly replacesEvery: boolean;
  /** What `length` of nothing is. */
  readonly lengthOfNothing: 0 | undefined;
  /** What `contains` says of nothing. */
  readonly containedInNothing: false | undefined;
  /** What `toCollection` makes of nothing: a collection without members, or nothing. */
  readonly collectionOfNothing: 'empty' | 'nothing';
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
  splitKeepsEmpty: true,
  replacesEvery: true,
  lengthOfNothing: 0,
  containedInNothing: false,
  collectionOfNothing: 'nothing',
  truth: 'javascript',
  logic: 'operand',
};

/** The other answer to each. */
const OTHER_ANSWERS: Reading = {
  textOfNothing: undefined,
  splitKeepsEmpty: false,
  replacesEvery: false,
  lengthOfNothing: undefined,
  containedInNothing: undefined,
  collectionOfNothing: 'empty',
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
