import { TYPE_CHOICES } from '../userpilot/event-types.ts';
import { inGroup } from './field.ts';

/** What starts a Zap or scenario from Userpilot. */
export const TRIGGER_FIELDS = inGroup('event', {
  event_types: {
    label: 'Event Types',
    type: 'choices',
    choices: TYPE_CHOICES,
    help: 'Which Userpilot events count. Leave blank for all. The same events have to be switched on in Userpilot.',
  },
});
