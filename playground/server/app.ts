import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { jsonOnly, limitBody, ownHostOnly, ownOriginOnly, safeHeaders } from './guard.ts';
import type { PageFile } from './page.ts';
import type { Environment, Parts } from './parts.ts';
import { createRoutes } from './routes.ts';

/** The playground over HTTP, for this machine only: the files of the page, and the API behind it. */
export const createApp = (parts: Parts, page: ReadonlyMap<string, PageFile>): Hono<Environment> => {
  const app = new Hono<Environment>();
  app.use(safeHeaders, ownHostOnly, ownOriginOnly);
  for (const [path, file] of page) {
    app.get(path, (c) => {
      c.header('ETag', file.etag);
      c.header('Cache-Control', 'no-cache');
      if (c.req.header('If-None-Match') === file.etag) return c.body(null, 304);
      return c.body(file.content, 200, { 'Content-Type': file.type });
    });
  }
  app.use('/api/*', jsonOnly, limitBody, async (c, next) => {
    await next();
    c.res.headers.set('Cache-Control', 'no-store');
  });
  app.route('/', createRoutes(parts));
  app.notFound((c) => c.text('There is nothing at this address of the playground.', 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.text(error.message, error.status);
    process.stderr.write(`${traceOf(error)}\n`);
    return c.text('Something unexpected went wrong in the playground. Try again, or restart it.', 500);
  });
  return app;
};

/** The name and stack of an error, without its message, which may contain secrets. */
const traceOf = ({ name, stack = '' }: Error): string =>
  [name, ...stack.split('\n').filter((line) => /^\s+at /.test(line))].join('\n');
