import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oneAtATime } from './one-at-a-time.ts';
import { run } from './run.ts';

/**
 * `npm run build`: writes what Zapier gets, without asking Zapier. The CLI runs tools/bundle.ts first (`_zapier-build` in
 * package.json), zips the bundle with what it needs, and tries the zip out. A build that fails says why and leaves
 * nothing that looks like a build.
 */

const project = fileURLToPath(new URL('..', import.meta.url));

const WRITTEN = ['dist/index.js', 'build/build.zip', 'build/source.zip'];

/** What the CLI puts into the project for as long as it works, and forgets when it fails. */
const SCAFFOLDING = ['zapierwrapper.js', 'definition.json'];

/** Keeps the CLI from calling home and from looking for a newer version of itself. */
const QUIET = { DISABLE_ZAPIER_ANALYTICS: '1', NO_UPDATE_NOTIFIER: '1' };

const remove = async (files: readonly string[]): Promise<void> => {
  await Promise.all(files.map((file) => rm(join(project, file), { force: true })));
};

const inKilobytes = (bytes: number): string => `${Math.ceil(bytes / 1000).toLocaleString('en-US')} kB`;

const build = async (): Promise<void> => {
  const said = await run('zapier-platform', ['build', '--skip-dep-install', '--skip-validation'], QUIET);
  if (/warn/i.test(said)) console.warn(said);
  for (const file of WRITTEN) {
    const { size } = await stat(join(project, file));
    console.log(`${file.padEnd(18)}${inKilobytes(size).padStart(9)}`);
  }
};

// `npm start` and `npm run demo` build what they show, and somebody may start both at once.
await oneAtATime(join(project, '.build.lock'), async () => {
  try {
    await build();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    await remove(WRITTEN);
    process.exitCode = 1;
  } finally {
    await remove(SCAFFOLDING);
  }
});
