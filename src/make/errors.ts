import { CREDENTIALS_PLACE, connectionLabel } from '../fields/connection.ts';
import { credentials } from './credentials.ts';
import { call, type Expression, lone, orElse, quoted, replaced, type Template } from './iml.ts';
import { sentenceCase } from './parameters.ts';

/** What Make does with an error: runs the module again, asks to reconnect, or stops. */
type ErrorType =
  | 'InvalidAccessTokenError'
  | 'RateLimitError'
  | 'ConnectionError'
  | 'DataError'
  | 'RuntimeError';

interface MakeError {
  readonly type: ErrorType;
  readonly message: string;
}

/** Whether the credentials come from a connection, for a module, or from the form in which they are typed. */
type From = Parameters<typeof credentials>[0];

/** What to do when Usermaven cannot take a request now. */
const LATER: Readonly<Record<From, string>> = {
  connection: 'Make retries automatically if the scenario allows it.',
  parameters: 'Try again in a minute.',
};

/** What a refusal means, before the server's own reason. */
const REFUSED: Readonly<Record<From, string>> = {
  connection: 'Usermaven refused the data. Check the mapped fields.',
  parameters: 'Usermaven gave an unexpected response to the connection test. Contact Usermaven support.',
};

/** Never the server's own words: they may repeat the token. */
const wrongCredentials = (status: number): MakeError => ({
  type: 'InvalidAccessTokenError',
  message: `[${status}] Usermaven does not accept this ${sentenceCase(connectionLabel('api_key'))} and ${sentenceCase(connectionLabel('server_token')).toLowerCase()}. Copy both again from ${CREDENTIALS_PLACE}. A new token works after about ten seconds.`,
});

const PROBLEM = 'Usermaven is having problems at the moment.';

/** Errors by status; every other one is refused data. */
const byStatus = (from: From): Readonly<Record<number, MakeError>> => {
  const unavailable = (status: number, what: string): MakeError => ({
    type: 'ConnectionError',
    message: `[${status}] ${what} ${LATER[from]}`,
  });
  return {
    401: wrongCredentials(401),
    403: wrongCredentials(403),
    408: unavailable(408, 'Usermaven did not respond in time.'),
    413: {
      type: 'DataError',
      message: '[413] The events are too large for Usermaven. Send fewer rows, or shorten attributes.',
    },
    429: { type: 'RateLimitError', message: `[429] Usermaven is rate limiting requests. ${LATER[from]}` },
    500: unavailable(500, PROBLEM),
    502: unavailable(502, PROBLEM),
    503: unavailable(503, PROBLEM),
    504: unavailable(504, PROBLEM),
  };
};

/**
 * The reason that the server gives, as text or in JSON, without the credentials that it may repeat, joined or one by one. What
 * follows a bracket is an echo of the request, or how Make writes a collection: `{object}`. A page of HTML is no reason.
 */
const serverReason = (from: From): Expression => {
  const { serverToken, apiKey } = credentials(from);
  const given = orElse(
    'body.error.message',
    orElse('body.message', orElse('body.detail', orElse('body.error', 'body'))),
  );
  const reason = replaced(call('toString', given), /[<{[](?:.|[^.])*$/, quoted(''));
  return [serverToken, apiKey].reduce<Expression>(
    (text, secret) => call('replace', text, secret, quoted('***')),
    orElse(call('trim', reason), quoted('none given.')),
  );
};

/** Statuses of 500 and above that are not listed, such as those of a proxy, are worth another run too. */
const TYPE_OF_OTHERS = call('if', 'statusCode >= 500', quoted('ConnectionError'), quoted('DataError'));

/** The `error` directive: what a user reads, and what Make does, by status. */
export const errorDirective = (from: From): Template => ({
  type: lone(TYPE_OF_OTHERS),
  message: `[${lone('statusCode')}] ${REFUSED[from]} Reason: ${lone(serverReason(from))}`,
  ...Object.fromEntries(Object.entries(byStatus(from)).map(([status, error]) => [status, { ...error }])),
});

/**
 * The `valid` directive. Make takes every status below 400 for a success, and a redirect that is not followed is one:
 * without this, its event would be lost in silence.
 */
export const VALID: Template = {
  condition: lone('statusCode < 300'),
  type: 'RuntimeError',
  message: `[${lone('statusCode')}] Usermaven responded with a redirect, which is not followed because it would take the credentials along. Contact Usermaven support.`,
};
