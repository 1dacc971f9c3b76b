import { stop as stopEsbuild } from 'esbuild';
import { readMakeApp } from '../../sandbox/make/folder.ts';
import { runningMakeApp } from '../../sandbox/make/run-app.ts';
import { startSandbox } from '../../sandbox/usermaven/server.ts';
import { startPlatform } from '../../sandbox/zapier/platform.ts';
import { unpack } from '../../sandbox/zapier/unpack.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { BUILD_ZIP } from '../../tools/artefact.ts';
import { createApp } from './app.ts';
import { createBehaviorControl } from './behavior.ts';
import { ensureBuilt } from './build.ts';
import { openBrowser } from './cli.ts';
import { readCompiledApp } from './compiled.ts';
import { startConnector } from './connector.ts';
import { describeApp, sandboxConnection } from './description.ts';
import { runExample } from './example.ts';
import { listen } from './listen.ts';
import { maskOf } from './mask.ts';
import { bundlePage } from './page.ts';
import { createQueue } from './recording.ts';
import { sandboxState } from './sandbox-state.ts';
import { testConnection } from './steps.ts';

/** All optional: by default it starts as with `npm start`, but prints nothing and opens no browser. */
interface PlaygroundOptions {
  /** 0: any free port; absent: the default port, or the next free one. */
  readonly port?: number;
  /** Opens the browser. */
  readonly open?: boolean;
  /** Uses the existing build, even if the sources have changed. */
  readonly built?: boolean;
  /** Called with progress, one line at a time. */
  readonly say?: (line: string) => void;
  /** Cancels the start. */
  readonly signal?: AbortSignal;
}

/** A running playground. */
export interface Playground {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Stops everything that was started and deletes the unpacked build. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/** Starts a playground. If that fails, stops what was started and rejects with an Error for the user. */
export const startPlayground = async (options: PlaygroundOptions = {}): Promise<Playground> => {
  const { port, open = false, built = false, say = () => undefined } = options;
  const { signal = new AbortController().signal } = options;
  const cleanups: (() => Promise<void>)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= runAll(cleanups);
    return stopped;
  };
  const started = <Part>(part: Part, cleanUp: (part: Part) => Promise<void>): Part => {
    cleanups.push(() => cleanUp(part));
    signal.throwIfAborted();
    return part;
  };

  try {
    if (!built) await ensureBuilt(say, signal);
    const page = await bundlePage();
    // esbuild keeps its process running for further bundles; there are none.
    await stopEsbuild();
    const unpacked = started(unpack(BUILD_ZIP), ({ remove }) => remove());
    const sandbox = started(await startSandbox(), (one) => one.stop());
    const platform = started(await startPlatform(), (one) => one.stop());
    const environment = { [HOST_VARIABLE]: sandbox.url };
    const connector = started(
      await startConnector({ folder: unpacked.folder, environment, platform }),
      (one) => one.stop(),
    );
    const app = await readCompiledApp(connector);
    const behavior = createBehaviorControl(sandbox);
    const authData = sandboxConnection(sandbox);
    const sandboxMask = maskOf(authData);
    const makeApp = runningMakeApp(readMakeApp());
    const steps = { app, connector, platform, sandbox, sandboxMask, makeApp, oneAtATime: createQueue() };
    const connected = await testConnection(steps, { authData });
    const description = await describeApp(app, connector, sandbox, connected);
    const parts = {
      ...steps,
      description,
      example: await runExample(steps, description),
      behavior,
      state: () => sandboxState(sandbox, behavior.current(), sandboxMask),
    };
    const server = started(await listen(createApp(parts, page), port), (one) => one.stop());
    const url = `http://127.0.0.1:${server.port}`;
    if (open) openBrowser(url);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** In reverse order, because later parts use earlier ones. */
const runAll = async (cleanups: readonly (() => Promise<void>)[]): Promise<void> => {
  for (const cleanUp of cleanups.toReversed()) await cleanUp();
};
