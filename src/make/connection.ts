import { CONNECTION_FIELDS } from '../fields/connection.ts';
import { EVENTS_HOST, EVENTS_PATH } from '../usermaven/request.ts';
import type { MakeConnection, MakeParameter } from './app-types.ts';
import { SANITIZE, tokenQuery } from './credentials.ts';
import { errorDirective, VALID } from './errors.ts';
import { lone, parameter, type Template } from './iml.ts';
import { sentenceCase } from './parameters.ts';

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
