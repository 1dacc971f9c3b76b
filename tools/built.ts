import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { unzipSync } from 'fflate';
import { BUNDLE } from './bundle-options.ts';

/** The artefact that goes to Zapier. */
export const BUILD_ZIP = fileURLToPath(new URL('../build/build.zip', import.meta.url));

/** What there is of a build. */
export type BuildState =
  | { readonly kind: 'missing' }
  /** Of other sources than there are now. */
  | { readonly kind: 'stale' }
  | {
      readonly kind: 'current';
      /** Every file in it, by its name. */
      readonly files: ReadonlyMap<string, Uint8Array>;
      /** What esbuild says of the bundle in it. */
      readonly metafile: Metafile;
    };

/** The text of a file of a build; `''` if there is none. */
export const textIn = (files: ReadonlyMap<string, Uint8Array>, name: string): string =>
  new TextDecoder().decode(files.get(name));

/**
 * Looks at the build that there is. It is current if its bundle is, byte for byte, what the sources bundle to now; dates
 * of files would say less. A file that is no zip is as good as missing.
 */
export const inspectBuild = async (): Promise<BuildState> => {
  const files = readZip();
  if (!files) return { kind: 'missing' };
  const { outputFiles, metafile } = await build({ ...BUNDLE, write: false, metafile: true });
  return outputFiles[0]?.text === textIn(files, BUNDLE.outfile)
    ? { kind: 'current', files, metafile }
    : { kind: 'stale' };
};

const readZip = (): ReadonlyMap<string, Uint8Array> | undefined => {
  if (!existsSync(BUILD_ZIP)) return undefined;
  try {
    return new Map(Object.entries(unzipSync(readFileSync(BUILD_ZIP))));
  } catch {
    return undefined;
  }
};
