import { readArguments } from './server/arguments.ts';
import { somebodyLooks } from './server/browser.ts';
import { startPlayground } from './server/playground.ts';

/**
 * `npm start`: the playground.
 *
 * server/arguments.ts    --port N, --no-open
 * server/playground.ts   starts everything, and ends it
 *   build.ts             the build, made anew if the sources have changed
 *   page.ts              the page, bundled in memory
 *   connector.ts         the built app in a process of its own, called through its Lambda handler
 *   app.ts               what is served, and to whom (guard.ts); one file a route in routes/
 * api.ts                 what page and server say to each other
 */

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

try {
  const { port, open } = readArguments(process.argv.slice(2));
  const playground = await startPlayground({
    ...(port === undefined ? {} : { port }),
    open: open && somebodyLooks(),
    say,
    signal: stopping.signal,
  });
  say(`Playground: ${playground.url}`);
  say('It ends with Ctrl-C and leaves nothing behind.');
  if (!stopping.signal.aborted)
    await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
  await playground.stop();
} catch (error) {
  if (!stopping.signal.aborted) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
