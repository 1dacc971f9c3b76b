import { formatCount, trimText } from '../lib/text.ts';
import { Invalid } from '../lib/validation.ts';
import { LIMITS } from '../usermaven/limits.ts';
import { isNothing } from '../usermaven/nobody.ts';
import { isTimeZone } from '../usermaven/zones.ts';

/**
 * Text, trimmed. Numbers and booleans become text. {@link Invalid} for lists and objects, and for a number that lost digits before
 * it reached us: it would be somebody else's id.
 */
export const readText = (value: unknown): string | Invalid => {
  if (typeof value === 'string') return checkLength(trimText(value));
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return new Invalid(
      'is a number so long that its last digits may be wrong. Map it as text (in JSON, put it in quotes).',
      value,
    );
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return new Invalid(`is ${Array.isArray(value) ? 'a list' : 'an object'}. Map a single value.`, value);
};

/** Text that is too long for any event is refused here, where the field is known. */
const checkLength = (text: string): string | Invalid =>
  text.length <= LIMITS.bytesPerEvent
    ? text
    : new Invalid(
        `${formatCount(text.length)} characters is too long: an event can have at most ${formatCount(LIMITS.bytesPerEvent)} bytes. Shorten it.`,
      );

const PLACEHOLDER = /\{\{|^\$\{[^}]*\}$|^%[^%]*[^%\s][^%]*%$/;

/** {@link Invalid} for a placeholder that another tool should have replaced. */
export const checkPlaceholder = (text: string): Invalid | undefined =>
  PLACEHOLDER.test(text)
    ? new Invalid(
        'is a placeholder that was never filled in. Map a value from an earlier step instead.',
        text,
      )
    : undefined;

/** An id; undefined for text that stands for nobody. */
export const readId = (value: unknown): string | undefined | Invalid => {
  const text = readText(value);
  if (text instanceof Invalid) return text;
  return text === '' || isNothing(text) ? undefined : (checkPlaceholder(text) ?? text);
};

/** The name of an event. */
export const readName = (value: unknown): string | Invalid => {
  const text = readText(value);
  if (text instanceof Invalid) return text;
  return isNothing(text)
    ? new Invalid('is not an event name. Use what happened, for example "Signed Up".', text)
    : (checkPlaceholder(text) ?? text);
};

/** One address: no spaces and nothing invisible, one @, a domain of at least two parts. */
const ADDRESS =
  /^[^\s@<>(),:;"\u200B-\u200D\u2060\uFEFF]+@(?:[^\s@.<>(),:;"|/?#[\]\\\u200B-\u200D\u2060\uFEFF]+\.)+[^\s@.<>(),:;"|/?#[\]\\\u200B-\u200D\u2060\uFEFF]{2,}$/;

/** A text in a pair of quotes, straight or typographic. A lone quote may belong to an address. */
const QUOTED = /^(?:"(.*)"|'(.*)'|[“„](.*)[”“]|‘(.*)’)$/s;

const unquoted = (text: string): string =>
  QUOTED.exec(text)
    ?.slice(1)
    .find((inner) => inner !== undefined) ?? text;

/** The addresses in a text, distinct. */
const addressesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,;<>]+/)
      .map((part) => unquoted(part).replace(/^mailto:([^?]*).*$/i, '$1'))
      .filter((part) => ADDRESS.test(part)),
  ),
];

/** An email address, out of `Name <address>`, `mailto:` or quotes; undefined for text that stands for nobody. Case is kept. */
export const readEmail = (value: unknown): string | undefined | Invalid => {
  const text = readId(value);
  if (text === undefined || text instanceof Invalid) return text;
  const [, inBrackets] = /^[^<>]*<([^<>]*)>$/.exec(text) ?? [];
  const address = trimText(unquoted(trimText(inBrackets ?? text)).replace(/^mailto:([^?]*).*$/i, '$1'));
  const addresses = addressesIn(text);
  if (ADDRESS.test(address) && addresses.every((other) => other === address)) return address;
  return addresses.length > 1
    ? new Invalid('holds more than one address. Map a single one.', text)
    : new Invalid('is not an email address. Use one such as jane@example.com.', text);
};

/** An IP address: the first of a forwarded list, without a port. */
export const readIpAddress = (value: unknown): string | undefined | Invalid => {
  const text = readId(value);
  if (text === undefined || text instanceof Invalid) return text;
  const [first = ''] = text.split(',');
  const address = trimText(first)
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return isIpAddress(address)
    ? address
    : new Invalid('is not an IP address. Use one such as 203.0.113.7.', text);
};

const isIpAddress = (text: string): boolean =>
  /^(\d{1,3}\.){3}\d{1,3}$/.test(text)
    ? text.split('.').every((part) => Number(part) <= 255 && String(Number(part)) === part)
    : /^[\da-f:.]*:[\da-f:.]*$/i.test(text) && URL.canParse(`http://[${text}]`);

/** The name of a time zone (IANA). */
export const readTimeZone = (value: unknown): string | Invalid => {
  const text = readText(value);
  if (text instanceof Invalid || isTimeZone(text)) return text;
  return new Invalid('is not a time zone. Use a name such as Europe/Berlin.', text);
};
