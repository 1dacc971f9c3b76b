import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore from 'ignore';
import { ROOT } from './imports.ts';

/** What git never looks at. */
const GIT = '.git';

/**
 * Every file of the project that is or would be committed, sorted, as paths from the root. Needs no git.
 * @param root the project, or a copy of it.
 */
export const projectFiles = (root = ROOT): string[] => {
  const rules = ignore().add(readFileSync(join(root, '.gitignore'), 'utf8'));
  const isOurs = (path: string): boolean => path.split('/')[0] !== GIT && !rules.ignores(path);
  const filesIn = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => pathsOf(entry, folder));
  const pathsOf = (entry: Dirent, folder: string): string[] => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    // A rule that ends with a slash is for folders, which `ignore` tells by a slash at the end.
    if (!isOurs(entry.isDirectory() ? `${path}/` : path)) return [];
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  };
  return filesIn('').sort();
};
