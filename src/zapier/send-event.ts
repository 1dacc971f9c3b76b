import type { Bundle, ZObject } from 'zapier-platform-core';
import { buildEvent } from '../fields/build-event.ts';
import { fieldsOf } from '../fields/catalogue.ts';
import { readTyping } from '../fields/settings.ts';
import { type EventOutput, eventOutput } from '../operations/event-outputs.ts';
import type { Operation } from '../operations/operation.ts';
import { isTooBig, prepare } from '../usermaven/batches.ts';
import { randomId, stableId } from '../usermaven/ids.ts';
import { InputError } from '../usermaven/refusal.ts';
import { clockOf } from './clock.ts';
import { credentialsOf } from './connection.ts';
import { guarded } from './guarded.ts';
import { memoryOf } from './memory.ts';
import { senderOf } from './sender.ts';
import { tooBig } from './too-big.ts';
import { post } from './transport.ts';
import { failureOf } from './verdict.ts';

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
