import { IDENTIFY } from '../usermaven/event.ts';
import { eventAction } from './action.ts';
import { IDENTIFY_USER } from './identify-user.ts';

const { label } = IDENTIFY_USER.zapier;

/** Sends one event of any name but the few that mean something else to Usermaven. */
export const TRACK_EVENT = eventAction({
  key: 'track_event',
  noun: 'Event',
  zapier: {
    label: 'Track Event',
    description: 'Sends an event, such as a payment, a call or a deal stage, to the timeline of a person.',
  },
  make: { id: 'trackEvent', label: 'Track an event' },
  fields: [
    'event_name',
    'user_id',
    'email',
    'anonymous_id',
    'event_attributes',
    'page_url',
    'occurred_at',
    'event_id',
    'first_name',
    'last_name',
    'user_created_at',
    'user_attributes',
    'company_id',
    'company_name',
    'company_created_at',
    'company_attributes',
    'page_title',
    'referrer',
    'utm_source',
    'utm_medium',
    'utm_campaign',
    'utm_term',
    'utm_content',
    'ip_address',
    'user_agent',
    'user_language',
    'screen_resolution',
    'viewport_size',
    'event_attributes_json',
    'attribute_values',
    'text_attributes',
    'date_order',
    'time_zone',
  ],
  reserved: {
    [IDENTIFY]: `To create or update a person, use the action ${label}.`,
    group: `To update a company, use the action ${label} and fill in its company fields.`,
  },
});
