/** What a connection authenticates with. */
export interface Credentials {
  /** Public identifier of the workspace (`UM` and 8 characters), in every event. */
  readonly apiKey: string;
  /** Secret. Its shape is not documented, so nothing checks it. */
  readonly serverToken: string;
}

/**
 * Credentials as pasted. Understands two slips: surrounding spaces, and the joined `KEY.TOKEN` of the guides'
 * webhook address in either box or in both. A part that is missing comes back as `''`.
 */
export const readCredentials = (pastedKey: unknown, pastedToken: unknown): Credentials => {
  const key = textOf(pastedKey);
  const token = textOf(pastedToken);
  if (key === '') return split(token) ?? { apiKey: '', serverToken: token };
  if (token === '' || token === key) return split(key) ?? { apiKey: key, serverToken: token };
  const apiKey = key.endsWith(`.${token}`) ? key.slice(0, -token.length - 1) : key;
  const serverToken = token.startsWith(`${apiKey}.`) ? token.slice(apiKey.length + 1) : token;
  return { apiKey, serverToken };
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** At the first full stop: an API key has none, a server token may. */
const split = (joined: string): Credentials | undefined => {
  const stop = joined.indexOf('.');
  if (stop <= 0 || stop === joined.length - 1) return undefined;
  return { apiKey: joined.slice(0, stop), serverToken: joined.slice(stop + 1) };
};

/** The token as the API wants it in the address. */
export const joinedToken = ({ apiKey, serverToken }: Credentials): string => `${apiKey}.${serverToken}`;
