import { type CampaignParts, CLICK_IDS, UTM_KEYS } from '../usermaven/campaign.ts';
import type { PageParts } from '../usermaven/page.ts';
import { parameterIn, replacedByCommon } from './common.ts';
import { call, captured, type Expression, NOTHING, onlyIf, orElse, quoted } from './iml.ts';

/**
 * The address of a page from what is mapped: with its scheme, without a name and password; an empty text if it is not an address
 * to `readPageUrl`.
 */
export const pageAddress = (mapped: Expression): Expression =>
  replacedByCommon(replacedByCommon(mapped, 'no_scheme', 'https://'), 'page', '$1$2');

/**
 * The parts of an address as expressions, nothing when it is empty: what `readPageUrl` does, for addresses as browsers show them.
 * Names of hosts in other scripts stay as typed, and paths are not encoded.
 */
export const pageParts = (
  url: Expression,
): Record<Exclude<keyof PageParts, keyof CampaignParts>, Expression> => ({
  url: orElse(url, NOTHING),
  // https:// host :port/path. A host in brackets has colons of its own.
  doc_host: onlyIf(url, call('lower', captured(url, /^[^/]*[/][/]([[][0-9a-f:.]*]|[^:/?#]*).*$/i))),
  doc_path: onlyIf(url, orElse(captured(url, /^[^/]*[/][/][^/?#]*([^?#]*).*$/), quoted('/'))),
  // A question mark alone is not a query.
  doc_search: onlyIf(url, captured(url, /^[^?#]*([?][^#]+|).*$/)),
});

/**
 * The value of a parameter in an address as `campaignIn` reads it: decoded, or unchanged if it cannot be decoded; nothing if it is
 * missing.
 */
const inQuery = (address: Expression, name: string): Expression => {
  const value = parameterIn(address, name);
  return orElse(call('decodeURL', replacedByCommon(value, 'decodable', '$1')), orElse(value, NOTHING));
};

/** The campaign in an address, a member each. */
export const campaignParts = (
  address: Expression,
): Record<keyof CampaignParts, { [key: string]: Expression }> => {
  const read = (keys: readonly string[], prefix: string) =>
    Object.fromEntries(keys.map((key) => [key, inQuery(address, `${prefix}${key}`)]));
  return { utm: read(UTM_KEYS, 'utm_'), click_id: read(CLICK_IDS, '') };
};
