import { CONNECTION_FIELDS, type ConnectionKey } from '../fields/connection.ts';
import { EVENTS_HOST, EVENTS_PATH } from '../usermaven/request.ts';
import type { MakeConnection, MakeParameter } from './app-types.ts';
import { errorDirective, VALID } from './errors.ts';
import { call, type Expression, lone, member, parameter, quoted, replaced, type Template } from './iml.ts';
import { sentenceCase } from './parameters.ts';

/**
 * The connection's credentials as expressions, read as pasted: surrounding spaces and the joined `KEY.TOKEN` are
 * understood (credentials.ts does the same where code can run). `token` is what the API wants in the address. `from`
 * is `connection`, or `parameters` while the connection is being made.
 */
export const credentials = (
  from: 'connection' | 'parameters',
): Record<'apiKey' | 'serverToken' | 'token', Expression> => {
  const stored = (key: ConnectionKey) => call('trim', member(from, key));
  const apiKey = replaced(stored('api_key'), /[.].*$/, quoted(''));
  const serverToken = call('replace', stored('server_token'), `${apiKey} + '.'`, quoted(''));
  return { apiKey, serverToken, token: `${apiKey} + '.' + ${serverToken}` };
};

/** The query that authenticates a request. */
export const tokenQuery = (from: 'connection' | 'parameters'): Template => ({
  token: lone(credentials(from).token),
});

/** Where secrets stand in what Make logs of a request. The answer may repeat the token in any of its members. */
export const SANITIZE: readonly string[] = ['request.qs.token', 'request.body.api_key', 'response.body'];

/** The same where no path reaches what is within the body: rows, or text. */
export const SANITIZE_BODY: readonly string[] = [...SANITIZE, 'request.body'];

/** What every module's request starts from. A redirect would take the token along. */
export const base: Template = {
  baseUrl: EVENTS_HOST,
  qs: tokenQuery('connection'),
  followRedirects: false,
  response: { valid: VALID, error: errorDirective('connection') },
  log: { sanitize: [...SANITIZE] },
};

/** The Userpilot secret belongs to the webhook on Make, which has no connection. */
const FIELDS = CONNECTION_FIELDS.filter(({ key }) => key !== 'userpilot_secret');

const toConnectionParameter = ({
  key,
  label,
  help,
  required,
  secret,
}: (typeof FIELDS)[number]): MakeParameter => ({
  name: key,
  type: secret ? 'password' : 'text',
  label: sentenceCase(label),
  help,
  ...(required ? { required: true } : {}),
  ...(secret ? { editable: true } : {}),
});

/** The connection, tested by an empty batch: nothing is written. Its address is absolute, since no base reaches it. */
export const connection: MakeConnection = {
  label: 'Usermaven',
  params: FIELDS.map(toConnectionParameter),
  communication: {
    url: `${EVENTS_HOST}${EVENTS_PATH}`,
    method: 'POST',
    qs: tokenQuery('parameters'),
    headers: { 'content-type': 'application/json' },
    type: 'text',
    body: '[]',
    followRedirects: false,
    response: {
      metadata: { type: 'text', value: lone(parameter('workspace_name')) },
      valid: VALID,
      error: errorDirective('parameters'),
    },
    log: { sanitize: [...SANITIZE] },
  },
};
