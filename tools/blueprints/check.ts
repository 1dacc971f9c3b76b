import { type Blueprint, type BlueprintNode, customModuleOf } from '../../sandbox/make/blueprint.ts';
import { modulesIn } from '../../sandbox/make/mapper.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import type { MakeApp, MakeModule, MakeParameter } from '../../src/make/app-types.ts';
import type { AppName } from './blueprint.ts';
import { START_MODULES } from './start.ts';

/** The modules of Make's own apps that scenarios are built from, and the members of the mapper that each cannot be without. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.values(START_MODULES).map(({ module }) => [module, []])),
  'builtin:BasicFeeder': ['array'],
  'builtin:BasicAggregator': [],
};

/** What belongs to one account, so that the editor has to ask for it. */
const OF_AN_ACCOUNT: ReadonlySet<string> = new Set(['__IMTCONN__', '__IMTHOOK__', 'hook']);

const AGGREGATOR = 'builtin:BasicAggregator';

/**
 * What is wrong with a scenario beside its structure: modules and parameters that the app does not have or needs, values
 * of modules that come later, parts of an account. A sentence each; none when it can be imported.
 */
export const problemsIn = (blueprint: Blueprint, app: MakeApp, name: AppName): string[] =>
  blueprint.flow.flatMap((node, at) => {
    const before = blueprint.flow.slice(0, at).map(({ id }) => id);
    const found = [
      ...Object.keys(node.parameters)
        .filter((key) => OF_AN_ACCOUNT.has(key))
        .map((key) => `${key} belongs to an account`),
      ...modulesIn(node.mapper)
        .filter((id) => !before.includes(id))
        .map((id) => `it refers to module ${id}, which does not come before it`),
      ...problemsWith(node, blueprint, { app, name }),
    ];
    return found.map((problem) => `Module ${node.id} (${node.module}): ${problem}.`);
  });

interface Known {
  readonly app: MakeApp;
  readonly name: AppName;
}

const moduleOf = (node: BlueprintNode, { app, name }: Known): MakeModule | undefined => {
  const custom = customModuleOf(node);
  if (custom?.app !== name.app || node.version !== name.version) return undefined;
  return Object.hasOwn(app.modules, custom.module) ? app.modules[custom.module] : undefined;
};

const problemsWith = (node: BlueprintNode, blueprint: Blueprint, known: Known): string[] => {
  if (customModuleOf(node)) {
    const module = moduleOf(node, known);
    return module ? mapperProblems(module.mappableParams, node.mapper) : ['the app has no such module'];
  }
  const needed = OWN[node.module];
  if (!needed) return ['this module of Make is not known here'];
  const lacking = needed
    .filter((key) => !Object.hasOwn(node.mapper, key))
    .map((key) => `${key} is not mapped`);
  return node.module === AGGREGATOR ? [...lacking, ...targetProblems(node, blueprint, known)] : lacking;
};

/** An aggregator fills the items of an array of a later module, so its mapper is one of these items. */
const targetProblems = (node: BlueprintNode, { flow }: Blueprint, known: Known): string[] => {
  const { feeder, target } = node.parameters;
  const [id, key] = String(target).split('.');
  const at = flow.findIndex((other) => other.id === Number(id));
  const targeted = flow[at];
  const array =
    targeted && moduleOf(targeted, known)?.mappableParams.find((parameter) => parameter.name === key);
  const source = flow.findIndex((other) => other.id === feeder);
  return [
    ...(source < 0 || source >= flow.indexOf(node) ? ['its source does not come before it'] : []),
    ...(at <= flow.indexOf(node) || array?.type !== 'array'
      ? [`${target} is no array of a later module`]
      : mapperProblems(itemOf(array), node.mapper)),
  ];
};

/** The parameters of an array's item, or of a collection. */
const itemOf = ({ spec }: MakeParameter): readonly MakeParameter[] => {
  if (spec === undefined) return [];
  return 'type' in spec ? itemOf(spec) : spec;
};

const mapperProblems = (form: readonly MakeParameter[], mapper: JsonObject, place = ''): string[] => [
  ...Object.entries(mapper).flatMap(([key, value]) => {
    const parameter = form.find(({ name }) => name === key);
    return parameter
      ? valueProblems(parameter, value, `${place}${key}`)
      : [`there is no parameter ${place}${key}`];
  }),
  ...form
    .filter(({ name = '', required }) => required && !Object.hasOwn(mapper, name))
    .map(({ name }) => `${place}${name} is required`),
];

const valueProblems = (parameter: MakeParameter, value: Json, place: string): string[] => {
  const wrong = `${place} is not mapped as ${parameter.type}`;
  switch (parameter.type) {
    case 'array':
      // A text is mapped as a whole, by one expression.
      if (typeof value === 'string') return /^\{\{.*\}\}$/s.test(value) ? [] : [wrong];
      if (!Array.isArray(value)) return [wrong];
      return value.flatMap((item, at) =>
        isJsonObject(item) ? mapperProblems(itemOf(parameter), item, `${place}[${at + 1}].`) : [wrong],
      );
    case 'collection':
      return isJsonObject(value) ? mapperProblems(itemOf(parameter), value, `${place}.`) : [wrong];
    case 'select':
      return selectProblems(parameter, value, place);
    case 'any':
      return [];
    default:
      return typeof value === 'object' ? [wrong] : [];
  }
};

const selectProblems = ({ options = [] }: MakeParameter, value: Json, place: string): string[] =>
  [value]
    .flat()
    .filter((chosen) => !(typeof chosen === 'string' && chosen.includes('{{')))
    .filter((chosen) => !options.some((option) => option.value === chosen))
    .map((chosen) => `${place} has no option ${JSON.stringify(chosen)}`);
