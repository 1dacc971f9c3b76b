import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { loadRecipes } from '../../recipes/recipe.ts';
import { BLUEPRINT, customModuleOf } from '../../sandbox/make/blueprint.ts';
import { blueprintFile } from '../../tools/blueprints/write.ts';
import type { Origin } from '../../tools/make-deploy/origin.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const RECIPES = loadRecipes();

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usermaven-blueprints-'));
  for (const name of ['tools', 'src', 'sandbox', 'recipes', 'package.json']) {
    cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'), 'dir');
});
beforeEach(() => {
  rmSync(join(folder, 'blueprints'), { recursive: true, force: true });
  rmSync(join(folder, 'make-origin.json'), { force: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const deployed = (...apps: readonly Partial<Origin>[]): void =>
  writeFileSync(
    join(folder, 'make-origin.json'),
    JSON.stringify({
      apps: apps.map((app) => ({ zone: 'eu1', version: 1, connections: {}, webhooks: {}, ...app })),
    }),
  );

const command = (): Promise<{ code: unknown; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const node = ['--disable-warning=ExperimentalWarning', join(folder, 'tools', 'make-blueprints.ts')];
    execFile(process.execPath, node, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

const written = (app: string): string[] => readdirSync(join(folder, 'blueprints', app)).sort();

test('before a deployment it says what to do first, and writes nothing', async () => {
  const { code, stdout, stderr } = await command();
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(
    /^There is no make-origin\.json yet\. .* run npm run make:deploy first \(docs\/deploy\.md\)\.\n$/,
  );
  expect(readdirSync(folder)).not.toContain('blueprints');
});

test('it writes a scenario for each recipe and app, with the name that Make gave', async () => {
  deployed({ app: 'usermaven-a1b2c3', version: 3 }, { app: 'usermaven-test', zone: 'us1' });
  // What is no recipe any more goes.
  mkdirSync(join(folder, 'blueprints', 'usermaven-test'), { recursive: true });
  writeFileSync(join(folder, 'blueprints', 'usermaven-test', 'old.blueprint.json'), '{}');
  const { code, stdout, stderr } = await command();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(
    `Wrote ${RECIPES.length} scenarios for usermaven-a1b2c3 in eu1: blueprints/usermaven-a1b2c3/\n`,
  );
  for (const app of ['usermaven-a1b2c3', 'usermaven-test']) {
    expect(written(app)).toEqual(RECIPES.map(blueprintFile).sort());
    for (const file of written(app)) {
      const text = readFileSync(join(folder, 'blueprints', app, file), 'utf8');
      const names = BLUEPRINT.parse(JSON.parse(text)).flow.flatMap((node) => customModuleOf(node)?.app ?? []);
      expect(new Set(names)).toEqual(new Set([app]));
    }
  }
});

test('a make-origin.json that cannot be read ends with 1 and a sentence', async () => {
  writeFileSync(join(folder, 'make-origin.json'), '{');
  const { code, stderr } = await command();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^make-origin\.json cannot be read\. [^\n]*\n$/);
});
