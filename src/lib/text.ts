const GROUPS = /\B(?=(?:\d{3})+$)/g;

/**
 * A whole number as messages show it: `100,000`. Not `toLocaleString`, whose first call loads Node's data on languages:
 * half of what our code once added to a cold start (docs/performance.md).
 */
export const withCommas = (count: number): string => String(count).replace(GROUPS, ',');

/** What a text ends with that was cut. `withoutSecrets` looks for the start of a secret before it. */
export const CUT = '…';

/** A text of at most `most` UTF-16 units; one that is longer is cut and ends with {@link CUT}. */
export const shorten = (text: string, most: number): string =>
  // Half a surrogate pair is no character.
  text.length <= most ? text : `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}${CUT}`;
