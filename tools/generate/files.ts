import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFiles } from '../../src/make/files.ts';
import { assumptionsPage } from './assumptions.ts';
import { grownContract } from './contract.ts';
import { DEPENDENCIES } from './dependencies.ts';
import { GUIDES } from './guides.ts';
import { makeRecipesPage } from './make-recipes.ts';
import { makeReferencePage } from './make-reference.ts';
import { fillMarks } from './marks.ts';
import { recipesPage } from './recipes.ts';
import { referencePage } from './reference.ts';

/** The root of the project. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

const CONTRACT = 'test/publishing/contract.json';

/** A folder in which everything is generated. */
const MAKE = 'make';

const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

/** Every file that is generated, or has generated parts, as it should be, by its path from the root. */
export const generatedFiles = (): Map<string, string> => {
  const marked = { ...GUIDES, 'docs/dependencies.md': DEPENDENCIES };
  return new Map([
    ...[...makeFiles()].map(([path, content]) => [`${MAKE}/${path}`, content] as const),
    ...[referencePage(), recipesPage(), makeReferencePage(), makeRecipesPage(), assumptionsPage()].map(
      ({ path, content }) => [path, content] as const,
    ),
    ...Object.entries(marked).map(([path, parts]) => [path, fillMarks(read(path), parts)] as const),
    [CONTRACT, grownContract(read(CONTRACT))],
  ]);
};

/** What is not current, by its path from the root: the content that a file should have, or null for one that should go. */
export const staleFiles = (): Map<string, string | null> => {
  const files = generatedFiles();
  const left = globSync(`${MAKE}/**/*`, { cwd: PROJECT, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(PROJECT.length).replaceAll('\\', '/'))
    .filter((path) => !files.has(path));
  return new Map([
    ...[...files].filter(([path, content]) => !existsSync(join(PROJECT, path)) || read(path) !== content),
    ...left.map((path) => [path, null] as const),
  ]);
};
