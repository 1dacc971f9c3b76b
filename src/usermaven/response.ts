import { isObject } from '../lib/json.ts';
import { oneLine } from '../lib/text.ts';

/** What a response of the Events API means for the events of its request. */
export type ApiResponse =
  /** The API took the events; it queues them and confirms no more. */
  | { readonly kind: 'accepted' }
  /** Worth another try with the same event ids. No status: no response came. `retryAfter` in seconds, if the server said. */
  | { readonly kind: 'retryable'; readonly status: number | null; readonly retryAfter?: number }
  | { readonly kind: 'unauthorized'; readonly status: number }
  | { readonly kind: 'too_large'; readonly status: number }
  | { readonly kind: 'redirected'; readonly status: number }
  /** `reason` is in the server's own words on one line, whole: it has to be cleaned of secrets before it is cut. */
  | { readonly kind: 'refused'; readonly status: number; readonly reason?: string };

/** A response that did not accept the events. */
export type FailedResponse = Exclude<ApiResponse, { kind: 'accepted' }>;

/** Statuses that a later try may change, beside every 5xx. */
const RETRYABLE: ReadonlySet<number> = new Set([408, 429]);

/**
 * Reads a response by its status. `now` in milliseconds, for a `Retry-After` that is a date. The body is looked at only where the API refuses: a success may carry any body
 * (`{"status":"ok"}` is documented, `{"status":1}` was seen).
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

/** The reason in an error body: `message` and `error` (the collector's ancestor), `detail` (Usermaven's Python client). */
const serverReason = (body: string): string | undefined => {
  let data: unknown;
  try {
    data = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!isObject(data)) return undefined;
  const reason = [data.message, data.detail, data.error].find(
    (text): text is string => typeof text === 'string' && text.trim() !== '',
  );
  return reason === undefined ? undefined : oneLine(reason);
};
