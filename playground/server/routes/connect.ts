import { Hono } from 'hono';
import { type ConnectAnswer, PATHS } from '../../api.ts';
import { BODIES, readBody } from '../bodies.ts';
import { fromProcess, isJsonObject } from '../json.ts';
import { type Mask, maskOf } from '../mask.ts';
import type { Environment, Parts } from '../parts.ts';
import { connectErrorShown } from '../shown-error.ts';

/** `POST /api/connect`: runs the connection test. */
export const connectRoute = ({ app, connector, oneAtATime }: Parts) =>
  new Hono<Environment>().post(PATHS.connect, async (c) => {
    const { authData } = await readBody(c, BODIES.connect);
    const mask = maskOf(authData);
    const answer = await oneAtATime(() => connector.invoke('authentication.test', { authData })).then(
      (tested): ConnectAnswer => ({ ok: true, label: labelOf(app.connectionLabel, tested, mask) }),
      (error: unknown): ConnectAnswer => ({ ok: false, error: connectErrorShown(error, mask) }),
    );
    return c.json(answer);
  });

/** The label of a connection: `{{workspace_name}}` filled with what the test returned. */
const labelOf = (template: string, tested: unknown, mask: Mask): string => {
  const values = fromProcess(tested);
  return template.replace(/\{\{([^{}]+)\}\}/g, (_whole, key: string) => {
    const value = isJsonObject(values) ? values[key.trim()] : undefined;
    return typeof value === 'string' ? mask.text(value) : '';
  });
};
