import type { Sandbox } from '../../sandbox/usermaven/server.ts';
import type { SandboxState } from '../api.ts';

/** The part of Hono's stream that is used. */
interface StateStream {
  readonly aborted: boolean;
  onAbort(listener: () => void): void;
  write(text: string): Promise<unknown>;
  writeSSE(message: { readonly data: string }): Promise<unknown>;
}

/** The minimum time between two states: at most five per second while a batch arrives. */
const PAUSE_MS = 200;
/** The maximum time without a message: writing is the only way to notice that a connection is gone. */
const HEARTBEAT_MS = 15_000;

/**
 * Sends the state of the sandbox immediately and after every change, until the stream is closed. Changes within
 * {@link PAUSE_MS} are sent as one, and a slow reader gets fewer states.
 */
export const sendStates = async (
  stream: StateStream,
  sandbox: Pick<Sandbox, 'watch'>,
  state: () => SandboxState,
): Promise<void> => {
  let changed = true;
  let idle = false;
  let wake = (): void => undefined;
  const sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const stop = sandbox.watch(() => {
    changed = true;
    if (idle) wake();
  });
  stream.onAbort(() => wake());
  while (!stream.aborted) {
    if (changed) {
      changed = false;
      await stream.writeSSE({ data: JSON.stringify(state()) });
      if (!stream.aborted) await sleep(PAUSE_MS);
    } else {
      idle = true;
      await sleep(HEARTBEAT_MS);
      idle = false;
      if (!changed) await stream.write(': heartbeat\n\n');
    }
  }
  stop();
};
