import { type Checker, CheckStatus } from '@stryker-mutator/api/check';
import type { Ignorer } from '@stryker-mutator/api/ignore';
import { declareFactoryPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { isObject } from '../../src/lib/json.ts';

/** The environment variable with the ids of the mutants that are to run, as a JSON list. */
export const CHOSEN_VARIABLE = 'MUTATE_CHOSEN';

/** Stryker asks a checker about each mutant before it runs it. This one lets those pass that were chosen. */
export const chosenOnly = (): Checker => {
  const chosen = new Set<string>(JSON.parse(process.env[CHOSEN_VARIABLE] ?? '[]'));
  return {
    init: async () => {},
    group: async (mutants) => [mutants.map(({ id }) => id)],
    check: async (mutants) =>
      Object.fromEntries(
        mutants.map(({ id }) => [
          id,
          chosen.has(id)
            ? { status: CheckStatus.Passed }
            : { status: CheckStatus.CompileError, reason: 'Not chosen.' },
        ]),
      ),
  };
};

/** Types do not run. Stryker 9.6.1 leaves most of them alone, but not a template literal after `satisfies`, and fails there. */
export const TYPES: Ignorer = {
  shouldIgnore: (path) => {
    const node = 'node' in path && isObject(path.node) ? path.node : {};
    return /^TS.*Type$/.test(String(node.type)) ? 'Types do not run.' : undefined;
  },
};

/** What Stryker looks for in a plugin. The names are in stryker.json. */
export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.Checker, 'chosen', chosenOnly),
  declareValuePlugin(PluginKind.Ignore, 'types', TYPES),
];
