import { createHash, createHmac } from 'node:crypto';
import type { Reading } from './readings.ts';
import {
  dateIn,
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

/** `decodeURL(text)`. Make: decodes special characters in a URL to text. Our reading: what is malformed stays as it is. */
const decodeURL: BuiltIn = {
  args: [1, 1],
  run: onText((text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }),
};

const PATTERN = /^\/(.+)\/([gimsu]*)$/s;

/**
 * `replace(text, search string, replacement string)`. Make: regular expressions, enclosed in slashes, with flags `g`,
 * `i`, `m`, can be the search string; `$&` and `$n` in the replacement are the match and its groups. Public apps write
 * them in quotes. Our reading: they are JavaScript's, and a group that took no part is an empty text. How often a plain
 * text is replaced is an open question; what `$` means beside a plain text is not documented, so it is refused.
 */
const replace: BuiltIn = {
  args: [3, 3],
  run: onText((text, reading, search, by) => {
    const [, pattern, flags] = PATTERN.exec(asText(search)) ?? [];
    if (pattern !== undefined) return text.replace(new RegExp(pattern, flags), asText(by));
    if (asText(by).includes('$')) throw new UnknownToMake(`$ beside a plain text: ${asText(by)}`);
    if (search === '') throw new UnknownToMake('Nothing to search for');
    return reading.replacesEvery
      ? text.replaceAll(asText(search), asText(by))
      : text.replace(asText(search), asText(by));
  }),
};

/** `split(text, separator)`. Make: splits a text into an array. Whether empty parts stay is an open question. */
const split: BuiltIn = {
  args: [2, 2],
  run: onText((text, { splitKeepsEmpty }, separator) =>
    text.split(asText(separator)).filter((part) => splitKeepsEmpty || part !== ''),
  ),
};

/** `toString(value)`. Make: converts any value to a text. Our reading: collections and arrays become JSON. */
const asString: BuiltIn = {
  args: [1, 1],
  run: ({ textOfNothing }, value) => {
    if (isNothing(value)) return textOfNothing;
    return isArray(value) || isCollection(value) ? jsonOf(value) : textOf(value);
  },
};

/** `length(array)`, `length(text)`. Make: the number of items, of characters. Of nothing: an open question. */
const length: BuiltIn = {
  args: [1, 1],
  run: ({ lengthOfNothing }, value) => {
    if (isNothing(value)) return lengthOfNothing;
    return isArray(value) ? value.length : asText(value).length;
  },
};

/** `contains(array, value)`, `contains(text, search string)`. Make: verifies whether the value is in there. Equality is strict. */
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

/** `parseJSON(text)`. Make's apps know it. Our reading: JSON.parse; broken JSON is an error. */
const parseJSON: BuiltIn = {
  args: [1, 1],
  run: (_reading, text) => JSON.parse(asText(text)) as Value,
};

/**
 * `formatDate(date, format)`. Make: a date as text; a text where a date is expected is read as one ("Type coercion"). Only
 * the token `x`, unix time in milliseconds, is known here, and of texts those that {@link dateIn} takes.
 */
const formatDate: BuiltIn = {
  args: [2, 2],
  run: ({ textOfNothing }, date, format) => {
    if (format !== 'x') throw new UnknownToMake(`The format ${jsonOf(format)}`);
    if (isNothing(date)) return textOfNothing;
    const read = typeof date === 'string' ? dateIn(date) : date;
    if (!isDate(read)) throw new UnknownToMake(`formatDate takes a date: ${jsonOf(date)}`);
    return String(read.getTime());
  },
};

/**
 * `parseDate(text, format)`. Make: a text as date; another type is coerced, so a number is taken as text. Only the token
 * `X`, unix time in seconds with or without a fraction, is known here.
 */
const parseDate: BuiltIn = {
  args: [2, 2],
  run: (_reading, text, format) => {
    if (format !== 'X' || isNothing(text))
      throw new UnknownToMake(`parseDate of ${jsonOf(text)} as ${jsonOf(format)}`);
    return new Date(Number(textOf(text)) * 1000);
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

/** `omit(collection, key, ...)`. Make: the collection without the given keys. */
const omit: BuiltIn = {
  args: [2, Number.POSITIVE_INFINITY],
  run: (_reading, collection, ...keys) => {
    if (!isCollection(collection)) throw new UnknownToMake(`omit takes a collection: ${jsonOf(collection)}`);
    const names = keys.map(asText);
    return Object.fromEntries(Object.entries(collection).filter(([key]) => !names.includes(key)));
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
    startcase,
    decodeURL,
    replace,
    split,
    toString: asString,
    length,
    contains,
    toCollection,
    createJSON,
    parseJSON,
    formatDate,
    parseDate,
    parseNumber,
    omit,
    sha256,
  }),
);

/** An argument that is worked out when it is needed. */
export type Lazy = () => Value;

/** One of Make's functions that work out only the arguments that they need (our reading: Make does not say). */
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

/** `switch(expression, value1, result1, ..., [else])`. Make: the result beside the first value that equals the expression. */
const choice: Choosing = {
  args: [3, Number.POSITIVE_INFINITY],
  run: (_isYes, expression = NEVER, ...rest) => {
    const subject = expression();
    for (let at = 0; at + 1 < rest.length; at += 2) if (rest[at]?.() === subject) return rest[at + 1]?.();
    return rest.length % 2 === 1 ? rest.at(-1)?.() : undefined;
  },
};

/** The functions that choose. */
export const CHOOSING: ReadonlyMap<string, Choosing> = new Map(
  Object.entries({ if: choose, ifempty, switch: choice }),
);
