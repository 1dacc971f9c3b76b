import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const IMPORTED = /\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g;

const importsOf = (root: string, test: string): string[] =>
  [...readFileSync(join(root, test), 'utf8').matchAll(IMPORTED)].map(([, path = '']) =>
    posix.join(posix.dirname(test), path),
  );

const mirrorOf = (file: string): string => file.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');

/** Tests in `test/make` that are of tools: slow, and some run a command as another process, in which there is no mutant. */
const OF_TOOLS = /\/make\/(?:blueprints|deploy)[^/]*$/;

const testsIn = (root: string, folder: string): string[] =>
  globSync(`${folder}/*.test.ts`, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !OF_TOOLS.test(path))
    .sort();

const folderTestsOf = (root: string, file: string): string[] => testsIn(root, posix.dirname(mirrorOf(file)));

/** The folders of `src` whose code the tests of the actions run, from an input to its event. */
const RUN_BY_ACTIONS = /^src\/(?:lib|usermaven|fields|actions|events)\//;

/**
 * All tests that are near a source file such as `src/usermaven/times.ts`, as paths from `root`: those in the folder of `test` that mirrors its
 * own, and those of the actions, which send events through most of `src`.
 */
export const nearTestsOf = (root: string, file: string): string[] => [
  ...new Set([
    ...folderTestsOf(root, file),
    ...(RUN_BY_ACTIONS.test(file) ? testsIn(root, 'test/actions') : []),
  ]),
];

/**
 * The tests that are to notice a change of a source file: of those in its folder, the one of the same name and those that import
 * it. A file that has none is tested through its neighbors, so it gets all.
 */
export const testsOf = (root: string, file: string): string[] => {
  const all = folderTestsOf(root, file);
  const own = all.filter((test) => test === mirrorOf(file) || importsOf(root, test).includes(file));
  return own.length > 0 ? own : all;
};
