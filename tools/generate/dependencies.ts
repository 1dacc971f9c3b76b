import manifest from '../../package.json' with { type: 'json' };
import { productionPackages } from '../production-packages.ts';
import { table } from './markdown.ts';
import type { Parts } from './marks.ts';

type PackageName = keyof typeof manifest.dependencies | keyof typeof manifest.devDependencies;

/** Why we depend on a package. The compiler asks for a line when one is added, and to remove it with the package. */
const REASONS = {
  '@biomejs/biome': 'Lints and formats.',
  '@hono/node-server': 'Serves Hono apps on Node.',
  '@jest/globals': "Jest's functions as typed imports.",
  '@makehq/sdk':
    "Talks to Make's API in `npm run verify -- make`: connections, webhooks, scenarios, executions.",
  '@stryker-mutator/api': "Stryker's types, and the function that declares a plugin.",
  '@stryker-mutator/core': 'Runs the tests against mutants of our sources.',
  '@stryker-mutator/instrumenter': 'Lists the mutants of a source file, to draw a sample of them.',
  '@stryker-mutator/jest-runner': 'Connects Stryker with Jest.',
  '@sparticuz/chromium':
    'The browser for tests and screenshots on Linux, with the libraries that a bare system lacks.',
  '@swc/core':
    'Turns TypeScript into JavaScript for Jest, parses sources for the test of the imports, and makes the bundle smaller than esbuild alone does.',
  '@swc/jest': 'Connects Jest with SWC.',
  '@types/node': 'Types of Node 22.',
  '@types/papaparse': 'Types of Papa Parse.',
  'currency-codes': 'The list of ISO 4217, which a test compares our table of smallest units with.',
  'axe-core': "Finds accessibility problems of the playground's page.",
  esbuild:
    'Bundles the app into one file, since every file costs start-up time, and the page of the playground.',
  'fast-check': 'Generates inputs for property tests.',
  fflate: 'Reads and writes `build.zip`.',
  hono: 'Routes requests to the local Usermaven, the local Zapier and the playground.',
  ignore: 'Reads .gitignore, for tests that look at every file of the project.',
  jest: 'Runs the tests.',
  nock: 'Stands in for other hosts in tests.',
  node: 'The Node that Zapier runs, whatever the machine has.',
  papaparse: 'Reads CSV files and pasted rows in the playground.',
  'playwright-core': "Drives a browser through the playground's page, for tests and screenshots.",
  preact: "Renders the playground's page.",
  'typed-inject': "Injects the parts that Stryker's instrumenter needs.",
  typescript: 'Checks the types.',
  'zapier-platform-cli':
    'Builds the zip, has Zapier check the app, uploads it, and provides the other commands of the deploy guide.',
  'zapier-platform-core':
    'Runs the app on Zapier, sends its requests and writes its log. Every Zapier app needs it.',
  zod: "Describes data from outside, such as recipes, Make's responses and the playground's requests.",
} as const satisfies Readonly<Record<PackageName, string>>;

const rowsOf = (versions: Readonly<Partial<Record<PackageName, string>>>): string[][] =>
  Object.entries(versions).map(([name, version]) => [name, version, REASONS[name as PackageName]]);

/** `node_modules/hash-base/node_modules/isarray` as `hash-base > isarray`. */
const readable = (path: string): string =>
  path.replace(/^node_modules\//, '').replaceAll('/node_modules/', ' > ');

/** The marked parts of docs/dependencies.md. */
export const DEPENDENCIES: Parts = {
  dependencies: () => table(['Package', 'Version', 'What for'], rowsOf(manifest.dependencies)),
  'development-dependencies': () =>
    table(['Package', 'Version', 'What for'], rowsOf(manifest.devDependencies)),
  'production-packages': () =>
    table(
      ['Package', 'Version'],
      productionPackages().map(({ path, version = '' }) => [readable(path), version]),
    ),
};
