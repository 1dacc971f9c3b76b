import { CUT } from './text.ts';

/** What stands where a secret stood. */
export const MASK = '***';

/** Characters that nothing which encodes texts writes in another way. */
const PLAIN = /^[\w.*-]*$/;

const formsOf = (secret: string): string[] => {
  if (PLAIN.test(secret)) return [secret];
  const encoded = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    // As messages quote it.
    secret.replace(/\s+/g, ' '),
    encoded,
    encoded.replace(/%20/g, '+'),
    // As a form or URLSearchParams writes it: ! ' ( ) ~ are encoded too.
    new URLSearchParams([['', secret]]).toString().slice(1),
    encoded.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
    JSON.stringify(secret).slice(1, -1),
  ];
};

/** Every form in which a secret may turn up in a text: as it is, URL-encoded in the usual ways, JSON-escaped. */
export const secretForms = (secrets: readonly unknown[]): string[] => {
  const texts = secrets
    .filter((secret): secret is string => typeof secret === 'string' && secret.trim() !== '')
    .flatMap((secret) => [secret, secret.trim()]);
  // A connection names most of its secrets more than once.
  const forms = [...new Set(texts)].flatMap(formsOf);
  // Longest first: a joined token goes as a whole before its parts do.
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
};

/** The text with every form of the secrets masked, and what is left of one where the text was cut ({@link CUT}). */
export const withoutSecrets = (text: string, forms: readonly string[]): string =>
  forms
    .reduce((cleaned, form) => cleaned.replaceAll(form, MASK), text)
    .split(CUT)
    .map((part, index, { length }) => (index === length - 1 ? part : withoutStart(part, forms)))
    .join(CUT);

/** Fewer characters of a secret say nothing of it. */
const LEAST_OF_A_SECRET = 4;

/** The text without the start of a secret at its end. */
const withoutStart = (text: string, forms: readonly string[]): string => {
  const starts = forms.map((form) => {
    let length = form.length - 1;
    while (length >= LEAST_OF_A_SECRET && !text.endsWith(form.slice(0, length))) length -= 1;
    return length;
  });
  const longest = Math.max(0, ...starts);
  return longest < LEAST_OF_A_SECRET ? text : `${text.slice(0, -longest)}${MASK}`;
};
