import { DETECTED, defineFields } from './field.ts';

/** Many events at once. */
export const BATCH_FIELDS = {
  ...defineFields('event', {
    attribute_names: {
      label: 'Extra Columns',
      type: 'names',
      altersForm: true,
      placeholder: 'amount',
      help: 'Names of the event attributes in your rows, for example `amount`. Each adds a column to Events below: type the names, one per row, then press Refresh fields.',
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
      help: 'The attributes of the row as one JSON object; values keep their types, for example `{"amount": 29.9, "currency": "USD"}`.',
    },
    events_json: {
      label: 'Events (JSON)',
      type: 'json_array',
      wrapper: 'events',
      placeholder: '[{"event_name": "Signed Up", "user_id": "usr_1"}]',
      help: 'Events as one JSON array, added to the rows above. Each is in the shape of the Usermaven Events API (`event_type`, `user`, `event_attributes`, ...) or uses the field keys of Track Event (`event_name`, `user_id`, `event_attributes`, ...). Values keep their types.',
    },
    shared_attributes: {
      label: 'Shared Attributes',
      type: 'dictionary',
      path: 'event_attributes',
      help: 'Attributes to add to every event, one name and value per row, for example `source` and `CRM import`. If an event has an attribute of the same name, its own value is kept.',
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
      help: 'What to do when some events cannot be sent, for example because a row does not identify a person. Skipped events are listed with the reason in the output.',
    },
  }),
  ...defineFields('page', {
    default_page_url: {
      label: 'Default Page URL',
      type: 'page_url',
      path: 'url',
      placeholder: 'https://www.example.com',
      help: 'The page address for events that have none, for example `https://www.example.com`. Dashboards with a domain filter leave out events without one, and conversion goals can show 0.',
    },
  }),
};
