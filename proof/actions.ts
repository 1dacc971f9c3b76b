import type { Action } from '../src/actions/action.ts';
import { ACTIONS } from '../src/actions/index.ts';

/** The first action of a kind, which stands for all of them. */
export const firstOf = (kind: Action['kind']): Action => {
  const action = ACTIONS.find((candidate) => candidate.kind === kind);
  if (!action) throw new Error(`There is no action of the kind ${kind}.`);
  return action;
};

/** What Zapier calls to run an action. */
export const performMethod = ({ key }: Pick<Action, 'key'>): string => `creates.${key}.operation.perform`;
