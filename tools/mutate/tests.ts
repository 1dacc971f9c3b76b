import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const IMPORTED = /\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g;

const importsOf = (root: string, test: string): string[] =>
  [...readFileSync(join(root, test), 'utf8').matchAll(IMPORTED)].map(([, path = '']) =>
    posix.join(posix.dirname(test), path),
  );

const mirrorOf = (file: string): string => file.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');

/** All tests in the folder of `test` that mirrors that of a source file such as `src/usermaven/times.ts`, as paths from `root`. */
export const folderTestsOf = (root: string, file: string): string[] =>
  globSync(`${posix.dirname(mirrorOf(file))}/*.test.ts`, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();

/**
 * The tests that are to notice a change of a source file: of those in its folder, the one of the same name and those that import
 * it. A file that has none is tested through its neighbors, so it gets all.
 */
export const testsOf = (root: string, file: string): string[] => {
  const all = folderTestsOf(root, file);
  const own = all.filter((test) => test === mirrorOf(file) || importsOf(root, test).includes(file));
  return own.length > 0 ? own : all;
};
