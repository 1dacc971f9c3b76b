import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A process of its own that starts a build as Zapier does, and prints how many milliseconds that took. */
const [folder = ''] = process.argv.slice(2);
const start = performance.now();
await import(pathToFileURL(join(folder, 'zapierwrapper.js')).href);
process.stdout.write(String(performance.now() - start));
