import { trimText } from './text.ts';

/** What a secret is replaced by. */
export const MASK = '***';

/** Masks every form of some secrets in a text that comes from outside. */
export type Redact = (text: string) => string;

/** Characters that every encoding of text leaves as they are. */
const PLAIN = /^[\w.*-]*$/;

const formsOf = (secret: string): string[] => {
  if (PLAIN.test(secret)) return [secret];
  const encoded = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    // On one line, as a message quotes it.
    secret.replace(/\s+/g, ' '),
    encoded,
    encoded.replace(/%20/g, '+'),
    // As a form or URLSearchParams writes it: ! ' ( ) ~ are encoded too.
    new URLSearchParams([['', secret]]).toString().slice(1),
    encoded.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
    JSON.stringify(secret).slice(1, -1),
  ];
};

/** Encodings that a server uses on purpose only: hex, base64, and what was URL-encoded once more. */
const rareFormsOf = (secret: string): string[] => {
  const bytes = Buffer.from(secret.toWellFormed());
  const hex = bytes.toString('hex');
  return [
    hex,
    hex.toUpperCase(),
    ...base64FormsOf(bytes),
    encodeURIComponent(encodeURIComponent(secret.toWellFormed())),
  ];
};

/** How a secret looks within a longer text in base64: it may begin at any of three offsets. */
const base64FormsOf = (bytes: Buffer): string[] =>
  [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last digits depend on what is around the secret.
    const inner = whole.slice(
      offset === 0 ? 0 : offset + 1,
      bytes.length % 3 === 0 && offset === 0 ? undefined : -1,
    );
    return inner.length < RUN ? [] : [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });

/** A character as JSON and HTML may write it: `\u002f`, `&#x2F;`, `&#47;`. */
const CHARACTER = /\\u([\da-f]{4})|&#x([\da-f]{1,6});|&#(\d{1,7});/gi;
const LAST_CHARACTER = 0x10_ff_ff;
/** Bytes as addresses and programs write them: `%2F`, `%252F`, `\x2f`. */
const BYTES = /(?:(?:%(?:25)*|\\x)[\da-f]{2})+/gi;
const BYTE_MARKS = /%(?:25)*(?=[\da-f]{2})|\\x/gi;

/**
 * A text to look for a secret in, made from it in the same way: encoded characters are decoded, backslashes left out, and
 * letters made lower case.
 */
export const decodedText = (text: string): string =>
  (/[%\\&]/.test(text)
    ? text
        .replace(CHARACTER, (_written, inJson?: string, hex = inJson, decimal = '') =>
          String.fromCodePoint(Math.min(hex ? Number.parseInt(hex, 16) : Number(decimal), LAST_CHARACTER)),
        )
        .replace(BYTES, (bytes) => Buffer.from(bytes.replace(BYTE_MARKS, ''), 'hex').toString())
        .replaceAll('\\', '')
    : text
  ).toLowerCase();

/** This many characters of a secret in a row give part of it away. */
const RUN = 8;

/** The texts of some secrets, as stored and trimmed. A connection names most of its secrets more than once. */
const textsOf = (secrets: readonly unknown[]): string[] => {
  const texts = secrets
    .filter((secret): secret is string => typeof secret === 'string' && trimText(secret) !== '')
    .flatMap((secret) => [secret, trimText(secret)]);
  return [...new Set(texts)];
};

/** Distinct, longest first: a joined token has to go as a whole, before its parts do. */
const longestFirst = (forms: readonly string[]): string[] =>
  [...new Set(forms)].sort((one, other) => other.length - one.length);

/** The usual forms in which a secret may turn up in a text: as it is, URL-encoded, JSON-escaped. Longest first. */
export const secretForms = (secrets: readonly unknown[]): string[] =>
  longestFirst(textsOf(secrets).flatMap(formsOf));

/** Nothing beyond this many characters of a text is shown anywhere, so the rest is not searched. */
const LOOKED_AT = 65_536;

/**
 * A function that masks some secrets, in every form, in the first 64 KiB of a text; the rest is cut. A text that still shares eight
 * characters in a row with a secret, such as a part of a token, is replaced by the {@link MASK} as a whole, however it is written.
 */
export const redactor = (secrets: readonly unknown[]): Redact => {
  let forms: readonly string[] = [];
  let runs: ReadonlySet<string> | undefined;
  return (text) => {
    if (!runs) {
      // Worked out at the first use: most steps have nothing to mask.
      const texts = textsOf(secrets);
      forms = longestFirst(texts.flatMap((secret) => [...formsOf(secret), ...rareFormsOf(secret)]));
      runs = new Set(forms.map(decodedText).flatMap(runsIn));
    }
    const cleaned = forms.reduce((rest, form) => rest.replaceAll(form, MASK), text.slice(0, LOOKED_AT));
    return hasRun(decodedText(cleaned), runs) ? MASK : cleaned;
  };
};

const runsIn = (text: string): string[] =>
  Array.from({ length: Math.max(0, text.length - RUN + 1) }, (_, start) => text.slice(start, start + RUN));

const hasRun = (text: string, runs: ReadonlySet<string>): boolean => {
  if (runs.size === 0) return false;
  for (let start = 0; start + RUN <= text.length; start += 1) {
    if (runs.has(text.slice(start, start + RUN))) return true;
  }
  return false;
};
