import { visibleText } from '../lib/text.ts';
import { Invalid } from '../lib/validation.ts';

/** What a connection authenticates with. */
export interface Credentials {
  /** Public identifier of the workspace (`UM` and 8 characters), in every event. */
  readonly apiKey: string;
  /** Secret. Its shape is not documented, so nothing checks it. */
  readonly serverToken: string;
}

/**
 * Credentials as pasted. Accepted are: white space and quotes around them, invisible characters anywhere, the joined `KEY.TOKEN` in
 * either box or in both, `Bearer KEY.TOKEN`, and the whole webhook address with `?token=`. A part that is missing comes back as `''`.
 * {@link Invalid} when the two boxes contradict each other.
 */
export const readCredentials = (pastedKey: unknown, pastedToken: unknown): Credentials | Invalid => {
  const keyBox = splitJoined(unwrapped(pastedKey));
  const tokenText = unwrapped(pastedToken);
  const isJoined =
    keyBox.apiKey === '' || tokenText.startsWith(`${keyBox.apiKey}.`) || JOINED.test(tokenText);
  const tokenBox = isJoined ? splitJoined(tokenText) : { apiKey: '', serverToken: tokenText };
  // What is alone in the token box is a token.
  const tokens =
    tokenBox.serverToken === '' && keyBox.apiKey === '' ? { apiKey: '', serverToken: tokenText } : tokenBox;
  if (contradict(keyBox.apiKey, tokens.apiKey) || contradict(keyBox.serverToken, tokens.serverToken)) {
    return new Invalid(
      'do not belong together: one of the two boxes also holds a different key or token. Copy both again.',
    );
  }
  return { apiKey: keyBox.apiKey || tokens.apiKey, serverToken: tokens.serverToken || keyBox.serverToken };
};

const contradict = (one: string, other: string): boolean => one !== '' && other !== '' && one !== other;

/** An API key is `UM` and eight letters or digits, so a token that starts like this is joined with one. */
const JOINED = /^UM[A-Za-z\d]{8}\./;

/** What was pasted, without what people copy along with it. */
const unwrapped = (pasted: unknown): string => {
  const visible = visibleText(typeof pasted === 'string' ? pasted : '');
  const text = visible.trim().replace(/^["'`“„‘<](.*)["'`”“’>]$/s, '$1');
  const [, inAddress] = /[?&]token=([^&#]*)/.exec(text) ?? [];
  return (inAddress === undefined ? text : decoded(inAddress))
    .trim()
    .replace(/^(?:authorization: *)?bearer\s+/i, '');
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** At the first full stop: an API key has none, a server token may. */
const splitJoined = (text: string): Credentials => {
  const [apiKey = ''] = text.split('.', 1);
  return { apiKey, serverToken: text.slice(apiKey.length + 1) };
};

/** The token as the API wants it in the address. */
export const joinedToken = ({ apiKey, serverToken }: Credentials): string => `${apiKey}.${serverToken}`;

/** Usermaven's collector. */
export const EVENTS_HOST = 'https://events.usermaven.com';

/** The path of the Events API for servers. */
export const EVENTS_PATH = '/api/v1/s2s/event';

/**
 * How our requests name their sender, by platform. Usermaven takes the sender's user agent for the person's where the event has
 * none, and counts libraries (`node-fetch`, `axios`, `curl`) and whatever has an address in it as bots (source of its collector).
 */
export const USER_AGENTS = { zapier: 'Zapier', make: 'Make' } as const;

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
