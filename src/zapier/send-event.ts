import { type EventAction, type EventOutput, eventOutput } from '../actions/action.ts';
import { prepareEvent } from '../events/prepare.ts';
import { valueOrHalt } from './errors.ts';
import { toStepError } from './response-errors.ts';
import { type Perform, step } from './step.ts';

/**
 * The perform function of an action that sends one event. A random event id is kept when the run fails, so that its replay sends
 * the same one.
 */
export const sendEvent = (action: EventAction): Perform<EventOutput> =>
  step(action, async ({ input, credentials, clock, client, replay, redact }) => {
    const randomId = async () => (await replay.load()).seed;
    const prepared = await prepareEvent(action, input, { apiKey: credentials.apiKey, clock, randomId });
    const { event, json } = valueOrHalt(prepared, redact);
    const { response } = await client.send(json);
    if (response.kind !== 'accepted') {
      await replay.save();
      throw toStepError(response, { subject: 'The event', redact });
    }
    await replay.clear();
    return eventOutput(event);
  });
