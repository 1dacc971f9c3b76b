import { objectsIn } from '../../../sandbox/usermaven/read-events.ts';
import { EVENTS_PATH, eventsUrl, joinedToken, USER_AGENTS } from '../../../src/usermaven/request.ts';
import { type ApiResponse, readResponse } from '../../../src/usermaven/response.ts';
import { VerifyError } from '../errors.ts';
import type { VerifyContext } from '../service.ts';
import type { Workspace } from './connection.ts';

/** What came back. */
export interface Reply {
  /** As the app reads it. */
  readonly response: ApiResponse;
  /** Null: no response came. */
  readonly status: number | null;
  /** What came of the body, with secrets in it if the server repeats them: quote {@link said} instead. */
  readonly body: string;
  /** Status and body as a report says them, without secrets. */
  readonly said: string;
}

/** How one request differs from the app's own. */
export interface RequestOptions {
  /** The query; the right token, as the app writes it, if not given. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends to the Events API. */
export interface EventsApi {
  /**
   * Sends one body and tells the journal. Never tries again, and throws only when the run would send too much.
   * @param what for the journal: what this request is for.
   */
  readonly post: (what: string, body: string, options?: RequestOptions) => Promise<Reply>;
  /** Every reply so far, in order of arrival. */
  readonly replies: readonly Reply[];
}

/** Of a body, this much is read. */
const MAX_BODY_BYTES = 16_384;

/** The Events API of a workspace. `timeoutMs`: how long a response may take, its body included. */
export const createEventsApi = (
  { credentials, host }: Workspace,
  { journal, clean }: Pick<VerifyContext, 'journal' | 'clean'>,
  timeoutMs: number,
): EventsApi => {
  const replies: Reply[] = [];
  const own = eventsUrl(credentials, host);
  if (typeof own !== 'string') throw new VerifyError(own.reason);
  return {
    replies,
    post: async (what, body, { query, headers = {} } = {}) => {
      const came = journal.sending(what, objectsIn(body).length);
      const url = query === undefined ? own : `${host}${EVENTS_PATH}${query}`;
      const { status, text, retryAfter } = await exchange(url, body, headers, timeoutMs);
      const response: ApiResponse =
        status === null ? { kind: 'retryable', status } : readResponse(status, retryAfter, text, Date.now());
      const said = status === null ? 'no response' : `${status} ${quoted(clean(text))}`.trim();
      const reply = { response, status, body: text, said };
      replies.push(reply);
      came(said);
      return reply;
    },
  };
};

/** Words of the server in the font of code. A page for a browser is not quoted. */
const quoted = (text: string): string => {
  if (/^<(!doctype|html)/i.test(text)) return '(a page of HTML)';
  return text === '' ? '' : `\`${text.replaceAll('`', "'")}\``;
};

const exchange = async (
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<{ readonly status: number | null; readonly text: string; readonly retryAfter: string | null }> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', 'User-Agent': USER_AGENTS.zapier, ...headers },
      // A redirect would take the token along.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return {
      status: response.status,
      text: await textOf(response),
      retryAfter: response.headers.get('retry-after'),
    };
  } catch {
    // Refused, reset, no such host, too slow: the message of a library may have the address in it.
    return { status: null, text: '', retryAfter: null };
  }
};

/** The beginning of a body, as far as it comes. */
const textOf = async ({ body }: Response): Promise<string> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of body ?? []) {
      parts.push(part);
      bytes += part.length;
      if (bytes > MAX_BODY_BYTES) break;
    }
  } catch {
    // What breaks off is as long as it got: the status has been said.
  }
  return Buffer.concat(parts).subarray(0, MAX_BODY_BYTES).toString('utf8');
};

/** The query of a token that is written otherwise than by the app. */
export const queryOf = (token: string): string => `?token=${token}`;

/** Every character of the token as `%XX`, which a server that decodes the query reads as the token itself. */
export const encodedToken = ({ credentials }: Workspace): string =>
  [...Buffer.from(joinedToken(credentials))]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
