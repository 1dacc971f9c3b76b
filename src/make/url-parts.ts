import type { PageParts } from '../usermaven/page-url.ts';
import { call, captured, type Expression, isFilled, onlyIf, orElse, quoted, replaced } from './iml.ts';

/** The address with its scheme, from the address as typed; nothing when it is blank. */
export const fullUrl = (typed: Expression): Expression => {
  const url = call('trim', typed);
  return onlyIf(isFilled(url), replaced(url, /^(?![a-z][a-z0-9+.-]*:[/][/])/i, quoted('https://')));
};

/**
 * The parts of a full address as expressions: what page-url.ts does, for addresses as browsers show them. Names of
 * hosts in other scripts stay as typed, and paths are not encoded.
 */
export const urlParts = (url: Expression): Record<keyof PageParts, Expression> => ({
  url,
  // https:// name:password@ host :port/path. A host in brackets has colons of its own.
  doc_host: onlyIf(
    url,
    call('lower', captured(url, /^[^/]*[/][/](?:[^/?#]*@)?([[][0-9a-f:.]*]|[^:/?#]*).*$/i)),
  ),
  doc_path: onlyIf(url, orElse(captured(url, /^[^/]*[/][/][^/?#]*([^?#]*).*$/), quoted('/'))),
  // A question mark alone is no query.
  doc_search: onlyIf(url, captured(url, /^[^?#]*([?][^#]+|).*$/)),
});
