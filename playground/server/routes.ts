import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { loadRecipes } from '../../recipes/recipe.ts';
import { kindsIn } from '../../sandbox/zapier/run-recipe.ts';
import { blueprintFile, blueprintText, checkedBlueprint } from '../../tools/blueprints/write.ts';
import { type AppDescription, PATHS } from '../api.ts';
import { BODIES, findOperation, httpError, readBody } from './bodies.ts';
import { readForm } from './compiled.ts';
import { sendStates } from './live.ts';
import { compareWithMake } from './make/compare.ts';
import type { Environment, Parts } from './parts.ts';
import { timelineOf } from './sandbox-state.ts';
import { deliverSample, runAction, testConnection } from './steps.ts';

/** Everything the page can ask for. Paths and the shape of every body are in api.ts. */
export const createRoutes = (parts: Parts): Hono<Environment> => {
  const { app, description, example, connector, sandbox, behavior, state, makeApp } = parts;
  const routes = new Hono<Environment>();

  routes.get(PATHS.app, (c) => {
    const described: AppDescription = { ...description, example: example() };
    return c.json(described);
  });

  routes.post(PATHS.connect, async (c) =>
    c.json(await testConnection(parts, await readBody(c, BODIES.connect))),
  );

  routes.post(PATHS.form, async (c) => {
    const { operation, authData, inputData } = await readBody(c, BODIES.form);
    return c.json(await readForm(connector, findOperation(app, operation), { authData, inputData }));
  });

  routes.post(PATHS.run, async (c) => c.json(await runAction(parts, await readBody(c, BODIES.run))));

  routes.post(PATHS.hook, async (c) => c.json(await deliverSample(parts, await readBody(c, BODIES.hook))));

  routes.post(PATHS.make, async (c) => {
    const request = await readBody(c, BODIES.make);
    const { fields } = findOperation(app, request.operation);
    return c.json(await compareWithMake(makeApp, request, kindsIn(fields)));
  });

  routes.get(PATHS.blueprint, (c) => {
    const recipe = loadRecipes().find(({ name }) => name === c.req.query('recipe'));
    if (!recipe) throw httpError(404, 'There is no recipe of this name.');
    c.header('Content-Disposition', `attachment; filename="${blueprintFile(recipe)}"`);
    return c.body(blueprintText(checkedBlueprint(recipe)), 200, { 'Content-Type': 'application/json' });
  });

  routes.get(PATHS.sandbox, (c) => c.json(state()));

  routes.post(PATHS.sandbox, async (c) => {
    const request = await readBody(c, BODIES.sandbox);
    if ('behavior' in request) behavior.set(request.behavior);
    else behavior.clear();
    return c.json(state());
  });

  routes.get(PATHS.live, (c) => streamSSE(c, (stream) => sendStates(stream, sandbox, state)));

  routes.get(PATHS.timeline, (c) => {
    const timeline = timelineOf(sandbox, c.req.query('person') ?? '', parts.sandboxMask);
    if (!timeline) throw httpError(404, 'No person has this ID any more.');
    return c.json(timeline);
  });

  return routes;
};
