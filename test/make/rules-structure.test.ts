import { describe, expect, test } from '@jest/globals';
import { MANIFEST, readMakeApp } from '../../sandbox/make/folder.ts';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import type { Json } from '../../src/lib/json.ts';
import { API_CALL } from '../../src/make/api-call-module.ts';
import { makeFiles } from '../../src/make/files.ts';
import { isComponentId, isModuleId } from './rules.ts';

const files = makeFiles();
const app = readMakeApp(files);
const { generalCodeFiles, components } = app.manifest;
const moduleIds = app.modules.map(({ id }) => id);

/** Every path that the manifest names. */
const named = [
  ...Object.values(generalCodeFiles),
  ...Object.values(components).flatMap((ofKind) =>
    Object.values(ofKind).flatMap(({ codeFiles }) => Object.values(codeFiles)),
  ),
];

describe('the manifest', () => {
  test('has the keys that Make allows and no others', () => {
    const manifest = JSON.parse(files.get('makecomapp.json') ?? '') as { [key: string]: Json };
    expect(MANIFEST.safeParse(manifest).success).toBe(true);
    expect(MANIFEST.safeParse({ ...manifest, version: '1.0.0' }).success).toBe(false);
    expect(MANIFEST.safeParse({ ...manifest, fileVersion: 2 }).success).toBe(false);
  });

  test('names each file once, and no other file is in make/', () => {
    expect([...named, 'makecomapp.json'].sort()).toEqual([...files.keys()].sort());
  });

  test('connections and webhooks that are referred to exist, and each is used', () => {
    const connections = app.modules.flatMap(({ connection }) => connection ?? []);
    const webhooks = app.modules.flatMap(({ webhook }) => webhook ?? []);
    expect([...new Set(connections)].sort()).toEqual(Object.keys(components.connection).sort());
    expect([...webhooks].sort()).toEqual(Object.keys(components.webhook).sort());
  });

  test('actions have a connection and say what they do with data; the trigger has a webhook instead', () => {
    const kinds = app.modules.map(({ id, moduleType, connection, webhook, actionCrud }) => [
      id,
      moduleType,
      connection,
      webhook,
      actionCrud,
    ]);
    expect(kinds).toEqual([
      [USERPILOT_EVENT.make.id, 'instant_trigger', null, 'userpilot', undefined],
      ...ACTIONS.map(({ make }) => [make.id, 'action', 'usermaven', undefined, 'create']),
      [API_CALL.make.id, 'universal', 'usermaven', undefined, undefined],
    ]);
  });

  test('has no functions of our own, which Make runs for nobody without its help desk', () => {
    expect(components.function).toEqual({});
  });
});

/** What scenarios hold on to. This list only grows. */
const PUBLISHED = {
  watchUserpilotEvents: 'instant_trigger',
  trackEvent: 'action',
  identifyUser: 'action',
  sendBatch: 'action',
  makeApiCall: 'universal',
};

describe('ids', () => {
  test('of modules are a contract: none disappears, and none becomes another kind of module', () => {
    expect(Object.fromEntries(app.modules.map(({ id, moduleType }) => [id, moduleType]))).toMatchObject(
      PUBLISHED,
    );
    expect(Object.keys(components.connection)).toContain('usermaven');
    expect(Object.keys(components.webhook)).toContain('userpilot');
  });

  test('of modules are letters and digits, 3 to 48 of them', () => {
    expect(moduleIds.filter((id) => !isModuleId(id))).toEqual([]);
  });

  test('of connections and webhooks are such as Make takes', () => {
    const ids = [...app.connections, ...app.webhooks].map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(ids.filter((id) => !isComponentId(id))).toEqual([]);
  });
});

describe('groups', () => {
  test('list each module once', () => {
    expect(app.groups.flatMap(({ modules }) => modules).sort()).toEqual([...moduleIds].sort());
  });

  test('are the three that Make asks for, each with the modules of its kind in their order', () => {
    expect(app.groups).toEqual([
      { label: 'Triggers', modules: [USERPILOT_EVENT.make.id] },
      { label: 'Actions', modules: ACTIONS.map(({ make }) => make.id) },
      { label: 'Other', modules: [API_CALL.make.id] },
    ]);
  });
});

describe('files', () => {
  const json = [...files].filter(([path]) => path.endsWith('.json'));

  test.each(json)('%s is strict JSON without a key that is there twice', (_path, text) => {
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  test('end with a line break and have no tabs or carriage returns', () => {
    const bad = [...files].filter(([, text]) => !text.endsWith('\n') || /[\t\r]/.test(text));
    expect(bad.map(([path]) => path)).toEqual([]);
  });

  test('hold no name of a person, a path of a machine or an address without encryption', () => {
    const bad = [...files].filter(([, text]) =>
      /\/home\/|\/Users\/|\/work\/|http:\/\/|localhost[:/]/.test(text),
    );
    expect(bad.map(([path]) => path)).toEqual([]);
  });
});

describe('reading the folder', () => {
  test('a file that the manifest names and that is not there is an error', () => {
    const lacking = new Map([...files].filter(([path]) => path !== generalCodeFiles.base));
    expect(() => readMakeApp(lacking)).toThrow(`There is no ${generalCodeFiles.base} in make/.`);
  });
});
