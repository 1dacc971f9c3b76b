import type { Bundle, ZObject } from 'zapier-platform-core';
import { type EventOutput, eventOutput, type Operation } from '../actions/action.ts';
import { buildEvent } from '../events/build.ts';
import { tooBig } from '../events/prepare.ts';
import { readTyping } from '../events/settings.ts';
import { fieldsOf } from '../fields/index.ts';
import { InputError } from '../lib/validation.ts';
import { isTooBig, prepare } from '../usermaven/batches.ts';
import { randomId, stableId } from '../usermaven/ids.ts';
import { post, senderOf } from './client.ts';
import { guarded } from './errors.ts';
import { memoryOf } from './replay-store.ts';
import { clockOf, credentialsOf } from './step.ts';
import { failureOf } from './step-errors.ts';

/**
 * The perform function of an action that sends one event. Without a time or id of the user's, the event's random id
 * is remembered when the run fails, so that the replay counts once.
 */
export const sendEvent =
  (operation: Operation) =>
  (z: ZObject, bundle: Bundle): Promise<EventOutput> =>
    guarded(z, bundle, async () => {
      const credentials = credentialsOf(bundle);
      const sender = senderOf(z, bundle, credentials);
      const draft = buildEvent(bundle.inputData, {
        fields: fieldsOf(operation.fields),
        reserved: operation.reserved,
        ...(operation.eventType === undefined ? {} : { eventType: operation.eventType }),
        apiKey: credentials.apiKey,
        reading: readTyping(bundle.inputData, clockOf(bundle)),
      });
      const ownId = draft.event_id ?? (draft._timestamp === undefined ? undefined : stableId(draft));
      const memory =
        ownId === undefined ? memoryOf(z, bundle, operation.key, credentials, operation.fields) : undefined;
      const earlier = await memory?.recall();
      const id = ownId ?? earlier?.seed ?? randomId();
      const event = prepare({ ...draft, event_id: id });
      if (isTooBig(event)) throw new InputError([tooBig(event)]);
      const { answer } = await post(sender, event.json);
      if (answer.kind !== 'accepted') {
        await memory?.remember({ seed: id, accepted: [] });
        throw failureOf(answer, 'The event');
      }
      if (earlier) await memory?.forget();
      return eventOutput(draft, id);
    });
