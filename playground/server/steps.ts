import { resolveMapping } from '../../sandbox/zapier/mapping.ts';
import { kindsIn } from '../../sandbox/zapier/run-recipe.ts';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import type {
  ConnectRequest,
  ConnectResponse,
  HookRequest,
  HookResponse,
  Operation,
  RunRequest,
  RunResponse,
} from '../api.ts';
import { isJsonObject, objectsIn } from '../json.ts';
import { arrivedOf } from './arrived.ts';
import { findOperation, httpError } from './bodies.ts';
import { pathOf, readForm } from './compiled.ts';
import { type Mask, maskOf } from './mask.ts';
import type { StepParts } from './parts.ts';
import { loggedLines, madeRequest, record } from './recording.ts';
import { connectErrorShown, stepErrorShown } from './shown-error.ts';
import { asTriggerBundle, createDelivery, WEBHOOK_URL } from './userpilot.ts';

/** What runs in the built app: the connection test, actions and the trigger. Secrets in responses are masked. */

const DEFAULT_TIMEZONE = 'UTC';

/** Runs the connection test. */
export const testConnection = async (
  { app, connector, oneAtATime }: Pick<StepParts, 'app' | 'connector' | 'oneAtATime'>,
  { authData }: ConnectRequest,
): Promise<ConnectResponse> => {
  const mask = maskOf(authData);
  try {
    const tested = await oneAtATime(() => connector.invoke('authentication.test', { authData }));
    return { ok: true, label: fillLabel(app.connectionLabel, tested, mask) };
  } catch (error) {
    return { ok: false, error: connectErrorShown(error, mask) };
  }
};

/** The label of a connection: `{{workspace_name}}` filled with what the test returned. */
const fillLabel = (template: string, tested: Json, mask: Mask): string =>
  template.replace(/\{\{([^{}]+)\}\}/g, (_whole, key: string) => {
    const value = isJsonObject(tested) ? tested[key.trim()] : undefined;
    return typeof value === 'string' ? mask.text(value) : '';
  });

/** Runs an action as Zapier would, and reports everything it did. */
export const runAction = async (parts: StepParts, request: RunRequest): Promise<RunResponse> => {
  const operation = findOperation(parts.app, request.operation, ['create']);
  const inputData = await resolveInput(parts, operation, request);
  const { authData, timezone = DEFAULT_TIMEZONE } = request;
  const { outcome, requests, logs, milliseconds, ...events } = await parts.oneAtATime(() =>
    record(parts, () =>
      parts.connector.invoke(`${pathOf(operation)}.perform`, { authData, inputData, meta: { timezone } }),
    ),
  );
  const mask = maskOf(authData);
  return {
    inputData: mask.object(inputData),
    requests: requests.map((made) => madeRequest(made, mask)),
    result: outcome.ok
      ? { ok: true, output: isJsonObject(outcome.value) ? mask.object(outcome.value) : {} }
      : { ok: false, error: stepErrorShown(outcome.error, mask) },
    milliseconds,
    logs: loggedLines(logs, mask),
    arrived: arrivedOf(events, parts.sandbox, parts.sandboxMask),
  };
};

/** What the step receives: the values as they are or, with a sample, the mapping resolved against it. */
const resolveInput = async (
  { connector }: StepParts,
  operation: Operation,
  { authData, inputData, sample }: RunRequest,
): Promise<JsonObject> => {
  if (!sample) return inputData;
  const form = await readForm(connector, operation, { authData, inputData });
  try {
    return resolveMapping(inputData, sample, kindsIn(form));
  } catch (error) {
    throw httpError(400, error instanceof Error ? error.message : String(error));
  }
};

/** Delivers one of Userpilot's samples to the trigger. */
export const deliverSample = async (parts: StepParts, request: HookRequest): Promise<HookResponse> => {
  const { operation, authData, inputData, type, signature } = request;
  const method = `${pathOf(findOperation(parts.app, operation, ['trigger']))}.perform`;
  const delivery = createDelivery({ type, signature }, authData.userpilot_secret?.trim() ?? '');
  if (!delivery) throw httpError(400, `There is no Userpilot sample of the type "${type}".`);
  const { outcome, logs } = await parts.oneAtATime(() =>
    record(parts, () =>
      parts.connector.invoke(method, { authData, inputData, ...asTriggerBundle(delivery) }),
    ),
  );
  const mask = maskOf(authData);
  return {
    url: WEBHOOK_URL,
    ...delivery,
    result: outcome.ok
      ? { ok: true, outputs: objectsIn(outcome.value).map(mask.object) }
      : { ok: false, error: stepErrorShown(outcome.error, mask) },
    logs: loggedLines(logs, mask),
  };
};
