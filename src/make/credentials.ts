import type { ConnectionKey } from '../fields/connection.ts';
import { call, type Expression, lone, member, quoted, replaced, type Template } from './iml.ts';

/**
 * The connection's credentials as expressions, read as pasted: surrounding spaces and the joined `KEY.TOKEN` are
 * understood (`readCredentials` does the same where code can run). `token` is what the API wants in the address. `from`
 * is `connection`, or `parameters` while the connection is being made.
 */
export const credentials = (
  from: 'connection' | 'parameters',
): Record<'apiKey' | 'serverToken' | 'token', Expression> => {
  const stored = (key: ConnectionKey) => call('trim', member(from, key));
  const apiKey = replaced(stored('api_key'), /[.].*$/, quoted(''));
  const serverToken = call('replace', stored('server_token'), `${apiKey} + '.'`, quoted(''));
  return { apiKey, serverToken, token: `${apiKey} + '.' + ${serverToken}` };
};

/** The query that authenticates a request. */
export const tokenQuery = (from: 'connection' | 'parameters'): Template => ({
  token: lone(credentials(from).token),
});

/** Where secrets stand in what Make logs of a request. The response may repeat the token in any of its members. */
export const SANITIZE: readonly string[] = ['request.qs.token', 'request.body.api_key', 'response.body'];

/** The same where no path reaches what is within the body: rows, or text. */
export const SANITIZE_BODY: readonly string[] = [...SANITIZE, 'request.body'];
