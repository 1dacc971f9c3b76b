import { Invalid } from '../lib/validation.ts';

/** What an event says of the page it happened on, in the API's own keys. */
export type PageParts = {
  url: string;
  /** Without the port, as usermaven-js and the documentation's example write it. */
  doc_host: string;
  doc_path: string;
  /** With its question mark; empty when there is none. */
  doc_search: string;
};

const HAS_SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;
const HOST_AT_START = /^(\[[\da-f:.]+\]|[^/?#\s@:]+)(:\d+)?([/?#]|$)/i;

/** True when the text starts with a host name, without a scheme: a full stop inside it tells it from any other word. */
const startsWithHost = (text: string): boolean => {
  const host = HOST_AT_START.exec(text)?.[1] ?? '';
  return /^(localhost$|\[)/i.test(host) || host.slice(1, -1).includes('.');
};

/** True when a number was read as an IP address: `29.90` would be 29.0.0.90. */
const isNumber = (url: string, hostname: string): boolean =>
  /^[\d.]+$/.test(hostname) && !url.includes(hostname);

/**
 * A page's address and its parts. Without a scheme it gets `https://`; what the user typed is otherwise sent as it is.
 * {@link Invalid} for what no browser would open as a page.
 */
export const readPageUrl = (text: string): PageParts | Invalid => {
  const typed = text.trim();
  const url = HAS_SCHEME.test(typed) ? typed : startsWithHost(typed) ? `https://${typed}` : undefined;
  const parsed = url === undefined || /\s/.test(url) ? null : URL.parse(url);
  if (!url || !parsed || !/^https?:$/.test(parsed.protocol) || isNumber(url, parsed.hostname)) {
    return new Invalid(
      'is not a web address. Use the full address, such as https://www.example.com/pricing.',
      text,
    );
  }
  return { url, doc_host: parsed.hostname, doc_path: parsed.pathname, doc_search: parsed.search };
};
