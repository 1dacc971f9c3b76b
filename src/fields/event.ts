import { defineFields, keysOf, MAPPED_DATES, READ_DATES } from './field.ts';

/** What happened, and how its attributes are typed. */
export const EVENT_FIELDS = defineFields('event', {
  event_name: {
    label: 'Event Name',
    type: 'name',
    required: true,
    path: 'event_type',
    placeholder: 'Subscription Payment Succeeded',
    help: 'What happened, as it should read in Usermaven. Spaces and capitals are fine; keep the spelling the same every time, for example `Deal Stage Changed`.',
  },
  event_attributes: {
    label: 'Event Attributes',
    type: 'dictionary',
    path: 'event_attributes',
    help: 'Details of the event, one name and value per row, for example `amount` and `29.90`. Stripe gives amounts in cents: `2900` means 29.00; the action for payments converts them.',
    helpOn: {
      zapier:
        'Plain numbers such as `29.90` or `-3` are sent as numbers, so that a conversion goal can sum them, and `true` or `false` as booleans; `007`, `+15551234567` and `1,234.50` stay text.',
      make: 'Values keep the type that they are mapped with: only a number can be summed in a conversion goal, so turn text into one with `parseNumber`.',
    },
  },
  occurred_at: {
    label: 'Occurred At',
    type: 'event_time',
    path: '_timestamp',
    copies: ['timestamp'],
    placeholder: '2026-01-31T09:30:00Z',
    help: 'When it happened, if not now, for example `2026-01-31T09:30:00Z`. At most 23 hours in the future.',
    helpOn: {
      zapier: `${READ_DATES} If Event ID is blank, the same event with the same time always gets the same ID.`,
      make: MAPPED_DATES,
    },
  },
  event_id: {
    label: 'Event ID',
    type: 'id',
    path: 'event_id',
    placeholder: 'evt_1a2b3c4d5e',
    help: 'The unique ID of this event in the app it comes from, for example `evt_1a2b3c4d5e` from Stripe. According to its documentation, Usermaven drops a second event with the same ID. If blank, an ID is generated.',
  },
  event_attributes_json: {
    label: 'Event Attributes (JSON)',
    type: 'json_object',
    path: 'event_attributes',
    placeholder: '{"items": [{"sku": "A1", "quantity": 2}]}',
    help: 'More attributes as one JSON object, for nested values or exact types, for example `{"items": [{"sku": "A1", "quantity": 2}]}`. Takes precedence over Event Attributes where both have the same name.',
  },
});

/** How values are read. */
export const SETTING_FIELDS = defineFields('settings', {
  attribute_values: {
    label: 'Numbers in Attributes',
    type: 'choice',
    default: 'detect',
    choices: [
      { value: 'detect', label: 'Recognize plain numbers and true/false' },
      { value: 'detect_point', label: 'Also numbers such as $1,234.50 (decimal point)' },
      { value: 'detect_comma', label: 'Also numbers such as 1.234,50 € (decimal comma)' },
      { value: 'text', label: 'Keep everything as text' },
    ],
    help: 'Which attribute values that arrive as text are sent as numbers. Only numbers can be summed in conversion goals. To send `$1,234.50` as a number, choose decimal point; for `1.234,50 €`, choose decimal comma.',
  },
  text_attributes: {
    label: 'Attributes Kept as Text',
    type: 'names',
    placeholder: 'zip_code',
    help: 'Names of attributes that stay text even when they look like numbers, for example `zip_code` or `order_number`. One name per row.',
  },
  date_order: {
    label: 'Date Order',
    type: 'choice',
    choices: [
      { value: 'month_first', label: 'Month first: 11/05/2026 is November 5' },
      { value: 'day_first', label: 'Day first: 11/05/2026 is May 11' },
    ],
    help: 'How dates such as `11/05/2026` are read. Without it, they are refused, because they can be read in two ways.',
  },
  time_zone: {
    label: 'Time Zone',
    type: 'time_zone',
    placeholder: 'Europe/Berlin',
    help: 'The time zone for dates that do not state one, as a name such as `Europe/Berlin`. If blank, the time zone of your account is used.',
  },
});

/** All settings, for a form with attributes and dates. */
export const SETTINGS = keysOf(SETTING_FIELDS);
