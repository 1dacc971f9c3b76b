import type { Sandbox } from '../../sandbox/usermaven/server.ts';
import type { SandboxState } from '../api.ts';

/** What is used of Hono's stream. */
export interface StateStream {
  readonly aborted: boolean;
  onAbort(listener: () => void): void;
  write(text: string): Promise<unknown>;
  writeSSE(message: { readonly data: string }): Promise<unknown>;
}

/** The shortest time between two states, milliseconds: five a second while a batch arrives. */
const PAUSE = 200;
/** The longest silence, milliseconds: a connection that is gone is found out by writing to it. */
const HEARTBEAT = 15_000;

/**
 * Sends the state of the sandbox at once and after every change, until the stream is closed. Changes that come faster
 * than {@link PAUSE} are sent together, and whoever reads slowly gets fewer states.
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
      if (!stream.aborted) await sleep(PAUSE);
    } else {
      idle = true;
      await sleep(HEARTBEAT);
      idle = false;
      if (!changed) await stream.write(': still here\n\n');
    }
  }
  stop();
};
