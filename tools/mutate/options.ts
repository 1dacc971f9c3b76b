import { globSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';

/** What is to be measured. */
export interface MutateOptions {
  /** Source files, as paths from the project's folder. */
  readonly files: readonly string[];
  /** How many mutations are drawn by chance; all, if not given. */
  readonly sample: number | undefined;
  /** What the draw depends on: the same seed draws the same mutations. */
  readonly seed: string;
  /** Whether what a file's own tests let through meets all tests near it, too. */
  readonly wide: boolean;
}

const USAGE =
  'Usage: npm run mutate -- PATH... [--sample N] [--seed TEXT] [--wide], where PATH is a folder or a file in src.';

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sample: { type: 'string' },
      seed: { type: 'string', default: '1' },
      wide: { type: 'boolean', default: false },
    },
  });

const filesAt = (root: string, path: string): string[] => {
  const place = relative(root, join(root, path)).replaceAll('\\', '/');
  const stats = statSync(join(root, place), { throwIfNoEntry: false });
  const files = stats?.isDirectory() ? globSync(`${place}/**/*.ts`, { cwd: root }) : stats ? [place] : [];
  const sources = files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^src\/.+\.ts$/.test(file));
  if (sources.length === 0)
    throw new Error(`There is no TypeScript file in ${path}, or it is not in src. ${USAGE}`);
  return sources.sort();
};

/** Reads the command line. Throws an Error for the person who typed it. */
export const readOptions = (root: string, args: readonly string[]): MutateOptions => {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch {
    throw new Error(USAGE);
  }
  const { positionals, values } = parsed;
  if (positionals.length === 0) throw new Error(USAGE);
  if (values.sample !== undefined && !/^[1-9]\d*$/.test(values.sample))
    throw new Error(`--sample takes a whole number above zero. ${USAGE}`);
  return {
    files: [...new Set(positionals.flatMap((path) => filesAt(root, path)))],
    sample: values.sample === undefined ? undefined : Number(values.sample),
    seed: values.seed,
    wide: values.wide,
  };
};
