import { isTooDeep, type Json } from './json.ts';

/** A whole number of 16 digits or more, a decimal of as many, or a large exponent. */
const UNUSUAL_NUMBER = /\d{16}|\d[\d.]{16}|e\+?\d{3}/i;

/** Whole numbers of up to 15 digits always fit into a number. */
const LONG_WHOLE = /^-?\d{16,}$/;

/** A JSON number, or its text if digits would be lost: numbers of the same form always get the same type. */
export const exactNumber = (digits: string): number | string => {
  if (LONG_WHOLE.test(digits)) return digits;
  const number = Number(digits);
  if (!Number.isFinite(number)) return digits;
  return /e/i.test(digits) || significant(digits) === significant(String(number)) ? number : digits;
};

/** The digits that count: without the zeros at the start and at the end of a fraction, and without the exponent of a small number. */
const significant = (digits: string): string =>
  (digits.includes('.') ? digits.replace(/0+$/, '') : digits)
    .replace(/e.*/, '')
    .replace(/^-?[0.]*/, '')
    .replace('.', '');

/** Strict JSON with the digits of its numbers kept ({@link exactNumber}). `onNumber` sees the text of every unusual number. Undefined for what is not JSON. */
export const parseExactly = (
  text: string,
  onNumber: (digits: string) => void = () => {},
): Json | undefined => {
  let parsed: Json;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  // A second look only where a number is long enough: it takes several times as long.
  if (!UNUSUAL_NUMBER.test(text) || isTooDeep(parsed)) return parsed;
  return JSON.parse(text, (_key, value: Json, { source }: { readonly source?: string } = {}) => {
    if (typeof value !== 'number' || source === undefined) return value;
    onNumber(source);
    return exactNumber(source);
  });
};
