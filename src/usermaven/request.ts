import { Invalid } from '../lib/validation.ts';

/** What a connection authenticates with. */
export interface Credentials {
  /** Public identifier of the workspace (`UM` and 8 characters), in every event. */
  readonly apiKey: string;
  /** Secret. Its shape is not documented, so nothing checks it. */
  readonly serverToken: string;
}

/**
 * Credentials as pasted. Accepts two slips: surrounding spaces, and the joined `KEY.TOKEN` of the guides'
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

/** Usermaven's collector. */
export const EVENTS_HOST = 'https://events.usermaven.com';

/** The path of the Events API for servers. */
export const EVENTS_PATH = '/api/v1/s2s/event';

/** The environment variable that points a local run elsewhere. */
export const HOST_VARIABLE = 'USERMAVEN_EVENTS_URL';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * An address as typed, without slashes at its end, if a secret may be sent there: https, or http on this machine, and
 * nothing in it but a host and a path. Undefined when it is anything else.
 */
export const safeAddress = (typed: string): string | undefined => {
  const url = URL.parse(typed.trim());
  const allowed =
    url && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)));
  if (!allowed || url.username || url.password || url.search || url.hash) return undefined;
  return url.href.replace(/\/+$/, '');
};

/**
 * The base address that events go to. Only https, or http on this machine, since the token travels in the address.
 * {@link Invalid} for anything else: a typo must not send events to the default host.
 */
export const eventsHost = (override: string | undefined): string | Invalid => {
  if (override === undefined || override.trim() === '') return EVENTS_HOST;
  return (
    safeAddress(override) ??
    new Invalid(
      `${HOST_VARIABLE} must be an https address, or an http address of this machine such as http://127.0.0.1:8080.`,
    )
  );
};

/**
 * Where a request goes and how it authenticates, or {@link Invalid} as {@link eventsHost} says. The only place that knows that
 * the token travels in the query string; the API's newest page also allows an Authorization header.
 */
export const eventsUrl = (credentials: Credentials, override?: string): string | Invalid => {
  const host = eventsHost(override);
  if (host instanceof Invalid) return host;
  return `${host}${EVENTS_PATH}?token=${encodeURIComponent(joinedToken(credentials).toWellFormed())}`;
};
