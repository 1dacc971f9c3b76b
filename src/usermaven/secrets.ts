/** What stands where a secret stood. */
export const MASK = '***';

/** Every form in which a secret may turn up in a text: as it is, URL-encoded in the usual ways, JSON-escaped. */
export const secretForms = (secrets: readonly unknown[]): string[] => {
  const forms = secrets
    .filter((secret): secret is string => typeof secret === 'string' && secret.trim() !== '')
    .flatMap((secret) => [secret, secret.trim()])
    .flatMap((secret) => {
      const encoded = encodeURIComponent(secret.toWellFormed());
      return [
        secret,
        encoded,
        encoded.replace(/%20/g, '+'),
        encoded.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
        JSON.stringify(secret).slice(1, -1),
      ];
    });
  // Longest first: a joined token goes as a whole before its parts do.
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
};

/** The text with every form of the secrets masked. */
export const withoutSecrets = (text: string, forms: readonly string[]): string =>
  forms.reduce((cleaned, form) => cleaned.replaceAll(form, MASK), text);
