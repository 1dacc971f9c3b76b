import type { Action } from '../../../src/actions/action.ts';
import { prepareEvent } from '../../../src/events/prepare.ts';
import { prepareBatch } from '../../../src/events/prepare-batch.ts';
import type { JsonObject } from '../../../src/lib/json.ts';
import { randomId } from '../../../src/usermaven/ids.ts';
import type { Credentials } from '../../../src/usermaven/request.ts';
import type { Clock } from '../../../src/usermaven/times.ts';
import { isJsonObject, parseJson } from '../../json.ts';

/** An event that the Zapier app sends, and the number of the row that it comes from, starting at 1. */
interface ZapierEvent {
  readonly event: JsonObject;
  readonly row: number;
}

/** What the Zapier app sends for an input: one event, or the good events of a batch; null if the app would reject the input. */
export const zapierEvents = async (
  action: Action,
  input: JsonObject,
  credentials: Credentials,
  clock: Clock,
): Promise<ZapierEvent[] | null> => {
  if (action.kind === 'event') {
    const prepared = await prepareEvent(action, input, { credentials, clock, isBuilding: false, randomId });
    return 'value' in prepared ? [{ event: parseEvent(prepared.value.json), row: 1 }] : null;
  }
  const prepared = await prepareBatch(input, {
    credentials,
    clock,
    makeSeed: randomId,
    redact: (text) => text,
  });
  if ('issues' in prepared) return null;
  return prepared.value.good.map(({ json, row }) => ({ event: parseEvent(json), row }));
};

const parseEvent = (json: string): JsonObject => {
  const event = parseJson(json) ?? null;
  return isJsonObject(event) ? event : {};
};
