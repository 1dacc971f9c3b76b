import { OUTPUTS, type UserpilotOutput } from '../userpilot/output.ts';
import type { Declaration } from './action.ts';

/** The output for Userpilot's sample of a completed flow. Written out, since computing it took 3 ms of every cold start. */
const SAMPLE: UserpilotOutput = {
  id: 'bc9a1dbbf097d65acace19e9ab8ae2824e97fb7ec4a185a4689d68fa6c72acdf',
  type: 'flows.completed',
  category: 'flow',
  action: 'completed',
  event_name: 'Userpilot Flow Completed',
  occurred_at: '2023-03-23T13:37:05.000Z',
  timestamp: 1679578625,
  app_token: 'NX-bd46697c',
  content_id: '1',
  hostname: 'demo.userpilot.io',
  pathname: '/dashboard',
  url: 'https://demo.userpilot.io/dashboard',
  score: null,
  survey_question: null,
  follow_up_question: null,
  feedback: null,
  user: { user_id: '1', name: 'John Doe', email: 'john@userpilot.co' },
  company: { id: '1', name: 'Userpilot' },
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
  make: { id: 'watchUserpilotEvents', label: 'Watch Userpilot events', group: 'Events' },
  fields: ['event_types'],
  outputs: OUTPUTS,
  sample: SAMPLE,
} as const satisfies Declaration & { readonly outputs: typeof OUTPUTS; readonly sample: UserpilotOutput };
