import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EVENTS_PATH, HOST_VARIABLE } from '../../src/usermaven/request.ts';
import type { ServerOrder, ServerState } from './server.ts';
import type { Measure, Measured, WorkerAnswer, WorkerOrder } from './worker.ts';
import { API_KEY, SERVER_TOKEN } from './workload.ts';

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Nothing of the caller's environment but what finds programs, and no word about stripped types. */
const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  NODE_NO_WARNINGS: '1',
  ...more,
});

/** The first message, or an error when the process ends before there is one. */
const nextMessage = async <T>(child: ChildProcess): Promise<T> => {
  const stop = new AbortController();
  const { signal } = stop;
  try {
    const ended = once(child, 'exit', { signal }).then(([code]) => {
      throw new Error(`A process of the benchmark ended with ${code}.`);
    });
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message;
  } finally {
    stop.abort();
  }
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
};

/** A running server (see server.ts). */
export interface BenchServer {
  order(order?: ServerOrder): Promise<ServerState>;
  stop(): Promise<void>;
}

export const startServer = (): BenchServer => {
  const child = fork(fileOf('server.ts'), { env: environment() });
  return {
    order: (order = {}) => {
      const state = nextMessage<ServerState>(child);
      child.send(order);
      return state;
    },
    stop: () => end(child),
  };
};

/** Flags of Node by what is measured. */
const FLAGS: Readonly<Record<Measure, readonly string[]>> = {
  time: [],
  // Room for half a gigabyte of young objects (bytes in MiB), so that nothing is collected while it is counted.
  allocation: ['--expose-gc', '--min-semi-space-size=512', '--max-semi-space-size=512'],
  peak: ['--expose-gc'],
  resident: [],
};

/** An app in a process of its own (see worker.ts). */
export interface Worker {
  /** Calls the app and returns the figures and the results of the last call. */
  run(order: Omit<WorkerOrder, 'measure'>): Promise<Measured>;
  stop(): Promise<void>;
}

/** What an app is started with. */
export interface WorkerOptions {
  readonly folder: string;
  readonly serverUrl: string;
  readonly measure: Measure;
  /** A file with what is ready for an app that posts it ({@link Ready} of baseline/work.ts). */
  readonly ready?: string;
}

export const startWorker = async ({
  folder,
  serverUrl,
  measure,
  ready = '',
}: WorkerOptions): Promise<Worker> => {
  const child = fork(fileOf('worker.ts'), [folder], {
    cwd: folder,
    execArgv: [...FLAGS[measure]],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: environment({
      [HOST_VARIABLE]: serverUrl,
      LOGGING_ENDPOINT: `${serverUrl}/logs`,
      BENCH_PLATFORM: serverUrl,
      BENCH_URL: `${serverUrl}${EVENTS_PATH}?token=${API_KEY}.${SERVER_TOKEN}`,
      BENCH_READY: ready,
    }),
  });
  await nextMessage(child);
  return {
    run: async (order) => {
      const answer = nextMessage<WorkerAnswer>(child);
      child.send({ ...order, measure } satisfies WorkerOrder);
      const given = await answer;
      if ('error' in given) throw new Error(given.error);
      return given;
    },
    stop: () => end(child),
  };
};

/** Starts a build in a fresh process: milliseconds of its import, and of the whole process. */
export const coldStart = async (
  folder: string,
): Promise<{ readonly importMs: number; readonly processMs: number }> => {
  const start = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [fileOf('probe.ts'), folder], {
    cwd: folder,
    env: environment(),
  });
  return { importMs: Number(stdout), processMs: performance.now() - start };
};
