import * as z from 'zod';
import type { MakeRequest, Send } from './client.ts';
import { DeployError } from './errors.ts';
import type { Component, Kind, Section } from './folder.ts';

/** Where an app is. */
export interface AppAddress {
  readonly app: string;
  readonly version: number;
}

const APP = z.object({
  name: z.string(),
  label: z.string(),
  version: z.int(),
  description: z.string().nullish(),
  theme: z.string().nullish(),
  language: z.string().nullish(),
});

/** An app as Make describes it. */
export type RemoteApp = z.output<typeof APP>;

const COMPONENT = z.object({
  name: z.string(),
  label: z.string(),
  /** Of connections and webhooks. */
  type: z.string().optional(),
  /** Of modules. */
  typeId: z.int().optional(),
  public: z.boolean().optional(),
  description: z.string().nullish(),
  crud: z.string().nullish(),
  connection: z.string().nullish(),
  altConnection: z.string().nullish(),
  webhook: z.string().nullish(),
});

/** A connection, webhook or module as Make describes it. */
export type RemoteComponent = z.output<typeof COMPONENT>;

/** Make's ids of module types (module-types-naming.ts of integromat/vscode-apps-sdk 2.8.0). */
const TYPE_IDS: Readonly<Record<string, number>> = {
  trigger: 1,
  action: 4,
  search: 9,
  instant_trigger: 10,
  responder: 11,
  universal: 12,
};

/** The type of a component in the words of the manifest. */
export const typeOf = ({ type, typeId }: RemoteComponent): string =>
  type ?? Object.entries(TYPE_IDS).find(([, id]) => id === typeId)?.[0] ?? String(typeId);

/** The keys under which Make's responses hold a component, and several of them. */
const WRAPPED: Readonly<Record<Kind, { readonly one: string; readonly many: string }>> = {
  connection: { one: 'appConnection', many: 'appConnections' },
  webhook: { one: 'appWebhook', many: 'appWebhooks' },
  module: { one: 'appModule', many: 'appModules' },
};

const JSON_TYPE = 'application/json';
const APPS = '/sdk/apps';
const segment = encodeURIComponent;
const appPath = ({ app, version }: AppAddress): string => `${APPS}/${segment(app)}/${version}`;

/** Where components of a kind are listed and created: connections and webhooks belong to every version of the app. */
const listPath = (kind: Kind, at: AppAddress): string =>
  kind === 'module' ? `${appPath(at)}/modules` : `${APPS}/${segment(at.app)}/${kind}s`;

const componentPath = (kind: Kind, name: string, at: AppAddress): string =>
  `${kind === 'module' ? appPath(at) : APPS}/${kind}s/${segment(name)}`;

/**
 * Make's API for custom apps: addresses, bodies and responses as in @makehq/sdk 1.6.10 and the editor extension
 * (integromat/vscode-apps-sdk 2.8.0). Every function throws {@link DeployError}.
 */
export const makeApi = (send: Send) => {
  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T | null> => {
    const text = await send({ method: 'GET', path });
    return text === null ? null : parsed(text, schema, `GET ${path}`);
  };
  const sendJson = (method: MakeRequest['method'], path: string, body: object, creates?: true) =>
    send({ method, path, type: JSON_TYPE, body: JSON.stringify(body), ...(creates ? { creates } : {}) });

  return {
    /** The apps that the key's owner can edit. */
    apps: async (): Promise<RemoteApp[]> => (await read(APPS, z.object({ apps: z.array(APP) })))?.apps ?? [],
    /** One app with its details; null when there is none. */
    app: async (at: AppAddress): Promise<RemoteApp | null> =>
      (await read(appPath(at), z.object({ app: APP })))?.app ?? null,
    createApp: async (body: object): Promise<RemoteApp> => {
      const text = await sendJson('POST', APPS, body, true);
      return parsed(text ?? '', z.object({ app: APP }), `POST ${APPS}`).app;
    },
    patchApp: async (at: AppAddress, changes: object): Promise<void> => {
      await sendJson('PATCH', appPath(at), changes);
    },
    /** The components of a kind, in short. */
    list: async (kind: Kind, at: AppAddress): Promise<RemoteComponent[]> => {
      const { many } = WRAPPED[kind];
      const response = await read(listPath(kind, at), z.object({ [many]: z.array(COMPONENT) }));
      return response?.[many] ?? [];
    },
    /** One component with what it refers to; null when there is none. */
    component: async (kind: Kind, name: string, at: AppAddress): Promise<RemoteComponent | null> => {
      const { one } = WRAPPED[kind];
      const response = await read(componentPath(kind, name, at), z.object({ [one]: COMPONENT }));
      return response?.[one] ?? null;
    },
    /** Creates a component and returns its name, if Make says it: the response for a webhook may lack it. */
    create: async (
      { kind, id, type }: Component,
      metadata: object,
      at: AppAddress,
    ): Promise<string | undefined> => {
      const own =
        kind === 'module'
          ? {
              name: id,
              typeId: TYPE_IDS[type],
              moduleInitMode: 'blank',
              ...(type === 'universal' ? { subtype: 'Universal' } : {}),
            }
          : { type };
      const path = listPath(kind, at);
      const text = await sendJson('POST', path, { ...metadata, ...own }, true);
      const { one } = WRAPPED[kind];
      const named = z.object({ [one]: z.object({ name: z.string().optional() }) });
      return parsed(text ?? '', named, `POST ${path}`)[one]?.name;
    },
    patch: async (kind: Kind, name: string, changes: object, at: AppAddress): Promise<void> => {
      await sendJson('PATCH', componentPath(kind, name, at), changes);
    },
    /** The text of a section; null when there is none. `of` is the app itself or one of its components. */
    section: (of: { kind: Kind; name: string } | null, { name }: Section, at: AppAddress) =>
      send({
        method: 'GET',
        path: `${of === null ? appPath(at) : componentPath(of.kind, of.name, at)}/${name}`,
      }),
    writeSection: async (
      of: { kind: Kind; name: string } | null,
      { name, type, content }: Section,
      at: AppAddress,
    ): Promise<void> => {
      const path = `${of === null ? appPath(at) : componentPath(of.kind, of.name, at)}/${name}`;
      await send({ method: 'PUT', path, type, body: content });
    },
    writeIcon: async (png: Uint8Array<ArrayBuffer>, at: AppAddress): Promise<void> => {
      await send({ method: 'PUT', path: `${appPath(at)}/icon`, type: 'image/png', body: png });
    },
    /** Makes a hidden module visible. */
    publish: async (name: string, at: AppAddress): Promise<void> => {
      await send({ method: 'POST', path: `${componentPath('module', name, at)}/public` });
    },
  };
};

/** Make's API, see {@link makeApi}. */
export type MakeApi = ReturnType<typeof makeApi>;

const parsed = <T>(text: string, schema: z.ZodType<T>, what: string): T => {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new DeployError(`Make's response to ${what} has a form that this command does not know.`);
  }
};
