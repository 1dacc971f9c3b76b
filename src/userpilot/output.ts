import { hash } from 'node:crypto';
import { fromEntries, isTooDeep } from '../lib/json.ts';
import type { Output, OutputOf } from '../lib/outputs.ts';
import { describeType } from './event-types.ts';
import { asText, type UserpilotPayload } from './payload.ts';

/**
 * Every output key of the Userpilot trigger, in order. Each is in every output; its value is null where there is nothing,
 * unless it says `always`. A `datetime` is ISO 8601 in UTC.
 */
export const OUTPUTS = [
  { key: 'id', label: 'ID', type: 'string', always: true },
  { key: 'type', label: 'Type', type: 'string', always: true },
  { key: 'category', label: 'Category', type: 'string', always: true },
  { key: 'action', label: 'Action', type: 'string' },
  { key: 'event_name', label: 'Event Name', type: 'string', always: true },
  { key: 'occurred_at', label: 'Occurred At', type: 'datetime' },
  { key: 'app_token', label: 'App Token', type: 'string' },
  { key: 'content_id', label: 'Content ID', type: 'string' },
  { key: 'hostname', label: 'Hostname', type: 'string' },
  { key: 'pathname', label: 'Pathname', type: 'string' },
  { key: 'url', label: 'URL', type: 'string' },
  { key: 'score', label: 'Score', type: 'number' },
  { key: 'survey_question', label: 'Survey Question', type: 'string' },
  { key: 'follow_up_question', label: 'Follow-Up Question', type: 'string' },
  { key: 'feedback', label: 'Feedback', type: 'string' },
  {
    key: 'user',
    label: 'User',
    type: 'object',
    children: [
      { key: 'user_id', label: 'User ID', type: 'string' },
      { key: 'name', label: 'User Name', type: 'string' },
      { key: 'email', label: 'User Email', type: 'string' },
    ],
  },
  {
    key: 'company',
    label: 'Company',
    type: 'object',
    children: [
      { key: 'id', label: 'Company ID', type: 'string' },
      { key: 'name', label: 'Company Name', type: 'string' },
    ],
  },
  { key: 'signature_verified', label: 'Signature Verified', type: 'boolean', always: true },
] as const satisfies readonly Output[];

/** What the Userpilot trigger passes to the Zap. */
export type UserpilotOutput = OutputOf<typeof OUTPUTS>;

/** In seconds. A time outside the range is a unit mistake (milliseconds, or an empty clock), and Track Event would refuse it. */
export const EARLIEST = Date.UTC(2000, 0, 1) / 1000;
/** In seconds, no longer included. */
export const LATEST = Date.UTC(2100, 0, 1) / 1000;

// Seconds with a fraction are not exact: 1077878424.952 * 1000 is 1077878424951.9999.
const isoTime = (seconds: number | null): string | null =>
  seconds === null || seconds < EARLIEST || seconds >= LATEST
    ? null
    : new Date(Math.round(seconds * 1000)).toISOString();

const SCHEME = /^https?:\/\//i;

/** The page from host and path. Either may be a whole address. */
const pageUrl = (hostname: string | null, pathname: string | null): string | null => {
  if (pathname !== null && SCHEME.test(pathname)) return checkedUrl(pathname);
  if (hostname === null) return null;
  const host = hostname.replace(SCHEME, '').replace(/[/?#].*$/, '');
  if (host === '') return null;
  const path = pathname === null || pathname.startsWith('/') ? pathname : `/${pathname}`;
  return checkedUrl(`https://${host}${path ?? ''}`);
};

const checkedUrl = (url: string): string | null => {
  // Track Event refuses a Page URL that is not an address, and a wrong page should not keep the event from being sent.
  return URL.canParse(url) && !/\s/.test(url) ? url : null;
};

/** Bytes of the chosen properties of a person or a company, as JSON: an output stays under 1 MB, whatever came in. */
const MOST_BYTES = 200_000;

/**
 * Chosen properties as far as there is room for them. What is too large, or so deep that Zapier could not write it as JSON, becomes
 * null, and is left out where even its name is too much: a property is not worth the event.
 */
const fitting = (chosen: Record<string, unknown>): Record<string, unknown> => {
  let left = MOST_BYTES;
  const fits = (name: string, value: unknown): boolean => {
    const rest = left - Buffer.byteLength(JSON.stringify([name, value]));
    if (rest >= 0) left = rest;
    return rest >= 0;
  };
  return fromEntries(
    Object.entries(chosen).flatMap(([name, value]) => {
      const kept = [isTooDeep(value) ? null : value, null].find((each) => fits(name, each));
      return kept === undefined ? [] : [[name, kept] as const];
    }),
  );
};

// Rest and spread define own properties, so that a property called __proto__ stays data.
const person = ({ user_id, name, email, ...chosen }: Record<string, unknown>): UserpilotOutput['user'] => ({
  user_id: asText(user_id) ?? asText(chosen.id),
  name: asText(name),
  email: asText(email),
  ...fitting(chosen),
});

const organization = ({ id, name, ...chosen }: Record<string, unknown>): UserpilotOutput['company'] => ({
  id: asText(id),
  name: asText(name),
  ...fitting(chosen),
});

/**
 * The trigger's output for one event: every key of {@link OUTPUTS}, in that order. Never throws.
 * @param content the body in one spelling ({@link readPayload}). Userpilot sends no id, so its SHA-256 is one: the same delivery
 * counts once.
 * @param signatureVerified whether a secret is set and the signature matched it.
 */
export const toOutput = (
  payload: UserpilotPayload,
  content: string,
  signatureVerified: boolean,
): UserpilotOutput => {
  const { type, timestamp, app_token, data } = payload;
  const { category, event_name } = describeType(type);
  return {
    id: hash('sha256', content),
    type,
    category,
    action: data.action,
    event_name,
    occurred_at: isoTime(timestamp),
    app_token,
    content_id: data.id,
    hostname: data.hostname,
    pathname: data.pathname,
    url: pageUrl(data.hostname, data.pathname),
    score: data.score,
    survey_question: data.survey_question,
    follow_up_question: data.follow_up_question,
    feedback: data.feedback,
    user: person(data.user ?? {}),
    company: organization(data.company ?? {}),
    signature_verified: signatureVerified,
  };
};
