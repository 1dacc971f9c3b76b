import manifest from '../../../package.json' with { type: 'json' };
import { secretForms } from '../../../src/lib/redact.ts';
import { Invalid } from '../../../src/lib/validation.ts';
import { EVENTS_PATH, joinedToken, readCredentials } from '../../../src/usermaven/request.ts';
import { authDataIn } from '../../auth-data.ts';
import type { Finding } from '../finding.ts';
import type { VerifyContext } from '../service.ts';
import type { Cli } from './cli.ts';

/** Whether Zapier's log of the requests that were sent has a secret of the connection in it. What to look for is in the variables. */
export const searchLog = async (
  cli: Cli,
  { variables, workspace, clean }: VerifyContext,
): Promise<Finding> => {
  const row = 'log-masks';
  const { workspace_name, api_key, server_token } = authDataIn(variables);
  const credentials = readCredentials(api_key, server_token);
  if (credentials instanceof Invalid || credentials.serverToken === '' || workspace_name !== workspace) {
    const observed =
      'Without the credentials of this workspace in .env, nobody knows what to look for in the log.';
    return { row, verdict: 'skipped', observed };
  }
  const options = ['--type', 'http', '--detailed', '--format', 'raw', '--version', manifest.version];
  const { code, stdout, failure } = await cli.zapier(['logs', ...options]);
  if (code !== 0) return { row, verdict: 'unclear', observed: `The log cannot be read: ${clean(failure)}.` };
  const requests = stdout.split(EVENTS_PATH).length - 1;
  if (requests === 0) {
    return {
      row,
      verdict: 'unclear',
      observed: 'The log has no request to Usermaven yet, or only that of another account.',
    };
  }
  const forms = secretForms([credentials.serverToken, joinedToken(credentials)]);
  return forms.some((form) => stdout.includes(form))
    ? { row, verdict: 'refuted', observed: 'The log of requests has the Server Token in it. Renew it.' }
    : { row, verdict: 'confirmed', observed: 'The log of requests does not have the Server Token in it.' };
};
