import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** One line that the app wrote to Zapier's log. */
export interface LogLine {
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A stand-in for what Zapier's servers do for a running app: the store behind `z.cache`, and the log. */
export interface Platform {
  /** Where the app's calls to Zapier go. */
  readonly rpcUrl: string;
  readonly logUrl: string;
  /** What `z.cache` holds, as JSON text. */
  readonly cache: Map<string, string>;
  readonly logs: LogLine[];
  /** While true, the store responds to every call with an error. */
  setCacheDown(down: boolean): void;
  /** While true, the store never responds, and loses what it was told. */
  setCacheSilent(silent: boolean): void;
  stop(): Promise<void>;
}

interface Call {
  readonly id: string;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Starts it on a free loopback port. Its calls have the shape of zapier-platform-core 19.1.0. */
export const startPlatform = async (): Promise<Platform> => {
  const cache = new Map<string, string>();
  const logs: LogLine[] = [];
  let cacheDown = false;
  let cacheSilent = false;

  const resultOf = ({ method, params }: Call): unknown => {
    const [key, value, , , onlyIfAbsent] = params;
    const name = String(key);
    switch (method) {
      case 'zcache_get':
        return cache.get(name) ?? null;
      case 'zcache_set':
        if (onlyIfAbsent === true && cache.has(name)) return false;
        cache.set(name, String(value));
        return true;
      case 'zcache_delete':
        return cache.delete(name);
      default:
        throw new Error(`The sandbox of Zapier has no method ${method}.`);
    }
  };

  const app = new Hono();
  app.post('/rpc', async (context) => {
    const call = await context.req.json<Call>();
    if (cacheSilent) await new Promise(() => {});
    if (cacheDown) return context.json({ id: call.id, error: 'The store is down.' }, 503);
    return context.json({ id: call.id, result: resultOf(call) });
  });
  app.post('/logs', async (context) => {
    const lines = (await context.req.text()).split('\n').filter((line) => line !== '');
    logs.push(...lines.map((line) => JSON.parse(line) as LogLine));
    return context.json({});
  });
  // Without this a process that is killed in the middle of a call would be printed.
  app.onError((_, context) =>
    context.json({ error: 'The sandbox of Zapier cannot handle this request.' }, 500),
  );

  return await new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      const url = `http://127.0.0.1:${port}`;
      resolve({
        rpcUrl: `${url}/rpc`,
        logUrl: `${url}/logs`,
        cache,
        logs,
        setCacheDown: (down) => {
          cacheDown = down;
        },
        setCacheSilent: (silent) => {
          cacheSilent = silent;
        },
        stop: () =>
          new Promise((stopped) => {
            server.close(() => stopped());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      });
    });
  });
};
