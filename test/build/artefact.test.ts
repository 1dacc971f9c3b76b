import { isBuiltin } from 'node:module';
import { beforeAll, describe, expect, test } from '@jest/globals';
import manifest from '../../package.json' with { type: 'json' };
import { BUNDLE } from '../../tools/bundle.ts';
import { type Built, readBuild } from '../support/built.ts';
import { DEFINITION_OF_APP } from '../support/definition.ts';
import { ask } from '../support/in-process.ts';

let built: Built;

beforeAll(async () => {
  built = await readBuild();
});

const names = (): string[] => [...built.files.keys()];

describe('build.zip', () => {
  test('holds the wrapper that Zapier starts, the bundle and what says how to load it, and beside them packages only', () => {
    const outside = names().filter((name) => !name.startsWith('node_modules/'));
    expect(outside.sort()).toEqual(['definition.json', BUNDLE.outfile, 'package.json', 'zapierwrapper.js']);
  });

  test.each(['async-function', 'async-generator-function', 'generator-function'])(
    'holds what an ESM build loses of %s',
    (name) => {
      expect(names()).toContain(`node_modules/${name}/require.mjs`);
    },
  );

  test('holds the definition that the publishing rules are checked on', async () => {
    expect(JSON.parse(built.text('definition.json'))).toEqual(await ask('definition'));
  });

  test('holds the platform of the definition, and this package as it is', () => {
    const core: unknown = JSON.parse(built.text('node_modules/zapier-platform-core/package.json'));
    expect(core).toMatchObject({ version: DEFINITION_OF_APP.platformVersion });
    expect(JSON.parse(built.text('package.json'))).toEqual(manifest);
  });

  test('holds no secrets file', () => {
    expect(names().filter((name) => /(^|\/)\.(env|environment|zapierrc)$/.test(name))).toEqual([]);
  });
});

describe('the bundle', () => {
  test('names no source map and no folder of the machine that built it', () => {
    const code = built.text(BUNDLE.outfile);
    expect(code).not.toMatch(/sourceMappingURL|sourcesContent/);
    expect(code).not.toContain(process.cwd());
    expect(code).not.toMatch(/file:\/\/|["'`](\/home|\/Users|\/root|\/tmp|\/work|[A-Z]:\\)/);
  });

  test('contains no package', () => {
    const { inputs } = built.metafile.outputs[BUNDLE.outfile] ?? {};
    const packages = Object.entries(inputs ?? {})
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/')[0]);
    expect(new Set(packages)).toEqual(new Set(['index.ts', 'package.json', 'src']));
  });

  test('leaves nothing outside but the platform and what Node brings', () => {
    const { imports = [] } = built.metafile.outputs[BUNDLE.outfile] ?? {};
    const outside = new Set(imports.filter(({ external }) => external).map(({ path }) => path));
    expect([...outside].filter((path) => !isBuiltin(path))).toEqual(['zapier-platform-core']);
  });
});
