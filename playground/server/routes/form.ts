import { Hono } from 'hono';
import { PATHS } from '../../api.ts';
import { BODIES, operationNamed, readBody } from '../bodies.ts';
import { readForm } from '../compiled.ts';
import type { Environment, Parts } from '../parts.ts';

/** `POST /api/form`: the form for these values, dynamic columns included. */
export const formRoute = ({ app, connector }: Parts) =>
  new Hono<Environment>().post(PATHS.form, async (c) => {
    const { operation, authData, inputData } = await readBody(c, BODIES.form);
    return c.json(await readForm(connector, operationNamed(app, operation), { authData, inputData }));
  });
