import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Environment } from './parts.ts';

/** Nothing but what this server serves, no inline code or style, and no page around it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** Gives every answer the headers that keep a browser from doing more than the page needs. */
export const safeHeaders: MiddlewareHandler<Environment> = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
};

/**
 * Answers only who has asked for this machine. A page elsewhere can have its own host name lead to 127.0.0.1 (DNS
 * rebinding) and would then be read like ours; its requests carry its own name as Host.
 */
export const ownHostOnly: MiddlewareHandler<Environment> = async (c, next) => {
  if (!ownHosts(c).includes(c.req.header('Host') ?? ''))
    return c.text(`The playground answers only at ${ownHosts(c).join(' and ')}.`, 403);
  return next();
};

/** Refuses what a page of another origin sends. Browsers say so in Origin; what is no browser does not. */
export const ownPageOnly: MiddlewareHandler<Environment> = async (c, next) => {
  const origin = c.req.header('Origin');
  const own = ownHosts(c).map((host) => `http://${host}`);
  if (origin !== undefined && !own.includes(origin))
    return c.text('The playground takes requests from its own page only.', 403);
  return next();
};

/** Refuses a POST that is not JSON, which is also all that a form of another page could send without asking. */
export const jsonOnly: MiddlewareHandler<Environment> = async (c, next) => {
  const type = c.req.header('Content-Type') ?? '';
  if (c.req.method === 'POST' && !/^application\/json *(;|$)/i.test(type))
    return c.text('The playground takes JSON: send it with Content-Type: application/json.', 415);
  return next();
};

const MEGABYTE = 1024 * 1024;
const MOST_MEGABYTES = 12;

/** Refuses a body that no batch needs. */
export const limitedBody: MiddlewareHandler<Environment> = bodyLimit({
  maxSize: MOST_MEGABYTES * MEGABYTE,
  onError: (c) =>
    c.text(`This is more than the ${MOST_MEGABYTES} MB that the playground takes. Send fewer rows.`, 413),
});

const ownHosts = (c: Context<Environment>): string[] => {
  const { localPort } = c.env.incoming.socket;
  return [`127.0.0.1:${localPort}`, `localhost:${localPort}`];
};
