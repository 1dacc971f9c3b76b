import { oneLine } from '../lib/text.ts';

/** What a response of the Events API means for the events of its request. */
export type ApiResponse =
  /** The API took the events; it queues them and confirms no more. */
  | { readonly kind: 'accepted' }
  /** Worth another try with the same event ids. No status: no response came. `retryAfter` in seconds, if the server said. */
  | { readonly kind: 'retryable'; readonly status: number | null; readonly retryAfter?: number }
  | { readonly kind: 'unauthorized'; readonly status: number }
  /** A firewall in front of the API: it answers with a page for people, and knows nothing of credentials. */
  | { readonly kind: 'blocked'; readonly status: number }
  | { readonly kind: 'too_large'; readonly status: number }
  | { readonly kind: 'redirected'; readonly status: number }
  /** `reason` is in the server's own words on one line, whole: it has to be cleaned of secrets before it is cut. */
  | { readonly kind: 'refused'; readonly status: number; readonly reason?: string };

/** A response that did not accept the events. */
export type FailedResponse = Exclude<ApiResponse, { kind: 'accepted' }>;

/** Statuses that a later try may change, besides every 5xx. */
const RETRYABLE: ReadonlySet<number> = new Set([408, 429]);

/**
 * Reads a response by its status. `now` in milliseconds, for a `Retry-After` that is a date. The body matters only if the API
 * refuses: a success may have any body (`{"status":"ok"}` is documented, `{"status":1}` was seen).
 */
export const readResponse = (
  status: number,
  retryAfter: string | null,
  body: string,
  now: number,
): ApiResponse => {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  if (status >= 500 || RETRYABLE.has(status)) {
    const seconds = retryAfterSeconds(retryAfter, now);
    return { kind: 'retryable', status, ...(seconds === undefined ? {} : { retryAfter: seconds }) };
  }
  if (status === 403 && HTML.test(body)) return { kind: 'blocked', status };
  if (status === 401 || status === 403) return { kind: 'unauthorized', status };
  if (status === 413) return { kind: 'too_large', status };
  if (status >= 300 && status < 400) return { kind: 'redirected', status };
  const reason = serverReason(body);
  return { kind: 'refused', status, ...(reason === undefined ? {} : { reason }) };
};

const HTTP_DATE = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*\d\d:\d\d:\d\d/i;

/** `Retry-After` in seconds, given as seconds or as a date (RFC 9110, 10.2.3); undefined when it is neither. */
export const retryAfterSeconds = (header: string | null, now: number): number | undefined => {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  // Date.parse takes nearly anything, so only what looks like an HTTP date gets there. One of its forms names no zone.
  const date = HTTP_DATE.test(text) ? Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
};

/** A page for people. What XML begins with, and comments, may stand before it. */
const HTML = /^\s*(?:<[?!](?!doctype)[^>]*>\s*)*<(!doctype|html|head|body)\b/i;
const MARKUP = /^\s*</;

/**
 * The reason in an error body. Usermaven's collector writes plain text and may repeat what it was sent, from the first bracket on;
 * its Python client reads `detail`. Others write JSON in one of the usual shapes.
 */
const serverReason = (body: string): string | undefined => {
  if (MARKUP.test(body)) return undefined;
  // What follows a bracket is likely to be what was sent.
  const reason = oneLine((reasonIn(parsed(body)) ?? '').replace(/[{[].*/s, ''));
  return reason === '' ? undefined : reason;
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};

/** Where a reason may be in an object, in any case, the most telling first. */
const REASON_KEYS = [
  'message',
  'detail',
  'error_description',
  'error',
  'errors',
  'msg',
  'reason',
  'description',
  'title',
] as const;
/** Of a list of reasons, as many as fit. */
const LISTED_REASONS = 3;

/**
 * The first reason in a value: a text, a list of reasons, an object that names one, or, where it is the value of such a name, an object
 * of reasons by field. Any other object may be what was sent.
 */
const reasonIn = (value: unknown, isNamed = false, levels = 4): string | undefined => {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (typeof value !== 'object' || value === null || levels === 0) return undefined;
  const inner = (each: unknown, named: boolean) => reasonIn(each, named, levels - 1);
  if (Array.isArray(value)) {
    const reasons = value.slice(0, LISTED_REASONS).map((each) => inner(each, isNamed));
    return reasons.filter((reason) => reason !== undefined).join('; ') || undefined;
  }
  const members = Object.entries(value);
  const byName = new Map(members.map(([name, each]) => [name.toLowerCase(), each]));
  const named = REASON_KEYS.map((key) => inner(byName.get(key), true)).find((reason) => reason !== undefined);
  if (named !== undefined || !isNamed) return named;
  const byField = members
    .slice(0, LISTED_REASONS)
    .map(([field, each]) => [field, inner(each, false)] as const);
  return (
    byField.flatMap(([field, reason]) => (reason === undefined ? [] : [`${field}: ${reason}`])).join('; ') ||
    undefined
  );
};
