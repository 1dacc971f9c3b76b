import { ACTIONS } from '../src/actions/index.ts';
import { FIELDS, type FieldKey } from '../src/fields/index.ts';

type Action = (typeof ACTIONS)[number];

/** What an action sends: one event, or a batch of them. */
export type ActionKind = 'event' | 'batch';

/** The kind of an action: one that takes rows sends a batch. */
export const kindOf = (action: Action): ActionKind => {
  const fields: readonly FieldKey[] = action.fields;
  return fields.some((key) => FIELDS[key].type === 'rows') ? 'batch' : 'event';
};

/** The first action of a kind, which stands for all of them. */
export const firstOf = (kind: ActionKind): Action => {
  const action = ACTIONS.find((candidate) => kindOf(candidate) === kind);
  if (!action) throw new Error(`There is no action of the kind ${kind}.`);
  return action;
};

/** What Zapier calls to run an action. */
export const performMethod = ({ key }: Pick<Action, 'key'>): string => `creates.${key}.operation.perform`;
