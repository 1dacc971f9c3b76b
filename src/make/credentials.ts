import type { ConnectionKey } from '../fields/connection.ts';
import { call, type Expression, lone, parameter, quoted, replaced, type Template } from './iml.ts';

/** The two credentials as expressions. The token is the server token alone. */
export type Credentials = Readonly<Record<'key' | 'token', Expression>>;

const typed = (name: ConnectionKey): Expression => call('trim', parameter(name));

const key = replaced(typed('api_key'), /[.].*$/, '');

/**
 * The credentials while the connection is being made, read as pasted: surrounding spaces and the joined `KEY.TOKEN` are
 * understood (`readCredentials` does the same where code can run).
 */
export const PASTED: Credentials = {
  key,
  token: call('replace', typed('server_token'), `${key} + '.'`, quoted('')),
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
