import * as z from 'zod';
import { StepError, shownMessage } from '../../sandbox/zapier/lambda.ts';
import type { ShownError } from '../api.ts';
import { StepLost } from './connector.ts';
import type { Mask } from './mask.ts';

/** What Zapier does about an error of an action, by its class (Zapier's documentation of error handling). */
const FATES: ReadonlyMap<string, string> = new Map([
  ['HaltedError', 'Zapier ends this run here and shows the reason. It does not count against the Zap.'],
  [
    'ExpiredAuthError',
    'Zapier asks the user to reconnect, holds the runs until then and replays them afterwards. Nothing is lost.',
  ],
]);

const COUNTS =
  'Zapier marks this run as failed. It counts against the Zap, which is switched off when nearly all of its runs fail.';

/** A connection test has one fate, whatever went wrong. */
const NOT_CONNECTED = 'Zapier does not save the connection until this test passes.';

const THROTTLED = z.object({ delay: z.number() });

/** An error of a step, as the user reads it and as Zapier takes it. Throws what is no error of a step. */
export const stepErrorShown = (error: unknown, mask: Mask): ShownError => shown(error, mask, fateOf);

/** An error of the connection test, as the user reads it. Throws what is no error of a step. */
export const connectErrorShown = (error: unknown, mask: Mask): ShownError =>
  shown(error, mask, () => NOT_CONNECTED);

const shown = (error: unknown, mask: Mask, fate: (error: Error) => string): ShownError => {
  if (error instanceof StepError)
    return { name: error.name, message: mask.text(shownMessage(error)), fate: fate(error) };
  if (error instanceof StepLost) return { name: error.name, message: error.message, fate: fate(error) };
  throw error;
};

const fateOf = (error: Error): string => {
  if (error.name !== 'ThrottledError') return FATES.get(error.name) ?? COUNTS;
  const { delay } = THROTTLED.parse(JSON.parse(error.message));
  return `Zapier runs this step again by itself in ${delay} ${delay === 1 ? 'second' : 'seconds'}. It does not count against the Zap.`;
};
