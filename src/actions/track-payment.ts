import { CAMPAIGN } from '../fields/campaign.ts';
import { SETTINGS } from '../fields/event.ts';
import { required } from '../fields/index.ts';
import { eventAction } from './action.ts';
import { TRACK_EVENT } from './track-event.ts';

/** Sends a payment or refund with an amount that can be summed. */
export const TRACK_PAYMENT = eventAction({
  key: 'track_payment',
  noun: 'Payment',
  zapier: {
    label: 'Track Payment',
    description:
      'Sends a payment or refund to the timeline of a person, with its amount as a number in units of the currency.',
  },
  make: { id: 'trackPayment', label: 'Track a payment' },
  fields: [
    {
      key: 'event_name',
      required: false,
      default: 'Payment Succeeded',
      help: 'What happened, as it should read in Usermaven. Name payments and refunds differently, for example `Payment Refunded`, and keep the spelling the same every time.',
    },
    'user_id',
    'email',
    'anonymous_id',
    required('amount'),
    'amount_unit',
    'currency',
    'transaction_id',
    {
      key: 'event_attributes',
      distinct: true,
      help: 'More details of the payment, one name and value per row, for example `plan` and `premium`.',
    },
    'page_url',
    'occurred_at',
    'event_id',
    ...CAMPAIGN,
    { key: 'event_attributes_json', distinct: true },
    ...SETTINGS,
  ],
  reserved: TRACK_EVENT.reserved,
});
