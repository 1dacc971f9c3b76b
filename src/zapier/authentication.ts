import type { Authentication, AuthField, Bundle, ZObject } from 'zapier-platform-core';
import { CONNECTION_FIELDS } from '../fields/connection.ts';
import type { FailedResponse } from '../usermaven/response.ts';
import { errorBoundary, type Outcome, StepError } from './errors.ts';
import { firewall, unavailable, wrongCredentials } from './response-errors.ts';
import { maskInLog, openConnection, redactorOf, workspaceName } from './step.ts';

/** No event: the collector checks the token first, so the response shows whether the credentials are right. */
const NO_EVENTS = '[]';

/** The API read the request, so it accepted the credentials, whatever it thinks of an empty batch. */
const BAD_REQUEST = 400;

/** While a connection is being made, nothing can have expired. */
const notConnected = (status = 401): Outcome => ({ kind: 'fail', code: 'AuthenticationError', status });

/**
 * Checks whether the credentials are right by sending an empty batch; nothing is written. That this works is inferred
 * (docs/assumptions.md). Returns what the connection is labeled by.
 */
const test = (z: ZObject, bundle: Bundle): Promise<{ workspace_name: string }> =>
  errorBoundary(z, redactorOf(bundle), async () => {
    maskInLog(bundle);
    const { client } = openConnection(z, bundle, notConnected());
    const { response } = await client.send(NO_EVENTS);
    const isRead =
      response.kind === 'accepted' || (response.kind === 'refused' && response.status === BAD_REQUEST);
    if (!isRead) throw testError(response);
    return { workspace_name: workspaceName(bundle) };
  });

const testError = (response: FailedResponse): StepError => {
  const { kind, status } = response;
  if (kind === 'unauthorized') return new StepError(wrongCredentials(status), notConnected(status));
  if (kind === 'blocked') {
    return new StepError(`${firewall(status)} Try again later.`, { kind: 'fail', code: 'Blocked', status });
  }
  if (kind === 'retryable') {
    return new StepError(`${unavailable(status)} Try again in a minute.`, {
      kind: 'fail',
      code: 'Unreachable',
    });
  }
  return new StepError(
    `Usermaven gave an unexpected response to the connection test (${status}). Contact Usermaven support.`,
    { kind: 'fail', code: 'Refused', status },
  );
};

/** API key and server token, checked against the API; labeled by the name that the user gives. */
export const authentication = {
  type: 'custom',
  fields: CONNECTION_FIELDS.map(
    ({ key, label, help, required, secret }): AuthField => ({
      key,
      label,
      helpText: help,
      required,
      ...(secret ? { type: 'password' } : { type: 'string', isNoSecret: true }),
    }),
  ),
  test,
  connectionLabel: '{{workspace_name}}',
} satisfies Authentication;
