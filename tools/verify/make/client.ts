import { Make, MakeError } from '@makehq/sdk';
import manifest from '../../../package.json' with { type: 'json' };
import type { Settings } from '../../make-deploy/settings.ts';
import { VerifyError } from '../errors.ts';

/** Times, milliseconds. */
export interface MakeTiming {
  /** One request. */
  readonly requestMs: number;
  /** Between two looks at a run. */
  readonly pollMs: number;
  /** How long a run may take, from the webhook on. */
  readonly runMs: number;
  /** The wait before the second try of a request; doubles with each. */
  readonly backoffMs: number;
}

/** Make counts requests by the minute (60 on its smallest plan), so the waits of all tries together are longer than one. */
export const MAKE_TIMING: MakeTiming = { requestMs: 30_000, pollMs: 3_000, runMs: 120_000, backoffMs: 2_500 };

const TRIES = 6;
const LONGEST_WAIT = 60_000;

/** What came of a request that got no response. */
export class NoAnswer extends VerifyError {}

/** Make's SDK follows redirects, which would take the key along, and waits without end. */
class GuardedMake extends Make {
  readonly requestMs: number;

  constructor({ url, key }: Settings, { requestMs, backoffMs }: MakeTiming, isRepeatable: boolean) {
    const { host, protocol } = new URL(url);
    super(key, host, {
      headers: { 'user-agent': `usermaven-connector/${manifest.version} (verify)` },
      retry: {
        onRateLimit: true,
        onServerError: isRepeatable,
        maxRetries: TRIES - 1,
        baseDelay: backoffMs,
        maxDelay: LONGEST_WAIT,
      },
    });
    this.protocol = protocol.replace(':', '');
    this.requestMs = requestMs;
  }

  protected override async handleRequest(url: string, options?: RequestInit): Promise<Response> {
    const response = await answerOf(url, { ...options, redirect: 'manual' }, this.requestMs);
    if (response.status >= 300 && response.status < 400)
      throw new VerifyError(`Make responds with a redirect (${response.status}). Check MAKE_ZONE.`);
    return response;
  }
}

/** Sends a request. Throws {@link NoAnswer} without its address when no response comes. */
export const answerOf = async (url: string, options: RequestInit, timeoutMs: number): Promise<Response> => {
  try {
    return await fetch(url, { ...options, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'connection lost';
    throw new NoAnswer(`Make does not respond (${isLate ? 'no response in time' : code}).`);
  }
};

/** Two clients for Make's API: requests that make something are not repeated after a failure of the server, others are. */
export const makeClients = (
  settings: Settings,
  timing: MakeTiming,
): { readonly once: Make; readonly repeatable: Make } => ({
  once: new GuardedMake(settings, timing, false),
  repeatable: new GuardedMake(settings, timing, true),
});

/** What went wrong, and whether Make refused it: then another try would end the same. */
export interface Failure {
  readonly said: string;
  readonly refused: boolean;
}

/** What an error of a request says. Throws it again when it is of another kind. `clean` masks secrets that Make repeats. */
export const failureOf = (error: unknown, clean: (text: string) => string): Failure => {
  if (error instanceof MakeError)
    return { said: `Make answers ${error.statusCode}: ${clean(error.message)}`, refused: isRefusal(error) };
  if (error instanceof VerifyError) return { said: error.message, refused: false };
  throw error;
};

/** True when Make said no, so that the request had no effect and would have none if it were sent again. */
export const isRefusal = (error: unknown): boolean => {
  const status = error instanceof MakeError ? error.statusCode : undefined;
  return status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
};

/** True when Make says that there is no such thing. */
export const isGone = (error: unknown): boolean => error instanceof MakeError && error.statusCode === 404;
