import { SETTINGS } from '../fields/event.ts';
import { batchAction } from './action.ts';

/** Sends many events at once: an import, or the line items of an order. */
export const SEND_BATCH = batchAction({
  key: 'send_batch',
  noun: 'Batch',
  zapier: {
    label: 'Send Batch',
    description: 'Sends many events at once, for example rows of a sheet or a historical import.',
  },
  make: { id: 'sendBatch', label: 'Bulk send events (advanced)' },
  fields: [
    'attribute_names',
    'events',
    'events_json',
    'shared_attributes',
    'default_page_url',
    'invalid_events',
    ...SETTINGS,
  ],
  sample: {
    id: '7a1e5d3c-2b4f-8c6a-9d8e-0f1a2b3c4d5e',
    events_received: 3,
    events_accepted: 2,
    events_resumed: 0,
    events_rejected: 1,
    requests_made: 1,
    rejected: [
      {
        row: 2,
        event_name: 'Signed Up',
        reason:
          'User ID, Email, Anonymous ID: all blank. Fill in at least one, so that the event belongs to a person.',
      },
    ],
    event_ids: ['0b6f2f3e-5c1d-4a7e-9f08-3d2c1b0a9f8e', '4d2c1b0a-98f7-4e6d-8c5b-4a3f2e1d0c9b'],
    notes: [],
  },
});
