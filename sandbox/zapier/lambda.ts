import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type LogLine, type Platform, startPlatform } from './platform.ts';

/** What the app's handler is given of a step. */
export interface StepBundle {
  readonly authData?: Readonly<Record<string, string>>;
  readonly inputData?: Readonly<Record<string, unknown>>;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly rawRequest?: Readonly<Record<string, unknown>>;
  readonly cleanedRequest?: unknown;
}

/** What an app's handler threw, as Zapier gets it. The name is the class that Zapier acts on. */
export class StepError extends Error {
  readonly details: Readonly<Record<string, unknown>>;

  constructor(details: Readonly<Record<string, unknown>>) {
    super(String(details.message));
    this.name = String(details.name);
    this.details = details;
  }
}

/** The words of an error that reach the user: some of Zapier's classes wrap them in JSON. */
export const shownMessage = (error: StepError): string => {
  try {
    const { message } = JSON.parse(error.message) as { message: string };
    return message;
  } catch {
    return error.message;
  }
};

/** A built app running in a process of its own, as on Zapier. */
export interface Lambda {
  /**
   * Calls a method such as `creates.KEY.operation.perform` and returns its results. Throws {@link StepError}, or a
   * plain Error if the process ended.
   */
  invoke(method: string, bundle: StepBundle): Promise<unknown>;
  /** The compiled app as Zapier stores it: functions are `$func$...`. */
  definition(): Promise<unknown>;
  /** The version of Node that runs the app, such as `22.23.3`. */
  readonly node: string;
  /** What the app logged and what it keeps in `z.cache`. */
  readonly platform: Platform;
  /** Everything that was written to the process's own output. */
  readonly output: () => string;
  /** Settles as soon as the process is gone, for whatever reason. */
  readonly ended: Promise<void>;
  /** Kills the process in the middle of what it does. */
  kill(): void;
  stop(): Promise<void>;
}

/** Options of {@link startLambda}. */
export interface LambdaOptions {
  /** An unpacked build. */
  readonly folder: string;
  /** Environment variables of the app, such as the host that events go to. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Shared with another process; one is started otherwise. */
  readonly platform?: Platform;
  /** How far the clock of the app (`Date.now`) is ahead, milliseconds: for what happens later. Default 0. */
  readonly clockAheadMs?: number;
}

interface Reply {
  readonly id?: number;
  readonly ready?: boolean;
  readonly node?: string;
  readonly results?: unknown;
  readonly error?: Record<string, unknown>;
}

const WORKER = fileURLToPath(new URL('./lambda-worker.js', import.meta.url));

/** Starts a built app on the Node that runs this, cut off from the environment of this process. */
export const startLambda = async ({
  folder,
  environment = {},
  platform: given,
  clockAheadMs = 0,
}: LambdaOptions): Promise<Lambda> => {
  const platform = given ?? (await startPlatform());
  const child = fork(WORKER, [folder, String(clockAheadMs)], {
    cwd: folder,
    execArgv: [],
    env: { PATH: process.env.PATH ?? '', LOGGING_ENDPOINT: platform.logUrl, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (part: Buffer) => {
    output += part.toString();
  });
  child.stderr?.on('data', (part: Buffer) => {
    output += part.toString();
  });

  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const ready = new Promise<string>((resolve, reject) => {
    child.on('message', (reply: Reply) => {
      if (reply.ready) resolve(reply.node ?? '');
      const call = waiting.get(reply.id ?? 0);
      waiting.delete(reply.id ?? 0);
      if (reply.error) call?.reject(new StepError(reply.error));
      else call?.resolve(reply.results);
    });
    child.on('exit', (code, signal) => {
      const gone = new Error(`The app's process ended (${signal ?? code}).\n${output}`);
      reject(gone);
      for (const call of waiting.values()) call.reject(gone);
      waiting.clear();
    });
  });
  const node = await ready;

  let calls = 0;
  const ask = (event: Readonly<Record<string, unknown>>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      calls += 1;
      const id = calls;
      waiting.set(id, { resolve, reject });
      child.send({ id, event: { ...event, token: 'sandbox', rpc_base: platform.rpcUrl } }, (unsent) => {
        if (unsent === null) return;
        waiting.delete(id);
        reject(new Error("The app's process has ended."));
      });
    });
  return {
    node,
    platform,
    output: () => output,
    ended,
    invoke: (method, bundle) => ask({ command: 'execute', method, bundle }),
    definition: () => ask({ command: 'definition' }),
    kill: () => {
      child.kill('SIGKILL');
    },
    stop: async () => {
      child.kill();
      await ended;
      if (!given) await platform.stop();
    },
  };
};

export type { LogLine };
