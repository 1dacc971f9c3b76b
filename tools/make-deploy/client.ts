import { setTimeout as sleep } from 'node:timers/promises';
import manifest from '../../package.json' with { type: 'json' };
import { isObject } from '../../src/lib/json.ts';
import { redactor, secretForms } from '../../src/lib/redact.ts';
import { oneLine, truncate } from '../../src/lib/text.ts';
import { retryAfterSeconds } from '../../src/usermaven/response.ts';
import { DeployError, NoResponse } from './errors.ts';
import type { Settings } from './settings.ts';

/** A request to Make's API. */
export interface MakeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** From the root of the API: `/sdk/apps`. */
  readonly path: string;
  readonly type?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** Creates something each time it is sent, so it is sent again only if it cannot have had an effect. */
  readonly creates?: true;
}

/** Sends a request and returns the body of the response, null when there is no such thing (404). */
export type Send = (request: MakeRequest) => Promise<string | null>;

/** Times, milliseconds. */
export interface DeployTiming {
  /** Tries of one request, the first included. */
  readonly tries: number;
  /** One try. */
  readonly tryMs: number;
  /** The wait before the second try; doubles with each. */
  readonly backoffMs: number;
  /** The longest wait that Make may ask for. */
  readonly maxWaitMs: number;
}

/** Make counts requests by the minute (60 on its smallest plan), so the waits together are longer than one. */
export const DEPLOY_TIMING: DeployTiming = {
  tries: 6,
  tryMs: 30_000,
  backoffMs: 2_500,
  maxWaitMs: 300_000,
};

/** Make refuses clients that do not say who they are. */
const USER_AGENT = `usermaven-connector/${manifest.version} (make:deploy)`;

/** How much of Make's reason for an error is shown. */
const REASON_CHARACTERS = 400;

/**
 * A client for Make's API. On 429, 5xx and network errors it waits, as long as Make asks if it does, and retries. It follows
 * no redirect, since that would send the key elsewhere. It throws a {@link DeployError} without the key in it, and a
 * {@link NoResponse} if the request creates something and it is not known whether it did.
 */
export const createClient = (
  { url, key, zone }: Settings,
  print: (line: string) => void,
  timing: DeployTiming = DEPLOY_TIMING,
): Send => {
  const redact = redactor(secretForms([key]));

  const once = async ({ method, path, type, body }: MakeRequest): Promise<MakeResponse> => {
    try {
      const response = await fetch(`${url}/api/v2${path}`, {
        method,
        headers: {
          Authorization: `Token ${key}`,
          'User-Agent': USER_AGENT,
          Accept: 'application/json, text/plain, */*',
          ...(type === undefined ? {} : { 'Content-Type': type }),
        },
        ...(body === undefined ? {} : { body }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timing.tryMs),
      });
      const retryAfter = retryAfterSeconds(response.headers.get('retry-after'), Date.now());
      return { status: response.status, text: await response.text(), retryAfter };
    } catch (error) {
      return { status: null, text: reasonOf(error), retryAfter: undefined };
    }
  };

  const send = async (request: MakeRequest): Promise<string | null> => {
    for (let tries = 1; ; tries += 1) {
      const response = await once(request);
      const { status, text } = response;
      if (status !== null && status < 300) return text;
      if (status === 404 && request.method === 'GET') return null;
      const retryable = status === null || status === 429 || status >= 500;
      const what = `${request.method} ${request.path}`;
      if (!retryable) throw new DeployError(redact(describeRefusal(response, what, zone)));
      const failure = status === null ? `cannot be reached (${redact(text)})` : `responds with ${status}`;
      const message = `Make ${failure}, at ${url}: ${what}.`;
      if (request.creates && status !== 429) throw new NoResponse(message);
      const wait = waitAfter(tries, response, timing);
      if (tries === timing.tries || wait > timing.maxWaitMs) {
        const advice = status === null ? 'Check MAKE_ZONE and the network.' : 'Try again later.';
        throw new DeployError(`${message} ${advice}`);
      }
      print(`Make ${failure}. Trying again in ${Math.ceil(wait / 1000)} s.`);
      await sleep(wait);
    }
  };
  return send;
};

/** A response; without a status, none came, and the text says why. */
interface MakeResponse {
  readonly status: number | null;
  readonly text: string;
  readonly retryAfter: number | undefined;
}

/** What Make asks for, else a growing time with jitter, milliseconds. */
const waitAfter = (tries: number, { retryAfter }: MakeResponse, { backoffMs }: DeployTiming): number =>
  retryAfter === undefined ? backoffMs * 2 ** (tries - 1) * (0.8 + Math.random() * 0.4) : retryAfter * 1000;

/** Why there is no response: the system's error code, or that time ran out. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'no response in time';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'connection lost';
};

const describeRefusal = ({ status, text }: MakeResponse, what: string, zone: string): string => {
  const reasons = reasonsIn(text);
  const reason = reasons === '' ? '' : ` It says: ${reasons}`;
  if (status === 401) {
    return `Make does not accept the API key (401). Check MAKE_API_KEY, and that the key was made in the zone ${zone}.${reason}`;
  }
  if (status === 403 && /\b1010\b/.test(text)) {
    return 'Make blocks this client for now (403, code 1010). Wait half an hour before you run it again.';
  }
  if (status === 403) {
    return `Make refuses ${what} (403). The API key needs the scopes sdk-apps:read and sdk-apps:write, its owner the right to edit the app, and the organization a plan with API access.${reason}`;
  }
  if (status !== null && status < 400)
    return `Make responds to ${what} with a redirect (${status}). Check MAKE_ZONE.`;
  return `Make refuses ${what} (${status}).${reason}`;
};

/** The reasons in an error of Make's: `message`, `detail` (a text or a list), `suberrors` (errors.ts of its editor extension). */
const reasonsIn = (text: string): string => {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    data = /^\s*</.test(text) ? undefined : { message: text };
  }
  if (!isObject(data)) return '';
  const suberrors = Array.isArray(data.suberrors) ? data.suberrors : [];
  const parts = [
    data.message,
    data.detail,
    ...suberrors.map((error) => (isObject(error) ? error.message : error)),
  ];
  const texts = parts.flat().filter((part): part is string => typeof part === 'string' && part.trim() !== '');
  return truncate(oneLine([...new Set(texts)].join(' ')), REASON_CHARACTERS);
};
