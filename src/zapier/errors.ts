import type { Bundle, ZObject } from 'zapier-platform-core';
import { withoutSecrets } from '../lib/redact.ts';
import { InputError } from '../lib/validation.ts';
import { EndpointError } from '../usermaven/request.ts';
import { secretsOf } from './step.ts';

/**
 * Why a run stops, named by what Zapier does about it:
 * - `halted`: the run ends with a reason and does not count against the Zap; running it again would not help
 * - `expired`: runs are held until the user reconnects, then replayed
 * - `later`: Zapier runs the step again by itself after `delay` seconds; does not count against the Zap
 * - `error`: counts against the Zap
 */
export type Fate =
  | { readonly kind: 'halted' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'later'; readonly delay: number }
  | { readonly kind: 'error'; readonly code: string; readonly status?: number };

/** A run that stops, in words for the person who built the Zap. Never leaves this folder: see guarded.ts. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly fate: Fate;

  constructor(message: string, fate: Fate) {
    super(message);
    this.fate = fate;
  }
}

const asFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error;
  if (error instanceof InputError) return new Failure(error.message, { kind: 'halted' });
  if (error instanceof EndpointError)
    return new Failure(error.message, { kind: 'error', code: 'Configuration' });
  return new Failure(
    'Something unexpected went wrong in this step. Try again, and if it happens again, contact Usermaven support.',
    { kind: 'error', code: 'Unexpected' },
  );
};

const platformError = ({ errors }: ZObject, message: string, fate: Fate): Error => {
  switch (fate.kind) {
    case 'halted':
      return quiet(new errors.HaltedError(message));
    case 'expired':
      return quiet(new errors.ExpiredAuthError(message));
    case 'later':
      return quiet(new errors.ThrottledError(message, fate.delay));
    case 'error':
      return quiet(new errors.Error(message, fate.code, fate.status));
  }
};

/**
 * Keeps Zapier from adding "What happened" to the message: the story has every address that was requested, and the
 * token is in the address (zapier-platform-core 19.1.0, middleware.js, enrichErrorMessages).
 */
const quiet = (error: Error): Error => Object.assign(error, { doNotContextify: true });

/**
 * Runs a piece of the app so that nothing but Zapier's own error classes comes out, with a message of ours in which
 * no secret of the connection is left. What nobody foresaw is logged by name and place, cleaned.
 */
export const guarded = async <T>(z: ZObject, bundle: Bundle, run: () => T | Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    const secretForms = secretsOf(bundle);
    const failure = asFailure(error);
    if (failure.fate.kind === 'error' && failure.fate.code === 'Unexpected') {
      z.console.error(withoutSecrets(String(error instanceof Error ? error.stack : error), secretForms));
    }
    throw platformError(z, withoutSecrets(failure.message, secretForms), failure.fate);
  }
};
