import type { ZObject } from 'zapier-platform-core';
import type { Redact } from '../lib/redact.ts';
import { type Checked, describeIssues } from '../lib/validation.ts';

/** What Zapier does about a step that stops. */
export type Outcome =
  /** The run ends with a reason and does not count against the Zap; running it again would not help. */
  | { readonly kind: 'halt' }
  /** Runs are held until the user reconnects, then replayed. */
  | { readonly kind: 'reauth' }
  /** Zapier retries the step automatically after `delay` seconds; does not count against the Zap. */
  | { readonly kind: 'retry'; readonly delay: number }
  /** Counts against the Zap. */
  | { readonly kind: 'fail'; readonly code: string; readonly status?: number };

/** A step that stops, with a message for the person who built the Zap. {@link errorBoundary} turns it into Zapier's own error. */
export class StepError extends Error {
  override readonly name = 'StepError';
  readonly outcome: Outcome;

  /** `message` has no secret in it: what comes from outside is cleaned before it is put in. */
  constructor(message: string, outcome: Outcome) {
    super(message);
    this.outcome = outcome;
  }
}

/**
 * The value, if the input has no issues; throws a {@link StepError} that lists them, a line each. Nobody to send for is a quiet
 * halt; everything else is for the builder of the Zap to fix, and Zapier notifies them.
 */
export const valueOrStop = <T>(checked: Checked<T>, redact: Redact): T => {
  if ('value' in checked) return checked.value;
  const isNobody = checked.issues.every((issue) => issue.isNobody);
  const outcome: Outcome = isNobody ? { kind: 'halt' } : { kind: 'fail', code: 'InvalidInput' };
  throw new StepError(describeIssues(checked.issues, redact).join('\n'), outcome);
};

const UNEXPECTED =
  'Something unexpected went wrong in this step. Try again, and if it happens again, contact Usermaven support.';

const toZapierError = ({ errors }: ZObject, { message, outcome }: StepError): Error => {
  switch (outcome.kind) {
    case 'halt':
      return new errors.HaltedError(message);
    case 'reauth':
      return new errors.ExpiredAuthError(message);
    case 'retry':
      return new errors.ThrottledError(message, outcome.delay);
    case 'fail':
      return new errors.Error(message, outcome.code, outcome.status);
  }
};

/**
 * Runs a part of the app so that only Zapier's own error classes come out, each with a message of ours. An unexpected error is
 * logged with its stack trace, cleaned of secrets.
 */
export const errorBoundary = async <T>(z: ZObject, redact: Redact, run: () => T | Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    const isOurs = error instanceof StepError;
    if (!isOurs) z.console.error(redact(String(error instanceof Error ? error.stack : error)));
    const stepError = isOurs ? error : new StepError(UNEXPECTED, { kind: 'fail', code: 'Unexpected' });
    // Keeps Zapier from adding "What happened" to the message: it lists every requested address, and the token is in the
    // address (zapier-platform-core 19.1.0, middleware.js, enrichErrorMessages).
    throw Object.assign(toZapierError(z, stepError), { doNotContextify: true });
  }
};
