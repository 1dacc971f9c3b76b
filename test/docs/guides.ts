import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the project. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the project as text. `path` is from the root. */
export const readText = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

/** Every Markdown page of the project, by its path from the root. */
export const GUIDES: ReadonlyMap<string, string> = new Map(
  globSync(['*.md', 'docs/**/*.md', 'playground/*.md'], { cwd: PROJECT })
    .sort()
    .map((path) => [path, readText(path)]),
);

/** A page without its blocks of code, whose content is no Markdown. */
export const withoutCodeBlocks = (page: string): string => page.replace(/^ *```[\s\S]*?^ *```/gm, '');

/** What stands in the shell blocks and code spans of a page, a line each. */
export const shellLines = (page: string): string[] => {
  const blocks = [...page.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const spans = [...withoutCodeBlocks(page).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...blocks, ...spans].map((line) => line.trim()).filter((line) => line !== '');
};
