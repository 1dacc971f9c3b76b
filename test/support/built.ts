import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { unzipSync } from 'fflate';
import { BUNDLE } from '../../scripts/bundle-options.ts';

/** The artefact that goes to Zapier. */
export const BUILD_ZIP = fileURLToPath(new URL('../../build/build.zip', import.meta.url));

/** A build that is known to be of these sources. */
export interface Built {
  /** Every file in it, by its name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** One of its files as text. */
  readonly text: (name: string) => string;
  /** What esbuild says of the bundle in it. */
  readonly metafile: Metafile;
}

const RUN = 'Run "npm run build", then the tests again.';

/**
 * Reads the build. Its bundle has to be, byte for byte, what the sources bundle to now; dates of files would say less.
 * @throws Error that says what to do when there is no build, or one of other sources.
 */
export const readBuild = async (): Promise<Built> => {
  if (!existsSync(BUILD_ZIP)) throw new Error(`build/build.zip is missing. ${RUN}`);
  const files = new Map(Object.entries(unzipSync(readFileSync(BUILD_ZIP))));
  const text = (name: string): string => new TextDecoder().decode(files.get(name));
  const { outputFiles, metafile } = await build({ ...BUNDLE, write: false, metafile: true });
  if (outputFiles[0]?.text !== text(BUNDLE.outfile))
    throw new Error(`build/build.zip is older than the sources. ${RUN}`);
  return { files, text, metafile };
};
