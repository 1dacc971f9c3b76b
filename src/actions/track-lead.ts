import { CAMPAIGN } from '../fields/campaign.ts';
import { DEVICE } from '../fields/device.ts';
import { SETTINGS } from '../fields/event.ts';
import { LEAD } from '../usermaven/event.ts';
import { eventAction } from './action.ts';

/** Sends a lead: somebody who left an email address and has no account yet. */
export const TRACK_LEAD = eventAction({
  key: 'track_lead',
  noun: 'Lead',
  zapier: {
    label: 'Track Lead',
    description:
      'Sends a lead, such as somebody who filled in a form or a lead ad, with the campaign that brought them.',
  },
  make: { id: 'trackLead', label: 'Track a lead' },
  fields: [
    // A lead is known by its email, until the person signs up with it (Usermaven documentation, Attio guide).
    { key: 'email', required: true, copies: ['user.id', 'event_attributes.email'] },
    {
      key: 'anonymous_id',
      hint: 'To credit the earlier visits of the lead at once, also add Identify User with Email and Anonymous ID.',
    },
    {
      key: 'event_attributes',
      distinct: true,
      help: 'More details of the lead, one name and value per row, for example `employees` and `250`.',
    },
    'page_url',
    'occurred_at',
    'event_id',
    { key: 'first_name', copies: ['event_attributes.first_name'] },
    { key: 'last_name', copies: ['event_attributes.last_name'] },
    'lead_phone',
    'lead_company',
    'lead_source',
    'lifecycle_stage',
    'page_title',
    'referrer',
    ...CAMPAIGN,
    ...DEVICE,
    { key: 'event_attributes_json', distinct: true },
    ...SETTINGS,
  ],
  eventType: LEAD,
  needs: ['email'],
});
