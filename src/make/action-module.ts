import type { Operation } from '../actions/action.ts';
import type { Field } from '../fields/field.ts';
import { fieldsOf } from '../fields/index.ts';
import { EVENTS_PATH } from '../usermaven/request.ts';
import type { MakeModule, MakeParameter } from './app-types.ts';
import { eventRequest } from './event-body.ts';
import { lone, type Template } from './iml.ts';
import { isOnMake, requiredFirst, toParameter } from './parameters.ts';

/** What the API answers, handed on as it is. */
export const ANSWER: { readonly interface: readonly MakeParameter[]; readonly samples: Template } = {
  interface: [{ name: 'status', type: 'text', label: 'Status' }],
  samples: { status: 'ok' },
};

/**
 * Names that would do something else in Usermaven, and blank ones, are refused in the form, where no code of ours can
 * refuse them. The pattern matches the whole of a good name, since Make does not say whether a part is enough.
 */
export const nameRule = ({ reserved }: Pick<Operation, 'reserved'>): Pick<MakeParameter, 'validate'> => {
  const refused = ['\\$', ...Object.keys(reserved).map((name) => `${name}\\s*$`)];
  return { validate: { pattern: `^(?!\\s*(${refused.join('|')}))[\\s\\S]*\\S[\\s\\S]*$` } };
};

/** An action that sends one event, as a module. */
export const toActionModule = (operation: Operation): MakeModule => {
  const fields = fieldsOf(operation.fields).filter((field) => isOnMake(field) && field.place !== undefined);
  const { temp, body } = eventRequest(fields, operation.eventType);
  return {
    ...operation.make,
    type: 'action',
    crud: 'create',
    staticParams: [],
    mappableParams: requiredFirst(fields).map((field) => parameterOf(field, operation)),
    communication: {
      url: EVENTS_PATH,
      method: 'POST',
      temp,
      body,
      response: { output: lone('body') },
    },
    ...ANSWER,
  };
};

const parameterOf = (field: Field, operation: Operation): MakeParameter => ({
  ...toParameter(field),
  ...(field.place === 'event_type' ? nameRule(operation) : {}),
});
