import { setTimeout as sleep } from 'node:timers/promises';
import manifest from '../../package.json' with { type: 'json' };
import { isObject } from '../../src/lib/json.ts';
import { secretForms, withoutSecrets } from '../../src/lib/redact.ts';
import { shorten } from '../../src/lib/text.ts';
import { retryAfterSeconds } from '../../src/usermaven/response.ts';
import { DeployProblem, NoAnswer } from './problem.ts';
import type { Settings } from './settings.ts';

/** A request to Make's API. */
export interface MakeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** From the root of the API: `/sdk/apps`. */
  readonly path: string;
  readonly type?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** Makes something each time it is sent, so that it is sent again only if it surely had no effect. */
  readonly makes?: true;
}

/** Sends a request and returns the text of the answer, null when there is no such thing (404). */
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
  readonly mostWaitMs: number;
}

/** Make counts requests by the minute (60 on its smallest plan), so the waits together are longer than one. */
export const DEPLOY_TIMING: DeployTiming = {
  tries: 6,
  tryMs: 30_000,
  backoffMs: 2_500,
  mostWaitMs: 300_000,
};

/** Make refuses clients that do not say who they are. */
const USER_AGENT = `usermaven-connector/${manifest.version} (make:deploy)`;

/** Most of what Make says in a refusal. */
const MOST_SAID = 400;

/**
 * Makes what sends requests as the settings say. Waits and tries again on 429, 5xx and network errors, for as long as Make
 * asks if it does. Follows no redirect, since the key would go along. What it throws is a {@link DeployProblem}, without
 * the key in it; a {@link NoAnswer} if the request makes something and nobody knows whether it did.
 */
export const makeClient = (
  { url, key, zone }: Settings,
  say: (line: string) => void,
  timing: DeployTiming = DEPLOY_TIMING,
): Send => {
  const forms = secretForms([key]);
  const clean = (text: string): string => withoutSecrets(text, forms);

  const once = async ({ method, path, type, body }: MakeRequest): Promise<Answered> => {
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
      const answer = await once(request);
      const { status, text } = answer;
      if (status !== null && status < 300) return text;
      if (status === 404 && request.method === 'GET') return null;
      const mayHelp = status === null || status === 429 || status >= 500;
      const what = `${request.method} ${request.path}`;
      if (!mayHelp) throw new DeployProblem(clean(refusal(answer, what, zone)));
      const failure = status === null ? `cannot be reached (${clean(text)})` : `answers ${status}`;
      const told = `Make ${failure}, at ${url}: ${what}.`;
      if (request.makes && status !== 429) throw new NoAnswer(told);
      const wait = waitAfter(tries, answer, timing);
      if (tries === timing.tries || wait > timing.mostWaitMs) {
        const advice = status === null ? 'Check MAKE_ZONE and the network.' : 'Try later.';
        throw new DeployProblem(`${told} ${advice}`);
      }
      say(`Make ${failure}. Trying again in ${Math.ceil(wait / 1000)} s.`);
      await sleep(wait);
    }
  };
  return send;
};

/** What came back; without a status, nothing did, and the text says why. */
interface Answered {
  readonly status: number | null;
  readonly text: string;
  readonly retryAfter: number | undefined;
}

/** What Make asks for, else a growing time with jitter, milliseconds. */
const waitAfter = (tries: number, { retryAfter }: Answered, { backoffMs }: DeployTiming): number =>
  retryAfter === undefined ? backoffMs * 2 ** (tries - 1) * (0.8 + Math.random() * 0.4) : retryAfter * 1000;

/** Why there is no answer: the code of the system, or that time ran out. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'connection lost';
};

const refusal = ({ status, text }: Answered, what: string, zone: string): string => {
  const said = saidIn(text);
  const reason = said === '' ? '' : ` It says: ${said}`;
  if (status === 401) {
    return `Make does not accept the API key (401). Check MAKE_API_KEY, and that the key was made in the zone ${zone}.${reason}`;
  }
  if (status === 403 && /\b1010\b/.test(text)) {
    return `Make shuts this client out for now (403, code 1010). Wait half an hour before you run it again.`;
  }
  if (status === 403) {
    return `Make refuses ${what} (403). The API key needs the scopes sdk-apps:read and sdk-apps:write, its owner the right to edit the app, and the organization a plan with API access.${reason}`;
  }
  if (status !== null && status < 400)
    return `Make answers ${what} with a redirect (${status}). Check MAKE_ZONE.`;
  return `Make refuses ${what} (${status}).${reason}`;
};

/** The reasons in an error of Make's: `message`, `detail` (a text or a list), `suberrors` (errors.ts of its editor extension). */
const saidIn = (text: string): string => {
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
  return shorten(
    [...new Set(texts)]
      .join(' ')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim(),
    MOST_SAID,
  );
};
