import { stop as stopEsbuild } from 'esbuild';
import { startSandbox } from '../../sandbox/usermaven/server.ts';
import { startPlatform } from '../../sandbox/zapier/platform.ts';
import { unpack } from '../../sandbox/zapier/unpack.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { BUILD_ZIP } from '../../tools/artefact.ts';
import { createApp } from './app.ts';
import { openBrowser } from './browser.ts';
import { ensureBuilt } from './build.ts';
import { readCompiledApp } from './compiled.ts';
import { startConnector } from './connector.ts';
import { describeApp, sandboxConnection } from './description.ts';
import { listen } from './listen.ts';
import { readMakeSide } from './make/answer.ts';
import { maskOf } from './mask.ts';
import { bundlePage } from './page.ts';
import { createQueue } from './queue.ts';
import { sandboxState } from './sandbox-state.ts';
import { createWeatherSwitch } from './weather.ts';

/** All optional: without any, the playground as `npm start` starts it, but silent and without a browser. */
export interface PlaygroundOptions {
  /** 0 takes any free one; absent: the usual one, or the next that is free. */
  readonly port?: number;
  /** Opens the browser. */
  readonly open?: boolean;
  /** Takes the build that is there, whatever it is of. */
  readonly built?: boolean;
  /** Told what happens, a line at a time. */
  readonly say?: (line: string) => void;
  /** Ends a start half-way. */
  readonly signal?: AbortSignal;
}

/** A running playground. */
export interface Playground {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Ends everything that was started and deletes what was unpacked. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/** Starts a playground. Rejects, having ended what it had begun, with an Error in words. */
export const startPlayground = async (options: PlaygroundOptions = {}): Promise<Playground> => {
  const { port, open = false, built = false, say = () => undefined } = options;
  const { signal = new AbortController().signal } = options;
  const ends: (() => Promise<void>)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= endAll(ends);
    return stopped;
  };
  const begun = <Thing>(thing: Thing, end: (thing: Thing) => Promise<void>): Thing => {
    ends.push(() => end(thing));
    signal.throwIfAborted();
    return thing;
  };

  try {
    if (!built) await ensureBuilt(say, signal);
    const page = await bundlePage();
    // esbuild would keep its process for the next bundle, and there is none.
    await stopEsbuild();
    const unpacked = begun(unpack(BUILD_ZIP), ({ remove }) => remove());
    const sandbox = begun(await startSandbox(), (one) => one.stop());
    const platform = begun(await startPlatform(), (one) => one.stop());
    const environment = { [HOST_VARIABLE]: sandbox.url };
    const connector = begun(await startConnector({ folder: unpacked.folder, environment, platform }), (one) =>
      one.stop(),
    );
    const app = await readCompiledApp(connector);
    const weather = createWeatherSwitch(sandbox);
    const sandboxMask = maskOf(sandboxConnection(sandbox));
    const parts = {
      app,
      description: await describeApp(app, connector, sandbox),
      connector,
      platform,
      sandbox,
      weather,
      sandboxMask,
      makeSide: readMakeSide(),
      state: () => sandboxState(sandbox, weather, sandboxMask),
      oneAtATime: createQueue(),
    };
    const server = begun(await listen(createApp(parts, page), port), (one) => one.stop());
    const url = `http://127.0.0.1:${server.port}`;
    if (open) openBrowser(url);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** In turn, since what was started last uses what was started first. */
const endAll = async (ends: readonly (() => Promise<void>)[]): Promise<void> => {
  for (const end of ends.toReversed()) await end();
};
