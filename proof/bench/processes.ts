import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EVENTS_PATH, HOST_VARIABLE } from '../../src/usermaven/request.ts';
import type { Call, Measure, WorkerOrder, WorkerReply } from './worker.ts';
import { TOKEN } from './workload.ts';

/** Nothing of the caller's environment but what finds programs. */
const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  NODE_NO_WARNINGS: '1',
  ...more,
});

/** Usermaven, and what Zapier's servers do for a running app. Responds as fast as it can, or after a delay. */
export interface BenchServer {
  readonly url: string;
  /** Delay of the response to events. */
  latencyMs: number;
  /** Requests with events so far. */
  requests: number;
  /** Their bodies, while this is a list. */
  bodies: string[] | null;
  stop(): void;
}

/** Starts the server on a free loopback port of this process, which waits while something is measured. */
export const startServer = async (): Promise<BenchServer> => {
  const respond = (response: ServerResponse, body: string): void => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    const isCall = request.url === '/rpc';
    const isLog = request.url === '/logs';
    request.on('data', (part: Buffer) => {
      if (isCall || (state.bodies && !isLog)) parts.push(part);
    });
    request.on('end', async () => {
      if (isLog) return respond(response, '{}');
      if (isCall) {
        // The store behind `z.cache` is empty and accepts everything.
        const { id, method }: { id: string; method: string } = JSON.parse(Buffer.concat(parts).toString());
        return respond(response, JSON.stringify({ id, result: method === 'zcache_get' ? null : true }));
      }
      state.requests += 1;
      state.bodies?.push(Buffer.concat(parts).toString());
      if (state.latencyMs > 0) await sleep(state.latencyMs);
      respond(response, '{"status":"ok"}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const state: BenchServer = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    latencyMs: 0,
    requests: 0,
    bodies: null,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return state;
};

/** Flags of Node by what is measured. */
const FLAGS: Readonly<Record<Measure, readonly string[]>> = {
  time: ['--expose-gc'],
  // Room for half a gigabyte of young objects (bytes in MiB), so that nothing is collected while it is counted.
  allocation: ['--expose-gc', '--min-semi-space-size=512', '--max-semi-space-size=512'],
  peak: ['--expose-gc'],
};

/** An app in a process of its own (see worker.ts). */
export interface Worker {
  /** Calls the app a number of times, and returns what that cost. */
  run(call: Call, times: number, measure?: Measure): Promise<number>;
  stop(): Promise<void>;
}

/** Starts an unpacked build, with the bodies that a baseline posts. */
export const startWorker = async (
  folder: string,
  serverUrl: string,
  {
    measure = 'time',
    bodies = [],
    flags = [],
  }: {
    readonly measure?: Measure;
    readonly bodies?: readonly string[];
    /** More flags of Node. */
    readonly flags?: readonly string[];
  } = {},
): Promise<Worker> => {
  const child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [folder, serverUrl], {
    cwd: folder,
    execArgv: [...FLAGS[measure], ...flags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: environment({ [HOST_VARIABLE]: serverUrl, LOGGING_ENDPOINT: `${serverUrl}/logs` }),
  });
  const ended = once(child, 'exit');
  const reply = async (): Promise<number> => {
    const gone = ended.then(([code]): never => {
      throw new Error(`A process of the benchmark ended with ${code}.`);
    });
    const [message]: WorkerReply[] = await Promise.race([once(child, 'message'), gone]);
    if (message === undefined || 'error' in message) throw new Error(message?.error);
    return message.figure;
  };
  const order = (given: WorkerOrder): Promise<number> => {
    const replied = reply();
    child.send(given);
    return replied;
  };
  await reply();
  await order({ url: `${serverUrl}${EVENTS_PATH}?token=${TOKEN}`, bodies });
  return {
    run: (call, times, asked = measure) => order({ call, times, measure: asked }),
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
};

/** Loads a build as Zapier does and prints how many milliseconds that took. Plain JavaScript: no types to strip. */
const LOAD = `
  const start = performance.now();
  await import('./zapierwrapper.js');
  process.stdout.write(String(performance.now() - start));
`;

/** Starts a build in a fresh process: milliseconds of its import, and of the whole process. */
export const coldStart = async (
  folder: string,
): Promise<{ readonly importMs: number; readonly processMs: number }> => {
  const start = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', LOAD], {
    cwd: folder,
    env: environment(),
  });
  return { importMs: Number(stdout), processMs: performance.now() - start };
};
