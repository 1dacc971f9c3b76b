import { trimText } from '../lib/text.ts';
import { Invalid } from '../lib/validation.ts';
import { type CampaignParts, campaignIn } from './campaign.ts';

/** What an event says about the page it happened on and about the campaign in its address, under the API's own keys. */
export type PageParts = CampaignParts & {
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

/** A host as browsers look it up; letters of other scripts are encoded by then. */
const HOST = /^(?:[\w.-]+|\[.*)$/;
/** A second address after the first: in a query, only with its scheme, and a bar may stand before it there. */
const TWO = /[,;\s]https?:\/\/|^[^?#]*[,;|\s](?:https?:\/\/|www\.)|^https?:\/\/[^/?#]*https?:/i;
/** A name and password before the host, even after more slashes than needed, which browsers ignore. */
const USER = /^([a-z][a-z\d+.-]*:\/\/)(?=([/\\\s]*))\2[^/?#\\]*@/i;
/** What browsers encode before they send it. */
const UNENCODED = /[^\x21-\x7E]|["<>`{}|\\^]/;

/**
 * A page's address and its parts. Without a scheme it gets `https://`; a name and password in it are cut; spaces and other
 * characters are encoded as a browser does. Otherwise it is sent as the user typed it. {@link Invalid} for text that no browser
 * would open as a page, and for two addresses.
 */
export const readPageUrl = (text: string): PageParts | Invalid => {
  const typed = trimText(text);
  const bare = typed.replace(/^\/\//, '');
  const full = HAS_SCHEME.test(typed) ? typed : startsWithHost(bare) ? `https://${bare}` : '';
  const url = full.replace(USER, '$1');
  const parsed = TWO.test(url) ? null : URL.parse(url);
  const isPage = parsed && /^https?:$/.test(parsed.protocol) && startsWithHost(parsed.host);
  if (!isPage || !HOST.test(parsed.hostname) || isNumber(url, parsed.hostname)) {
    return new Invalid(
      'is not a web address. Use the full address, such as https://www.example.com/pricing.',
      text,
    );
  }
  const isCut = parsed.username === '' && parsed.password === '';
  // A browser may find a name and password where the pattern does not, such as after a backslash.
  parsed.username = '';
  parsed.password = '';
  const { href, hostname, pathname, search } = parsed;
  return {
    url: isCut && !UNENCODED.test(url) ? url : href,
    doc_host: hostname,
    doc_path: pathname,
    doc_search: search,
    ...campaignIn(search),
  };
};
