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

/** Every form in which a secret may turn up in a text: as it is, URL-encoded in the usual ways, JSON-escaped. Longest first. */
export const secretForms = (secrets: readonly unknown[]): string[] => {
  const texts = secrets
    .filter((secret): secret is string => typeof secret === 'string' && secret.trim() !== '')
    .flatMap((secret) => [secret, secret.trim()]);
  // A connection names most of its secrets more than once.
  const forms = [...new Set(texts)].flatMap(formsOf);
  // A joined token has to go as a whole, before its parts do.
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
};

/** A function that masks these forms, as {@link secretForms} lists them. */
export const redactor =
  (forms: readonly string[]): Redact =>
  (text) =>
    forms.reduce((cleaned, form) => cleaned.replaceAll(form, MASK), text);
