import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Json } from '../../src/lib/json.ts';

/** The folder of the Make app. */
export const MAKE_FOLDER = fileURLToPath(new URL('../../make', import.meta.url));

/** Every file of the Make app as text, by its path in the folder. */
export const readMakeFolder = (folder = MAKE_FOLDER): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path).replaceAll(sep, posix.sep), readFileSync(path, 'utf8')] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

const path = z.string();
const reference = z.string().nullable();
const connection = z.strictObject({
  label: z.string(),
  connectionType: z.literal('basic'),
  codeFiles: z.strictObject({ communication: path, params: path }),
});
const webhook = z.strictObject({
  label: z.string(),
  connection: reference,
  altConnection: z.null(),
  webhookType: z.literal('web'),
  codeFiles: z.strictObject({ communication: path, params: path }),
});
const module = z.strictObject({
  label: z.string(),
  description: z.string(),
  moduleType: z.enum(['action', 'instant_trigger', 'universal']),
  actionCrud: z.enum(['create', 'read', 'update', 'delete']).optional(),
  connection: reference,
  altConnection: z.null(),
  webhook: z.string().optional(),
  codeFiles: z.strictObject({
    communication: path,
    staticParams: path,
    mappableParams: path,
    interface: path,
    samples: path,
  }),
});

/** The manifest with the keys that Make allows and no others: all four general files, all six kinds of component. */
export const MANIFEST = z.strictObject({
  fileVersion: z.literal(1),
  generalCodeFiles: z.strictObject({ base: path, common: path, groups: path, readme: path }),
  components: z.strictObject({
    connection: z.record(z.string(), connection),
    webhook: z.record(z.string(), webhook),
    module: z.record(z.string(), module),
    rpc: z.strictObject({}),
    function: z.strictObject({}),
    endpoint: z.strictObject({}),
  }),
  origins: z.tuple([]),
});

/** A parsed `makecomapp.json`. */
export type Manifest = z.output<typeof MANIFEST>;

const PARAMETER = z.looseObject({
  name: z.string().optional(),
  type: z.string(),
  label: z.string().optional(),
  help: z.string().optional(),
  required: z.boolean().optional(),
  advanced: z.boolean().optional(),
  editable: z.boolean().optional(),
  options: z.array(z.strictObject({ label: z.string(), value: z.string() })).optional(),
  labels: z.strictObject({ add: z.string() }).optional(),
  validate: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  get spec(): z.ZodOptional<z.ZodUnion<[typeof PARAMETER, z.ZodArray<typeof PARAMETER>]>> {
    return z.optional(z.union([PARAMETER, z.array(PARAMETER)]));
  },
});
const PARAMETERS = z.array(PARAMETER);

/** A parameter of a form, or a value of an interface. */
export type Parameter = z.output<typeof PARAMETER>;

/** What a parameter contains: the columns of a collection, or of the rows that an array is made of. */
export const within = ({ spec }: Parameter): Parameter[] => {
  if (Array.isArray(spec)) return spec;
  if (spec === undefined) return [];
  return spec.spec === undefined ? [spec] : within(spec);
};

/** The parameters and all that they contain, at any depth; the items of an array have no name. */
export const withNested = (parameters: readonly Parameter[]): Parameter[] =>
  parameters.flatMap((parameter) => {
    const columns = within(parameter);
    const row = Array.isArray(parameter.spec) ? undefined : parameter.spec;
    return [parameter, ...(row && !columns.includes(row) ? [row] : []), ...withNested(columns)];
  });

/** A form that a user fills in. */
export interface Form {
  /** `module ID mappableParams`. */
  readonly place: string;
  readonly parameters: readonly Parameter[];
}

/** Reads one file of the folder as JSON. Throws an Error when it is missing or no strict JSON. */
const jsonIn = (files: ReadonlyMap<string, string>, name: string): Json => {
  const text = files.get(name);
  if (text === undefined) throw new Error(`There is no ${name} in make/.`);
  return JSON.parse(text) as Json;
};

/** The Make app, parsed from its files: manifest, sections by component, forms and outputs. */
export const readMakeApp = (files: ReadonlyMap<string, string> = readMakeFolder()) => {
  const manifest = MANIFEST.parse(jsonIn(files, 'makecomapp.json'));
  const { connection: connections, webhook: webhooks, module: modules } = manifest.components;
  const read = (name: string) => jsonIn(files, name);
  const parameters = (name: string) => PARAMETERS.parse(read(name));
  const asked = (components: Record<string, { codeFiles: { communication: string; params: string } }>) =>
    Object.entries(components).map(([id, { codeFiles }]) => ({
      id,
      communication: read(codeFiles.communication),
      params: parameters(codeFiles.params),
    }));
  return {
    manifest,
    base: read(manifest.generalCodeFiles.base),
    common: read(manifest.generalCodeFiles.common),
    groups: z
      .array(z.strictObject({ label: z.string(), modules: z.array(z.string()) }))
      .parse(read(manifest.generalCodeFiles.groups)),
    connections: asked(connections),
    webhooks: asked(webhooks),
    modules: Object.entries(modules).map(([id, { codeFiles, ...metadata }]) => ({
      id,
      ...metadata,
      communication: read(codeFiles.communication),
      staticParams: parameters(codeFiles.staticParams),
      mappableParams: parameters(codeFiles.mappableParams),
      interface: parameters(codeFiles.interface),
      samples: read(codeFiles.samples),
    })),
  };
};

/** The Make app in make/. */
export type MakeFolder = ReturnType<typeof readMakeApp>;

/** A module of it. */
export type MakeFolderModule = MakeFolder['modules'][number];

/** Every form that a user fills in, with its place in the app. */
export const formsOf = ({ connections, webhooks, modules }: MakeFolder): Form[] => [
  ...connections.map(({ id, params }) => ({ place: `connection ${id}`, parameters: params })),
  ...webhooks.map(({ id, params }) => ({ place: `webhook ${id}`, parameters: params })),
  ...modules.flatMap(({ id, staticParams, mappableParams }) => [
    { place: `module ${id} staticParams`, parameters: staticParams },
    { place: `module ${id} mappableParams`, parameters: mappableParams },
  ]),
];

/** Every text in a JSON value, keys of objects included. */
export const textsIn = (value: Json): string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsIn(member)]);
};
