import type { DraftEvent } from '../fields/build-event.ts';
import type { Output, OutputOf } from './operation.ts';

/** What an action that sends one event hands to later steps. */
export const EVENT_OUTPUTS = [
  { key: 'id', label: 'Event ID', type: 'string', always: true },
  { key: 'event_name', label: 'Event Name', type: 'string', always: true },
  { key: 'user_id', label: 'User ID', type: 'string' },
  { key: 'anonymous_id', label: 'Anonymous ID', type: 'string' },
  { key: 'email', label: 'Email', type: 'string' },
  { key: 'company_id', label: 'Company ID', type: 'string' },
  { key: 'occurred_at', label: 'Occurred At', type: 'datetime' },
  { key: 'accepted', label: 'Accepted', type: 'boolean', always: true },
] as const satisfies readonly Output[];

/** The output of an action that sends one event; `occurred_at` is null when the time of arrival counts. */
export type EventOutput = OutputOf<typeof EVENT_OUTPUTS>;

/** The output for an event that the API accepted. */
export const eventOutput = (event: DraftEvent, id: string): EventOutput => ({
  id,
  event_name: event.event_type,
  user_id: event.user.id ?? null,
  anonymous_id: event.user.anonymous_id ?? null,
  email: event.user.email ?? null,
  company_id: event.company?.id ?? null,
  occurred_at: event._timestamp === undefined ? null : new Date(event._timestamp).toISOString(),
  accepted: true,
});
