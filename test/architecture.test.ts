import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { COMPUTED, findCircle, ROOT, readSource, type SourceFile, sourcesIn } from './support/imports.ts';

const CORE = ['src/usermaven', 'src/userpilot', 'src/fields', 'src/operations'];

/** What a part of the house may import beside itself. */
interface Part {
  /** Files, and folders with all that is in them. */
  readonly files: readonly string[];
  /** Packages and modules of Node; any, if not said. */
  readonly packages?: readonly string[];
}

/**
 * The arrows: usermaven, userpilot <- fields <- operations <- zapier, make <- index.ts. The packages of `src` are named
 * one by one, so that a socket or a platform comes in only where it belongs, and no cost of import unnoticed.
 */
const PARTS: Readonly<Record<string, Part>> = {
  'src/usermaven': { files: [], packages: ['node:crypto'] },
  'src/userpilot': {
    files: ['src/lib/json.ts', 'src/lib/lazy.ts'],
    packages: ['node:crypto', 'zod/mini'],
  },
  'src/fields': { files: ['src/usermaven', 'src/userpilot'], packages: ['zod/mini'] },
  'src/operations': { files: ['src/usermaven', 'src/userpilot', 'src/fields'], packages: [] },
  'src/zapier': {
    files: CORE,
    packages: ['zapier-platform-core', 'node:crypto', 'node:stream', 'node:timers/promises'],
  },
  'src/make': { files: CORE, packages: [] },
  'index.ts': { files: ['src', 'package.json'], packages: ['zapier-platform-core'] },
  sandbox: { files: ['src/usermaven', 'recipes'] },
  recipes: { files: ['src/usermaven'] },
  playground: { files: ['src', 'recipes', 'sandbox', 'scripts', 'index.ts', 'package.json'] },
};

const isIn = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

const partOf = (path: string): string | undefined => Object.keys(PARTS).find((part) => isIn(path, part));

/** Every import that no arrow allows, as `from -> to`. */
const wrongTurns = (files: readonly SourceFile[]): string[] =>
  files.flatMap(({ path, imports }) => {
    const part = partOf(path);
    if (part === undefined) return [`${path} is in no part of the house`];
    const { files: places, packages } = PARTS[part] ?? { files: [] };
    const mayImport = (target: string) =>
      /\.(ts|js|json)$/.test(target)
        ? [part, ...places].some((place) => isIn(target, place))
        : (packages?.includes(target) ?? true);
    return imports.filter((target) => !mayImport(target)).map((target) => `${path} -> ${target}`);
  });

const FILES = sourcesIn('src', 'index.ts', 'sandbox', 'recipes', 'playground');

describe('imports run one way', () => {
  test('usermaven, userpilot <- fields <- operations <- zapier, make <- index.ts', () => {
    expect(wrongTurns(FILES)).toEqual([]);
    expect(FILES.map(({ path }) => partOf(path))).toEqual(expect.arrayContaining(Object.keys(PARTS)));
  });

  test('in no circle, types included', () => {
    expect(findCircle(FILES)).toBeUndefined();
  });

  test('every folder of src has its place in the house', () => {
    const inSrc = readdirSync(join(ROOT, 'src')).map((name) => `src/${name}`);
    expect(inSrc.filter((path) => PARTS[path] === undefined)).toEqual([]);
  });

  test('what knows no platform reads no environment and opens no socket by a global either', () => {
    const forbidden = [
      'fetch',
      'WebSocket',
      'EventSource',
      'XMLHttpRequest',
      'process',
      'require',
      'console',
    ];
    const found = FILES.filter(({ path }) =>
      [...CORE, 'src/make'].some((place) => isIn(path, place)),
    ).flatMap(({ path, identifiers }) =>
      forbidden.filter((name) => identifiers.has(name)).map((name) => `${path}: ${name}`),
    );
    expect(found).toEqual([]);
  });
});

// The rules above hold as long as this finds what breaks them.
describe('a wrong turn is found', () => {
  test.each<[path: string, line: string, turn: string]>([
    ['src/usermaven/a.ts', "import { x } from '../fields/read.ts';", 'src/events/read.ts'],
    ['src/usermaven/a.ts', "import type { X } from '../userpilot/output.ts';", 'src/userpilot/output.ts'],
    ['src/usermaven/a.ts', "import http from 'node:http';", 'node:http'],
    ['src/usermaven/a.ts', "import { z } from 'zapier-platform-core';", 'zapier-platform-core'],
    ['src/userpilot/a.ts', "import { x } from '../usermaven/times.ts';", 'src/usermaven/times.ts'],
    ['src/userpilot/a.ts', "import 'node:net';", 'node:net'],
    ['src/fields/a.ts', "export { x } from '../operations/actions.ts';", 'src/actions/index.ts'],
    ['src/fields/a.ts', "export * from '../zapier/form.ts';", 'src/zapier/form.ts'],
    ['src/actions/a.ts', "const x = await import('../zapier/form.ts');", 'src/zapier/form.ts'],
    ['src/actions/a.ts', "type X = import('zapier-platform-core').Bundle;", 'zapier-platform-core'],
    ['src/actions/a.ts', 'const x = await import(name);', COMPUTED],
    ['src/zapier/a.ts', "import { x } from '../make/app.ts';", 'src/make/app.ts'],
    ['src/make/a.ts', "import { x } from '../zapier/form.ts';", 'src/zapier/form.ts'],
    ['src/zapier/a.ts', "import { x } from '../../index.ts';", 'index.ts'],
    [
      'src/zapier/a.ts',
      "import { x } from '../../sandbox/usermaven/server.ts';",
      'sandbox/usermaven/server.ts',
    ],
    ['src/zapier/a.ts', "import { x } from '../../recipes/recipe.ts';", 'recipes/recipe.ts'],
    ['src/zapier/a.ts', "import { x } from '../../test/support/offline.ts';", 'test/support/offline.ts'],
    ['src/zapier/a.ts', "const x = require('node:https');", 'node:https'],
    ['index.ts', "import { x } from './sandbox/usermaven/server.ts';", 'sandbox/usermaven/server.ts'],
    ['sandbox/a.ts', "import { x } from '../src/events/read.ts';", 'src/events/read.ts'],
    ['sandbox/a.ts', "import { x } from './support/offline.ts';", 'test/support/offline.ts'],
  ])('%s: %s', (path, line, turn) => {
    expect(wrongTurns([readSource(path, line)])).toEqual([`${path} -> ${turn}`]);
  });

  test('and a right one is not', () => {
    const right = [
      ['src/userpilot/a.ts', "import { isObject } from '../usermaven/json.ts'; import './b.ts';"],
      [
        'src/actions/a.ts',
        "import { x } from '../fields/read.ts'; import type { Y } from '../userpilot/output.ts';",
      ],
      ['sandbox/a.ts', "import { Hono } from 'hono'; import { x } from '../src/usermaven/event.ts';"],
    ] as const;
    expect(wrongTurns(right.map(([path, text]) => readSource(path, text)))).toEqual([]);
  });

  test('a file that is in no part', () => {
    expect(wrongTurns([readSource('src/other/a.ts', '')])).toEqual([
      'src/other/a.ts is in no part of the house',
    ]);
  });

  test('a circle, however long', () => {
    const files = [
      readSource('src/a.ts', "import './b.ts';"),
      readSource('src/b.ts', "import type { C } from './c.ts'; import './d.ts';"),
      readSource('src/c.ts', "import './b.ts';"),
      readSource('src/d.ts', ''),
    ];
    expect(findCircle(files)).toEqual(['src/b.ts', 'src/c.ts', 'src/b.ts']);
    expect(findCircle(files.slice(0, 2))).toBeUndefined();
    expect(findCircle([readSource('src/a.ts', "import './a.ts';")])).toEqual(['src/a.ts', 'src/a.ts']);
  });
});
