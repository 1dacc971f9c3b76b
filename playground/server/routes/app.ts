import { Hono } from 'hono';
import { PATHS } from '../../api.ts';
import type { Environment, Parts } from '../parts.ts';

/** `GET /api/app`: the compiled app. */
export const appRoute = ({ description }: Parts) =>
  new Hono<Environment>().get(PATHS.app, (c) => c.json(description));
