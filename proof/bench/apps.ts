import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import { type Unpacked, unpack } from '../../sandbox/zapier/unpack.ts';
import { BUNDLE } from '../../tools/bundle.ts';
import { productionPackages } from '../../tools/production-packages.ts';
import { BIN } from '../../tools/run.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** The apps that are compared, by the file that each is bundled from. */
const ENTRIES = {
  /** The app that ships. */
  ours: 'index.ts',
  /** One that does nothing. */
  empty: 'proof/bench/baseline/empty.ts',
  /** The smallest one that does the same work with everything ready. */
  noForm: 'proof/bench/baseline/no-form.ts',
  /** Ours, but everything is ready as in `noForm`. */
  sameForm: 'proof/bench/baseline/same-form.ts',
} as const;

export type AppName = keyof typeof ENTRIES;

/** A built app, unpacked. */
export interface BuiltApp extends Unpacked {
  /** Bytes of build.zip. */
  readonly zipBytes: number;
  /** Bytes of the bundle in it. */
  readonly bundleBytes: number;
}

/** The apps that are compared, each unpacked in a folder of its own. */
export type Apps = Readonly<Record<AppName, BuiltApp>>;

/** Builds every app, one after the other. `remove` deletes them all. */
export const buildApps = async (
  build: (entry: string) => Promise<BuiltApp> = buildApp,
): Promise<{ readonly apps: Apps; readonly remove: () => Promise<void> }> => {
  const apps = {
    ours: await build(ENTRIES.ours),
    empty: await build(ENTRIES.empty),
    noForm: await build(ENTRIES.noForm),
    sameForm: await build(ENTRIES.sameForm),
  };
  const remove = async (): Promise<void> => {
    await Promise.all(Object.values(apps).map((app) => app.remove()));
  };
  return { apps, remove };
};

/** Bundles an app as ours is bundled, into a file. */
export const bundle = async (entry: string, outfile: string, options: BuildOptions = {}): Promise<void> => {
  await build({ ...BUNDLE, ...options, entryPoints: [entry], outfile });
};

/**
 * Builds an app as `zapier-platform push` does: by the Zapier CLI, in a folder with this project's package.json and nothing
 * but production packages.
 */
export const buildApp = async (entry: string = ENTRIES.ours): Promise<BuiltApp> => {
  const folder = mkdtempSync(join(tmpdir(), 'usermaven-bench-'));
  try {
    for (const file of ['package.json', '.zapierapprc', '.gitignore'])
      cpSync(join(PROJECT, file), join(folder, file));
    // Packages inside packages come along with those.
    for (const { path } of productionPackages().filter(({ path, name }) => path === `node_modules/${name}`))
      cpSync(join(PROJECT, path), join(folder, path), { recursive: true });
    await bundle(entry, join(folder, BUNDLE.outfile));
    await zip(folder);
    const file = join(folder, 'build', 'build.zip');
    const unpacked = unpack(file);
    return {
      ...unpacked,
      zipBytes: statSync(file).size,
      bundleBytes: statSync(join(unpacked.folder, BUNDLE.outfile)).size,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const zip = (folder: string): Promise<unknown> =>
  promisify(execFile)(join(BIN, 'zapier-platform'), ['build', '--skip-dep-install', '--skip-validation'], {
    cwd: folder,
    env: {
      PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}`,
      HOME: folder,
      DISABLE_ZAPIER_ANALYTICS: '1',
      NO_UPDATE_NOTIFIER: '1',
      // The CLI runs `_zapier-build` unless it is inside it. The bundle is there.
      npm_lifecycle_event: '_zapier-build',
    },
  });
