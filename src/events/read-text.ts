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

const PLACEHOLDER = /\{\{|^\$\{.*\}$|^%(?=.*[^%\s]).*%$/s;

/** {@link Invalid} for a placeholder that another tool should have replaced. */
export const checkPlaceholder = (text: string): Invalid | undefined =>
  PLACEHOLDER.test(text)
    ? new Invalid(
        'is a placeholder that was never filled in. Map a value from an earlier step instead.',
        text,
      )
    : undefined;

/** A large number as spreadsheets show and export it, without most of its digits: many ids become one. */
const SHORTENED = /^[+-]?\d(?:[.,]\d+)?e\+\d+$/i;

/** An id; undefined for text that stands for nobody. */
export const readId = (value: unknown): string | undefined | Invalid => {
  const text = readText(value);
  if (text instanceof Invalid) return text;
  if (SHORTENED.test(text))
    return new Invalid(
      'is a number so long that its last digits are missing. Format the column that it comes from as text.',
      text,
    );
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

/**
 * One address: no spaces, nothing invisible, no quotes except apostrophes, one @, and a domain of at least two parts with no ASCII
 * characters in them but letters, digits, dashes and underscores. Of the marks beyond ASCII, Catalan names have the middle dot.
 */
const ADDRESS =
  /^[^\s@<>(),:;"\xAB\xBB\u200B-\u200F\u201A-\u206F\uFEFF]+@(?:[^\s!-,./:-@[-^`{-\xB6\xB8-\xBF\u2000-\u206F\uFEFF]+\.)+[^\s!-,./:-@[-^`{-\xB6\xB8-\xBF\u2000-\u206F\uFEFF]{2,}$/;

/** A text in quotes of any kind. A lone quote may belong to an address, though not to its end. */
const QUOTED = /^["'`\xAB\xBB\u2018-\u201E\u2039\u203A](.*)["'`\xAB\xBB\u2018-\u201E\u2039\u203A]$/s;

const unquoted = (text: string): string => text.replace(QUOTED, '$1');

/** The addresses in a text. */
const addressesIn = (text: string): string[] =>
  text
    .split(/[\s,;<>|]+/)
    .map((part) => unquoted(part).replace(/^mailto:([^?]*).*$/i, '$1'))
    .filter((part) => ADDRESS.test(part));

/** An email address, out of `Name <address>`, `mailto:` or quotes; undefined for text that stands for nobody. Case is kept. */
export const readEmail = (value: unknown): string | undefined | Invalid => {
  const id = readId(value);
  if (id === undefined || id instanceof Invalid) return id;
  // Marks of direction come along from address books, and mean nothing in an address.
  const text = id.replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '');
  const [, inBrackets] = /^[^<>]*<([^<>]*)>$/.exec(text) ?? [];
  const address = trimText(unquoted(trimText(inBrackets ?? text)).replace(/^mailto:([^?]*).*$/i, '$1'));
  const addresses = addressesIn(text);
  if (ADDRESS.test(address) && (addresses.length < 2 || addresses.every((other) => other === address)))
    return address;
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

/** Three letters stand for several zones: IST is in India, Ireland and Israel. Node.js takes each for one of them. */
const ABBREVIATION = /^(?!utc|gmt)[a-z]{3}$/i;

/** The name of a time zone (IANA). */
export const readTimeZone = (value: unknown): string | Invalid => {
  const text = readText(value);
  if (text instanceof Invalid) return text;
  const isKnown = isTimeZone(text);
  if (isKnown && !ABBREVIATION.test(text)) return text;
  const reason = isKnown
    ? 'is a time zone abbreviation, which may stand for several zones.'
    : 'is not a time zone.';
  return new Invalid(`${reason} Use a name such as Europe/Berlin.`, text);
};
