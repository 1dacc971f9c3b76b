import { type Blueprint, type BlueprintNode, customModuleOf } from './blueprint.ts';
import { type BundlesByModule, fillMapper } from './mapper.ts';
import type { RunningMakeApp, RunOptions } from './run-app.ts';
import type { Ending } from './run-communication.ts';
import { type Collection, isArray, isCollection, jsonOf, UnknownToMake, type Value } from './values.ts';

/** What a scenario runs with: the app, where requests go, and the connection. */
export interface ScenarioOptions extends RunOptions {
  readonly app: RunningMakeApp;
}

/** What the first module hands over, or an earlier one, with everything before it. */
type Branch = BundlesByModule;

const collectionIn = (value: Value, what: string): Collection => {
  if (!isCollection(value)) throw new UnknownToMake(`${what} has to be a collection: ${jsonOf(value)}`);
  return value;
};

const withBundle = (branch: Branch, { id }: BlueprintNode, bundle: Collection): Branch =>
  new Map([...branch, [id, bundle]]);

/** Flow control: Iterator. Every item of the array goes on by itself. */
const iterate = (node: BlueprintNode, filled: Collection, branch: Branch): Branch[] => {
  if (!isArray(filled.array)) throw new UnknownToMake(`No array to iterate over: ${jsonOf(filled)}`);
  return filled.array.map((item) => withBundle(branch, node, collectionIn(item, 'An item')));
};

/**
 * Tools: Array aggregator. What came of one run of its source module becomes one array; of the modules from the source
 * on, nothing can be read afterwards.
 */
const aggregate = (
  { flow }: Blueprint,
  node: BlueprintNode,
  branches: readonly Branch[],
  fill: (branch: Branch) => Collection,
): Branch[] => {
  const source = flow.findIndex(({ id }) => id === node.parameters.feeder);
  if (source < 0) throw new UnknownToMake(`No module is the source ${jsonOf(node.parameters.feeder)}`);
  const before = flow.slice(0, source).map(({ id }) => id);
  const feeding = before.at(-1);
  const groups = Map.groupBy(branches, (branch) => (feeding === undefined ? null : branch.get(feeding)));
  return [...groups.values()].map((members) => {
    const kept = [...(members[0] ?? [])].filter(([id]) => before.includes(id));
    return withBundle(new Map(kept), node, { array: members.map(fill) });
  });
};

/**
 * Runs a scenario on what its first module hands over, as far as Make says what its own modules do (its help: "Iterator",
 * "Array aggregator"). Returns how the runs of the app's modules ended; one that did not end well stops there.
 * Throws {@link UnknownToMake} on any module that is not modeled here.
 */
export const runScenario = async (
  blueprint: Blueprint,
  bundles: readonly Collection[],
  { app, ...options }: ScenarioOptions,
): Promise<Ending[]> => {
  const [first, ...nodes] = blueprint.flow;
  if (!first) return [];
  const endings: Ending[] = [];
  const fillFor = (node: BlueprintNode) => (branch: Branch) =>
    collectionIn(fillMapper(node.mapper, branch, options.reading), 'A mapper');

  const runOurs = async (node: BlueprintNode, module: string, branch: Branch): Promise<Branch[]> => {
    const ending = await app.runModule(module, fillFor(node)(branch), options);
    endings.push(ending);
    return ending.kind === 'done' ? [withBundle(branch, node, collectionIn(ending.output, 'An output'))] : [];
  };

  const step = async (node: BlueprintNode, branches: readonly Branch[]): Promise<Branch[]> => {
    const custom = customModuleOf(node);
    if (custom) {
      const ended: Branch[] = [];
      // One after the other, as Make does.
      for (const branch of branches) ended.push(...(await runOurs(node, custom.module, branch)));
      return ended;
    }
    const fill = fillFor(node);
    switch (node.module) {
      case 'builtin:BasicFeeder':
        return branches.flatMap((branch) => iterate(node, fill(branch), branch));
      case 'builtin:BasicAggregator':
        return aggregate(blueprint, node, branches, fill);
      default:
        throw new UnknownToMake(`The module ${node.module}`);
    }
  };

  let branches: Branch[] = bundles.map((bundle) => new Map([[first.id, bundle]]));
  for (const node of nodes) branches = await step(node, branches);
  return endings;
};
