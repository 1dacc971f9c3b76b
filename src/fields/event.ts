import { defineFields, MAPPED_DATES, READ_DATES } from './field.ts';

/** What happened, and how its attributes are typed. */
export const EVENT_FIELDS = defineFields('event', {
  event_name: {
    label: 'Event Name',
    type: 'text',
    required: true,
    path: 'event_type',
    placeholder: 'Subscription Payment Succeeded',
    help: 'What happened, as it should read in Usermaven. Spaces and capitals are fine; keep the spelling the same every time, for example `Deal Stage Changed`.',
  },
  event_attributes: {
    label: 'Event Attributes',
    type: 'dictionary',
    path: 'event_attributes',
    help: 'Details of the event, one name and value per row, for example `amount` and `29.90`. For amounts of money: Stripe gives cents, so `2900` means 29.00.',
    helpOn: {
      zapier:
        'Plain numbers such as `29.90` or `-3` are sent as numbers, so that a conversion goal can sum them, and `true` or `false` as booleans; `007`, `+15551234567` and `1,234.50` stay text.',
      make: 'Values keep the type that they are mapped with: only a number can be summed in a conversion goal, so turn text into one with `parseNumber`.',
    },
  },
  event_attributes_json: {
    label: 'Event Attributes (JSON)',
    type: 'json_object',
    path: 'event_attributes',
    placeholder: '{"amount": 29.9, "currency": "USD"}',
    help: 'More attributes as one JSON object, for nested values or exact types, for example `{"items": [{"sku": "A1", "quantity": 2}]}`. Takes precedence over Event Attributes where both have the same name.',
  },
  attribute_values: {
    label: 'Attribute Values',
    type: 'choice',
    default: 'detect',
    choices: [
      { value: 'detect', label: 'Recognize numbers and true/false' },
      { value: 'text', label: 'Keep everything as text' },
    ],
    help: 'How attribute values that arrive as text are sent. Recognized numbers can be summed in conversion goals.',
  },
  text_attributes: {
    label: 'Attributes Kept as Text',
    type: 'names',
    placeholder: 'zip_code',
    help: 'Names of attributes that stay text even when they look like numbers, for example `zip_code` or `order_number`. One name per row.',
  },
  occurred_at: {
    label: 'Occurred At',
    type: 'event_time',
    path: '_timestamp',
    placeholder: '2026-01-31T09:30:00Z',
    help: 'When it happened, if not now, for example `2026-01-31T09:30:00Z`.',
    helpOn: {
      zapier: `${READ_DATES} Sending the same event with the same time twice counts once.`,
      make: MAPPED_DATES,
    },
  },
  event_id: {
    label: 'Event ID',
    type: 'text',
    path: 'event_id',
    placeholder: 'evt_1a2b3c4d5e',
    help: 'A unique ID of this event in the app it comes from, for example the Stripe event ID. Usermaven drops a second event with the same ID. If blank, one is generated.',
  },
});
