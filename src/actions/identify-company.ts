import { SETTINGS } from '../fields/event.ts';
import { GROUP } from '../usermaven/event.ts';
import { eventAction } from './action.ts';

/** usermaven-js and Usermaven's Python client never leave out the name and the creation date of a company. */
const ALWAYS_SENT = "Fill this in if you can: Usermaven's own clients always send it.";

/** Creates or updates a company, and adds a person to it. */
export const IDENTIFY_COMPANY = eventAction({
  key: 'identify_company',
  noun: 'Company',
  zapier: {
    label: 'Identify Company',
    description: 'Creates or updates a company with its name and attributes, and adds a person to it.',
  },
  make: { id: 'identifyCompany', label: 'Identify a company' },
  fields: [
    {
      key: 'company_id',
      required: true,
      help: 'The ID of the company in your product, exactly as your website passes it to Usermaven, for example `acme-42`.',
    },
    'user_id',
    'email',
    'anonymous_id',
    { key: 'company_name', hint: ALWAYS_SENT },
    { key: 'company_created_at', hint: ALWAYS_SENT },
    { key: 'company_attributes', distinct: true },
    'page_url',
    'occurred_at',
    'event_id',
    ...SETTINGS,
  ],
  eventType: GROUP,
  personReason: 'A company call belongs to a person.',
});
