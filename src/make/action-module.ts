import type { Declaration, EventAction } from '../actions/action.ts';
import { type Field, isSent, requiredFirst } from '../fields/field.ts';
import { fieldsOf } from '../fields/index.ts';
import type { ReservedNames } from '../usermaven/event.ts';
import { EVENTS_PATH } from '../usermaven/request.ts';
import type { MakeModule, MakeParameter } from './app-types.ts';
import { eventRequest } from './event-body.ts';
import { lone, type Template } from './iml.ts';
import { isOnMake, toParameter } from './parameters.ts';

/** The API's response, passed on as it is. */
export const RESPONSE: { readonly interface: readonly MakeParameter[]; readonly samples: Template } = {
  interface: [{ name: 'status', type: 'text', label: 'Status' }],
  samples: { status: 'ok' },
};

/**
 * Names that would do something else in Usermaven, and blank ones, are refused in the form, where no code of ours can
 * refuse them. The pattern matches the whole of a good name, since Make does not say whether a part is enough. Where there is a
 * usual name, a blank is none.
 */
export const nameRule = (reserved: ReservedNames = {}, usual?: string): Pick<MakeParameter, 'validate'> => {
  const refused = ['\\$', ...Object.keys(reserved).map((name) => `${name}\\s*$`)];
  const something = usual === undefined ? '[\\s\\S]*\\S[\\s\\S]*' : '[\\s\\S]*';
  return { validate: { pattern: `^(?!\\s*(${refused.join('|')}))${something}$` } };
};

/** What Make shows of an action. */
export const describe = ({ make, zapier }: Declaration): Pick<MakeModule, 'label' | 'description'> => ({
  label: make.label,
  description: make.description ?? zapier.description,
});

/** An action that sends one event, as a module. */
export const toActionModule = (action: EventAction): MakeModule => {
  const all = fieldsOf(action.fields).filter(isOnMake);
  const fields = all.filter(
    (field) => isSent(field) || all.some(({ readWith }) => readWith?.includes(field.key)),
  );
  const { temp, body } = eventRequest(fields.filter(isSent), action.eventType);
  const toModuleParameter = (field: Field): MakeParameter => ({
    ...toParameter(field),
    ...(field.path === 'event_type' ? nameRule(action.reserved, field.default) : {}),
  });
  return {
    ...describe(action),
    type: 'action',
    crud: 'create',
    staticParams: [],
    mappableParams: requiredFirst(fields).map(toModuleParameter),
    communication: {
      url: EVENTS_PATH,
      method: 'POST',
      temp,
      body,
      response: { output: lone('body') },
    },
    ...RESPONSE,
  };
};
