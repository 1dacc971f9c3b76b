import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { makeArtefact } from './artefact.ts';
import { BUNDLE } from './bundle.ts';

/**
 * `npm run build`: writes what Zapier gets, without asking Zapier. A build that fails says why and leaves nothing that
 * looks like a build. It works in a temporary folder of its own, so that several may run at once: `npm start` and
 * `npm run demo` build what they show.
 *
 * With `--bundle`, it writes the bundle only. The Zapier CLI asks for that before it validates or pushes
 * (`_zapier-build` in package.json).
 */

const PROJECT = BUNDLE.absWorkingDir;
const BUILD_ZIP = 'build/build.zip';
const SOURCE_ZIP = 'build/source.zip';

const inKilobytes = (bytes: number): string => `${Math.ceil(bytes / 1000).toLocaleString('en-US')} kB`;

/** Whoever reads the file meanwhile gets the old one or the new one, never a part. */
const writeAtomically = async (path: string, content: Uint8Array): Promise<void> => {
  const file = join(PROJECT, path);
  const unfinished = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(unfinished, content);
  await rename(unfinished, file);
  console.log(`${path.padEnd(18)}${inKilobytes(content.length).padStart(9)}`);
};

const buildAll = async (): Promise<void> => {
  const folder = join(tmpdir(), `usermaven-build-${randomUUID()}`);
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      remove();
      process.exit(1);
    });
  try {
    const { bundle, buildZip, sourceZip, printed } = await makeArtefact(folder);
    if (/warn/i.test(printed)) console.warn(printed);
    await writeAtomically(BUNDLE.outfile, bundle);
    await writeAtomically(BUILD_ZIP, buildZip);
    await writeAtomically(SOURCE_ZIP, sourceZip);
  } catch (error) {
    await Promise.all(
      [BUNDLE.outfile, BUILD_ZIP, SOURCE_ZIP].map((path) => rm(join(PROJECT, path), { force: true })),
    );
    throw error;
  } finally {
    remove();
  }
};

try {
  await (process.argv.includes('--bundle') ? build(BUNDLE) : buildAll());
} catch (error) {
  // What is wrong with the sources, esbuild has printed.
  if (!(error instanceof Error && 'errors' in error))
    console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
