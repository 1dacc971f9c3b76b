import { beforeAll, describe, expect, test } from '@jest/globals';
import manifest from '../../package.json' with { type: 'json' };
import { productionPackages } from '../../tools/production-packages.ts';
import { type Built, readBuild } from '../support/built.ts';

let built: Built;

beforeAll(async () => {
  built = await readBuild();
});

const PRODUCTION = productionPackages();

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

test('packages for work on the app have exact versions', () => {
  const loose = Object.entries(manifest.devDependencies).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(loose).toEqual([]);
});
