import { IDENTIFY } from '../usermaven/event.ts';
import { EVENT_OUTPUTS, type EventOutput, type Operation } from './action.ts';

const SAMPLE: EventOutput = {
  id: '4d2c1b0a-98f7-4e6d-8c5b-4a3f2e1d0c9b',
  event_name: IDENTIFY,
  user_id: 'usr_1a2b3c4d5e',
  anonymous_id: '5zdta4zak9',
  email: 'jane@example.com',
  company_id: 'acme-42',
  occurred_at: '2026-01-31T09:30:00.000Z',
  accepted: true,
};

/** Creates or updates a person, and the company the person belongs to. */
export const IDENTIFY_USER = {
  key: 'identify_user',
  noun: 'User',
  zapier: {
    label: 'Identify User',
    description:
      'Creates or updates a person with name, email and attributes, and the company the person belongs to.',
  },
  make: {
    label: 'Identify a user',
    description:
      'Creates or updates a person with name, email and attributes, and the company the person belongs to.',
  },
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
    'attribute_values',
    'text_attributes',
  ],
  eventType: IDENTIFY,
  reserved: {},
  outputs: EVENT_OUTPUTS,
  sample: SAMPLE,
} as const satisfies Operation;
