import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { PATHS } from '../../api.ts';
import { BODIES, readBody } from '../bodies.ts';
import { sendStates } from '../live.ts';
import type { Environment, Parts } from '../parts.ts';

/** `GET` and `POST /api/sandbox`, and its stream `GET /api/live`. */
export const sandboxRoute = ({ sandbox, weather, state }: Parts) =>
  new Hono<Environment>()
    .get(PATHS.sandbox, (c) => c.json(state()))
    .post(PATHS.sandbox, async (c) => {
      const request = await readBody(c, BODIES.sandbox);
      if ('weather' in request) weather.set(request.weather);
      else weather.clear();
      return c.json(state());
    })
    .get(PATHS.live, (c) => streamSSE(c, (stream) => sendStates(stream, sandbox, state)));
