import { FIELDS } from '../fields/index.ts';
import { Invalid } from '../lib/validation.ts';
import { isCurrency, isMarkOf, smallestPerUnit } from '../usermaven/currencies.ts';
import { readFormatted, typedValue } from '../usermaven/values.ts';
import type { ReadContext } from './read-context.ts';
import { checkPlaceholder, readId, readText } from './read-text.ts';

const { amount_unit: UNIT, attribute_values: VALUES, currency: CURRENCY } = FIELDS;

/** A currency as its code, in capitals. */
export const readCurrency = (value: unknown): string | undefined | Invalid => {
  const text = readId(value);
  if (text === undefined || text instanceof Invalid) return text;
  return /^[a-z]{3}$/i.test(text)
    ? text.toUpperCase()
    : new Invalid('is not a currency code. Use three letters, such as USD.', text);
};

/** How an amount is given: its unit and currency, read already. */
interface AmountTerms {
  readonly mode: ReadContext['mode'];
  readonly unit: string;
  /** {@link Invalid} has already been reported. */
  readonly currency: string | undefined | Invalid;
}

/**
 * An amount in units of its currency: a number, or text as people write it, with a decimal point unless the decimal comma was
 * chosen. {@link Invalid} for anything that is not a number, for a sign or code that does not match Currency, and for smallest
 * units that are not whole numbers.
 */
export const readAmount = (value: unknown, terms: AmountTerms): number | Invalid => {
  const given = numberIn(value, terms);
  if (given instanceof Invalid || terms.unit !== 'smallest') return given;
  const { currency } = terms;
  if (currency instanceof Invalid) return given;
  if (currency === undefined) {
    return new Invalid(
      `is in the smallest units of a currency, but ${CURRENCY.label} is blank. Fill in ${CURRENCY.label}, for example USD.`,
      value,
    );
  }
  if (!isCurrency(currency)) {
    return new Invalid(
      `is in the smallest units of ${currency}, which is not a currency of ISO 4217. Check ${CURRENCY.label}.`,
      value,
    );
  }
  return Number.isInteger(given) && !hasDecimals(value, given)
    ? given / smallestPerUnit(currency)
    : new Invalid(
        `has decimals, but ${UNIT.label} says that it is in the smallest units of ${currency}. Change ${UNIT.label}, or map a whole number.`,
        value,
      );
};

/**
 * True for text such as `29.00`: the next amount from there may be `29.90`, so smallest units would be a mistake. A single zero is
 * how programs write a whole number.
 */
const hasDecimals = (value: unknown, number: number): boolean => {
  const text = readText(value);
  return (
    typeof value === 'string' && typeof text === 'string' && countDigits(text) > countDigits(`${number}`) + 1
  );
};

const countDigits = (text: string): number => text.replace(/\D/g, '').length;

/** Removes the sign of zero, for mappings that put a minus before every amount: `-0` is 0. */
const withoutSignOfZero = (text: string, writing: Writing): string => {
  const unsigned = text.replace(/^[-−]/, '');
  return typedValue(unsigned, writing) === 0 ? unsigned : text;
};

type Writing = 'detect_point' | 'detect_comma';

/** The other way in which numbers are written, as the user can choose it. */
const OTHERWISE = {
  detect_point: ['detect_comma', 'decimal comma'],
  detect_comma: ['detect_point', 'decimal point'],
} as const satisfies Record<Writing, readonly [Writing, string]>;

const notNumber = (text: string, writing: Writing): Invalid => {
  const [other, name] = OTHERWISE[writing];
  const choose =
    readFormatted(text, other) === undefined ? '' : ` For a ${name}, choose it in ${VALUES.label}.`;
  return new Invalid(`is not a number. Use an amount such as 29.90, or -29.90 for a refund.${choose}`, text);
};

const numberIn = (value: unknown, { mode, currency }: AmountTerms): number | Invalid => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const given = readText(value);
  if (given instanceof Invalid) return given;
  const writing = mode === 'detect_comma' ? 'detect_comma' : 'detect_point';
  const text = withoutSignOfZero(given, writing);
  const number = typedValue(text, writing);
  if (typeof number !== 'number') return checkPlaceholder(text) ?? notNumber(text, writing);
  const marks = readFormatted(text, writing)?.marks ?? [];
  if (marks.includes('%')) return new Invalid('is a percentage. Map an amount.', text);
  if (marks.length === 0 || currency instanceof Invalid) return number;
  if (currency === undefined) {
    return new Invalid(
      `names a currency, but ${CURRENCY.label} is blank. Fill in ${CURRENCY.label}, for example USD.`,
      text,
    );
  }
  return marks.every((mark) => isMarkOf(mark, currency))
    ? number
    : new Invalid(
        `does not match ${CURRENCY.label}, which is ${currency}. Map an amount together with its own currency.`,
        text,
      );
};
