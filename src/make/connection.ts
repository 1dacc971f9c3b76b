import { CONNECTION_FIELDS } from '../fields/connection.ts';
import { IDENTIFY } from '../usermaven/event.ts';
import { EVENTS_HOST, EVENTS_PATH, USER_AGENTS } from '../usermaven/request.ts';
import type { MakeConnection, MakeParameter } from './app-types.ts';
import { KEPT, PASTED, SANITIZE, STORED, tokenQuery } from './credentials.ts';
import { errorDirective, VALID } from './errors.ts';
import { captured, lone, type Template } from './iml.ts';
import { sentenceCase } from './parameters.ts';

const HEADERS = { 'user-agent': USER_AGENTS.make } as const;

/** A redirect would take the token along. Make has one directive for GET and another for all other methods. */
const NO_REDIRECTS = { followRedirects: false, followAllRedirects: false } as const;

/**
 * No event: Usermaven's collector accepts it and throws it away by two rules at once, since an identify call has no user.id and
 * the time is in 1970 (source of its collector). Make takes a 400 for wrong credentials, so an empty batch would not do.
 */
const NO_EVENT = JSON.stringify({ event_type: IDENTIFY, user: {}, timestamp: 1 });

/** What every module's request starts from. */
export const base: Template = {
  baseUrl: EVENTS_HOST,
  headers: HEADERS,
  qs: tokenQuery(STORED),
  ...NO_REDIRECTS,
  response: { valid: VALID, error: errorDirective('module') },
  log: { sanitize: [...SANITIZE] },
};

/** The credentials: Make asks for a connection's name by itself, and the Userpilot secret belongs to the webhook. */
const FIELDS = CONNECTION_FIELDS.filter(({ key }) => key === 'api_key' || key === 'server_token');

const toConnectionParameter = ({ key, label, help }: (typeof FIELDS)[number]): MakeParameter => ({
  name: key,
  type: 'password',
  label: sentenceCase(label),
  help,
  required: true,
  editable: true,
});

/** The connection, tested by a request that writes nothing. Its address is absolute, since the base does not reach it. */
export const connection: MakeConnection = {
  label: 'Usermaven',
  params: FIELDS.map(toConnectionParameter),
  communication: {
    url: `${EVENTS_HOST}${EVENTS_PATH}`,
    method: 'POST',
    qs: tokenQuery(PASTED),
    headers: { 'content-type': 'application/json', ...HEADERS },
    type: 'text',
    body: NO_EVENT,
    ...NO_REDIRECTS,
    response: {
      data: KEPT,
      // Workspaces are told apart by the end of their API key: no response of the API names one.
      metadata: { type: 'text', value: `API key ...${lone(captured(PASTED.key, /^.*(.{4})$/))}` },
      valid: VALID,
      error: errorDirective('connection'),
    },
    log: { sanitize: [...SANITIZE] },
  },
};
