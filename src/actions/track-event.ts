import { CAMPAIGN } from '../fields/campaign.ts';
import { DEVICE } from '../fields/device.ts';
import { SETTINGS } from '../fields/event.ts';
import { GROUP, IDENTIFY, LEAD, PAGE_VIEW } from '../usermaven/event.ts';
import { type EventAction, eventAction } from './action.ts';
import { IDENTIFY_COMPANY } from './identify-company.ts';
import { IDENTIFY_USER } from './identify-user.ts';
import { TRACK_LEAD } from './track-lead.ts';
import { TRACK_PAGE_VIEW } from './track-page-view.ts';

const use = ({ zapier }: EventAction, purpose: string): string =>
  `To ${purpose}, use the action ${zapier.label}.`;

/** Sends one event of any name, except the few that mean something else to Usermaven. */
export const TRACK_EVENT = eventAction({
  key: 'track_event',
  noun: 'Event',
  zapier: {
    label: 'Track Event',
    description: 'Sends an event, such as a sign-up, a call or a deal stage, to the timeline of a person.',
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
    ...CAMPAIGN,
    ...DEVICE,
    'event_attributes_json',
    ...SETTINGS,
  ],
  reserved: {
    [IDENTIFY]: use(IDENTIFY_USER, 'create or update a person'),
    [GROUP]: use(IDENTIFY_COMPANY, 'create or update a company'),
    [LEAD]: use(TRACK_LEAD, 'send a lead'),
    [PAGE_VIEW]: use(TRACK_PAGE_VIEW, 'send a page view'),
  },
});
