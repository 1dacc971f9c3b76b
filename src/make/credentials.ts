import type { ConnectionKey } from '../fields/connection.ts';
import { call, type Expression, lone, parameter, quoted, replaced, type Template } from './iml.ts';

/** The two credentials as expressions. The token is the server token alone. */
export type Credentials = Readonly<Record<'key' | 'token', Expression>>;

/**
 * What is around a credential that was pasted, and the credential as one of two groups: in the address of a webhook, after `Bearer`,
 * or alone. Both credentials are of printable ASCII, so everything else around them is cut.
 */
const AROUND = /^[^!-~]*(?:[!-~]*[?&]token=([^&#]*?)(?:[&#].*)?|(?:bearer[^!-~]+)?(.*?))[^!-~]*$/i;

const unwrapped = (name: ConnectionKey): Expression => replaced(parameter(name), AROUND, '$1$2');

/** At the first full stop: an API key has none. */
const key = replaced(unwrapped('api_key'), /[.].*$/, '');

/**
 * The credentials while the connection is being made, read as pasted: the joined `KEY.TOKEN` is understood in either box
 * (`readCredentials` does the same where code can run).
 */
export const PASTED: Credentials = {
  key,
  token: call('replace', unwrapped('server_token'), `${key} + '.'`, quoted('')),
};

/** What a connection keeps, for all modules. */
export const KEPT: Template = { key: lone(PASTED.key), token: lone(PASTED.token) };

/** The credentials as every module reads them. */
export const STORED: Credentials = { key: 'connection.key', token: 'connection.token' };

/** The query that authenticates a request. */
export const tokenQuery = (from: Credentials): Template => ({
  token: `${lone(from.key)}.${lone(from.token)}`,
});

/**
 * Where secrets are in what Make logs of a request, and nothing else: people debug with the rest. No path reaches the API keys in
 * the body of a batch, so they stay readable there: an API key is public, and on every page with Usermaven's pixel.
 */
export const SANITIZE: readonly string[] = ['request.qs.token', 'request.body.api_key'];
