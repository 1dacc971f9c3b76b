import type { FieldKey } from '../fields/catalogue.ts';
import { OUTPUTS } from '../userpilot/output.ts';
import type { Wording } from './operation.ts';

/** Starts a Zap or scenario when Userpilot reports an event. */
export const USERPILOT_EVENT = {
  key: 'userpilot_event',
  noun: 'Userpilot Event',
  zapier: {
    label: 'New Userpilot Event',
    description:
      'Triggers when a flow, checklist, NPS survey, form or tracked element in Userpilot reports an event.',
  } satisfies Wording,
  make: {
    label: 'Watch Userpilot events',
    description:
      'Triggers when a flow, checklist, NPS survey, form or tracked element in Userpilot reports an event.',
  } satisfies Wording,
  fields: ['event_types'] as const satisfies readonly FieldKey[],
  outputs: OUTPUTS,
};
