import { createHash, createHmac } from 'node:crypto';
import type { Reading } from './readings.ts';
import {
  isArray,
  isCollection,
  isDate,
  isNothing,
  jsonOf,
  memberOf,
  textOf,
  UnknownToMake,
  type Value,
} from './values.ts';

/** One of Make's functions: how many arguments it takes, and what it makes of them. */
export interface BuiltIn {
  readonly args: readonly [least: number, most: number];
  readonly run: (reading: Reading, ...args: readonly Value[]) => Value;
}

/** A function on a text; what it makes of nothing is an open question. Other simple values are taken as text. */
const onText =
  (run: (text: string, reading: Reading, ...args: readonly Value[]) => Value): BuiltIn['run'] =>
  (reading, subject, ...args) =>
    isNothing(subject) ? reading.textOfNothing : run(textOf(subject), reading, ...args);

const asText = (value: Value): string => {
  if (typeof value !== 'string') throw new UnknownToMake(`Expected a text: ${jsonOf(value)}`);
  return value;
};

/**
 * `trim(text)`. Make: removes space characters at the start or end of the text. Our reading: every white space, as in
 * JavaScript.
 */
const trim: BuiltIn = { args: [1, 1], run: onText((text) => text.trim()) };

/** `lower(text)`. Make: converts all alphabetical characters to lower case. */
const lower: BuiltIn = { args: [1, 1], run: onText((text) => text.toLowerCase()) };

/** `upper(text)`. Make: converts all alphabetical characters to upper case. */
const upper: BuiltIn = { args: [1, 1], run: onText((text) => text.toUpperCase()) };

/**
 * `startcase(text)`. Make: capitalizes the first letter of every word and lower cases all other letters
 * (`hello WORLD` is `Hello World`). Our reading: words are what stands between spaces.
 */
const startcase: BuiltIn = {
  args: [1, 1],
  run: onText((text) =>
    text
      .split(' ')
      .map((word) => word.toLowerCase().replace(/^./u, (first) => first.toUpperCase()))
      .join(' '),
  ),
};

/** `decodeURL(text)`. Make: decodes special characters in a URL to text. What becomes of malformed text is an open question. */
const decodeURL: BuiltIn = {
  args: [1, 1],
  run: onText((text, { malformedUrl }) => {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      if (malformedUrl === 'failure') throw error;
      return text;
    }
  }),
};

const PATTERN = /^\/(.+)\/([gimsu]*)$/s;

/**
 * `replace(text, search string, replacement string)`. Make: regular expressions, enclosed in slashes, with flags `g`,
 * `i`, `m`, can be the search string; `$&` and `$n` in the replacement are the match and its groups. Public apps write
 * them in quotes. A plain text is replaced wherever it stands (Make's runtime). Our reading: the expressions are JavaScript's, and a
 * group that took no part is an empty text; what `$` means beside a plain text is not documented, so it is refused.
 */
const replace: BuiltIn = {
  args: [3, 3],
  run: onText((text, _reading, search, by) => {
    const [, pattern, flags] = PATTERN.exec(asText(search)) ?? [];
    if (pattern !== undefined) return text.replace(new RegExp(pattern, flags), asText(by));
    if (asText(by).includes('$')) throw new UnknownToMake(`$ beside a plain text: ${asText(by)}`);
    if (search === '') throw new UnknownToMake('Nothing to search for');
    return text.replaceAll(asText(search), asText(by));
  }),
};

/** `split(text, separator)`. Make: splits a text into an array. Parts are trimmed, and empty ones dropped (Make's runtime). */
const split: BuiltIn = {
  args: [2, 2],
  run: onText((text, _reading, separator) =>
    text
      .split(asText(separator))
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
};

/**
 * `toString(value)`. Make: converts any value to a text. A collection becomes `{object}`, and an array its items with commas
 * between them (Make's runtime).
 */
const asString: BuiltIn = {
  args: [1, 1],
  run: ({ textOfNothing }, value) => (isNothing(value) ? textOfNothing : written(value)),
};

/** Nothing within an array is an empty text, as where JavaScript joins one. */
const written = (value: Value): string => {
  if (isNothing(value)) return '';
  if (isArray(value)) return value.map(written).join(',');
  return isCollection(value) ? '{object}' : textOf(value);
};

/** `length(array)`, `length(text)`. Make: the number of items, of characters. Of nothing it is 0 (Make's runtime). */
const length: BuiltIn = {
  args: [1, 1],
  run: (_reading, value) => {
    if (isNothing(value)) return 0;
    return isArray(value) ? value.length : asText(value).length;
  },
};

/** `slice(array, start, end)`. Make: a part of an array. Positions are JavaScript's: from 0, the end not included (Make's runtime). */
const slice: BuiltIn = {
  args: [3, 3],
  run: (_reading, array, start, end) => {
    if (!isArray(array) || typeof start !== 'number' || typeof end !== 'number')
      throw new UnknownToMake(`slice of ${jsonOf(array)} from ${jsonOf(start)} to ${jsonOf(end)}`);
    return array.slice(start, end);
  },
};

/** `contains(array, value)`, `contains(text, search string)`. Make: verifies whether the value is in there. */
const contains: BuiltIn = {
  args: [2, 2],
  run: ({ containedInNothing }, value, wanted) => {
    if (isNothing(value)) return containedInNothing;
    return isArray(value) ? value.includes(wanted) : asText(value).includes(asText(wanted));
  },
};

/**
 * `toCollection(array, key, value)`. Make: converts an array of collections to one collection, the first name being the
 * member that holds the keys, the second the one that holds the values. Our reading: of two equal keys the last wins, and
 * keys are own members whatever they are called.
 */
const toCollection: BuiltIn = {
  args: [3, 3],
  run: ({ collectionOfNothing }, array, key, value) => {
    if (isNothing(array)) return collectionOfNothing === 'empty' ? {} : undefined;
    if (!isArray(array)) throw new UnknownToMake(`toCollection takes an array: ${jsonOf(array)}`);
    return Object.fromEntries(
      array.map((item) => [asText(memberOf(item, asText(key))), memberOf(item, asText(value))]),
    );
  },
};

/** `createJSON(value)`. Make's apps know it; public apps sign compact JSON with it. Our reading: JSON.stringify. */
const createJSON: BuiltIn = { args: [1, 1], run: (_reading, value) => jsonOf(value) };

/** `formatDate(date, format)`. Make: a date as text. Only the token `x`, Unix time in milliseconds, is known here. */
const formatDate: BuiltIn = {
  args: [2, 2],
  run: ({ textOfNothing }, date, format) => {
    if (format !== 'x') throw new UnknownToMake(`The format ${jsonOf(format)}`);
    if (isNothing(date)) return textOfNothing;
    if (!isDate(date)) throw new UnknownToMake(`formatDate takes a date: ${jsonOf(date)}`);
    return String(date.getTime());
  },
};

/** Milliseconds in the unit of each token of `parseDate` that is known here. */
const UNIX_UNITS: ReadonlyMap<Value, number> = new Map<Value, number>([
  ['X', 1000],
  ['x', 1],
]);

/**
 * `parseDate(text, format)`. Make: a text as date; another type is coerced, so a number is taken as text. Only the tokens
 * `X`, Unix time in seconds with or without a fraction, and `x`, in milliseconds, are known here.
 */
const parseDate: BuiltIn = {
  args: [2, 2],
  run: (_reading, text, format) => {
    const unit = UNIX_UNITS.get(format);
    if (unit === undefined || isNothing(text))
      throw new UnknownToMake(`parseDate of ${jsonOf(text)} as ${jsonOf(format)}`);
    return new Date(Number(textOf(text)) * unit);
  },
};

/**
 * `parseNumber(text, [decimal separator])`. Make: a text as number. Without a separator only whole numbers are accepted here,
 * since the default one is not documented; as separator, only the full stop is known.
 */
const parseNumber: BuiltIn = {
  args: [1, 2],
  run: (_reading, text, separator) => {
    const known = separator === '.' ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
    if ((separator !== undefined && separator !== '.') || !known.test(asText(text)))
      throw new UnknownToMake(`parseNumber of ${jsonOf(text)} with ${jsonOf(separator)}`);
    return Number(text);
  },
};

/**
 * `sha256(text, [encoding], [key])`. Make: the SHA-256 hash; encodings are hex (default), base64 and others; with a key,
 * the HMAC. The text counts as UTF-8.
 */
const sha256: BuiltIn = {
  args: [1, 3],
  run: (_reading, text, encoding = 'hex', key) => {
    if (encoding !== 'hex' && encoding !== 'base64')
      throw new UnknownToMake(`The encoding ${jsonOf(encoding)}`);
    const hash = key === undefined ? createHash('sha256') : createHmac('sha256', asText(key));
    return hash.update(asText(text)).digest(encoding);
  },
};

/** The functions whose arguments are all worked out before. What is not here is unknown. */
export const BUILT_INS: ReadonlyMap<string, BuiltIn> = new Map(
  Object.entries({
    trim,
    lower,
    upper,
    startcase,
    decodeURL,
    replace,
    split,
    toString: asString,
    length,
    slice,
    contains,
    toCollection,
    createJSON,
    formatDate,
    parseDate,
    parseNumber,
    sha256,
  }),
);

/** An argument that is worked out when it is needed. */
export type Lazy = () => Value;

/** One of Make's functions that work out only the arguments that they need (Make's runtime). */
export interface Choosing {
  readonly args: readonly [least: number, most: number];
  readonly run: (isYes: (value: Value) => boolean, ...args: readonly Lazy[]) => Value;
}

const NEVER: Lazy = () => undefined;

/** `if(expression, value1, value2)`. Make: value1 if the expression is true, otherwise value2. */
const choose: Choosing = {
  args: [3, 3],
  run: (isYes, condition = NEVER, then = NEVER, otherwise = NEVER) =>
    isYes(condition()) ? then() : otherwise(),
};

/** `ifempty(value1, value2)`. Make: the second when the first is not defined, null, or an empty text. Not when it is `[]`. */
const ifempty: Choosing = {
  args: [2, 2],
  run: (_isYes, value = NEVER, otherwise = NEVER) => {
    const given = value();
    return isNothing(given) || given === '' ? otherwise() : given;
  },
};

/** What JavaScript's `String` makes of a simple value. */
const compared = (value: Value): string => (isNothing(value) ? String(value) : textOf(value));

/**
 * `switch(expression, value1, result1, ..., [else])`. Make: the result beside the first value that equals the expression. Both are
 * compared as texts (Make's runtime).
 */
const choice: Choosing = {
  args: [3, Number.POSITIVE_INFINITY],
  run: (_isYes, expression = NEVER, ...rest) => {
    const subject = compared(expression());
    for (let at = 0; at + 1 < rest.length; at += 2) {
      if (compared(rest[at]?.()) === subject) return rest[at + 1]?.();
    }
    return rest.length % 2 === 1 ? rest.at(-1)?.() : undefined;
  },
};

/** The functions that choose. */
export const CHOOSING: ReadonlyMap<string, Choosing> = new Map(
  Object.entries({ if: choose, ifempty, switch: choice }),
);
