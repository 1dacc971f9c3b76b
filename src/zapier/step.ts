import { hash } from 'node:crypto';
import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Action } from '../actions/action.ts';
import type { Input } from '../events/settings.ts';
import { CONNECTION_FIELDS, connectionLabel } from '../fields/connection.ts';
import { fieldsOf } from '../fields/index.ts';
import { canonicalJson, isTooDeep } from '../lib/json.ts';
import { type Redact, redactor, secretForms } from '../lib/redact.ts';
import { Invalid } from '../lib/validation.ts';
import {
  type Credentials,
  eventsUrl,
  HOST_VARIABLE,
  joinedToken,
  readCredentials,
} from '../usermaven/request.ts';
import type { Clock } from '../usermaven/times.ts';
import { type Client, createClient } from './client.ts';
import { errorBoundary, type Outcome, StepError } from './errors.ts';
import { openReplayStore, type ReplayStore } from './replay-store.ts';

/** A connection to Usermaven, opened. */
export interface Connection {
  readonly credentials: Credentials;
  /** Sends to Usermaven, as long as there is time in this step. */
  readonly client: Client;
}

/** What an action works with: everything that it needs from Zapier's `z` and `bundle`, opened once. */
export interface Step extends Connection {
  /** What the user filled in, by field key. */
  readonly input: Input;
  readonly clock: Clock;
  /** True when the run was started in the editor, where the user can fix the mapping and nothing is retried. */
  readonly isBuilding: boolean;
  readonly replay: ReplayStore;
  /** Masks the secrets of the connection in a text that comes from outside. */
  readonly redact: Redact;
}

/** What Zapier calls to run something. */
export type Perform<R> = (z: ZObject, bundle: Bundle) => Promise<R>;

/** An action as Zapier calls it: opens the step, and turns whatever goes wrong in it into Zapier's own errors. */
export const step =
  <R>(action: Action, run: (step: Step) => Promise<R>): Perform<R> =>
  (z, bundle) => {
    const redact = redactorOf(bundle);
    return errorBoundary(z, redact, () => {
      maskInLog(bundle);
      const connection = openConnection(z, bundle, { kind: 'reauth' });
      const clock = clockOf(bundle);
      const input = bundle.inputData;
      const replay = openReplayStore(z.cache, () => replayKey(action, connection.credentials, clock, input));
      const isBuilding = bundle.meta?.isLoadingSample === true;
      return run({ ...connection, input, clock, isBuilding, redact, replay });
    });
  };

/**
 * The connection of a bundle. Throws {@link StepError} when a credential is missing or unclear, with the outcome given, and when the
 * maintainers' {@link HOST_VARIABLE} holds an address that no token may go to.
 */
export const openConnection = (z: ZObject, bundle: Bundle, missing: Outcome): Connection => {
  const began = Date.now();
  const credentials = credentialsIn(bundle);
  if (credentials instanceof Invalid) {
    throw new StepError(
      `${connectionLabel('api_key')} and ${connectionLabel('server_token')} ${credentials.reason}`,
      missing,
    );
  }
  const blank = [
    ...(credentials.apiKey === '' ? [connectionLabel('api_key')] : []),
    ...(credentials.serverToken === '' ? [connectionLabel('server_token')] : []),
  ];
  if (blank.length > 0) {
    throw new StepError(
      `${blank.join(' and ')}: missing from this connection. Reconnect and fill ${blank.length > 1 ? 'them' : 'it'} in.`,
      missing,
    );
  }
  const url = eventsUrl(credentials, process.env[HOST_VARIABLE]);
  if (url instanceof Invalid) throw new StepError(url.reason, { kind: 'fail', code: 'Configuration' });
  return { credentials, client: createClient({ request: z.request, url, began }) };
};

/** The name that the user gave the connection; `''` if there is none. */
export const workspaceName = ({ authData }: Bundle): string => {
  const name: unknown = authData.workspace_name;
  return typeof name === 'string' ? name : '';
};

const clockOf = ({ meta }: Bundle): Clock => {
  const timeZone: unknown = meta?.timezone;
  return { now: Date.now(), timeZone: typeof timeZone === 'string' ? timeZone : undefined };
};

/**
 * Runs with the same input for the same workspace have one key, so that a replay finds the state of the run that failed. The
 * server token has no part in it: a run that stopped at an expired connection is replayed with another one.
 */
const replayKey = (
  { key, fields }: Action,
  { apiKey }: Credentials,
  { timeZone }: Clock,
  input: Input,
): string => {
  // A value that is nested too deeply to be written is refused or left out, so it makes no difference.
  const values = fieldsOf(fields).map(({ key: name }) => [
    name,
    isTooDeep(input[name]) ? null : (input[name] ?? null),
  ]);
  return `usermaven:${hash('sha256', canonicalJson([key, apiKey, timeZone ?? null, values]))}`;
};

const SECRET_KEYS = CONNECTION_FIELDS.filter(({ secret }) => secret).map(({ key }) => key);

const credentialsIn = ({ authData }: Pick<Bundle, 'authData'>): Credentials | Invalid =>
  readCredentials(authData.api_key, authData.server_token);

/** The secrets of a connection, as stored and as they are sent. */
const secretsOf = ({ authData }: Pick<Bundle, 'authData'>): unknown[] => {
  const credentials = credentialsIn({ authData });
  const stored = SECRET_KEYS.map((key): unknown => authData[key]);
  if (credentials instanceof Invalid) return stored;
  const { apiKey, serverToken } = credentials;
  const joined = apiKey === '' && serverToken === '' ? [] : [joinedToken(credentials)];
  return [...stored, apiKey, serverToken, ...joined];
};

/** Masks the secrets of a bundle in texts from outside. */
export const redactorOf = (bundle: Pick<Bundle, 'authData'>): Redact => redactor(secretsOf(bundle));

/**
 * Zapier's log masks the values of `authData` as they are stored, in some encodings (zapier-platform-core 19.1.0,
 * create-logger.js). A server may repeat them otherwise, in a header for example, so the other forms are put beside them.
 */
export const maskInLog = (bundle: Bundle): void => {
  const stored = new Set<unknown>(Object.values(bundle.authData));
  const others = secretForms(secretsOf(bundle)).filter((form) => !stored.has(form));
  for (const [index, form] of others.entries()) bundle.authData[`secret_form_${index}`] = form;
};
