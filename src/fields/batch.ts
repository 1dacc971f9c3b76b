import { DETECTED, defineFields } from './field.ts';

/** The prefix of the columns that Attribute Names adds to a row. */
export const ATTRIBUTE_COLUMN = 'attribute_';

/** Many events at once. */
export const BATCH_FIELDS = {
  ...defineFields('event', {
    attribute_names: {
      label: 'Attribute Names',
      type: 'names',
      altersForm: true,
      placeholder: 'amount',
      help: 'Names of the event attributes in your rows, for example `amount`. Each adds a column to Events below. One name per row.',
    },
    events: {
      label: 'Events',
      type: 'rows',
      columns: [
        'event_name',
        'user_id',
        'email',
        'anonymous_id',
        'occurred_at',
        'event_id',
        'page_url',
        'attributes',
      ],
      help: 'The events, one per row.',
    },
    attributes: {
      label: 'Attributes (JSON)',
      type: 'json_object',
      path: 'event_attributes',
      placeholder: '{"amount": 29.9}',
      help: 'Attributes of the row as one JSON object, types exact, for example `{"amount": 29.9, "currency": "USD"}`.',
    },
    events_json: {
      label: 'Events (JSON)',
      type: 'json_array',
      placeholder: '[{"event_name": "Signed Up", "user_id": "usr_1"}]',
      help: 'Events as one JSON array, added to the rows above. Each is in the shape of the Usermaven Events API (`event_type`, `user`, `event_attributes`, ...) or uses the names of the fields of the tracking action (`event_name`, `user_id`, `event_attributes`, ...). Types stay exact.',
    },
    shared_attributes: {
      label: 'Shared Attributes',
      type: 'dictionary',
      path: 'event_attributes',
      help: 'Attributes for every event that does not have the name itself, one name and value per row, for example `source` and `CRM import`.',
      helpOn: { zapier: DETECTED },
    },
    invalid_events: {
      label: 'Invalid Events',
      type: 'choice',
      default: 'stop',
      choices: [
        { value: 'stop', label: 'Send nothing and list them' },
        { value: 'skip', label: 'Skip them and send the others' },
      ],
      help: 'What to do when some events cannot be sent, for example because a row has no person. Skipped events are listed with the reason in the output.',
    },
  }),
  ...defineFields('page', {
    default_page_url: {
      label: 'Default Page URL',
      type: 'page_url',
      path: 'url',
      placeholder: 'https://www.example.com',
      help: 'The page address of events that have none, for example `https://www.example.com`. Dashboards with a domain filter leave out events without one, and conversion goals can show 0.',
    },
  }),
};
