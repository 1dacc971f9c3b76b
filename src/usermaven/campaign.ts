/** The campaign parameters that Usermaven reads, without their prefix `utm_`, in the order of its pixel. */
export const UTM_KEYS = ['source', 'medium', 'campaign', 'term', 'content'] as const;

/** The click ids that Usermaven keeps, as they are called in an address (source of Usermaven's collector). */
export const CLICK_IDS = ['gclid', 'fbclid'] as const;

/**
 * What an event says about the campaign that led to its page. Attribution reads `utm` only, never the address (source of
 * Usermaven's collector). Neither member is there if it would be empty.
 */
export type CampaignParts = {
  utm?: Partial<Record<(typeof UTM_KEYS)[number], string>>;
  click_id?: Partial<Record<(typeof CLICK_IDS)[number], string>>;
};

/**
 * The campaign in the query of an address, exactly as Usermaven's pixel reads it (usermaven-js 1.5.15): the last value of each
 * name, up to a second equals sign, percent-decoded, plus signs kept, without empty values.
 */
export const campaignIn = (query: string): CampaignParts => {
  const parameters = parametersOf(query);
  const pick = <K extends string>(
    keys: readonly K[],
    prefix: string,
  ): Partial<Record<K, string>> | undefined => {
    const found: Partial<Record<K, string>> = {};
    for (const key of keys) {
      const value = parameters.get(`${prefix}${key}`);
      if (value) found[key] = value;
    }
    return Object.keys(found).length > 0 ? found : undefined;
  };
  const utm = pick(UTM_KEYS, 'utm_');
  const clickId = pick(CLICK_IDS, '');
  return { ...(utm ? { utm } : {}), ...(clickId ? { click_id: clickId } : {}) };
};

const parametersOf = (query: string): ReadonlyMap<string, string> =>
  new Map(
    query
      .replace(/^\?/, '')
      .split('&')
      .map((pair) => pair.split('=').map(decoded))
      .map(([name = '', value = '']) => [name, value]),
  );

/** A text that is not valid percent-encoding stays as it is; the pixel would fail. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
