import type { Bundle } from 'zapier-platform-core';
import { CONNECTION_FIELDS, connectionLabel } from '../fields/connection.ts';
import { secretForms } from '../lib/redact.ts';
import { type Credentials, joinedToken, readCredentials } from '../usermaven/request.ts';
import type { Clock } from '../usermaven/times.ts';
import { Failure, type Fate } from './errors.ts';

/** Now, and the time zone of the account for dates without one; whatever is no text is none. */
export const clockOf = (bundle: Bundle): Clock => {
  const timeZone: unknown = bundle.meta?.timezone;
  return { now: Date.now(), timeZone: typeof timeZone === 'string' ? timeZone : undefined };
};

const SECRET_KEYS = CONNECTION_FIELDS.filter(({ secret }) => secret).map(({ key }) => key);

/** Every form in which a secret of this connection may turn up in a text, for cleaning. */
export const secretsOf = (bundle: Pick<Bundle, 'authData'>): string[] => {
  const stored = SECRET_KEYS.map((key) => bundle.authData[key]);
  const { apiKey, serverToken } = credentialsIn(bundle);
  return secretForms(
    [...stored, apiKey, serverToken, joinedToken({ apiKey, serverToken })].filter(hasSubstance),
  );
};

/** The join of two blanks is a full stop, which is no secret and stands in every sentence. */
const hasSubstance = (secret: unknown): boolean => secret !== '.';

const credentialsIn = (bundle: Pick<Bundle, 'authData'>): Credentials =>
  readCredentials(bundle.authData.api_key, bundle.authData.server_token);

/** The credentials of a connection. Throws {@link Failure} with the fate that a missing one means, expired unless told. */
export const credentialsOf = (bundle: Bundle, fate: Fate = { kind: 'expired' }): Credentials => {
  const credentials = credentialsIn(bundle);
  const missing = [
    ...(credentials.apiKey === '' ? [connectionLabel('api_key')] : []),
    ...(credentials.serverToken === '' ? [connectionLabel('server_token')] : []),
  ];
  if (missing.length === 0) return credentials;
  throw new Failure(`${missing.join(' and ')}: missing in this connection. Reconnect and fill it in.`, fate);
};
