import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { COMPUTED, findCircle, ROOT, readSource, type SourceFile, sourcesIn } from './support/imports.ts';

/** What the files of a room, a folder or a file at the top, may import beside each other. */
interface Room {
  /** Files, and folders with everything in them. */
  readonly files: readonly string[];
  /** The same, of which only types may be imported. */
  readonly types?: readonly string[];
  /** Packages and modules of Node; any, if not given. */
  readonly packages?: readonly string[];
}

const LIB = ['src/lib'];
const SERVICES = [...LIB, 'src/usermaven', 'src/userpilot'];
const ACTIONS = [...SERVICES, 'src/fields', 'src/actions'];
const EVENTS = [...ACTIONS, 'src/events'];

/**
 * The import rules: lib <- usermaven, userpilot <- fields <- actions <- events <- zapier <- index.ts, and actions <- make. The
 * packages of `src` are listed one by one, so that a socket or a platform comes in only where it belongs, and no package that
 * costs time at a cold start comes in unnoticed.
 */
const ROOMS: Readonly<Record<string, Room>> = {
  'src/lib': { files: [], packages: [] },
  'src/usermaven': { files: LIB, packages: ['node:crypto'] },
  'src/userpilot': { files: LIB, packages: ['node:crypto'] },
  // Declarations only: without the code of the services, nothing can be read here. The list of event types is data.
  'src/fields': { files: ['src/lib', 'src/userpilot/event-types.ts'], types: SERVICES, packages: [] },
  'src/actions': { files: [...SERVICES, 'src/fields'], packages: [] },
  'src/events': { files: ACTIONS, packages: ['node:crypto'] },
  'src/zapier': {
    files: EVENTS,
    packages: ['zapier-platform-core', 'node:crypto', 'node:stream', 'node:timers/promises'],
  },
  'src/make': { files: ACTIONS, packages: [] },
  'index.ts': { files: [...EVENTS, 'src/zapier', 'package.json'], packages: ['zapier-platform-core'] },
  sandbox: { files: ['src', 'recipes'] },
  recipes: { files: ACTIONS },
  playground: { files: ['src', 'recipes', 'sandbox', 'tools', 'index.ts', 'package.json'] },
};

/** The rooms of src that know no platform, and Make's, which only writes declarations. */
const PURE = [...EVENTS, 'src/make'];

const isIn = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

const roomOf = (path: string): string | undefined => Object.keys(ROOMS).find((room) => isIn(path, room));

/** Every import that no rule allows, as `from -> to`. */
const wrongImports = (files: readonly SourceFile[]): string[] =>
  files.flatMap(({ path, imports, needed }) => {
    const room = roomOf(path);
    if (room === undefined) return [`${path} is in no room`];
    const { files: places, types = [], packages } = ROOMS[room] ?? { files: [] };
    const mayImport = (target: string) => {
      if (!/\.(ts|js|json)$/.test(target)) return packages?.includes(target) ?? true;
      const allowed = [room, ...places, ...(needed.has(target) ? [] : types)];
      return allowed.some((place) => isIn(target, place));
    };
    return imports.filter((target) => !mayImport(target)).map((target) => `${path} -> ${target}`);
  });

const FILES = sourcesIn('src', 'index.ts', 'sandbox', 'recipes', 'playground');

describe('imports run one way', () => {
  test('lib <- usermaven, userpilot <- fields <- actions <- events <- zapier <- index.ts, actions <- make', () => {
    expect(wrongImports(FILES)).toEqual([]);
    expect(FILES.map(({ path }) => roomOf(path))).toEqual(expect.arrayContaining(Object.keys(ROOMS)));
  });

  test('in no circle, types included', () => {
    expect(findCircle(FILES)).toBeUndefined();
  });

  test('every folder of src is a room', () => {
    const inSrc = readdirSync(join(ROOT, 'src')).map((name) => `src/${name}`);
    expect(inSrc.filter((path) => ROOMS[path] === undefined)).toEqual([]);
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
    const found = FILES.filter(({ path }) => PURE.some((room) => isIn(path, room))).flatMap(
      ({ path, identifiers }) =>
        forbidden.filter((name) => identifiers.has(name)).map((name) => `${path}: ${name}`),
    );
    expect(found).toEqual([]);
  });
});

// The rules above hold as long as this finds what breaks them.
describe('a wrong import is found', () => {
  test.each<[path: string, line: string, target: string]>([
    ['src/lib/a.ts', "import type { X } from '../usermaven/event.ts';", 'src/usermaven/event.ts'],
    ['src/lib/a.ts', "import 'node:crypto';", 'node:crypto'],
    ['src/usermaven/a.ts', "import { x } from '../fields/index.ts';", 'src/fields/index.ts'],
    ['src/usermaven/a.ts', "import type { X } from '../userpilot/output.ts';", 'src/userpilot/output.ts'],
    ['src/usermaven/a.ts', "import http from 'node:http';", 'node:http'],
    ['src/usermaven/a.ts', "import { z } from 'zapier-platform-core';", 'zapier-platform-core'],
    ['src/userpilot/a.ts', "import { x } from '../usermaven/times.ts';", 'src/usermaven/times.ts'],
    ['src/userpilot/a.ts', "import * as z from 'zod/mini';", 'zod/mini'],
    ['src/userpilot/a.ts', "import 'node:net';", 'node:net'],
    ['src/fields/a.ts', "import { readTime } from '../usermaven/times.ts';", 'src/usermaven/times.ts'],
    ['src/fields/a.ts', "import 'node:crypto';", 'node:crypto'],
    ['src/events/a.ts', "import 'node:http';", 'node:http'],
    ['src/fields/a.ts', "export { x } from '../actions/index.ts';", 'src/actions/index.ts'],
    ['src/fields/a.ts', "export * from '../zapier/form.ts';", 'src/zapier/form.ts'],
    ['src/actions/a.ts', "import { x } from '../events/read.ts';", 'src/events/read.ts'],
    ['src/actions/a.ts', "const x = await import('../zapier/form.ts');", 'src/zapier/form.ts'],
    ['src/actions/a.ts', "type X = import('zapier-platform-core').Bundle;", 'zapier-platform-core'],
    ['src/actions/a.ts', 'const x = await import(name);', COMPUTED],
    ['src/events/a.ts', "import { x } from '../zapier/step.ts';", 'src/zapier/step.ts'],
    ['src/events/a.ts', "import { x } from '../make/app.ts';", 'src/make/app.ts'],
    ['src/zapier/a.ts', "import { x } from '../make/app.ts';", 'src/make/app.ts'],
    ['src/make/a.ts', "import { x } from '../zapier/form.ts';", 'src/zapier/form.ts'],
    ['src/make/a.ts', "import { x } from '../events/read.ts';", 'src/events/read.ts'],
    ['src/zapier/a.ts', "import { x } from '../../index.ts';", 'index.ts'],
    [
      'src/zapier/a.ts',
      "import { x } from '../../sandbox/usermaven/server.ts';",
      'sandbox/usermaven/server.ts',
    ],
    ['src/zapier/a.ts', "import { x } from '../../recipes/recipe.ts';", 'recipes/recipe.ts'],
    ['src/zapier/a.ts', "import { x } from '../../proof/fuzz/hostile.ts';", 'proof/fuzz/hostile.ts'],
    ['src/zapier/a.ts', "import { x } from '../../tools/run.ts';", 'tools/run.ts'],
    ['src/zapier/a.ts', "import { x } from '../../test/support/offline.ts';", 'test/support/offline.ts'],
    ['src/zapier/a.ts', "const x = require('node:https');", 'node:https'],
    ['index.ts', "import { x } from './src/make/app.ts';", 'src/make/app.ts'],
    ['index.ts', "import { x } from './sandbox/usermaven/server.ts';", 'sandbox/usermaven/server.ts'],
    ['sandbox/a.ts', "import { x } from '../test/support/offline.ts';", 'test/support/offline.ts'],
    ['sandbox/a.ts', "import { x } from '../index.ts';", 'index.ts'],
    ['recipes/a.ts', "import { x } from '../src/events/read.ts';", 'src/events/read.ts'],
    ['recipes/a.ts', "import { x } from '../sandbox/zapier/mapping.ts';", 'sandbox/zapier/mapping.ts'],
  ])('%s: %s', (path, line, target) => {
    expect(wrongImports([readSource(path, line)])).toEqual([`${path} -> ${target}`]);
  });

  test('and a right one is not', () => {
    const right = [
      ['src/userpilot/a.ts', "import { isObject } from '../lib/json.ts'; import './b.ts';"],
      [
        'src/fields/a.ts',
        "import type { X } from '../usermaven/page.ts'; import { y } from '../userpilot/event-types.ts';",
      ],
      [
        'src/actions/a.ts',
        "import { x } from '../fields/index.ts'; import type { Y } from '../userpilot/output.ts';",
      ],
      ['src/make/a.ts', "import { x } from '../actions/index.ts';"],
      ['sandbox/a.ts', "import { Hono } from 'hono'; import { x } from '../src/events/read.ts';"],
      ['recipes/a.ts', "import * as z from 'zod'; import { x } from '../src/actions/index.ts';"],
    ] as const;
    expect(wrongImports(right.map(([path, text]) => readSource(path, text)))).toEqual([]);
  });

  test('a value beside types is one that the file needs', () => {
    const line = "import { type X, readTime } from '../usermaven/times.ts';";
    const both = "import type { X } from '../usermaven/times.ts'; import { y } from '../usermaven/times.ts';";
    for (const text of [line, both]) {
      expect(wrongImports([readSource('src/fields/a.ts', text)])).toEqual([
        'src/fields/a.ts -> src/usermaven/times.ts',
      ]);
    }
  });

  test('a file that is in no room', () => {
    expect(wrongImports([readSource('src/other/a.ts', '')])).toEqual(['src/other/a.ts is in no room']);
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

test('coverage leaves out the files with nothing but types, which have nothing to run, and no others', () => {
  const config = readFileSync(join(ROOT, 'jest.config.js'), 'utf8');
  const leftOut = [...config.matchAll(/'!(src\/[^']+)'/g)].map(([, file]) => file);
  const typesOnly = globSync('src/**/*.ts', { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .filter(
      (file) =>
        !/^(export )?(const|function|class|let|default) /m.test(readFileSync(join(ROOT, file), 'utf8')),
    );
  expect(leftOut).toEqual(typesOnly.sort());
});
