import type { Operation, Output, OutputOf } from './action.ts';

const OUTPUTS = [
  { key: 'id', label: 'Batch ID', type: 'string', always: true },
  { key: 'events_received', label: 'Events Received', type: 'integer', always: true },
  { key: 'events_accepted', label: 'Events Accepted', type: 'integer', always: true },
  { key: 'events_rejected', label: 'Events Rejected', type: 'integer', always: true },
  { key: 'requests_made', label: 'Requests Made', type: 'integer', always: true },
  {
    key: 'rejected',
    label: 'Rejected',
    type: 'string',
    list: true,
    children: [
      { key: 'row', label: 'Rejected Row', type: 'integer', always: true },
      { key: 'event_name', label: 'Rejected Event Name', type: 'string' },
      { key: 'reason', label: 'Rejected Reason', type: 'string', always: true },
    ],
  },
  { key: 'event_ids', label: 'Event IDs', type: 'string', list: true },
] as const satisfies readonly Output[];

/** The output of a batch. Rows count from 1; `event_ids` are those of the accepted events, in their order. */
export type BatchOutput = OutputOf<typeof OUTPUTS>;

/** An event of a batch that was not sent, and why. */
export type RejectedEvent = BatchOutput['rejected'][number];

const SAMPLE: BatchOutput = {
  id: '7a1e5d3c-2b4f-8c6a-9d8e-0f1a2b3c4d5e',
  events_received: 3,
  events_accepted: 2,
  events_rejected: 1,
  requests_made: 1,
  rejected: [
    {
      row: 2,
      event_name: 'Signed Up',
      reason:
        'User ID, Anonymous ID, Email: all blank. Fill in at least one, so that the event belongs to a person.',
    },
  ],
  event_ids: ['0b6f2f3e-5c1d-4a7e-9f08-3d2c1b0a9f8e', '4d2c1b0a-98f7-4e6d-8c5b-4a3f2e1d0c9b'],
};

/** Sends many events at once: an import, or the line items of an order. */
export const SEND_BATCH = {
  key: 'send_batch',
  noun: 'Batch',
  zapier: {
    label: 'Send Batch',
    description: 'Sends many events at once, for example rows of a sheet or a historical import.',
  },
  make: {
    label: 'Bulk send events (advanced)',
    description: 'Sends many events at once, for example rows of a sheet or a historical import.',
  },
  fields: [
    'attribute_names',
    'events',
    'events_json',
    'shared_attributes',
    'invalid_events',
    'attribute_values',
    'text_attributes',
    'default_page_url',
  ],
  reserved: {},
  outputs: OUTPUTS,
  sample: SAMPLE,
} as const satisfies Operation;
