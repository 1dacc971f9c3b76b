import type { MappedForm } from '../../../sandbox/make/form.ts';
import type { Reading } from '../../../sandbox/make/readings.ts';
import type { Sandbox } from '../../../sandbox/usermaven/server.ts';
import type { Action } from '../../../src/actions/action.ts';
import { isObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import { HOST_VARIABLE } from '../../../src/usermaven/request.ts';
import { appInProcess } from '../in-process.ts';
import { runModule } from './app.ts';

/** A request as it arrived. Its token was right when the status is 200: the sandbox compares it. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  /** The events in its body, one or many. */
  readonly events: readonly JsonObject[];
  /** True when the body is an array. */
  readonly isBatch: boolean;
}

/** What one platform did with an input: what arrived, and how it ended. */
export interface Outcome {
  readonly requests: readonly Arrived[];
  /** Undefined when it went well, else what the user reads. */
  readonly error: string | undefined;
}

/** What arrived since the sandbox was last cleared. Clears it. */
export const takeFrom = (sandbox: Sandbox): Arrived[] => {
  const arrived = sandbox.requests.map(({ method, path, status, body }) => {
    const parsed: Json = JSON.parse(body);
    const events = Array.isArray(parsed) ? parsed : [parsed];
    return { method, path, status, events: events.filter(isEvent), isBatch: Array.isArray(parsed) };
  });
  sandbox.clear();
  return arrived;
};

const isEvent = (value: Json): value is JsonObject => isObject(value);

/** What Zapier shows of an error: those of its platform carry message and code as JSON. */
const messageOf = (thrown: unknown): string => {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : undefined;
  return isObject(parsed) && typeof parsed.message === 'string' ? parsed.message : text;
};

const { invoke } = appInProcess();

/**
 * Runs an action on Zapier, with what it does before ours already done, and returns what arrived at the sandbox. `isBuilding` while
 * the user builds the Zap and can still fix the mapping.
 */
export const onZapier = async (
  sandbox: Sandbox,
  action: Action,
  inputData: Readonly<Record<string, unknown>>,
  isBuilding = false,
): Promise<Outcome> => {
  process.env[HOST_VARIABLE] = sandbox.url;
  const authData = { workspace_name: 'Acme', api_key: sandbox.apiKey, server_token: sandbox.serverToken };
  let error: string | undefined;
  try {
    await invoke(`creates.${action.key}.operation.perform`, {
      authData,
      inputData,
      meta: { isLoadingSample: isBuilding },
    });
  } catch (thrown) {
    error = messageOf(thrown);
  } finally {
    delete process.env[HOST_VARIABLE];
  }
  return { requests: takeFrom(sandbox), error };
};

/** Runs a module on Make, filled in as its user does, and returns what arrived at the sandbox. */
export const onMake = async (
  sandbox: Sandbox,
  action: Action,
  mapped: MappedForm,
  reading?: Reading,
): Promise<Outcome> => {
  const connection = { key: sandbox.apiKey, token: sandbox.serverToken };
  const ending = await runModule(action.make.id, mapped, {
    host: sandbox.url,
    connection,
    ...(reading ? { reading } : {}),
  });
  const error =
    ending.kind === 'failed'
      ? ending.message
      : ending.kind === 'refused'
        ? ending.problems.join('\n')
        : undefined;
  return { requests: takeFrom(sandbox), error };
};
