import { CREDENTIALS_PLACE, connectionLabel } from '../fields/connection.ts';
import { TIMING } from '../usermaven/limits.ts';
import type { Answer } from '../usermaven/response.ts';
import { Failure, type Fate } from './errors.ts';

/** What was sent, for messages: `The event` or `Rows 101 to 200`. */
type Subject = string;

/** An answer that did not accept, as the failure of an action. `before` says how far the run got, as a sentence for that fate. */
export const failureOf = (
  answer: Exclude<Answer, { kind: 'accepted' }>,
  subject: Subject,
  before: (fate: Fate) => string = () => '',
): Failure => {
  const { message, fate } = verdictOn(answer, subject);
  return new Failure([before(fate), message].filter((part) => part !== '').join(' '), fate);
};

const verdictOn = (
  answer: Exclude<Answer, { kind: 'accepted' }>,
  subject: Subject,
): { message: string; fate: Fate } => {
  switch (answer.kind) {
    case 'unauthorized':
      return {
        message: `${wrongCredentials(answer.status)} Then reconnect: Zapier holds the runs until you do.`,
        fate: { kind: 'expired' },
      };
    case 'again': {
      const delay = laterBy(answer.retryAfter);
      return {
        message: `${unreachable(answer.status)} Zapier runs this step again by itself in about ${inWords(delay)}.`,
        fate: { kind: 'later', delay },
      };
    }
    case 'redirected':
      return {
        message: `${subject}: Usermaven answered with a redirect (${answer.status}), which is not followed because the credentials would go along. Contact Usermaven support.`,
        fate: { kind: 'error', code: 'Redirected', status: answer.status },
      };
    case 'too_large':
      return {
        message: `${subject}: too large for Usermaven (${answer.status}). Shorten or remove attributes.`,
        fate: { kind: 'error', code: 'TooLarge', status: answer.status },
      };
    case 'refused': {
      const says = answer.said ? `, which says: ${ended(answer.said)}` : '.';
      const advice = CONTENT_IS_WRONG.has(answer.status)
        ? 'Check the mapped fields.'
        : 'Contact Usermaven support.';
      return {
        message: `${subject}: refused by Usermaven (${answer.status})${says} ${advice}`,
        fate: { kind: 'error', code: 'Refused', status: answer.status },
      };
    }
  }
};

/** Statuses by which a server says that something is wrong with what it was sent. */
const CONTENT_IS_WRONG: ReadonlySet<number> = new Set([400, 422]);

/** Says that the credentials are wrong and where the right ones are. */
export const wrongCredentials = (status: number): string =>
  `Usermaven does not accept this ${connectionLabel('api_key')} and ${connectionLabel('server_token')} (${status}). Copy both again from ${CREDENTIALS_PLACE}.`;

const ended = (sentence: string): string => (/[.!?…]$/.test(sentence) ? sentence : `${sentence}.`);

/** What stands in the way, as a sentence. */
export const unreachable = (status: number | null): string => {
  if (status === 429) return 'Usermaven asks to send more slowly (429).';
  return status === null
    ? 'Usermaven cannot be reached or does not answer in time.'
    : `Usermaven has a problem at the moment (${status}).`;
};

/** How many seconds Zapier is told to wait: what the server asks for, else about a minute, spread out. */
const laterBy = (retryAfter: number | undefined): number => {
  const seconds = retryAfter ?? Math.round(TIMING.laterSeconds * (0.75 + Math.random() / 2));
  return Math.min(TIMING.mostLaterSeconds, Math.max(TIMING.leastLaterSeconds, seconds));
};

const inWords = (seconds: number): string =>
  seconds < 90 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${Math.round(seconds / 60)} minutes`;
