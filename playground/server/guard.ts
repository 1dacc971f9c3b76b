import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import type { Environment } from './parts.ts';

/** Which requests are answered, and the headers that limit what a browser does with the responses. */

/** Allows only what this server serves: no inline code or style, and no other page around it. */
export const safeHeaders: MiddlewareHandler<Environment> = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  // The playground is served over plain HTTP, on this machine only.
  strictTransportSecurity: false,
});

/**
 * Rejects requests for another host. A foreign page can make its own host name resolve to 127.0.0.1 (DNS rebinding) and
 * could then read responses as if they were its own; such requests have the foreign name in Host.
 */
export const ownHostOnly: MiddlewareHandler<Environment> = async (c, next) => {
  if (!ownHosts(c).includes(c.req.header('Host') ?? ''))
    return c.text(`The playground answers only at ${ownHosts(c).join(' and ')}.`, 403);
  return next();
};

/** Rejects requests of pages from another origin. Browsers send Origin; other clients may leave it out. */
export const ownOriginOnly: MiddlewareHandler<Environment> = async (c, next) => {
  const origin = c.req.header('Origin');
  const own = ownHosts(c).map((host) => `http://${host}`);
  if (origin !== undefined && !own.includes(origin))
    return c.text('The playground takes requests from its own page only.', 403);
  return next();
};

/** Rejects a POST that is not JSON: a form of a foreign page can be sent without a preflight, JSON cannot. */
export const jsonOnly: MiddlewareHandler<Environment> = async (c, next) => {
  const type = c.req.header('Content-Type') ?? '';
  if (c.req.method === 'POST' && !/^application\/json *(;|$)/i.test(type))
    return c.text('The playground takes JSON: send it with Content-Type: application/json.', 415);
  return next();
};

const MEGABYTE = 1024 * 1024;
const MAX_MEGABYTES = 12;

/** Rejects a body larger than any batch. */
export const limitBody: MiddlewareHandler<Environment> = bodyLimit({
  maxSize: MAX_MEGABYTES * MEGABYTE,
  onError: (c) =>
    c.text(`This is more than the ${MAX_MEGABYTES} MB that the playground takes. Send fewer rows.`, 413),
});

const ownHosts = (c: Context<Environment>): string[] => {
  const { localPort } = c.env.incoming.socket;
  return [`127.0.0.1:${localPort}`, `localhost:${localPort}`];
};
