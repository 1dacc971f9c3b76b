import { IDENTIFY_USER } from './identify-user.ts';
import { SEND_BATCH } from './send-batch.ts';
import { TRACK_EVENT } from './track-event.ts';

/** Every action, in the order in which a platform lists them. What a platform shows and runs is derived from this list. */
export const ACTIONS = [TRACK_EVENT, IDENTIFY_USER, SEND_BATCH] as const;

/** The key of an action. */
export type ActionKey = (typeof ACTIONS)[number]['key'];
