import { CREDENTIALS_PLACE, connectionLabel } from '../fields/connection.ts';
import { MASK, type Redact } from '../lib/redact.ts';
import { truncate } from '../lib/text.ts';
import type { FailedResponse } from '../usermaven/response.ts';
import { type Outcome, StepError } from './errors.ts';
import { TIMING } from './timing.ts';

/**
 * A response that did not accept the events, as the error of an action. `subject` names what was sent: `The event` or
 * `Rows 101 to 200`. `progress` says how far the run got, as a sentence that suits the outcome.
 */
export const toStepError = (
  response: FailedResponse,
  {
    subject,
    redact,
    isBuilding,
    progress = () => '',
  }: {
    readonly subject: string;
    readonly redact: Redact;
    /** In the editor nothing is held or retried by itself. */
    readonly isBuilding: boolean;
    readonly progress?: (outcome: Outcome) => string;
  },
): StepError => {
  const { message, outcome } = explain(response, subject, redact, isBuilding);
  return new StepError(`${progress(outcome)} ${message}`.trim(), outcome);
};

const explain = (
  response: FailedResponse,
  subject: string,
  redact: Redact,
  isBuilding: boolean,
): { readonly message: string; readonly outcome: Outcome } => {
  switch (response.kind) {
    case 'unauthorized':
      return {
        message: `${wrongCredentials(response.status)} ${isBuilding ? 'Reconnect, then test again.' : 'Zapier holds the runs until you reconnect.'}`,
        outcome: { kind: 'reauth' },
      };
    case 'blocked':
      return {
        message: `${firewall(response.status)} Try again later. If it happens again, contact Usermaven support.`,
        outcome: { kind: 'fail', code: 'Blocked', status: response.status },
      };
    case 'retryable': {
      const delay = retryDelay(response.retryAfter);
      return {
        message: `${unavailable(response.status)} ${isBuilding ? `Try again in about ${describeSeconds(delay)}.` : `Zapier will retry this step automatically in about ${describeSeconds(delay)}.`}`,
        outcome: { kind: 'retry', delay },
      };
    }
    case 'redirected':
      return {
        message: `${subject}: Usermaven responded with a redirect (${response.status}), which is not followed because it would take the credentials along. Contact Usermaven support.`,
        outcome: { kind: 'fail', code: 'Redirected', status: response.status },
      };
    case 'too_large':
      return {
        message: `${subject}: too large for Usermaven (${response.status}). Shorten or remove attributes.`,
        outcome: { kind: 'fail', code: 'TooLarge', status: response.status },
      };
    case 'refused': {
      const { status, reason } = response;
      const cleaned = reason === undefined ? MASK : redact(reason);
      const says = cleaned === MASK ? '.' : `, which says: ${sentence(truncate(cleaned, REASON_CHARACTERS))}`;
      const advice = CONTENT_IS_WRONG.has(status) ? 'Check the mapped fields.' : 'Contact Usermaven support.';
      return {
        message: `${subject}: refused by Usermaven (${status})${says} ${advice}`,
        outcome: { kind: 'fail', code: 'Refused', status },
      };
    }
  }
};

/** Statuses by which a server says that something is wrong with what it was sent. */
const CONTENT_IS_WRONG: ReadonlySet<number> = new Set([400, 422]);

/** Characters of the server's reason that a message shows. */
const REASON_CHARACTERS = 200;

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Says that the credentials are wrong and where the right ones are. */
export const wrongCredentials = (status: number): string =>
  `Usermaven does not accept this ${connectionLabel('api_key')} and ${connectionLabel('server_token')} (${status}). Copy both again from ${CREDENTIALS_PLACE}. A new token works after about ten seconds.`;

/** Says that it is not the credentials that are wrong. */
export const firewall = (status: number): string =>
  `A firewall in front of Usermaven blocked the request (${status}). This does not mean that your credentials are wrong.`;

/** Why a request may succeed later, as a sentence. */
export const unavailable = (status: number | null): string => {
  if (status === 429) return 'Usermaven is rate limiting requests (429).';
  return status === null
    ? 'Usermaven could not be reached or did not respond in time.'
    : `Usermaven is having problems at the moment (${status}).`;
};

/** How many seconds Zapier is told to wait: what the server asks for, or about a minute, spread out. */
const retryDelay = (retryAfter: number | undefined): number => {
  const seconds = retryAfter ?? Math.round(TIMING.retrySeconds * (0.75 + Math.random() / 2));
  return Math.min(TIMING.maxRetrySeconds, Math.max(TIMING.minRetrySeconds, seconds));
};

const describeSeconds = (seconds: number): string =>
  seconds < 90 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${Math.round(seconds / 60)} minutes`;
