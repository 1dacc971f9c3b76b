import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import type { Mutation } from './mutants.ts';
import { CHOSEN_VARIABLE } from './plugin.ts';

/** What the tests made of a mutation. */
export type Outcome = 'killed' | 'survived';

/** A mutation that ran. */
export interface Measured {
  readonly mutation: Mutation;
  readonly outcome: Outcome;
}

/** What Stryker's states mean. A mutant with which a test file cannot even be loaded, or does not end, is noticed. */
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  Killed: 'killed',
  Timeout: 'killed',
  RuntimeError: 'killed',
  Survived: 'survived',
  NoCoverage: 'survived',
};

/**
 * Runs the tests against mutations of one source file, each for itself, on a copy of the project outside of it. stryker.json has what is the
 * same for all files: the time after which a mutant counts as one that does not end is generous, for a machine with other work,
 * Stryker may not look at tsconfig.json, which it would rewrite with an API that TypeScript 7 does not have, and node_modules is linked
 * into the copy by a command, since tests run programs of it and Stryker does not link what is a link itself.
 * @param mutations of the file, as they are now.
 * @param tests paths from the project's folder.
 * @throws Error when the tests fail without any mutation.
 */
export const measure = async (
  file: string,
  mutations: readonly Mutation[],
  tests: readonly string[],
): Promise<Measured[]> => {
  if (mutations.length === 0) return [];
  process.env[CHOSEN_VARIABLE] = JSON.stringify(mutations.map(({ id }) => id));
  const copy = mkdtempSync(join(tmpdir(), 'mutate-'));
  const remove = () => rmSync(copy, { recursive: true, force: true });
  // Stryker ends the process when it is interrupted.
  process.once('exit', remove);
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'), 'junction');
  const results = await new Stryker({
    configFile: fileURLToPath(new URL('stryker.json', import.meta.url)),
    tempDirName: copy,
    mutate: [file],
    jest: { config: { testMatch: tests.map((test) => `<rootDir>/${test}`) } },
  })
    .runMutationTest()
    .finally(() => {
      process.off('exit', remove);
      remove();
    });
  const byId = new Map(results.map((result) => [result.id, result]));
  return mutations.map((mutation) => {
    const result = byId.get(mutation.id);
    const outcome = OUTCOMES[result?.status ?? ''];
    if (outcome === undefined || result?.replacement !== mutation.to)
      throw new Error(`Stryker did not run ${mutation.mutator} in ${file}:${mutation.line}.`);
    return { mutation, outcome };
  });
};
