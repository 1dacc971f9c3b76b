import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CampaignParts, CLICK_IDS, campaignIn, UTM_KEYS } from '../../src/usermaven/campaign.ts';
import { RUNS, text, withoutPollution } from '../support/arbitraries.ts';

test('attribution knows five parameters and two click ids', () => {
  expect(UTM_KEYS).toEqual(['source', 'medium', 'campaign', 'term', 'content']);
  expect(CLICK_IDS).toEqual(['gclid', 'fbclid']);
});

// As usermaven-js 1.5.15 fills `utm` of a page with this address.
describe('the campaign in the query of an address', () => {
  test.each<[query: string, campaign: CampaignParts]>([
    ['?utm_source=google', { utm: { source: 'google' } }],
    ['utm_source=google', { utm: { source: 'google' } }],
    [
      '?utm_content=e&utm_term=d&a=b&utm_campaign=c&utm_medium=b&utm_source=a',
      { utm: { source: 'a', medium: 'b', campaign: 'c', term: 'd', content: 'e' } },
    ],
    ['?utm_campaign=spring%20sale', { utm: { campaign: 'spring sale' } }],
    // A plus sign is not decoded.
    ['?utm_campaign=spring+sale', { utm: { campaign: 'spring+sale' } }],
    ['?utm_campaign=caf%C3%A9%26bar', { utm: { campaign: 'café&bar' } }],
    // Names are decoded too.
    ['?utm%5Fsource=google', { utm: { source: 'google' } }],
    // The last one of a name, also when it is empty.
    ['?utm_source=a&utm_source=b', { utm: { source: 'b' } }],
    ['?utm_source=a&utm_source=', {}],
    // Up to a second equals sign.
    ['?utm_source=a=b', { utm: { source: 'a' } }],
    ['?utm_source==a', {}],
    ['?gclid=EAIaIQ', { click_id: { gclid: 'EAIaIQ' } }],
    ['?fbclid=IwAR&gclid=EAIaIQ', { click_id: { gclid: 'EAIaIQ', fbclid: 'IwAR' } }],
    ['?utm_source=google&gclid=EAIaIQ', { utm: { source: 'google' }, click_id: { gclid: 'EAIaIQ' } }],
    // Capitals and other names are somebody else's.
    ['?UTM_SOURCE=google&utm_id=1&utm_source_platform=x&GCLID=1&msclkid=2&utm=3', {}],
    ['?xutm_source=google', {}],
    // Nothing that is empty.
    ['?utm_source=', {}],
    ['?utm_source', {}],
    ['?utm_source=&utm_medium=cpc', { utm: { medium: 'cpc' } }],
    ['?', {}],
    ['', {}],
    ['?&&&', {}],
    ['?=a', {}],
    // White space counts.
    ['?utm_source=%20', { utm: { source: ' ' } }],
  ])('%s is %j', (query, campaign) => {
    expect(campaignIn(query)).toStrictEqual(campaign);
  });

  // The pixel fails on such an address and sends nothing.
  test.each<[query: string, campaign: CampaignParts]>([
    ['?utm_source=100%', { utm: { source: '100%' } }],
    ['?utm_source=%E4rger&utm_medium=caf%C3%A9', { utm: { source: '%E4rger', medium: 'café' } }],
    ['?a=%&utm_source=google', { utm: { source: 'google' } }],
    ['?%=a&utm_source=google', { utm: { source: 'google' } }],
  ])('what is not valid encoding stays as it is, and costs nothing else: %s', (query, campaign) => {
    expect(campaignIn(query)).toStrictEqual(campaign);
  });

  test.each(['__proto__', 'constructor', 'toString'])('a parameter called %s is like any other', (name) => {
    withoutPollution(() => {
      expect(campaignIn(`?${name}=a&utm_source=google`)).toStrictEqual({ utm: { source: 'google' } });
    });
  });

  test('any value that a link carries as it should comes out as it was', () => {
    const value = text.filter((typed) => typed !== '' && typed.isWellFormed());
    const names = [...UTM_KEYS.map((key) => `utm_${key}`), ...CLICK_IDS];
    const check = (values: readonly string[]) => {
      const pairs = names.map((name, at) => `${name}=${encodeURIComponent(values[at] ?? '')}`);
      const [source, medium, campaign, term, content, gclid, fbclid] = values;
      expect(campaignIn(`?${pairs.join('&')}`)).toStrictEqual({
        utm: { source, medium, campaign, term, content },
        click_id: { gclid, fbclid },
      });
    };
    fc.assert(fc.property(fc.array(value, { minLength: 7, maxLength: 7 }), check), RUNS);
  });

  test('whatever the query, there is nothing empty in it, and it never fails', () => {
    const pieces = fc
      .array(fc.constantFrom('utm_', 'source', 'medium', 'gclid', '=', '&', '?', '%', '%20', '%C3', 'a', '+'))
      .map((parts) => parts.join(''));
    const check = (query: string) => {
      for (const section of Object.values(campaignIn(query))) {
        expect(Object.keys(section).length).toBeGreaterThan(0);
        expect(Object.values(section)).not.toContain('');
      }
    };
    fc.assert(fc.property(fc.oneof(pieces, text), check), RUNS);
  });
});
