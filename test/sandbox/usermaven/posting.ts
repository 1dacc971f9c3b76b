import type { Sandbox } from '../../../sandbox/usermaven/server.ts';
import type { Json, JsonObject } from '../../../src/lib/json.ts';

/** The credentials of every sandbox that these tests start. */
export const CREDENTIALS = { apiKey: 'UMabcdefgh', serverToken: 's3rver.tok/en' };
const TOKEN = `${CREDENTIALS.apiKey}.${CREDENTIALS.serverToken}`;

/** An event that nothing is wrong with, changed as told. */
export const event = (changes: JsonObject = {}): JsonObject => ({
  api_key: CREDENTIALS.apiKey,
  event_type: 'Deal Stage Changed',
  ids: {},
  user: { id: 'usr_1' },
  src: 'http',
  ...changes,
});

/** What a request that is not the usual one does differently. */
export interface Posting {
  path?: string;
  query?: string;
  headers?: Record<string, string>;
  method?: string;
  signal?: AbortSignal;
}

/** Resolves at the first change of the sandbox with which something is true. */
export const changed = (sandbox: Sandbox, isTrue: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const check = () => {
      if (!isTrue()) return;
      stop();
      resolve();
    };
    const stop = sandbox.watch(check);
    check();
  });

/** Sends `body` (text as it is, anything else as JSON) with the right token in the query. */
export const post = (sandbox: Sandbox, body: Json, posting: Posting = {}): Promise<Response> => {
  const { path = '/api/v1/s2s/event', query = `?token=${encodeURIComponent(TOKEN)}`, headers = {} } = posting;
  const { method = 'POST', signal = null } = posting;
  return fetch(`${sandbox.url}${path}${query}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: method === 'GET' ? null : typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
    signal,
  });
};
