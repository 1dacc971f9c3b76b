import type { InputOfKeys } from '../fields/index.ts';
import type { OutputOf } from './action.ts';
import { IDENTIFY_USER } from './identify-user.ts';
import { SEND_BATCH } from './send-batch.ts';
import { TRACK_EVENT } from './track-event.ts';

/** Every action, in the order in which a platform lists them. */
export const ACTIONS = [TRACK_EVENT, IDENTIFY_USER, SEND_BATCH] as const;

type Action = (typeof ACTIONS)[number];

/** The key of an action. */
export type ActionKey = Action['key'];

/** The input that an action takes, computed from its fields. */
export type ActionInput<K extends ActionKey> = InputOfKeys<Extract<Action, { key: K }>['fields'][number]>;

/** What an action hands to later steps, computed from its outputs. */
export type ActionOutput<K extends ActionKey> = OutputOf<Extract<Action, { key: K }>['outputs']>;
