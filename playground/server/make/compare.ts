import type { MappedForm } from '../../../sandbox/make/form.ts';
import type { RunningMakeApp } from '../../../sandbox/make/run-app.ts';
import { UnknownToMake } from '../../../sandbox/make/values.ts';
import { startSandbox } from '../../../sandbox/usermaven/server.ts';
import { type FieldKinds, resolveMapping } from '../../../sandbox/zapier/mapping.ts';
import type { Action } from '../../../src/actions/action.ts';
import { ACTIONS } from '../../../src/actions/index.ts';
import { BATCH_FIELDS } from '../../../src/fields/batch.ts';
import type { Json, JsonObject } from '../../../src/lib/json.ts';
import { Invalid } from '../../../src/lib/validation.ts';
import { type Credentials, readCredentials } from '../../../src/usermaven/request.ts';
import type { MakeRequest, MakeResponse } from '../../api.ts';
import { isJsonObject, parseJson } from '../../json.ts';
import { readEveryBody } from '../behavior.ts';
import { maskOf } from '../mask.ts';
import { EVENTS_SHOWN } from '../recording.ts';
import { differencesBetween } from './differences.ts';
import { batchModuleInput, moduleInput } from './module-input.ts';
import { zapierEvents } from './zapier-events.ts';

/**
 * What the Make app sends for the same input, compared with what the Zapier app sends; of a batch, the first events.
 * Null if there is nothing to compare: the operation is not an action, one of the apps rejects the input, or the sandbox
 * does not know what Make does with it.
 * @param kinds how Zapier fills the fields of this form, for a mapping with a sample.
 */
export const compareWithMake = async (
  makeApp: RunningMakeApp,
  request: MakeRequest,
  kinds: FieldKinds,
): Promise<MakeResponse | null> => {
  const action = ACTIONS.find(({ key }) => key === request.operation);
  if (!action) return null;
  const module = makeApp.moduleOf(action.make.id);
  try {
    const both = await prepareBoth(action, request, kinds);
    if (both === null) return null;
    const { zapier, form, credentials } = both;
    const make = await bodyFromMake(makeApp, module.id, form, credentials);
    if (make === null) return null;
    const mask = maskOf(request.authData);
    return {
      module: module.label,
      body: mask.json(make),
      differences: differencesBetween(mask.json(zapier), mask.json(make)),
    };
  } catch (error) {
    if (error instanceof UnknownToMake) return null;
    throw error;
  }
};

/** The body that the Zapier app sends, and the input of the Make module that means the same; null if an input is rejected. */
const prepareBoth = async (
  action: Action,
  { authData, inputData, sample, timezone }: MakeRequest,
  kinds: FieldKinds,
): Promise<{
  readonly zapier: Json;
  readonly form: MappedForm;
  readonly credentials: Credentials;
} | null> => {
  const clock = { now: Date.now(), timeZone: timezone };
  const input = sample ? resolveMapping(inputData, sample, kinds) : inputData;
  // In a scenario, values that are mapped into a row of attributes keep their type.
  const typed = sample ? resolveMapping(inputData, sample, { ...kinds, dictionaries: new Set() }) : inputData;
  const credentials = readCredentials(authData.api_key, authData.server_token);
  if (credentials instanceof Invalid) return null;
  const events = (await zapierEvents(action, input, credentials, clock))?.slice(0, EVENTS_SHOWN);
  if (!events) return null;
  if (action.kind === 'event') {
    const [first] = events;
    return { zapier: first?.event ?? null, form: moduleInput(action, typed, clock), credentials };
  }
  const shown = new Set(events.map(({ row }) => row));
  const rows = rowsOf(typed).filter((_row, index) => shown.has(index + 1));
  return {
    zapier: events.map(({ event }) => event),
    form: batchModuleInput(rows, typed, clock),
    credentials,
  };
};

const rowsOf = (input: JsonObject): JsonObject[] => {
  const rows = input[BATCH_FIELDS.events.key];
  return Array.isArray(rows) ? rows.filter(isJsonObject) : [];
};

/** Runs a module against a sandbox of its own, and returns the body that arrives; null if no request does. */
const bodyFromMake = async (
  makeApp: RunningMakeApp,
  module: string,
  form: MappedForm,
  { apiKey, serverToken }: Credentials,
): Promise<Json> => {
  const sandbox = await startSandbox();
  try {
    readEveryBody(sandbox);
    const connection = { key: apiKey, token: serverToken };
    await makeApp.runModule(module, form, { host: sandbox.url, connection });
    const [request] = sandbox.requests;
    return request ? (parseJson(request.body) ?? null) : null;
  } finally {
    await sandbox.stop();
  }
};
