import { Hono } from 'hono';
import { kindsIn } from '../../../sandbox/zapier/run-recipe.ts';
import { PATHS } from '../../api.ts';
import { BODIES, operationNamed, readBody } from '../bodies.ts';
import { makeAnswer } from '../make/answer.ts';
import type { Environment, Parts } from '../parts.ts';

/** `POST /api/make`: the same input as the Make app would send it, or null. */
export const makeRoute = ({ app, makeSide }: Parts) =>
  new Hono<Environment>().post(PATHS.make, async (c) => {
    const request = await readBody(c, BODIES.make);
    const { fields } = operationNamed(app, request.operation);
    return c.json(await makeAnswer(makeSide, request, kindsIn(fields)));
  });
