import { SETTINGS } from '../fields/event.ts';
import { IDENTIFY } from '../usermaven/event.ts';
import { eventAction } from './action.ts';

/** Creates or updates a person, and the company the person belongs to. */
export const IDENTIFY_USER = eventAction({
  key: 'identify_user',
  noun: 'User',
  zapier: {
    label: 'Identify User',
    description:
      'Creates or updates a person with name, email and attributes, and the company the person belongs to.',
  },
  make: { id: 'identifyUser', label: 'Identify a user' },
  fields: [
    'user_id',
    'email',
    'anonymous_id',
    'first_name',
    'last_name',
    'user_created_at',
    'user_attributes',
    'company_id',
    'company_name',
    'company_created_at',
    'company_attributes',
    'page_url',
    'occurred_at',
    'event_id',
    ...SETTINGS,
  ],
  eventType: IDENTIFY,
  // Usermaven answers 200 to an identify call without user.id, and drops it (source of Usermaven's collector).
  needs: ['user_id', 'email'],
});
