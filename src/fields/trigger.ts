import { TYPE_CHOICES } from '../userpilot/event-types.ts';
import { defineFields } from './field.ts';

/** What starts a Zap or scenario from Userpilot. */
export const TRIGGER_FIELDS = defineFields('event', {
  event_types: {
    label: 'Event Types',
    type: 'choices',
    choices: TYPE_CHOICES,
    help: 'Which Userpilot events start this trigger. Leave blank for all. The same events have to be switched on in Userpilot.',
  },
});
