import { type EventAction, type EventOutput, eventOutput } from '../actions/action.ts';
import { prepareEvent } from '../events/prepare.ts';
import { describeIssues } from '../lib/validation.ts';
import { valueOrStop } from './errors.ts';
import { toStepError } from './response-errors.ts';
import { type Perform, step } from './step.ts';

/**
 * The perform function of an action that sends one event. A random event id is kept when the run fails, so that its replay sends
 * the same one.
 */
export const sendEvent = (action: EventAction): Perform<EventOutput> =>
  step(action, async ({ input, credentials, clock, isBuilding, client, replay, redact }) => {
    const randomId = async () => (await replay.load()).seed;
    const prepared = await prepareEvent(action, input, {
      credentials,
      clock,
      isBuilding,
      randomId,
    });
    const { event, notes, json } = valueOrStop(prepared, redact);
    const { response } = await client.send(json);
    if (response.kind !== 'accepted') {
      const error = toStepError(response, { subject: 'The event', redact, isBuilding });
      await replay.save({ isReplayed: error.outcome.kind !== 'fail' && !isBuilding });
      throw error;
    }
    await replay.clear();
    return eventOutput(event, describeIssues(notes, redact));
  });
