import { CAMPAIGN } from '../fields/campaign.ts';
import { DEVICE } from '../fields/device.ts';
import { PAGE_VIEW } from '../usermaven/event.ts';
import { eventAction } from './action.ts';

/** Sends a page view, for pages on which Usermaven's pixel does not run. */
export const TRACK_PAGE_VIEW = eventAction({
  key: 'track_page_view',
  noun: 'Page View',
  zapier: {
    label: 'Track Page View',
    description: 'Sends a page view, for pages and apps that do not run the tracking script.',
  },
  make: { id: 'trackPageView', label: 'Track a page view' },
  fields: [
    // The attributes of a page view are these three (Usermaven's pixel, Segment's Usermaven destination).
    {
      key: 'page_url',
      required: true,
      copies: ['event_attributes.url'],
      help: 'The full address of the page, with its query, for example `https://www.example.com/pricing?utm_source=google`.',
    },
    'user_id',
    'email',
    {
      key: 'anonymous_id',
      hint: 'If there is no Anonymous ID, also fill in both IP Address and User Agent, by which Usermaven then tells visitors apart; the two do not replace User ID or Email.',
    },
    { key: 'page_title', copies: ['event_attributes.title'] },
    { key: 'referrer', copies: ['event_attributes.referrer'] },
    'occurred_at',
    'event_id',
    ...CAMPAIGN,
    ...DEVICE,
    'date_order',
    'time_zone',
  ],
  eventType: PAGE_VIEW,
});
