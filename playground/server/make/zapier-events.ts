import type { Operation } from '../../../src/actions/action.ts';
import { buildBatch } from '../../../src/events/batch.ts';
import { buildEvent } from '../../../src/events/build.ts';
import { prepareBatch } from '../../../src/events/prepare.ts';
import { readTyping } from '../../../src/events/settings.ts';
import { fieldsOf } from '../../../src/fields/index.ts';
import type { JsonObject } from '../../../src/lib/json.ts';
import { prepare } from '../../../src/usermaven/batches.ts';
import { randomId, stableId } from '../../../src/usermaven/ids.ts';
import type { Clock } from '../../../src/usermaven/times.ts';
import { isJsonObject, parseJson } from '../../json.ts';
import { type Action, makeActionOf } from './action.ts';

/** An event that the Zapier app sends, and the number of the row that it comes from, starting at 1. */
interface ZapierEvent {
  readonly event: JsonObject;
  readonly row: number;
}

/**
 * What the Zapier app sends for an input: one event, or the events of a batch. Random IDs differ on every call. Throws
 * InputError if the app would reject the input.
 */
export const zapierEvents = (
  action: Action,
  input: JsonObject,
  apiKey: string,
  clock: Clock,
): ZapierEvent[] => {
  if (makeActionOf(action).kind === 'batch') {
    const batch = buildBatch(input, { apiKey, reserved: action.reserved }, clock);
    return prepareBatch(batch, randomId()).good.map(({ json, row }) => ({ event: parseEvent(json), row }));
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
  return [{ event: parseEvent(prepare({ ...draft, event_id: id }).json), row: 1 }];
};

const parseEvent = (json: string): JsonObject => {
  const event = parseJson(json) ?? null;
  return isJsonObject(event) ? event : {};
};
