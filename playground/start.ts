import { isInteractive, readArguments } from './server/cli.ts';
import { startPlayground } from './server/playground.ts';

/** `npm start`: runs the playground until Ctrl-C. README.md describes the parts. */

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

try {
  const { port, open } = readArguments(process.argv.slice(2));
  const playground = await startPlayground({
    ...(port === undefined ? {} : { port }),
    open: open && isInteractive(),
    say,
    signal: stopping.signal,
  });
  say(`Playground: ${playground.url}`);
  say('Press Ctrl-C to stop it. It leaves nothing behind.');
  if (!stopping.signal.aborted)
    await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
  await playground.stop();
} catch (error) {
  if (!stopping.signal.aborted) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
