const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/**
 * A whole number as messages show it: `100,000`. Not `toLocaleString`: its first call loads Node's language data, which takes
 * longer than everything else in our part of a cold start (docs/performance.md).
 */
export const formatCount = (count: number): string => String(count).replace(THOUSANDS, ',');

/** What a text that was cut ends with. */
export const ELLIPSIS = '…';

/** A text of at most `length` UTF-16 units; a longer one is cut and ends with {@link ELLIPSIS}. */
export const truncate = (text: string, length: number): string =>
  // Half of a surrogate pair is not a character.
  text.length <= length ? text : `${text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')}${ELLIPSIS}`;

/** A text on one line: runs of white space and control characters become one space. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim();

/** Characters without width, which come along when people copy. */
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF]/g;

/** A text without invisible characters, wherever they are. */
export const visibleText = (text: string): string => text.replace(INVISIBLE, '');

/** One character of white space, or one without width. */
export const SPACE = new RegExp(`[\\s${INVISIBLE.source.slice(1)}`);

/** A text without white space and invisible characters at its ends. */
export const trimText = (text: string): string => {
  const trimmed = text.trim();
  let [start, end] = [0, trimmed.length];
  // One by one: a pattern for the end of a text takes time that grows with the square of what is within.
  while (start < end && SPACE.test(trimmed.charAt(start))) start += 1;
  while (end > start && SPACE.test(trimmed.charAt(end - 1))) end -= 1;
  return trimmed.slice(start, end);
};

/** A list as a sentence has it: `a`, `a and b`, `a, b and c`. */
export const joinWords = (words: readonly string[], last: 'and' | 'or' = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

/** Characters of a value that a message shows. */
const QUOTED_CHARACTERS = 60;
/** Characters of a value that are read: it may have megabytes. */
const READ_CHARACTERS = 1_000;

/**
 * A value from outside as a message shows it: in quotes, on one line, cut after 60 characters. `redact` masks the secrets of
 * the connection before anything is cut, so that no part of one is left at the end.
 */
export const quote = (value: unknown, redact: (text: string) => string): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const line = oneLine(truncate(redact(text), READ_CHARACTERS));
  return `"${truncate(line, QUOTED_CHARACTERS).toWellFormed()}"`;
};
