import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { isObject } from '../../src/lib/json.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { DEFINITION_OF_APP } from '../support/definition.ts';
import { appInProcess } from '../support/in-process.ts';
import { linksIn, referencesOf, tellsAccountsApart } from './rules.ts';

const { fields, connectionLabel } = DEFINITION_OF_APP.authentication;
const SECRETS = fields.filter(({ isNoSecret }) => isNoSecret !== true);

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env[HOST_VARIABLE] = sandbox.url;
});
afterAll(async () => {
  delete process.env[HOST_VARIABLE];
  await sandbox.stop();
});

/** What Zapier shows of a connection: its label, filled in from the result of the connection test. */
const labelOf = async (authData: Readonly<Record<string, string>>): Promise<string> => {
  const result = await appInProcess().invoke('authentication.test', { authData });
  if (!isObject(result)) throw new Error('The connection test returned no object.');
  return connectionLabel.replaceAll(/\{\{(\w+)\}\}/g, (_reference, key: string) => String(result[key]));
};

test.each(SECRETS)('D002 the help of $label links to where it is', ({ helpText = '' }) => {
  expect(linksIn(helpText)).not.toEqual([]);
});

test('D002 what is asked for and is a secret is a password', () => {
  expect(SECRETS.map(({ key, type }) => [key, type])).toEqual([
    ['api_key', 'password'],
    ['server_token', 'password'],
    ['userpilot_secret', 'password'],
  ]);
});

describe('D003/5.6 the connection label', () => {
  test('refers to nothing that is a secret', () => {
    expect(tellsAccountsApart(connectionLabel)).toBe(true);
    const secret = new Set(SECRETS.map(({ key }) => key));
    expect(referencesOf(connectionLabel).filter((key) => secret.has(key))).toEqual([]);
  });

  test('tells two connections apart, and shows no key', async () => {
    const authData = { api_key: sandbox.apiKey, server_token: sandbox.serverToken, userpilot_secret: 'shh' };
    expect(await labelOf({ ...authData, workspace_name: 'Acme' })).toBe('Acme');
    expect(await labelOf({ ...authData, workspace_name: 'Globex' })).toBe('Globex');
  });
});
