import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Call, Methods, Reply } from './server-methods.ts';

/** The servers of the fault run, in a process of their own: what stalls or burns there disturbs nothing here. */
export type Server = Methods & { readonly stop: () => Promise<void> };

const PROCESS = fileURLToPath(new URL('./server-process.ts', import.meta.url));

const NAMES = [
  'open',
  'clear',
  'renew',
  'fail',
  'recover',
  'arrived',
  'tally',
] as const satisfies readonly (keyof Methods)[];

/** Starts the process. Rejects calls with an Error when it ends. */
export const startServer = async (): Promise<Server> => {
  const child = fork(PROCESS, [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // Maps and Infinity travel as they are.
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  child.on('message', ({ id, result, error }: Reply) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error));
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error('The process of the server ended.'));
  });

  let calls = 0;
  const ask = (method: Call['method'], parameters: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      child.send({ id: calls, method, parameters } satisfies Call);
    });
  const methods = Object.fromEntries(
    NAMES.map((name) => [name, (...parameters: unknown[]) => ask(name, parameters)]),
  );
  return {
    // Each asks the process for the method of its name, so it takes and gives what that does.
    ...(methods as unknown as Methods),
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
};
