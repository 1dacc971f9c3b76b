import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Environment } from './parts.ts';

/** The only address it listens on: other machines cannot reach it. */
const LOOPBACK = '127.0.0.1';

/** The default port, and how many ports from there on are tried. */
export const PORTS = { first: 4747, tried: 20 } as const;

/** A listening server. */
interface Listening {
  readonly port: number;
  /** Closes the port and every socket, including open streams. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Serves an app on this machine.
 * @param port undefined: the first free one of {@link PORTS}; 0: any free one.
 * @throws Error with a message for the user if the port is not available.
 */
export const listen = async (app: Hono<Environment>, port?: number): Promise<Listening> => {
  const candidates =
    port === undefined ? Array.from({ length: PORTS.tried }, (_, index) => PORTS.first + index) : [port];
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  const tryOne = (candidate: number): Promise<boolean> =>
    new Promise((resolve) => {
      const fail = (): void => resolve(false);
      server.once('error', fail);
      server.listen(candidate, LOOPBACK, () => {
        server.off('error', fail);
        resolve(true);
      });
    });
  for (const candidate of candidates) {
    if (!(await tryOne(candidate))) continue;
    const address = server.address();
    return {
      port: typeof address === 'object' && address !== null ? address.port : candidate,
      stop: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          if ('closeAllConnections' in server) server.closeAllConnections();
        }),
    };
  }
  throw new Error(
    port === undefined
      ? `No port from ${PORTS.first} to ${PORTS.first + PORTS.tried - 1} is free. Choose another one: npm start -- --port N.`
      : `Port ${port} is in use, or not allowed. Choose another one: npm start -- --port N.`,
  );
};
