import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import manifest from '../../package.json' with { type: 'json' };
import { loadRecipes } from '../../recipes/recipe.ts';
import { GUIDES, PROJECT, readText, shellLines } from './guides.ts';

const CLI_COMMANDS = 'node_modules/zapier-platform-cli/src/oclif/commands';

const lines = [...GUIDES.values()].flatMap(shellLines);

/** The npm scripts that a line runs. */
const scriptsIn = (line: string): string[] =>
  [...line.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)].map(([, script, own]) => script ?? own ?? '');

/** What a line says to the Zapier CLI: the file of the command, and the flags. */
const cliCallsIn = (line: string): { command: string; flags: string[] }[] =>
  [...line.matchAll(/\bzapier-platform ([a-z:]+)([^&|]*)/g)].map(([, command = '', rest = '']) => ({
    command: command.replace(':', '/'),
    flags: [...rest.matchAll(/ --([a-z-]+)/g)].map(([, flag = '']) => flag),
  }));

/** What `push` and `build` share is in the second. */
const sourceOf = (command: string): string =>
  [command, ...(command === 'push' ? ['build'] : [])].map((each) => readText(fileOf(each) ?? '')).join('\n');

const fileOf = (command: string): string | undefined =>
  [`${CLI_COMMANDS}/${command}.js`, `${CLI_COMMANDS}/${command}/index.js`].find((path) =>
    existsSync(join(PROJECT, path)),
  );

describe('commands in the docs', () => {
  test('npm scripts are in package.json', () => {
    const scripts = new Set(lines.flatMap(scriptsIn));
    expect([...scripts]).toEqual(expect.arrayContaining(['demo', 'test', 'generate']));
    expect([...scripts].filter((script) => !Object.hasOwn(manifest.scripts, script))).toEqual([]);
  });

  test('commands of the Zapier CLI exist in the version that we install', () => {
    const commands = new Set(lines.flatMap(cliCallsIn).map(({ command }) => command));
    expect([...commands]).toEqual(expect.arrayContaining(['push', 'users/links', 'users/add', 'migrate']));
    expect([...commands].filter((command) => fileOf(command) === undefined)).toEqual([]);
  });

  test('and take the flags that the docs give them', () => {
    const calls = lines.flatMap(cliCallsIn).filter(({ flags }) => flags.length > 0);
    expect(calls.length).toBeGreaterThan(3);
    const unknown = calls.flatMap(({ command, flags }) => {
      const source = sourceOf(command);
      // A flag is a key of an object in the command's source.
      return flags.filter((flag) => !new RegExp(`^\\s+'?${flag}'?: Flags\\.`, 'm').test(source));
    });
    expect(unknown).toEqual([]);
  });

  test('the demo is asked for recipes that exist, and the recipe page names them all', () => {
    const names = loadRecipes().map(({ name }) => name);
    const askedIn = (path: string): string[] =>
      [...(GUIDES.get(path) ?? '').matchAll(/npm run demo -- ([a-z][a-z-]*)/g)].map(([, name = '']) => name);
    expect(askedIn('docs/recipes.md').sort()).toEqual(names);
    // The walkthrough in CONTRIBUTING.md runs a recipe that it adds.
    const elsewhere = [...GUIDES.keys()].filter((path) => path !== 'CONTRIBUTING.md').flatMap(askedIn);
    expect(elsewhere.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('the README', () => {
  const readme = readText('README.md');

  test('is short', () => {
    expect(readme.split('\n').length).toBeLessThan(80);
  });

  test('shows the commands to try it first', () => {
    expect(shellLines(readme).slice(0, 4)).toEqual(['npm ci', 'npm start', 'npm run demo', 'npm test']);
  });

  test('says that nothing has run live, and the command that changes that', () => {
    const [, status = ''] = /^\*\*Status: (.*)$/m.exec(readme) ?? [];
    expect(status).toContain('never run live');
    expect(status).toContain('`npm run verify -- ');
  });

  test('asks for no older Node than package.json does, and names the Node that npm ci installs', () => {
    const asked = Number(/Node (\d+) or newer/.exec(readme)?.[1]);
    const needed = Number(/\d+/.exec(manifest.engines.node)?.[0]);
    expect(asked).toBeGreaterThanOrEqual(needed);
    expect(readme).toContain(`installs the Node ${manifest.devDependencies.node.split('.')[0]} `);
  });
});

describe('deploying', () => {
  test('the description for Zapier is a sentence of the form and length that its review wants', () => {
    const description = /--desc "([^"]+)"/.exec(readText('docs/deploy.md'))?.[1] ?? '';
    expect(description).toMatch(/^Usermaven is an? .+\.$/);
    expect(description.length).toBeGreaterThanOrEqual(40);
    expect(description.length).toBeLessThanOrEqual(140);
  });

  test('the commands name the version of the package or a later one', () => {
    expect(readText('CHANGELOG.md')).toContain(`## [${manifest.version}] - `);
    expect(readText('docs/deploy.md')).toContain(manifest.devDependencies['zapier-platform-cli']);
  });
});
