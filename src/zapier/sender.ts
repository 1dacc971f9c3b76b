import type { Bundle, ZObject } from 'zapier-platform-core';
import type { Credentials } from '../usermaven/credentials.ts';
import { eventsUrl, HOST_VARIABLE } from '../usermaven/endpoint.ts';
import { TIMING } from '../usermaven/limits.ts';
import { secretsOf } from './connection.ts';
import type { Sender } from './transport.ts';

/**
 * What a step sends with, its budget of time running from now. Throws an EndpointError when the host that the
 * maintainers set is none.
 */
export const senderOf = (z: ZObject, bundle: Bundle, credentials: Credentials): Sender => {
  const deadline = Date.now() + TIMING.budgetMs;
  tellLog(bundle);
  return { request: z.request, url: eventsUrl(credentials, process.env[HOST_VARIABLE]), deadline };
};

/**
 * Zapier's log masks the values of authData as they are stored, in some encodings (zapier-platform-core 19.1.0,
 * create-logger.js). A server may say them otherwise in a header of its answer: this tells the log what else to mask.
 */
const tellLog = (bundle: Bundle): void => {
  const stored = new Set<unknown>(Object.values(bundle.authData));
  const others = secretsOf(bundle).filter((form) => !stored.has(form));
  for (const [index, form] of others.entries()) bundle.authData[`secret_form_${index}`] = form;
};
