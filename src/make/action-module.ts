import type { Declaration, EventAction } from '../actions/action.ts';
import { isSent } from '../fields/field.ts';
import { EVENTS_PATH } from '../usermaven/request.ts';
import type { MakeModule, MakeParameter } from './app-types.ts';
import { eventRequest } from './event-body.ts';
import { lone, member, orElse, type Template } from './iml.ts';
import { fieldsOnMake, toForm } from './parameters.ts';

/**
 * What an action puts out: the status of the API's response. A response that is no collection, such as `OK` or nothing at all, is a
 * success too; Make takes a collection for the output of an action and nothing else, and would fail the event that was accepted.
 */
export const OUTPUT: Template = { status: lone(orElse(member('body', 'status'), 'body')) };

/** The output as Make shows it before the first run. */
export const RESPONSE: { readonly interface: readonly MakeParameter[]; readonly samples: Template } = {
  interface: [{ name: 'status', type: 'text', label: 'Status' }],
  samples: { status: 'ok' },
};

/** What Make shows of an action. */
export const describe = ({ make, zapier }: Declaration): Pick<MakeModule, 'label' | 'description'> => ({
  label: make.label,
  description: make.description ?? zapier.description,
});

/** An action that sends one event, as a module. */
export const toActionModule = (action: EventAction): MakeModule => {
  const fields = fieldsOnMake(action.fields);
  const { temp, body } = eventRequest(fields.filter(isSent), action.eventType);
  return {
    ...describe(action),
    type: 'action',
    crud: 'create',
    staticParams: [],
    mappableParams: toForm(fields),
    communication: {
      url: EVENTS_PATH,
      method: 'POST',
      temp,
      body,
      response: { output: OUTPUT },
    },
    ...RESPONSE,
  };
};
