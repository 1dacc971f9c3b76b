import * as z from 'zod';

/**
 * A scenario as Make exports and imports it. Make has no public schema: this one holds what exports of public projects
 * have in common, and nothing else is let in.
 */

/** `gateway:CustomWebHook`, or a module of a custom app: `app#usermaven-a1b2c3:trackEvent`. */
const MODULE = /^[a-z][a-z\d-]*(?:#[A-Za-z][\w-]*)?:[A-Za-z]\w*$/;

/** How the editor shows a parameter: items filled in one by one, or one mapped value. */
const RESTORED = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('chose'), items: z.array(z.null()) }),
  z.strictObject({ mode: z.literal('edit') }),
]);

const NODE = z.strictObject({
  id: z.int().positive(),
  module: z.string().regex(MODULE),
  version: z.int().positive(),
  /** Fixed when the scenario is built: connection, webhook, and what an aggregator feeds on. */
  parameters: z.record(z.string(), z.json()),
  /** What the user maps: values, and templates of Make's language with semicolons. */
  mapper: z.record(z.string(), z.json()),
  metadata: z.strictObject({
    designer: z.strictObject({ x: z.int(), y: z.int(), name: z.string().min(1).optional() }),
    restore: z.strictObject({ expect: z.record(z.string(), RESTORED).optional() }),
    parameters: z.tuple([]),
    expect: z.tuple([]),
  }),
});

/** A note on the canvas, in HTML, at the modules that it names. */
const NOTE = z.strictObject({
  moduleIds: z.array(z.int().positive()).min(1),
  content: z.string().min(1),
  isFilterNote: z.literal(false),
  metadata: z.strictObject({ color: z.string().regex(/^#[0-9A-F]{6}$/) }),
});

/** An importable scenario. The ids of its modules are unique, and notes name only these. */
export const BLUEPRINT = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    flow: z.array(NODE).min(2),
    metadata: z.strictObject({
      /** True when the first module is a webhook. */
      instant: z.boolean(),
      version: z.literal(1),
      scenario: z.strictObject({
        roundtrips: z.int().positive(),
        maxErrors: z.int().positive(),
        autoCommit: z.boolean(),
        autoCommitTriggerLast: z.boolean(),
        sequential: z.boolean(),
        slots: z.null(),
        confidential: z.boolean(),
        dataloss: z.boolean(),
        /** Keeps runs that failed: "Allow storing of incomplete executions". */
        dlq: z.boolean(),
        freshVariables: z.boolean(),
      }),
      designer: z.strictObject({ orphans: z.tuple([]) }),
      notes: z.array(NOTE),
    }),
  })
  .superRefine(({ flow, metadata }, context) => {
    const ids = flow.map(({ id }) => id);
    const report = (message: string) => context.addIssue({ code: 'custom', message });
    for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at)))
      report(`Two modules are ${id}.`);
    for (const id of metadata.notes.flatMap(({ moduleIds }) => moduleIds))
      if (!ids.includes(id)) report(`A note is at module ${id}, which is not there.`);
  });

/** A scenario that can be imported into Make. */
export type Blueprint = z.output<typeof BLUEPRINT>;

/** A module of a scenario. */
export type BlueprintNode = Blueprint['flow'][number];

/** What makes a module one of a custom app, before the app's name. */
export const APP_PREFIX = 'app#';

/** The app and the module of a node: `usermaven-a1b2c3` and `trackEvent`; undefined for a module of Make's own apps. */
export const customModuleOf = ({
  module,
}: Pick<BlueprintNode, 'module'>): { readonly app: string; readonly module: string } | undefined => {
  if (!module.startsWith(APP_PREFIX)) return undefined;
  const [app = '', id = ''] = module.slice(APP_PREFIX.length).split(':');
  return { app, module: id };
};
