import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isDeclared } from './mutate/equivalents.ts';
import { type Measured, measure } from './mutate/measure.ts';
import { type Mutation, mutationsOf, sampleOf } from './mutate/mutants.ts';
import { readOptions } from './mutate/options.ts';
import { summaryOf, survivorsIn } from './mutate/report.ts';
import { nearTestsOf, testsOf } from './mutate/tests.ts';

/**
 * `npm run mutate -- PATH... [--sample N] [--seed TEXT] [--wide]`: changes sources in one place at a time and counts how
 * many of the changes a test notices. Lists those that none does. Runs at low priority, and at most two tests at a time.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What the tests of a file make of its mutations; with `wide`, all tests near it where its own let something through. */
const measureFile = async (
  file: string,
  mutations: readonly Mutation[],
  wide: boolean,
): Promise<Measured[]> => {
  const own = testsOf(ROOT, file);
  const first = await measure(file, mutations, own);
  const missed = first.filter(({ outcome }) => outcome === 'survived').map(({ mutation }) => mutation);
  const all = nearTestsOf(ROOT, file);
  if (!wide || all.length === own.length) return first;
  const second = new Map(
    (await measure(file, missed, all)).map((measured) => [measured.mutation, measured] as const),
  );
  return first.map((measured) => second.get(measured.mutation) ?? measured);
};

const main = async (): Promise<void> => {
  process.chdir(ROOT);
  setPriority(constants.priority.PRIORITY_LOW);
  const { files, sample, seed, wide } = readOptions(ROOT, process.argv.slice(2));
  const found = await mutationsOf(ROOT, files);
  const drawn = sample === undefined ? found : sampleOf(found, sample, seed);
  console.log(
    `${drawn.length} of ${found.length} mutations in ${files.length} ${files.length === 1 ? 'file' : 'files'}`,
  );
  const all: Measured[] = [];
  let declaredInAll = 0;
  for (const file of files) {
    const here = drawn.filter((mutation) => mutation.file === file);
    if (here.length === 0) continue;
    const ran = here.filter((mutation) => !isDeclared(mutation));
    const measured = await measureFile(file, ran, wide);
    console.log(summaryOf(file, measured, here.length - ran.length));
    for (const survivor of survivorsIn(measured)) console.log(`         ${survivor}`);
    all.push(...measured);
    declaredInAll += here.length - ran.length;
  }
  console.log(summaryOf('all', all, declaredInAll));
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
