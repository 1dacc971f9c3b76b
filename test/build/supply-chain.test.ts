import { beforeAll, describe, expect, test } from '@jest/globals';
import manifest from '../../package.json' with { type: 'json' };
import { BUNDLE } from '../../tools/bundle.ts';
import { productionPackages } from '../../tools/production-packages.ts';
import { readText } from '../docs/guides.ts';
import { type Built, readBuild } from '../support/built.ts';

let built: Built;

beforeAll(async () => {
  built = await readBuild();
}, 30_000);

/** The cells of the rows of the table that follows a heading, the head left out. */
const rowsUnder = (page: string, heading: string): string[][] => {
  const [, section = ''] = readText(page).split(`\n## ${heading}\n`);
  const lines = section.split('\n## ')[0]?.split('\n') ?? [];
  return lines
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
};

const namesIn = (rows: readonly (readonly string[])[]): (string | undefined)[] => rows.map(([name]) => name);

/** `node_modules/hash-base/node_modules/isarray` as the page writes it: `hash-base > isarray`. */
const written = (path: string): string =>
  path.replace(/^node_modules\//, '').replaceAll('/node_modules/', ' > ');

const PRODUCTION = productionPackages();

/** Whether the zip holds anything of a package but what describes it. */
const hasCode = (path: string): boolean =>
  [...built.files.keys()].some(
    (name) =>
      name.startsWith(`${path}/`) &&
      !name.startsWith(`${path}/node_modules/`) &&
      !name.endsWith('/package.json'),
  );

describe('docs/dependencies.md', () => {
  const rows = rowsUnder('docs/dependencies.md', 'In the zip');

  test('lists every package that a production installation has, and no other, in order', () => {
    expect(namesIn(rows)).toEqual(PRODUCTION.map(({ path }) => written(path)));
  });

  test('gives each a reason of its own', () => {
    const reasons = rows.map((cells) => cells.at(-1) ?? '');
    expect(reasons.filter((reason) => reason.length < 5)).toEqual([]);
  });

  test('says which of them have code in the zip', () => {
    const said = rows.filter(([, , code]) => code === 'yes').map(([name]) => name);
    const found = PRODUCTION.filter(({ path }) => hasCode(path)).map(({ path }) => written(path));
    expect(said).toEqual(found);
    expect(found).toContain('zapier-platform-core');
  });

  test('lists what is in the bundle beside our code', () => {
    const { inputs = {} } = built.metafile.outputs[BUNDLE.outfile] ?? {};
    const bundled = Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([path]) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
    expect(namesIn(rowsUnder('docs/dependencies.md', 'In the bundle'))).toEqual([...new Set(bundled)]);
  });
});

describe('build.zip', () => {
  test('holds files of production packages and of no others', () => {
    const folders = PRODUCTION.map(({ path }) => `${path}/`);
    const strangers = [...built.files.keys()].filter(
      (name) => name.startsWith('node_modules/') && !folders.some((folder) => name.startsWith(folder)),
    );
    expect(strangers).toEqual([]);
  });

  test('the packages that run are those of package-lock.json, in their versions', () => {
    const versions = PRODUCTION.map(({ path, version }) => [path, version]);
    const inZip = PRODUCTION.map(({ path }) => [
      path,
      // json-metaschema writes v1.3.0.
      String(JSON.parse(built.text(`${path}/package.json`)).version).replace(/^v/, ''),
    ]);
    expect(inZip).toEqual(versions);
  });
});

describe('installing for production', () => {
  test('runs no script of any package', () => {
    const scripts = ['preinstall', 'install', 'postinstall'];
    const running = PRODUCTION.filter(({ path, hasInstallScript }) => {
      const { scripts: own = {} } = JSON.parse(built.text(`${path}/package.json`));
      return hasInstallScript === true || scripts.some((script) => Object.hasOwn(own, script));
    });
    expect(running.map(({ path }) => path)).toEqual([]);
  });

  test('takes one package of our choice, in an exact version', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['zapier-platform-core']);
    expect(Object.values(manifest.dependencies)).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  });
});

describe('packages for work on the app', () => {
  const rows = rowsUnder('CONTRIBUTING.md', 'Packages');

  test('are listed in CONTRIBUTING.md, each with a reason', () => {
    expect(namesIn(rows)).toEqual(Object.keys(manifest.devDependencies).sort());
    expect(rows.filter(([, reason = '']) => reason.length < 5)).toEqual([]);
  });

  test('have exact versions', () => {
    const loose = Object.entries(manifest.devDependencies).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});
