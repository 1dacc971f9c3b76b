import { isBlank, type Json } from '../lib/json.ts';
import { trimText } from '../lib/text.ts';
import { isCurrency } from './currencies.ts';

/**
 * What becomes a number among the text values of a dictionary: plain decimals, also numbers as people write them with a decimal
 * point or with a decimal comma, or nothing.
 */
export type ValueMode = 'detect' | 'detect_point' | 'detect_comma' | 'text';

/** A double carries this many decimal digits whatever they are. */
const SAFE_DIGITS = 15;
/** Below this, doubles lose digits (Number.MIN_VALUE is the smallest subnormal, this is the smallest normal). */
const SMALLEST_NORMAL = 2 ** -1022;
const PLAIN_DECIMAL = /^-?(0|[1-9]\d*)?(\.\d+)?$/;

/**
 * Text as the type it stands for. A plain decimal becomes a number, `true` and `false` in any case a boolean; text that a number
 * could not be turned back into stays text: leading zeros and pluses, exponents, hex, separators, more than 15 significant digits.
 * `29.90` is 29.9 and `.5` is 0.5: the value survives, the spelling does not.
 */
const detect = (text: string): string | number | boolean => {
  const lower = text.length <= 5 ? text.toLowerCase() : text;
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  return isSafeDecimal(text) ? Number(text) : text;
};

const isSafeDecimal = (text: string): boolean => {
  if (!PLAIN_DECIMAL.test(text) || !/\d/.test(text)) return false;
  const significant = text.replace(/[-.]/g, '').replace(/^0+/, '');
  // Zero has no sign in JSON, so "-0" would come back as 0.
  if (significant === '') return !text.startsWith('-');
  return significant.length <= SAFE_DIGITS && Math.abs(Number(text)) >= SMALLEST_NORMAL;
};

const SPACE = '[ \\u00A0\\u202F]';
/** The sign of a currency, perhaps with letters as in US$. Not of its cents: 99¢ is not 99. */
const SIGN = '(?:[A-Z]{1,3})?(?![¢￠])\\p{Sc}';
/** A currency before or after a number: its sign, or its three letters with a space between. */
const BEFORE = `(?:(?<sign>${SIGN})${SPACE}?|(?<code>[A-Z]{3})${SPACE})`;
const AFTER = `(?:${SPACE}?(?<signAfter>${SIGN}|%)|${SPACE}(?<codeAfter>[A-Z]{3}))`;
/** Digits in groups as many languages write them, whatever their decimal mark: 1 234 567, 1’234’567. */
const OTHER_GROUPS = `\\d{1,3}(?<gap>[ \\u00A0\\u202F'’])\\d{3}(?:\\k<gap>\\d{3})*`;
const formatted = (grouped: string, point: string): RegExp =>
  new RegExp(
    `^(?<open>\\()?(?<minus>[-−])?${SPACE}?${BEFORE}?(?<minusAfter>[-−])?(?<whole>${grouped}|${OTHER_GROUPS}|\\d*)(?:${point}(?<fraction>\\d+))?${AFTER}?(?<close>\\))?$`,
    'u',
  );

// In India, only the last three digits are a group of three: 12,34,567.
const FORMATS = {
  detect_point: formatted('\\d{1,3}(?:,\\d{3})+|\\d{1,2}(?<pairs>,\\d{2})+,\\d{3}', '\\.'),
  detect_comma: formatted('\\d{1,3}(?:\\.\\d{3})+', ','),
} as const;

/** A number as people write it, and the marks next to its digits: `$`, `US$`, `USD`, `%`. */
export interface FormattedNumber {
  readonly number: number;
  readonly marks: readonly string[];
}

/**
 * A number as people write it: `$1,234.50`, `19.99 USD`, `10%` as 10, `(5.00)` as -5, with a decimal point or comma. Undefined for
 * any other text, and for digits that do not fit into a number.
 */
export const readFormatted = (text: string, mode: keyof typeof FORMATS): FormattedNumber | undefined => {
  const groups = FORMATS[mode].exec(text)?.groups ?? {};
  const { open, close, minus, minusAfter, whole = '', fraction } = groups;
  if ((open === undefined) !== (close === undefined) || (whole === '' && fraction === undefined))
    return undefined;
  const codes = given(groups.code, groups.codeAfter);
  if (!codes.every(isCurrency)) return undefined;
  const marks = [...given(groups.sign, groups.signAfter), ...codes];
  // 555 123 456 may be a phone number, and 1,23,456 a list.
  if ((groups.gap ?? groups.pairs) !== undefined && fraction === undefined && marks.length === 0)
    return undefined;
  const digits = whole.replace(/\D/g, '');
  const negative = given(open, minus, minusAfter).length;
  const decimal = `${negative > 0 ? '-' : ''}${digits}${fraction === undefined ? '' : `.${fraction}`}`;
  if (negative > 1 || !isSafeDecimal(decimal)) return undefined;
  return { number: Number(decimal), marks };
};

const given = (...texts: readonly (string | undefined)[]): string[] =>
  texts.filter((text) => text !== undefined);

/** True for text that is an amount to people and stays text under `detect`: `$1,234.50`, `9,99 €`. */
export const looksLikeMoney = (text: string): boolean =>
  /[\p{Sc},.]|[A-Z]{3}/u.test(text) &&
  (readFormatted(text, 'detect_point') ?? readFormatted(text, 'detect_comma')) !== undefined;

/** A dictionary's value as it is sent; undefined when blank. A value that is not text keeps its type. */
export const typedValue = (value: Json, mode: ValueMode): Json | undefined => {
  if (isBlank(value)) return undefined;
  if (typeof value !== 'string') return value;
  const text = trimText(value);
  if (mode === 'text') return text;
  // Where full stops group digits, 1.234 is one thousand, as it is with a currency sign.
  const grouped = mode === 'detect_comma' ? readFormatted(text, mode)?.number : undefined;
  const detected = grouped ?? detect(text);
  return detected === text && mode === 'detect_point'
    ? (readFormatted(text, mode)?.number ?? text)
    : detected;
};
