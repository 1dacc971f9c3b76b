/** What a secret is replaced by. */
export const MASK = '***';

/** Masks every form of some secrets in a text that comes from outside. */
export type Redact = (text: string) => string;

/** Characters that every encoding of text leaves as they are. */
const PLAIN = /^[\w.*-]*$/;

const formsOf = (secret: string): string[] => {
  const bytes = Buffer.from(secret.toWellFormed());
  const others = [bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...base64FormsOf(bytes)];
  if (PLAIN.test(secret)) return [secret, ...others];
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
    encodeURIComponent(encoded),
    JSON.stringify(secret).slice(1, -1),
    ...others,
  ];
};

/** How a secret looks within a longer text that was turned into base64: it may begin at each of three bits. */
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

/** So many characters of a secret in a row give it away in part. */
const RUN = 8;

/** Every form in which a secret may turn up in a text: as it is, encoded in the usual ways. Longest first. */
export const secretForms = (secrets: readonly unknown[]): string[] => {
  const texts = secrets
    .filter((secret): secret is string => typeof secret === 'string' && secret.trim() !== '')
    .flatMap((secret) => [secret, secret.trim()]);
  // A connection names most of its secrets more than once.
  const forms = [...new Set(texts)].flatMap(formsOf);
  // A joined token has to go as a whole, before its parts do.
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
};

/** More of a text is not shown anywhere, so not looked at. */
const LOOKED_AT = 65_536;

/**
 * A function that masks these forms, as {@link secretForms} lists them, in the first 64 KiB of a text; the rest is cut. A text that
 * still shares eight characters in a row with a form, such as a part of a token, becomes nothing but the {@link MASK}.
 */
export const redactor = (forms: readonly string[]): Redact => {
  let runs: ReadonlySet<string> | undefined;
  return (text) => {
    const cleaned = forms.reduce((rest, form) => rest.replaceAll(form, MASK), text.slice(0, LOOKED_AT));
    runs ??= new Set(forms.flatMap(runsIn));
    return hasRun(cleaned, runs) ? MASK : cleaned;
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
