import * as z from 'zod';
import { StepError, shownMessage } from '../../sandbox/zapier/lambda.ts';
import type { ShownError } from '../api.ts';
import { StepLost } from './connector.ts';
import type { Mask } from './mask.ts';

/** What Zapier does when an action throws an error of this class (Zapier's documentation of error handling). */
const CONSEQUENCES: ReadonlyMap<string, string> = new Map([
  ['HaltedError', 'Zapier ends this run here and shows the reason. It does not count against the Zap.'],
  [
    'ExpiredAuthError',
    'Zapier asks the user to reconnect, holds the runs until then and replays them afterwards. Nothing is lost.',
  ],
]);

const RUN_FAILED =
  'Zapier marks this run as failed. It counts against the Zap, which is switched off when nearly all of its runs fail.';

/** The same for every error of a connection test. */
const NOT_CONNECTED = 'Zapier does not save the connection until this test passes.';

const THROTTLED = z.object({ delay: z.number() });

/** An error of a step, as the user reads it, with what Zapier does. Rethrows anything that is not an error of a step. */
export const stepErrorShown = (error: unknown, mask: Mask): ShownError => shown(error, mask, consequenceOf);

/** An error of the connection test, likewise. */
export const connectErrorShown = (error: unknown, mask: Mask): ShownError =>
  shown(error, mask, () => NOT_CONNECTED);

const shown = (error: unknown, mask: Mask, consequenceOf: (error: Error) => string): ShownError => {
  if (error instanceof StepError)
    return { name: error.name, message: mask.text(shownMessage(error)), consequence: consequenceOf(error) };
  if (error instanceof StepLost)
    return { name: error.name, message: error.message, consequence: consequenceOf(error) };
  throw error;
};

const consequenceOf = (error: Error): string => {
  if (error.name !== 'ThrottledError') return CONSEQUENCES.get(error.name) ?? RUN_FAILED;
  const { delay } = THROTTLED.parse(JSON.parse(error.message));
  return `Zapier retries this step automatically in ${delay} ${delay === 1 ? 'second' : 'seconds'}. It does not count against the Zap.`;
};
