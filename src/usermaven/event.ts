import type { JsonObject } from '../lib/json.ts';
import { Invalid } from '../lib/validation.ts';
import type { CampaignParts } from './campaign.ts';

/**
 * One event in the Events API's own shape ("Sending events through HTTP endpoint", Usermaven documentation).
 * Keys that have no value are absent, never empty.
 */
export interface UsermavenEvent {
  /** The workspace's public identifier. In every event, beside the token in the address. */
  api_key: string;
  /** Free text, spaces and capitals are normal: `Deal Stage Changed`. `user_identify` upserts a person. */
  event_type: string;
  /** Documented to make Usermaven drop a second event with the same id; its collector does not read it. */
  event_id: string;
  /** When it happened, UTC milliseconds, as Usermaven documents it. Absent: the time of arrival. */
  _timestamp?: number;
  /** The same, under the only name that the source of Usermaven's collector reads ({@link collectorTime}). */
  timestamp?: number;
  ids: Record<string, never>;
  user: UsermavenUser;
  company?: UsermavenCompany;
  event_attributes?: JsonObject;
  /** Full page address. Without it the event is missing from dashboards with domain filters. */
  url?: string;
  doc_host?: string;
  doc_path?: string;
  doc_search?: string;
  page_title?: string;
  referer?: string;
  /** What attribution reads. */
  utm?: CampaignParts['utm'];
  click_id?: CampaignParts['click_id'];
  user_agent?: string;
  user_language?: string;
  source_ip?: string;
  screen_resolution?: string;
  vp_size?: string;
  src: 'http';
}

/** An event that may still lack its id. */
export type DraftEvent = Omit<UsermavenEvent, 'event_id'> & { event_id?: string };

/** The person an event belongs to: at least one of `id`, `anonymous_id`. */
export interface UsermavenUser {
  /** The id of the site's identify calls, always text. */
  id?: string;
  /** The browser's id, from the cookie `__eventn_id_<API_KEY>`. */
  anonymous_id?: string;
  email?: string;
  first_name?: string;
  last_name?: string;
  /** ISO 8601 with zone. */
  created_at?: string;
  custom?: JsonObject;
}

/** The account a person belongs to. */
export interface UsermavenCompany {
  id: string;
  name?: string;
  /** ISO 8601 with zone. */
  created_at?: string;
  custom?: JsonObject;
}

/** What every event contains, whatever its fields ("Event body", Usermaven documentation). */
export const CONSTANTS = { ids: {}, src: 'http' } as const;

/** Up to here, Usermaven's collector takes a `timestamp` for seconds (source of its collector). */
const MAX_SECONDS = 1e12;

/** A time in milliseconds as the collector reads it: before September 2001 in seconds. */
export const collectorTime = (milliseconds: number): number =>
  milliseconds > MAX_SECONDS ? milliseconds : Math.floor(milliseconds / 1000);

/** The event type that creates or updates a person. */
export const IDENTIFY = 'user_identify';

/** The event type of a company call (usermaven-js, Segment's Usermaven destination). */
export const GROUP = 'group';

/** The event type of a lead: somebody who left an email address (usermaven-js). */
export const LEAD = 'lead';

/** The event type of a page view (Usermaven's pixel). */
export const PAGE_VIEW = 'pageview';

/** Event types that another action sends, or that Usermaven's pixel keeps for itself, each with what to do instead. */
export type ReservedNames = Readonly<Record<string, string>>;

/** {@link Invalid} if an event may not have this name: the pixel's own names start with `$`, and actions reserve more. */
export const checkEventName = (name: string, reserved: ReservedNames): Invalid | undefined => {
  if (name.startsWith('$')) {
    return new Invalid(
      "starts with $, which is reserved for Usermaven's own events. Use a name without it.",
      name,
    );
  }
  const instead = Object.hasOwn(reserved, name) ? reserved[name] : undefined;
  return instead === undefined ? undefined : new Invalid(`is reserved by Usermaven. ${instead}`, name);
};
