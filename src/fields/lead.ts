import { defineFields } from './field.ts';

/** What is known about a lead besides name and email. */
export const LEAD_FIELDS = defineFields('lead', {
  lead_phone: {
    label: 'Lead Phone',
    detail: true,
    type: 'text',
    path: 'event_attributes.phone',
    placeholder: '+15551234567',
    help: 'The phone number of the lead, for example `+15551234567`.',
  },
  lead_company: {
    label: 'Lead Company',
    detail: true,
    type: 'text',
    path: 'event_attributes.company',
    placeholder: 'Acme Inc.',
    help: 'The name of the company that the lead works for, for example `Acme Inc.`.',
  },
  lead_source: {
    label: 'Lead Source',
    detail: true,
    type: 'text',
    path: 'event_attributes.source',
    placeholder: 'Facebook Lead Ads',
    help: 'Where the lead left the email address, for example `Facebook Lead Ads` or the name of a form.',
  },
  lifecycle_stage: {
    label: 'Lifecycle Stage',
    detail: true,
    type: 'text',
    path: 'event_attributes.lifecycle_stage',
    placeholder: 'marketingqualifiedlead',
    help: 'The stage of the lead in your CRM, for example `marketingqualifiedlead`.',
  },
});
