import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import * as z from 'zod';
import { DeployError } from './errors.ts';

/** The kinds of component that the app has, in the order in which they refer to each other. */
export const KINDS = ['connection', 'webhook', 'module'] as const;

/** A kind of component. */
export type Kind = (typeof KINDS)[number];

/** A file of the app, and what Make's API calls it. */
export interface Section {
  /** As the manifest calls it: `mappableParams`. */
  readonly key: string;
  /** As the API calls it: `expect`. */
  readonly name: string;
  /** The content type that the API asks for. */
  readonly type: string;
  readonly content: string;
}

/** A connection, webhook or module of the app. */
export interface Component {
  readonly kind: Kind;
  /** As the manifest calls it. A module has the same name in Make; connections and webhooks get one there. */
  readonly id: string;
  readonly label: string;
  /** `basic`, `web`, or the type of a module. Cannot change later. */
  readonly type: string;
  readonly sections: readonly Section[];
  /** Of a module. */
  readonly description?: string;
  readonly crud?: string;
  /** The ids of what a module or webhook uses. */
  readonly connection: string | null;
  readonly webhook: string | null;
}

/** The app in make/. */
export interface LocalApp {
  readonly components: readonly Component[];
  /** Sections of the app itself. */
  readonly general: readonly Section[];
}

/**
 * What Make shows of the app as a whole, which its local format cannot hold. The description is the one that Zapier
 * shows (docs/deploy.md); the theme is the color of the icon, so that the icon fills Make's round logo.
 */
export const LISTING = {
  label: 'Usermaven',
  description:
    'Usermaven is a web and product analytics tool that shows marketing and product teams which channels and features win customers.',
  theme: '#5b3df5',
  language: 'en',
} as const;

/** The name that a new app asks for. Make adds to it and responds with the whole name. */
export const NAME = 'usermaven';

/** Who may use the app; without effect, but required ("Create your app", Make's documentation). */
export const AUDIENCE = 'global';

const JSONC = 'application/jsonc';

/**
 * What the API calls the sections, and the content type of each; any other type is refused (component-code-def.ts of
 * integromat/vscode-apps-sdk 2.8.0).
 */
const GENERAL = {
  base: { name: 'base', type: JSONC },
  common: { name: 'common', type: 'application/json' },
  groups: { name: 'groups', type: 'application/json' },
  readme: { name: 'readme', type: 'text/markdown' },
} as const;

const SECTIONS: Readonly<Record<string, string>> = {
  communication: 'api',
  params: 'parameters',
  staticParams: 'parameters',
  mappableParams: 'expect',
  interface: 'interface',
  samples: 'samples',
};

const MANIFEST = z.object({
  generalCodeFiles: z.object({
    base: z.string(),
    common: z.string(),
    groups: z.string(),
    readme: z.string(),
  }),
  components: z.object(
    Object.fromEntries(
      KINDS.map((kind) => [
        kind,
        z.record(
          z.string(),
          z.object({
            label: z.string(),
            description: z.string().optional(),
            connectionType: z.string().optional(),
            webhookType: z.string().optional(),
            moduleType: z.string().optional(),
            actionCrud: z.string().optional(),
            connection: z.string().nullish(),
            webhook: z.string().nullish(),
            codeFiles: z.record(z.string(), z.string()),
          }),
        ),
      ]),
    ),
  ),
});

/** Every file of a folder as text, by its path in it. */
export const filesOf = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path).replaceAll(sep, posix.sep), readFileSync(path, 'utf8')]),
  );

/** The app in files of Make's local format. Throws {@link DeployError} when one is missing. */
export const readApp = (files: ReadonlyMap<string, string>): LocalApp => {
  const content = (path: string): string => {
    const text = files.get(path);
    if (text === undefined) throw new DeployError(`make/${path} is missing. Run npm run generate.`);
    return text;
  };
  const manifest = MANIFEST.parse(JSON.parse(content('makecomapp.json')));
  return {
    components: KINDS.flatMap((kind) =>
      Object.entries(manifest.components[kind] ?? {}).map(([id, metadata]): Component => {
        const { label, description, actionCrud, connection = null, webhook = null, codeFiles } = metadata;
        return {
          kind,
          id,
          label,
          type: metadata.connectionType ?? metadata.webhookType ?? metadata.moduleType ?? '',
          ...(description === undefined ? {} : { description }),
          ...(actionCrud === undefined ? {} : { crud: actionCrud }),
          connection,
          webhook,
          sections: Object.entries(codeFiles).map(([key, path]) => ({
            key,
            name: SECTIONS[key] ?? key,
            type: JSONC,
            content: content(path),
          })),
        };
      }),
    ),
    general: (['base', 'common', 'groups', 'readme'] as const).map((key) => ({
      key,
      ...GENERAL[key],
      content: content(manifest.generalCodeFiles[key]),
    })),
  };
};
