import { connectionLabel } from '../../../src/fields/connection.ts';
import { Invalid } from '../../../src/lib/validation.ts';
import {
  type Credentials,
  eventsHost,
  HOST_VARIABLE,
  joinedToken,
  readCredentials,
} from '../../../src/usermaven/request.ts';
import { AUTH_DATA_PREFIX, authDataIn } from '../../auth-data.ts';
import { VerifyError } from '../errors.ts';
import type { VerifyContext } from '../service.ts';

/** The workspace that is verified with. */
export interface Workspace {
  readonly credentials: Credentials;
  /** The base address: Usermaven's, or a local one. */
  readonly host: string;
}

/**
 * The connection in the variables, whose secrets are masked from now on. Throws {@link VerifyError} when something is missing, when its
 * name is not the workspace that was asked for, or when a token may not go to its address.
 */
export const openWorkspace = ({ variables, workspace, hide, note }: VerifyContext): Workspace => {
  const { workspace_name, api_key, server_token, userpilot_secret } = authDataIn(variables);
  hide(api_key, server_token, userpilot_secret);
  const missing = Object.entries({ workspace_name, api_key, server_token })
    .filter(([, value]) => value === undefined)
    .map(([key]) => `${AUTH_DATA_PREFIX}${key}`);
  if (missing.length > 0) {
    throw new VerifyError(`Set ${missing.join(', ')} in the environment or in .env (docs/verify.md).`);
  }
  if (workspace_name !== workspace) {
    throw new VerifyError(
      `The connection has another name: ${AUTH_DATA_PREFIX}workspace_name and --workspace must both be the name of the test workspace. Nothing was sent.`,
    );
  }
  const credentials = readCredentials(api_key, server_token);
  if (credentials instanceof Invalid) {
    throw new VerifyError(
      `${connectionLabel('api_key')} and ${connectionLabel('server_token')} ${credentials.reason}`,
    );
  }
  hide(credentials.apiKey, credentials.serverToken, joinedToken(credentials));
  const host = eventsHost(variables[HOST_VARIABLE]);
  if (host instanceof Invalid) throw new VerifyError(host.reason);
  note('Address', host);
  return { credentials, host };
};
