import { CREDENTIALS_PLACE, connectionLabel } from '../fields/connection.ts';
import { PASTED, STORED } from './credentials.ts';
import { call, type Expression, lone, orElse, quoted, replaced, type Template } from './iml.ts';
import { sentenceCase } from './parameters.ts';

/**
 * What Make does with an error: `InvalidAccessTokenError` asks to reconnect, `ConnectionError` runs the module again, the others
 * stop the run. A 429 is a RateLimitError and a 5xx a ConnectionError by themselves (Make's runtime).
 */
type ErrorType = 'InvalidAccessTokenError' | 'ConnectionError' | 'DataError' | 'RuntimeError';

/** Whose request fails: that of a module, or the test of a connection whose credentials are being typed. */
type Whose = 'module' | 'connection';

const CREDENTIALS = { module: STORED, connection: PASTED } as const;

/** What a refusal means, before the server's own reason. */
const REFUSED: Readonly<Record<Whose, string>> = {
  module: 'Usermaven refused the data. Check the mapped fields.',
  connection: 'Usermaven gave an unexpected response to the connection test. Contact Usermaven support.',
};

const WRONG_CREDENTIALS = `Usermaven does not accept this ${sentenceCase(connectionLabel('api_key'))} and ${sentenceCase(connectionLabel('server_token')).toLowerCase()}. Copy both again from ${CREDENTIALS_PLACE}. A new token works after about ten seconds.`;

const BLOCKED =
  'A firewall in front of Usermaven blocked the request. This does not mean that your credentials are wrong. Try again later. If it happens again, contact Usermaven support.';

/** Whether the body is a page for people, as a firewall answers: the Events API writes text or JSON. */
const IS_PAGE = `${replaced(
  call('trim', call('toString', 'body')),
  /^(?:<[?!](?!doctype)[^>]*>[^<]*)*<(?:!doctype|html|head|body)(?![a-z0-9_])(?:.|[^.])*$/i,
  'page',
)} == 'page'`;

const either = (isPage: string, otherwise: string): string =>
  lone(call('if', IS_PAGE, quoted(isPage), quoted(otherwise)));

/**
 * The reason that the server gives, as text or in JSON, without the credentials that it may repeat, joined or separately. Text
 * after a bracket is an echo of the request, or how Make writes a collection: `{object}`. A page of HTML is not a reason.
 */
const serverReason = (whose: Whose): Expression => {
  const { token, key } = CREDENTIALS[whose];
  const given = ['body.error.message', 'body.message', 'body.detail', 'body.error'].reduceRight<Expression>(
    (rest, named) => orElse(named, rest),
    'body',
  );
  const reason = call('trim', replaced(call('toString', given), /[<{[](?:.|[^.])*$/, ''));
  return [token, key].reduce<Expression>(
    (text, secret) => call('replace', text, secret, quoted('***')),
    orElse(reason, quoted('none given.')),
  );
};

/** The `error` directive: what a user reads, and what Make does, by status. */
export const errorDirective = (whose: Whose): Template => {
  const reason = `Reason: ${lone(serverReason(whose))}`;
  const error = (status: number, type: ErrorType, message: string): Template => ({
    type,
    message: `[${status}] ${message}`,
  });
  return {
    message: `[${lone('statusCode')}] Usermaven did not take the request. ${reason}`,
    400: error(400, 'DataError', `${REFUSED[whose]} ${reason}`),
    // Never the server's own words: they may repeat the token.
    401: error(401, 'InvalidAccessTokenError', WRONG_CREDENTIALS),
    403: {
      type: either('RuntimeError', 'InvalidAccessTokenError'),
      message: `[403] ${either(BLOCKED, WRONG_CREDENTIALS)}`,
    },
    408: error(408, 'ConnectionError', 'Usermaven did not respond in time.'),
    413: error(
      413,
      'DataError',
      'The events are too large for Usermaven. Send fewer rows, or shorten attributes.',
    ),
  };
};

/**
 * The `valid` directive. To Make every status below 400 is a success, including a redirect that is not followed: without this,
 * its event would be lost without an error.
 */
export const VALID: Template = {
  condition: lone('statusCode < 300'),
  type: 'RuntimeError',
  message: `[${lone('statusCode')}] Usermaven responded with a redirect, which is not followed because it would take the credentials along. Contact Usermaven support.`,
};
