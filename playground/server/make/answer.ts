import { type MakeFolder, readMakeApp } from '../../../sandbox/make/folder.ts';
import type { MappedForm } from '../../../sandbox/make/form.ts';
import { type RunningMakeApp, runningMakeApp } from '../../../sandbox/make/run-app.ts';
import { UnknownToMake } from '../../../sandbox/make/values.ts';
import { startSandbox } from '../../../sandbox/usermaven/server.ts';
import { type FieldKinds, resolveMapping } from '../../../sandbox/zapier/mapping.ts';
import { ACTIONS } from '../../../src/actions/index.ts';
import { BATCH_FIELDS } from '../../../src/fields/batch.ts';
import type { Json, JsonObject } from '../../../src/lib/json.ts';
import { InputError, Refusal } from '../../../src/lib/validation.ts';
import { readCredentials } from '../../../src/usermaven/request.ts';
import type { MakeAnswer, MakeRequest } from '../../api.ts';
import { isJsonObject, parseJson } from '../json.ts';
import { maskOf } from '../mask.ts';
import { EVENTS_SHOWN } from '../recording.ts';
import { readEveryBody } from '../weather.ts';
import { differencesBetween } from './differences.ts';
import { filledInOnMake, rowsOnMake } from './filled-in.ts';
import { zapierEvents } from './zapier-events.ts';

type Action = (typeof ACTIONS)[number];

/** The Make app as it lies in make/, ready to run. */
export interface MakeSide {
  readonly folder: MakeFolder;
  readonly app: RunningMakeApp;
}

/** Reads make/. Throws an Error when it is not there or no app. */
export const readMakeSide = (): MakeSide => {
  const folder = readMakeApp();
  return { folder, app: runningMakeApp(folder) };
};

/**
 * What the Make app sends for the same input, held against what the Zapier app sends; of a batch, the first events.
 * Null when there is nothing to compare: Make has no such module, one of them refuses the input, or nobody knows what
 * Make does with it.
 * @param kinds how Zapier fills the fields of this form, for a mapping with a sample.
 */
export const makeAnswer = async (
  { folder, app }: MakeSide,
  request: MakeRequest,
  kinds: FieldKinds,
): Promise<MakeAnswer | null> => {
  const action = ACTIONS.find(({ key }) => key === request.operation);
  const module = folder.modules.find(({ id }) => id === camelCase(request.operation));
  if (!action || !module) return null;
  try {
    const { zapier, form } = bothSides(action, request, kinds);
    const make = await bodyFromMake(app, module.id, form, request.authData);
    if (make === null) return null;
    const mask = maskOf(request.authData);
    return {
      module: module.label,
      body: mask.json(make),
      differences: differencesBetween(mask.json(zapier), mask.json(make)),
    };
  } catch (error) {
    if ([InputError, Refusal, UnknownToMake].some((known) => error instanceof known)) return null;
    throw error;
  }
};

/** What the Zapier app sends, and the form of the Make module filled in to mean the same. */
const bothSides = (
  action: Action,
  { authData, inputData, sample, timezone }: MakeRequest,
  kinds: FieldKinds,
): { readonly zapier: Json; readonly form: MappedForm } => {
  const clock = { now: Date.now(), timeZone: timezone };
  const input = sample ? resolveMapping(inputData, sample, kinds) : inputData;
  // In a scenario, what is mapped into a row of attributes keeps its type.
  const typed = sample ? resolveMapping(inputData, sample, { ...kinds, dictionaries: new Set() }) : inputData;
  const { apiKey } = readCredentials(authData.api_key, authData.server_token);
  const events = zapierEvents(action, input, apiKey, clock).slice(0, EVENTS_SHOWN);
  if (action.key !== 'send_batch') {
    const [first] = events;
    return { zapier: first?.event ?? null, form: filledInOnMake(action, typed, clock) };
  }
  const shown = new Set(events.map(({ row }) => row));
  const rows = rowsIn(typed).filter((_row, index) => shown.has(index + 1));
  return { zapier: events.map(({ event }) => event), form: rowsOnMake(rows, typed, clock) };
};

const rowsIn = (input: JsonObject): JsonObject[] => {
  const rows = input[BATCH_FIELDS.events.key];
  return Array.isArray(rows) ? rows.filter(isJsonObject) : [];
};

/** Runs a module against a Usermaven of its own, and returns what arrives there; null when nothing does. */
const bodyFromMake = async (
  app: RunningMakeApp,
  module: string,
  form: MappedForm,
  authData: MakeRequest['authData'],
): Promise<Json> => {
  const sandbox = await startSandbox();
  try {
    readEveryBody(sandbox);
    await app.runModule(module, form, { host: sandbox.url, connection: authData });
    const [request] = sandbox.requests;
    return request ? parseJson(request.body) : null;
  } finally {
    await sandbox.stop();
  }
};

/** `track_event` as Make calls the module: `trackEvent`. */
const camelCase = (key: string): string =>
  key.replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
