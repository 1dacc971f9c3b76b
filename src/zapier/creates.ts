import type { Create } from 'zapier-platform-core';
import type { Action } from '../actions/action.ts';
import { toOperation } from './form.ts';
import { sendBatch } from './send-batch.ts';
import { sendEvent } from './send-event.ts';

const performOf = (action: Action) => (action.kind === 'event' ? sendEvent(action) : sendBatch(action));

const toCreate = (action: Action): Create => ({
  key: action.key,
  noun: action.noun,
  display: { ...action.zapier },
  operation: { perform: performOf(action), ...toOperation(action) },
});

/** Actions as Zapier's creates, by key. */
export const toCreates = <A extends Action>(actions: readonly A[]) =>
  // Object.fromEntries loses the types of the keys; this states them again.
  Object.fromEntries(actions.map((action) => [action.key, toCreate(action)])) as Readonly<
    Record<A['key'], Create>
  >;
