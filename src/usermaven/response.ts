import { isObject } from '../lib/json.ts';
import { shorten } from '../lib/text.ts';

/** What an answer of the Events API means for the events of its request. */
export type Answer =
  /** The API took the events; it queues them and confirms no more. */
  | { readonly kind: 'accepted' }
  /** Worth another try with the same event ids. No status: no answer came. `retryAfter` in seconds, if the server said. */
  | { readonly kind: 'again'; readonly status: number | null; readonly retryAfter?: number }
  | { readonly kind: 'unauthorized'; readonly status: number }
  | { readonly kind: 'too_large'; readonly status: number }
  | { readonly kind: 'redirected'; readonly status: number }
  /** `said` is the server's own reason, not yet cleaned of secrets. */
  | { readonly kind: 'refused'; readonly status: number; readonly said?: string };

/** Statuses that a later try may change (408 and 429 beside every 5xx). */
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 429]);

/**
 * Reads an answer by its status. The body is looked at only where the API refuses: a success may carry any body
 * (`{"status":"ok"}` is documented, `{"status":1}` was seen).
 */
export const readAnswer = (status: number, retryAfter: string | null, body: string, now: number): Answer => {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  if (status >= 500 || TRY_AGAIN.has(status)) {
    const seconds = retryAfterSeconds(retryAfter, now);
    return { kind: 'again', status, ...(seconds === undefined ? {} : { retryAfter: seconds }) };
  }
  if (status === 401 || status === 403) return { kind: 'unauthorized', status };
  if (status === 413) return { kind: 'too_large', status };
  if (status >= 300 && status < 400) return { kind: 'redirected', status };
  const said = serverReason(body);
  return { kind: 'refused', status, ...(said === undefined ? {} : { said }) };
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

const MOST_SAID = 200;

/** The reason in an error body: `message` and `error` (the collector's ancestor), `detail` (Usermaven's Python client). */
const serverReason = (body: string): string | undefined => {
  let data: unknown;
  try {
    data = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!isObject(data)) return undefined;
  const said = [data.message, data.detail, data.error].find(
    (text): text is string => typeof text === 'string' && text.trim() !== '',
  );
  return said === undefined ? undefined : shorten(said.replace(/[\p{Cc}\s]+/gu, ' ').trim(), MOST_SAID);
};
