import { defineFields, keysOf } from './field.ts';

/** The campaign that led to the event, where the page address does not say it. */
export const CAMPAIGN_FIELDS = defineFields('campaign', {
  utm_source: {
    label: 'UTM Source',
    detail: true,
    type: 'text',
    path: 'utm.source',
    placeholder: 'google',
    help: 'Where the visit came from, for example `google`. Overrides `utm_source` in the Page URL.',
  },
  utm_medium: {
    label: 'UTM Medium',
    detail: true,
    type: 'text',
    path: 'utm.medium',
    placeholder: 'cpc',
    help: 'The kind of traffic, for example `cpc` or `email`. Overrides `utm_medium` in the Page URL.',
  },
  utm_campaign: {
    label: 'UTM Campaign',
    detail: true,
    type: 'text',
    path: 'utm.campaign',
    placeholder: 'spring_sale',
    help: 'The name of the campaign, for example `spring_sale`. Overrides `utm_campaign` in the Page URL.',
  },
  utm_term: {
    label: 'UTM Term',
    detail: true,
    type: 'text',
    path: 'utm.term',
    placeholder: 'product analytics',
    help: 'The paid search keyword, for example `product analytics`. Overrides `utm_term` in the Page URL.',
  },
  utm_content: {
    label: 'UTM Content',
    detail: true,
    type: 'text',
    path: 'utm.content',
    placeholder: 'banner_a',
    help: 'Tells ads or links of one campaign apart, for example `banner_a`. Overrides `utm_content` in the Page URL.',
  },
});

/** All of them, as forms show them. */
export const CAMPAIGN = keysOf(CAMPAIGN_FIELDS);
