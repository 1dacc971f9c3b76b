import { existsSync, readFileSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { unzipSync, Zip, ZipPassThrough } from 'fflate';
import { BUNDLE } from './bundle.ts';
import { productionPackages } from './production-packages.ts';
import { run } from './run.ts';

/** The zip that goes to Zapier. */
export const BUILD_ZIP = fileURLToPath(new URL('../build/build.zip', import.meta.url));

const PROJECT = BUNDLE.absWorkingDir;

/** What of the project is no source, and secrets. The Zapier CLI leaves out the rest of .gitignore. */
const NOT_COPIED = /^(\.git|node_modules|build|dist|coverage|\.env.*)$/;

const CLI_ENVIRONMENT = {
  DISABLE_ZAPIER_ANALYTICS: '1',
  NO_UPDATE_NOTIFIER: '1',
  // The CLI runs the script `_zapier-build` unless it is inside it. The bundle is there.
  npm_lifecycle_event: '_zapier-build',
};

/** A build, byte for byte the same whenever it is made from the same sources and packages. */
export interface Artefact {
  /** The bundle. */
  readonly bundle: Uint8Array;
  /** What Zapier runs: the bundle, its wrapper and definition, and the production packages. */
  readonly buildZip: Uint8Array;
  /** The sources, which `upload` sends along. */
  readonly sourceZip: Uint8Array;
  /** What the Zapier CLI printed. */
  readonly printed: string;
}

/**
 * Builds as `zapier-platform push` does, but offline: in a folder with nothing but the sources, the bundle and the
 * production packages. In the project itself, the CLI would zip every package.json of node_modules.
 * @param folder where to build: a new folder outside the project. The caller removes it.
 * @param entryPoint the app, from the root of the project.
 * @throws Error with what the CLI or esbuild says when the app cannot be built or does not start.
 */
export const makeArtefact = async (folder: string, entryPoint = 'index.ts'): Promise<Artefact> => {
  const bundleFile = join(folder, BUNDLE.outfile);
  await build({ ...BUNDLE, entryPoints: [entryPoint], outfile: bundleFile });
  await cp(PROJECT, folder, {
    recursive: true,
    filter: (path) => !NOT_COPIED.test(relative(PROJECT, path)),
  });
  // Packages inside packages come along with those.
  const topLevel = productionPackages().filter(({ path, name }) => path === `node_modules/${name}`);
  await Promise.all(
    topLevel.map(({ path }) => cp(join(PROJECT, path), join(folder, path), { recursive: true })),
  );
  const printed = await run('zapier-platform', ['build', '--skip-dep-install', '--skip-validation'], {
    cwd: folder,
    env: CLI_ENVIRONMENT,
  });
  const [bundle, buildZip, sourceZip] = await Promise.all(
    [bundleFile, join(folder, 'build', 'build.zip'), join(folder, 'build', 'source.zip')].map((file) =>
      readFile(file),
    ),
  );
  if (!bundle || !buildZip || !sourceZip) throw new Error('The Zapier CLI wrote no zip.');
  return { bundle, buildZip: reproducible(buildZip), sourceZip: reproducible(sourceZip), printed };
};

/** "Version made by" and "external attributes" of the zip format (APPNOTE 4.4.2, 4.4.15): a file with mode 0644. */
const UNIX = 3;
const READABLE_FILE = (0o100644 << 16) >>> 0;

/** The first time that a zip can hold. */
const NO_TIME = new Date(1980, 0, 1);

/** A file that Node compresses, which makes zips 2 % smaller than fflate's own compression does. */
class DeflatedFile extends ZipPassThrough {
  override compression = 8;
  override mtime = NO_TIME;
  override os = UNIX;
  override attrs = READABLE_FILE;

  protected override process(content: Uint8Array, final: boolean): void {
    this.ondata(null, deflateRawSync(content, { level: 9 }), final);
  }
}

/** The definition of the app, which the CLI writes with line breaks: a sixth of it. */
const DEFINITION = 'definition.json';

const withoutSpaces = (json: Uint8Array): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(json))));

/** The same files in alphabetical order and without the time of the build. The CLI zips in the order in which it reads. */
const reproducible = (zip: Uint8Array): Uint8Array => {
  const parts: Uint8Array[] = [];
  const archive = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  const files = Object.entries(unzipSync(zip)).sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [name, content] of files) {
    const file = new DeflatedFile(name);
    archive.add(file);
    file.push(name === DEFINITION ? withoutSpaces(content) : content, true);
  }
  archive.end();
  return Buffer.concat(parts);
};

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
 * of files would say less. A file that is no zip counts as missing.
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
