/**
 * The process in which Zapier would run a build: loads `zapierwrapper.js` from the folder that it is given and replies
 * to each message with what the handler returns or throws. Its clock is ahead of the machine's by as many milliseconds as it is told. Plain JavaScript, since its Node may not strip types.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, clockAheadMs] = process.argv.slice(2);
const now = Date.now;
Date.now = () => now() + Number(clockAheadMs);
const { handler } = await import(pathToFileURL(join(folder, 'zapierwrapper.js')).href);

/** Everything of an error that could leave the process, for tests to search. */
const described = (error) => ({
  ...error,
  name: error?.name,
  message: error?.message ?? String(error),
  stack: error?.stack,
  cause: error?.cause === undefined ? undefined : String(error.cause?.stack ?? error.cause),
});

process.on('message', async ({ id, event }) => {
  try {
    const { results } = await handler(event);
    process.send({ id, results });
  } catch (error) {
    process.send({ id, error: described(error) });
  }
});
process.send({ ready: true, node: process.versions.node });
