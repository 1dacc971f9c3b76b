import { isBlank, type Json } from '../lib/json.ts';

/** How the text values of a dictionary are sent: numbers and booleans recognised, or everything as text. */
export const VALUE_MODES = ['detect', 'text'] as const;
export type ValueMode = (typeof VALUE_MODES)[number];

/** A double carries this many decimal digits whatever they are. */
const SAFE_DIGITS = 15;
/** Below this, doubles lose digits (Number.MIN_VALUE is the smallest subnormal, this is the smallest normal). */
const SMALLEST_NORMAL = 2 ** -1022;
const PLAIN_DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/**
 * Text as the type it stands for. A plain decimal becomes a number, `true` and `false` in any case a boolean;
 * text that a number could not be turned back into stays text: leading zeros and pluses, exponents, hex, separators, more
 * than 15 significant digits. `29.90` is 29.9: the value survives, the spelling does not.
 */
export const detect = (text: string): string | number | boolean => {
  const lower = text.length <= 5 ? text.toLowerCase() : text;
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  return isSafeDecimal(text) ? Number(text) : text;
};

const isSafeDecimal = (text: string): boolean => {
  if (!PLAIN_DECIMAL.test(text)) return false;
  const significant = text.replace(/[-.]/g, '').replace(/^0+/, '');
  // Zero has no sign in JSON, so "-0" would come back as 0.
  if (significant === '') return !text.startsWith('-');
  return significant.length <= SAFE_DIGITS && Math.abs(Number(text)) >= SMALLEST_NORMAL;
};

/** A dictionary's value as it is sent; undefined when blank. What already has a type keeps it. */
export const typedValue = (value: Json, mode: ValueMode): Json | undefined => {
  if (isBlank(value)) return undefined;
  if (typeof value !== 'string') return value;
  const text = value.trim();
  return mode === 'detect' ? detect(text) : text;
};
