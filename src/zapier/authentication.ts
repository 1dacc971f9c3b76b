import type { Authentication, AuthField, Bundle, ZObject } from 'zapier-platform-core';
import { CONNECTION_FIELDS } from '../fields/connection.ts';
import type { Answer } from '../usermaven/response.ts';
import { post, senderOf } from './client.ts';
import { Failure, type Fate, guarded } from './errors.ts';
import { credentialsOf } from './step.ts';
import { unreachable, wrongCredentials } from './step-errors.ts';

/** No event: the collector checks the token first, so the answer tells whether the credentials are right. */
const NOTHING = '[]';

/** The API read the request, so it accepted the credentials, whatever it thinks of an empty batch. */
const BAD_REQUEST = 400;

/**
 * Tells whether the credentials are right by sending an empty batch; nothing is written. That this works is inferred
 * (docs/assumptions.md). Returns what the connection is labelled by.
 */
const test = (z: ZObject, bundle: Bundle): Promise<{ workspace_name: string }> =>
  guarded(z, bundle, async () => {
    const sender = senderOf(z, bundle, credentialsOf(bundle, notConnected()));
    const { answer } = await post(sender, NOTHING);
    const read = answer.kind === 'accepted' || (answer.kind === 'refused' && answer.status === BAD_REQUEST);
    if (!read) throw failureOfTest(answer);
    const name: unknown = bundle.authData.workspace_name;
    return { workspace_name: typeof name === 'string' ? name : '' };
  });

/** While connecting nothing has expired. */
const notConnected = (status = 401): Fate => ({ kind: 'error', code: 'AuthenticationError', status });

const failureOfTest = (answer: Exclude<Answer, { kind: 'accepted' }>): Failure => {
  const { kind, status } = answer;
  if (kind === 'unauthorized') return new Failure(wrongCredentials(status), notConnected(status));
  if (kind === 'again') {
    return new Failure(`${unreachable(status)} Try again in a minute.`, {
      kind: 'error',
      code: 'Unreachable',
    });
  }
  return new Failure(
    `Usermaven does not answer the connection test as it should (${status}). Contact Usermaven support.`,
    { kind: 'error', code: 'Refused', status },
  );
};

/** API key and server token, checked against the API; labelled by the name that the user gives. */
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
