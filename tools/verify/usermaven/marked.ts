import { EVENT_ACTIONS } from '../../../src/actions/index.ts';
import { hasAttributes } from '../../../src/events/row-rules.ts';
import type { JsonObject } from '../../../src/lib/json.ts';
import { CONSTANTS, IDENTIFY } from '../../../src/usermaven/event.ts';

/** What a run sends so that it can be found again: everything carries the mark of the run. */
export interface Marked {
  readonly mark: string;
  /** When the events were made, UTC milliseconds. */
  readonly now: number;
  /** An event name. */
  readonly name: (what: string) => string;
  /** The id of a person or company. */
  readonly id: (who: string) => string;
  readonly email: (who: string) => string;
  /** An event of this name with what every event has; `fields` come on top. */
  readonly event: (type: string, fields: JsonObject) => JsonObject;
  /** An identify call that Usermaven's collector accepts and throws away, as Make's connection test does; `fields` come on top. */
  readonly thrownAway: (fields?: JsonObject) => JsonObject;
}

/** The event types that have no attributes of the user's own. */
const WITHOUT_ATTRIBUTES = new Set(
  EVENT_ACTIONS.filter((action) => !hasAttributes(action)).map(({ eventType }) => eventType),
);

/** The makers of a run's events. */
export const markedWith = (mark: string, apiKey: string, now: number): Marked => ({
  mark,
  now,
  name: (what) => `Verify ${what} ${mark}`,
  id: (who) => `${mark}-${who}`,
  email: (who) => `${mark}-${who}@example.com`,
  event: (type, fields) => ({
    api_key: apiKey,
    event_type: type,
    ...CONSTANTS,
    ...(WITHOUT_ATTRIBUTES.has(type) ? {} : { event_attributes: { verify_run: mark } }),
    ...fields,
  }),
  thrownAway: (fields = {}) => ({ event_type: IDENTIFY, user: {}, timestamp: 1, ...fields }),
});
