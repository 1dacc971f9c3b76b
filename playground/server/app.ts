import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { jsonOnly, limitedBody, ownHostOnly, ownPageOnly, safeHeaders } from './guard.ts';
import type { PageFile } from './page.ts';
import type { Environment, Parts } from './parts.ts';
import { appRoute } from './routes/app.ts';
import { connectRoute } from './routes/connect.ts';
import { formRoute } from './routes/form.ts';
import { hookRoute } from './routes/hook.ts';
import { makeRoute } from './routes/make.ts';
import { runRoute } from './routes/run.ts';
import { sandboxRoute } from './routes/sandbox.ts';
import { timelineRoute } from './routes/timeline.ts';

const ROUTES = [
  appRoute,
  connectRoute,
  formRoute,
  runRoute,
  hookRoute,
  sandboxRoute,
  timelineRoute,
  makeRoute,
];

/** The playground over HTTP: the page and what it asks for, for this machine only. */
export const createApp = (parts: Parts, page: ReadonlyMap<string, PageFile>): Hono<Environment> => {
  const app = new Hono<Environment>();
  app.use(safeHeaders, ownHostOnly, ownPageOnly);
  for (const [path, file] of page) {
    app.get(path, (c) => {
      c.header('ETag', file.etag);
      c.header('Cache-Control', 'no-cache');
      if (c.req.header('If-None-Match') === file.etag) return c.body(null, 304);
      return c.body(file.content, 200, { 'Content-Type': file.type });
    });
  }
  app.use('/api/*', jsonOnly, limitedBody, async (c, next) => {
    await next();
    c.res.headers.set('Cache-Control', 'no-store');
  });
  for (const route of ROUTES) app.route('/', route(parts));
  app.notFound((c) => c.text('There is nothing at this address of the playground.', 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.text(error.message, error.status);
    process.stderr.write(`${placeOf(error)}\n`);
    return c.text('Something unexpected went wrong in the playground. Try again, or start it anew.', 500);
  });
  return app;
};

/** Which error came from where. Not its message, in which there may be anything. */
const placeOf = ({ name, stack = '' }: Error): string =>
  [name, ...stack.split('\n').filter((line) => /^\s+at /.test(line))].join('\n');
