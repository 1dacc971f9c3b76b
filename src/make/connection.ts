import { CONNECTION_FIELDS } from '../fields/connection.ts';
import { IDENTIFY } from '../usermaven/event.ts';
import { EVENTS_HOST, EVENTS_PATH, USER_AGENTS } from '../usermaven/request.ts';
import type { MakeConnection, MakeParameter } from './app-types.ts';
import { SANITIZE, tokenQuery } from './credentials.ts';
import { errorDirective, VALID } from './errors.ts';
import { lone, parameter, type Template } from './iml.ts';
import { sentenceCase } from './parameters.ts';

const HEADERS = { 'user-agent': USER_AGENTS.make } as const;

/**
 * No event: Usermaven's collector accepts it and throws it away by two rules at once, since an identify call has no user.id and
 * the time is in 1970 (source of its collector). Make takes a 400 for wrong credentials, so an empty batch would not do.
 */
const NO_EVENT = JSON.stringify({ event_type: IDENTIFY, user: {}, timestamp: 1 });

/** What every module's request starts from. A redirect would take the token along. */
export const base: Template = {
  baseUrl: EVENTS_HOST,
  headers: HEADERS,
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

/** The connection, tested by a request that writes nothing. Its address is absolute, since the base does not reach it. */
export const connection: MakeConnection = {
  label: 'Usermaven',
  params: FIELDS.map(toConnectionParameter),
  communication: {
    url: `${EVENTS_HOST}${EVENTS_PATH}`,
    method: 'POST',
    qs: tokenQuery('parameters'),
    headers: { 'content-type': 'application/json', ...HEADERS },
    type: 'text',
    body: NO_EVENT,
    followRedirects: false,
    response: {
      metadata: { type: 'text', value: lone(parameter('workspace_name')) },
      valid: VALID,
      error: errorDirective('parameters'),
    },
    log: { sanitize: [...SANITIZE] },
  },
};
