import type { Declaration, EventAction } from '../actions/action.ts';
import { isSent } from '../fields/field.ts';
import type { ReservedNames } from '../usermaven/event.ts';
import { NOBODY } from '../usermaven/nobody.ts';
import { EVENTS_PATH } from '../usermaven/request.ts';
import type { MakeModule, MakeParameter } from './app-types.ts';
import { eventRequest } from './event-body.ts';
import { lone, type Template } from './iml.ts';
import { fieldsOnMake, toForm } from './parameters.ts';

/** The API's response, passed on unchanged. */
export const RESPONSE: { readonly interface: readonly MakeParameter[]; readonly samples: Template } = {
  interface: [{ name: 'status', type: 'text', label: 'Status' }],
  samples: { status: 'ok' },
};

/** A text as the part of a pattern that matches it whatever the case of its letters: Make's patterns have no flag for that. */
const inAnyCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);

/** A text as the part of a pattern that matches it. */
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * The form refuses names that mean something else to Usermaven, words that name nothing, and blank names, since none of our code
 * runs that could. The pattern matches the whole of a valid name, since Make does not say whether a part is enough.
 */
export const nameRule = (reserved: ReservedNames = {}): Pick<MakeParameter, 'validate'> => {
  const whole = [
    ...Object.keys(reserved).map(literally),
    ...NOBODY.map((word) => inAnyCase(literally(word))),
  ].map((name) => `${name}\\s*$`);
  return {
    validate: { pattern: `^(?!\\s*(${['\\$', ...whole].join('|')}))[\\s\\S]*\\S[\\s\\S]*$` },
  };
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
  const form = toForm(fields);
  const name = fields.find(({ path }) => path === 'event_type')?.key;
  return {
    ...describe(action),
    type: 'action',
    crud: 'create',
    staticParams: [],
    mappableParams: form.map((parameter) => ({
      ...parameter,
      ...(name !== undefined && parameter.name === name ? nameRule(action.reserved) : {}),
    })),
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
