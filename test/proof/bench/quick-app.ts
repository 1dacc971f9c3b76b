import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { type BuiltApp, bundle } from '../../../proof/bench/apps.ts';
import { unpack } from '../../../sandbox/zapier/unpack.ts';
import { BUNDLE } from '../../../tools/bundle.ts';
import { productionPackages } from '../../../tools/production-packages.ts';
import { BUILD_ZIP } from '../../support/built.ts';

/** Bytes of a zip's entry beside its compressed content: two headers, each with the name. */
const headers = (name: string): number => 30 + 46 + 2 * name.length;

/** What makes an app out of the platform. */
const isOwn = (name: string): boolean => name === BUNDLE.outfile || name === 'definition.json';

/** Bytes in build.zip of what every app has that is built as ours: the platform's packages, the wrapper, package.json. */
const sharedBytes = (): number => {
  const folders = productionPackages().map(({ path }) => `${path}/`);
  let bytes = 0;
  unzipSync(readFileSync(BUILD_ZIP), {
    filter: ({ name, size }) => {
      const shared = name.startsWith('node_modules/')
        ? folders.some((folder) => name.startsWith(folder))
        : !isOwn(name);
      if (shared) bytes += size + headers(name);
      return false;
    },
  });
  return bytes;
};

/**
 * An app as if it were built like ours, without the Zapier CLI, which takes seconds: the build that there is with another
 * bundle in it. The size of its zip is the sum of its parts; the definition counts for ours only.
 */
export const quickApp = async (entry: string): Promise<BuiltApp> => {
  const unpacked = unpack(BUILD_ZIP);
  const file = join(unpacked.folder, BUNDLE.outfile);
  await bundle(entry, file);
  const own = [BUNDLE.outfile, ...(entry === 'index.ts' ? ['definition.json'] : [])].map(
    (name) => deflateRawSync(readFileSync(join(unpacked.folder, name)), { level: 9 }).length + headers(name),
  );
  return {
    ...unpacked,
    zipBytes: own.reduce((sum, bytes) => sum + bytes, sharedBytes()),
    bundleBytes: statSync(file).size,
  };
};
