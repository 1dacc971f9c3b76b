import { Hono } from 'hono';
import { PATHS } from '../../api.ts';
import { refusal } from '../bodies.ts';
import type { Environment, Parts } from '../parts.ts';
import { timelineOf } from '../people.ts';

/** `GET /api/timeline?person=HANDLE`: one person's story; 404 when nobody has this handle. */
export const timelineRoute = ({ sandbox, sandboxMask }: Parts) =>
  new Hono<Environment>().get(PATHS.timeline, (c) => {
    const timeline = timelineOf(sandbox, c.req.query('person') ?? '', sandboxMask);
    if (!timeline) throw refusal(404, 'Nobody here has this name any more.');
    return c.json(timeline);
  });
