import type { Operation } from '../../../src/actions/action.ts';
import type { ACTIONS } from '../../../src/actions/index.ts';
import { buildBatch } from '../../../src/events/batch.ts';
import { buildEvent } from '../../../src/events/build.ts';
import { prepareBatch } from '../../../src/events/prepare.ts';
import { readTyping } from '../../../src/events/settings.ts';
import { fieldsOf } from '../../../src/fields/index.ts';
import type { JsonObject } from '../../../src/lib/json.ts';
import { prepare } from '../../../src/usermaven/batches.ts';
import { randomId, stableId } from '../../../src/usermaven/ids.ts';
import type { Clock } from '../../../src/usermaven/times.ts';
import { isJsonObject, parseJson } from '../json.ts';

/** An event that the Zapier app sends, and the row of the batch that it comes from, from 1. */
export interface ZapierEvent {
  readonly event: JsonObject;
  readonly row: number;
}

/**
 * What the Zapier app sends for an input: one event, or those of a batch. An id that it would make at random is another
 * one each time. Throws InputError where it would refuse the input.
 */
export const zapierEvents = (
  action: (typeof ACTIONS)[number],
  input: JsonObject,
  apiKey: string,
  clock: Clock,
): ZapierEvent[] => {
  if (action.key === 'send_batch') {
    const batch = buildBatch(input, { apiKey, reserved: action.reserved }, clock);
    return prepareBatch(batch, randomId()).good.map(({ json, row }) => ({ event: asSent(json), row }));
  }
  const { fields, reserved, eventType }: Operation = action;
  const draft = buildEvent(input, {
    fields: fieldsOf(fields),
    reserved,
    ...(eventType === undefined ? {} : { eventType }),
    apiKey,
    reading: readTyping(input, clock),
  });
  const id = draft.event_id ?? (draft._timestamp === undefined ? randomId() : stableId(draft));
  return [{ event: asSent(prepare({ ...draft, event_id: id }).json), row: 1 }];
};

const asSent = (json: string): JsonObject => {
  const event = parseJson(json);
  return isJsonObject(event) ? event : {};
};
