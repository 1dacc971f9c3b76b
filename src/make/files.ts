import { makeApp } from './app.ts';
import type { MakeApp, MakeModule, Section } from './app-types.ts';

/** The sections of a module, by the names that the manifest has for them. */
const sectionsOf = (module: MakeModule): Record<string, Section> => ({
  communication: module.communication,
  staticParams: module.staticParams,
  mappableParams: module.mappableParams,
  interface: module.interface,
  samples: module.samples,
});

/** `mappableParams` as a file calls it: `mappable-params`. */
const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A component's entry in the manifest, and its files. */
const component = (folder: string, id: string, metadata: object, sections: Record<string, Section>) => {
  const name = dashed(id);
  const paths = Object.keys(sections).map(
    (section) => [section, `${folder}/${name}/${name}.${dashed(section)}.iml.json`] as const,
  );
  return {
    entry: [id, { ...metadata, codeFiles: Object.fromEntries(paths) }] as const,
    files: paths.map(([section, path]) => [path, sections[section]] as const),
  };
};

/** Strict JSON, two spaces, a newline at the end. */
const text = (content: unknown): string => `${JSON.stringify(content, null, 2)}\n`;

/**
 * The app as files in Make's local development format, by their path in the app's folder: the manifest
 * `makecomapp.json`, and one file a section.
 */
export const makeFiles = (app: MakeApp = makeApp()): Map<string, string> => {
  const connections = Object.entries(app.connections).map(([id, { label, communication, params }]) =>
    component('connections', id, { label, connectionType: 'basic' }, { communication, params }),
  );
  const webhooks = Object.entries(app.webhooks).map(([id, { label, communication, params }]) =>
    component(
      'webhooks',
      id,
      { label, connection: null, altConnection: null, webhookType: 'web' },
      { communication, params },
    ),
  );
  const [connectionId = null] = Object.keys(app.connections);
  const [webhookId = null] = Object.keys(app.webhooks);
  const modules = Object.entries(app.modules).map(([id, module]) => {
    const isTrigger = module.type === 'instant_trigger';
    return component(
      'modules',
      id,
      {
        label: module.label,
        description: module.description,
        moduleType: module.type,
        ...(module.crud ? { actionCrud: module.crud } : {}),
        connection: isTrigger ? null : connectionId,
        altConnection: null,
        ...(isTrigger ? { webhook: webhookId } : {}),
      },
      sectionsOf(module),
    );
  });
  const generalCodeFiles = {
    base: 'general/base.iml.json',
    common: 'general/common.json',
    groups: 'modules/groups.json',
    readme: 'README.md',
  };
  const manifest = {
    fileVersion: 1,
    generalCodeFiles,
    components: {
      connection: Object.fromEntries(connections.map(({ entry }) => entry)),
      webhook: Object.fromEntries(webhooks.map(({ entry }) => entry)),
      module: Object.fromEntries(modules.map(({ entry }) => entry)),
      rpc: {},
      function: {},
      endpoint: {},
    },
    origins: [],
  };
  const sections = [...connections, ...webhooks, ...modules].flatMap(({ files }) => files);
  return new Map([
    ['makecomapp.json', text(manifest)],
    [generalCodeFiles.base, text(app.base)],
    [generalCodeFiles.common, text(app.common)],
    [generalCodeFiles.groups, text(app.groups)],
    [generalCodeFiles.readme, app.readme],
    ...sections.map(([path, content]) => [path, text(content)] as const),
  ]);
};
