import { defineFields } from './field.ts';

/** What was paid. */
export const PAYMENT_FIELDS = defineFields('payment', {
  amount: {
    label: 'Amount',
    type: 'money',
    path: 'event_attributes.amount',
    readWith: ['amount_unit', 'currency'],
    placeholder: '29.90',
    help: 'What was paid, for example `29.90`; negative for a refund, for example `-29.90`. It is sent as a number in units of the currency, so that a conversion goal can sum it.',
    helpOn: {
      zapier:
        'Amounts such as `$1,234.50` are read with a decimal point; for `1.234,50 €`, choose decimal comma in Numbers in Attributes.',
    },
  },
  amount_unit: {
    label: 'Amount Unit',
    type: 'choice',
    default: 'units',
    choices: [
      { value: 'units', label: 'Units of the currency, such as 29.90' },
      { value: 'smallest', label: 'Smallest units, such as 2990 cents (Stripe)' },
    ],
    help: 'The unit that Amount is in. For Stripe, choose smallest units, such as cents: `2900` is then sent as 29 for `USD`, as 2900 for `JPY`, which has no cents, and as 2.9 for `KWD`. Smallest units need Currency.',
  },
  currency: {
    label: 'Currency',
    type: 'currency',
    path: 'event_attributes.currency',
    placeholder: 'USD',
    help: "The three-letter code of the amount's currency, for example `USD`.",
  },
  transaction_id: {
    label: 'Transaction ID',
    type: 'id',
    path: 'event_attributes.transaction_id',
    identifies: true,
    placeholder: 'ch_3QzK8d2eZvKYlo2C',
    help: 'The ID of the payment or refund in the app it comes from, for example `ch_3QzK8d2eZvKYlo2C`. If Event ID is blank, it is made from Event Name and this ID, so that the same payment sent again gets the same ID.',
  },
});
