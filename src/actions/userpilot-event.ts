import { OUTPUTS, type UserpilotOutput } from '../userpilot/output.ts';
import type { Declaration } from './action.ts';

/** The output for Userpilot's sample of a completed flow. Written out, since computing it took 3 ms of every cold start. */
const SAMPLE: UserpilotOutput = {
  id: '2c103f1a06bae35996faf80d198ba2900fae2250e73b9052254c3e4b28ccb76a',
  type: 'flows.completed',
  category: 'flow',
  action: 'completed',
  event_name: 'Userpilot Flow Completed',
  occurred_at: '2023-03-23T13:37:05.000Z',
  app_token: 'NX-bd46697c',
  content_id: '1',
  hostname: 'demo.userpilot.io',
  pathname: '/dashboard',
  url: 'https://demo.userpilot.io/dashboard',
  score: null,
  survey_question: null,
  follow_up_question: null,
  feedback: null,
  user: { user_id: 'sample-user', name: 'Sample User', email: 'sample.user@example.com' },
  company: { id: 'sample-company', name: 'Sample Company' },
  signature_verified: false,
};

/** Starts a Zap or scenario when Userpilot reports an event. */
export const USERPILOT_EVENT = {
  key: 'userpilot_event',
  noun: 'Userpilot Event',
  zapier: {
    label: 'New Userpilot Event',
    description:
      'Triggers when a flow, checklist, NPS survey, form or tracked element in Userpilot reports an event.',
  },
  make: { id: 'watchUserpilotEvents', label: 'Watch Userpilot events' },
  fields: ['event_types'],
  outputs: OUTPUTS,
  sample: SAMPLE,
} as const satisfies Declaration & { readonly outputs: typeof OUTPUTS; readonly sample: UserpilotOutput };
