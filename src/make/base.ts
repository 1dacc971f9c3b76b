import { EVENTS_HOST } from '../usermaven/endpoint.ts';
import { SANITIZE, tokenQuery } from './credentials.ts';
import { errorDirective, VALID } from './errors.ts';
import type { Template } from './iml.ts';

/** What every module's request starts from. A redirect would take the token along. */
export const base: Template = {
  baseUrl: EVENTS_HOST,
  qs: tokenQuery('connection'),
  followRedirects: false,
  response: { valid: VALID, error: errorDirective('connection') },
  log: { sanitize: [...SANITIZE] },
};
