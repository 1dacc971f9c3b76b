import type { EventAction } from './action.ts';
import { IDENTIFY_COMPANY } from './identify-company.ts';
import { IDENTIFY_USER } from './identify-user.ts';
import { SEND_BATCH } from './send-batch.ts';
import { TRACK_EVENT } from './track-event.ts';
import { TRACK_LEAD } from './track-lead.ts';
import { TRACK_PAGE_VIEW } from './track-page-view.ts';
import { TRACK_PAYMENT } from './track-payment.ts';

/** Every action, in the order in which a platform lists them. What a platform shows and runs is derived from this list. */
export const ACTIONS = [
  TRACK_EVENT,
  IDENTIFY_USER,
  IDENTIFY_COMPANY,
  TRACK_LEAD,
  TRACK_PAGE_VIEW,
  TRACK_PAYMENT,
  SEND_BATCH,
] as const;

/** The key of an action. */
export type ActionKey = (typeof ACTIONS)[number]['key'];

/** The actions that send one event. */
export const EVENT_ACTIONS: readonly EventAction[] = ACTIONS.filter((action) => action.kind === 'event');
