import type { Metafile } from 'esbuild';
import { inspectBuild, textIn } from '../../tools/artefact.ts';

export { BUILD_ZIP } from '../../tools/artefact.ts';

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
 * Reads the build.
 * @throws Error that says what to do when there is no build, or one of other sources.
 */
export const readBuild = async (): Promise<Built> => {
  const build = await inspectBuild();
  if (build.kind === 'missing') throw new Error(`build/build.zip is missing. ${RUN}`);
  if (build.kind === 'stale') throw new Error(`build/build.zip is older than the sources. ${RUN}`);
  const { files, metafile } = build;
  return { files, text: (name) => textIn(files, name), metafile };
};
