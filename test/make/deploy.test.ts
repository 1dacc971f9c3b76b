import { readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ACTIONS } from '../../src/actions/index.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { MASK } from '../../src/lib/redact.ts';
import { leaksIn } from '../support/leaks.ts';
import { contentOf, deployments, ICON } from '../support/make-deployment.ts';
import { type MakeServer, type StoredApp, startMakeServer } from '../support/make-server.ts';

let server: MakeServer;
const { files, originFile, run, forget, remove } = deployments(() => server);

beforeEach(async () => {
  server = await startMakeServer();
});
afterEach(async () => {
  await server.stop();
  forget();
});
afterAll(remove);

const onlyApp = (): StoredApp => {
  const [app, ...others] = server.apps.values();
  if (!app || others.length > 0) throw new Error(`${server.apps.size} apps`);
  return app;
};
const origin = () => JSON.parse(readFileSync(originFile, 'utf8')) as { apps: Record<string, unknown>[] };
const fileOf = (end: string): [path: string, text: string] => {
  const found = [...files].find(([path]) => path.endsWith(end));
  if (!found) throw new Error(`No file ends with ${end}.`);
  return found;
};

/** What the manifest says of the components, by kind and id. */
const COMPONENTS: Readonly<
  Record<'connection' | 'webhook' | 'module', Readonly<Record<string, ManifestEntry>>>
> = JSON.parse(files.get('makecomapp.json') ?? '').components;
const MODULES = Object.entries(COMPONENTS.module);
const ALL = Object.values(COMPONENTS).flatMap((components) => Object.values(components));

interface ManifestEntry {
  readonly label: string;
  readonly moduleType?: string;
  readonly actionCrud?: string;
  readonly codeFiles: Readonly<Record<string, string>>;
}

/**
 * How many steps the first run has: the app, its components, their files, four of the app, the icon.
 */
const FIRST_RUN = 1 + ALL.length + ALL.flatMap(({ codeFiles }) => Object.values(codeFiles)).length + 4 + 1;

/** Make's ids of the types of module (module-types-naming.ts of its editor extension). */
const TYPE_IDS: Readonly<Record<string, number>> = { action: 4, instant_trigger: 10, universal: 12 };

/** An action, and its module. */
const [{ make: MODULE }] = ACTIONS;

/** Deploys once, so that the next run has nothing to do. */
const deployed = async (): Promise<void> => {
  const first = await run();
  expect(first.problem).toBe('');
  server.forgetRequests();
};

describe('the first run', () => {
  test('makes the app with its connection, its webhook and its modules, and writes every file', async () => {
    const { problem, steps } = await run();
    expect(problem).toBe('');
    const app = onlyApp();
    expect(app.metadata).toMatchObject({
      label: 'Usermaven',
      language: 'en',
      audience: 'global',
      public: false,
    });
    expect([...app.modules.keys()]).toEqual(MODULES.map(([id]) => id));
    const components = [app, ...app.connections.values(), ...app.webhooks.values(), ...app.modules.values()];
    const stored = components.flatMap(({ sections }) => [...sections.values()]);
    const { 'makecomapp.json': _manifest, ...others } = Object.fromEntries(files);
    expect(stored.map((text) => text.trimEnd()).sort()).toEqual(
      Object.values(others)
        .map((text) => text.trimEnd())
        .sort(),
    );
    expect(app.icon).toEqual(Buffer.from(ICON));
    expect(steps).toBe(FIRST_RUN);
  });

  test('makes each component of its type, with what it refers to by the names that Make gave', async () => {
    await run();
    const { connections, webhooks, modules } = onlyApp();
    const [connection] = connections.keys();
    const [webhook] = webhooks.keys();
    expect([...modules].map(([id, { metadata }]) => [id, metadata.typeId, metadata.crud])).toEqual(
      MODULES.map(([id, { moduleType = '', actionCrud = null }]) => [id, TYPE_IDS[moduleType], actionCrud]),
    );
    for (const [id, { metadata }] of modules) {
      const isTrigger = id === USERPILOT_EVENT.make.id;
      expect(metadata.connection).toBe(isTrigger ? null : connection);
      expect(metadata.webhook).toBe(isTrigger ? webhook : null);
    }
  });

  test('remembers the names that Make gave, and nothing that is secret', async () => {
    await run();
    const [app] = origin().apps;
    const { metadata, connections, webhooks } = onlyApp();
    expect(app).toMatchObject({
      zone: 'eu1',
      app: metadata.name,
      version: 1,
      connections: { usermaven: [...connections.keys()][0] },
      webhooks: { userpilot: [...webhooks.keys()][0] },
    });
    expect(leaksIn(readFileSync(originFile, 'utf8'), [server.key])).toEqual([]);
  });

  test('leaves new modules hidden', async () => {
    await run();
    expect([...onlyApp().modules.values()].filter(({ metadata }) => metadata.public)).toEqual([]);
  });

  test('says what it does as it does it, with how far it is', async () => {
    const { lines } = await run();
    expect(lines[0]).toMatch(/^Created the app "Usermaven": usermaven-/);
    const total = FIRST_RUN - 1;
    const first = '1'.padStart(String(total).length);
    // Modules that run already read the common data.
    expect(lines).toContain(`[${first}/${total}] write app: common`);
    const at = (text: string) => lines.findIndex((line) => line.endsWith(text));
    expect(at('create connection usermaven')).toBeLessThan(at('write app: groups'));
    expect(at('write app: common')).toBeLessThan(at('create connection usermaven'));
    expect(lines).toContain(`[${total}/${total}] write app: icon`);
    expect(lines.at(-1)).toBe(`Done: ${total} steps.`);
  });
});

describe('every other run', () => {
  test('writes nothing when nothing changed', async () => {
    await deployed();
    const before = readFileSync(originFile, 'utf8');
    const { steps, lines } = await run();
    expect(steps).toBe(0);
    expect(server.writes()).toEqual([]);
    expect(lines.at(-1)).toBe('Make has everything as it is here. Nothing was written.');
    expect(readFileSync(originFile, 'utf8')).toBe(before);
  });

  test('writes one section when one section changed', async () => {
    await deployed();
    const { communication: path = '' } = COMPONENTS.module[MODULE.id]?.codeFiles ?? {};
    const text = files.get(path) ?? '';
    const changed = text.replace('"POST"', '"PUT"');
    const { lines } = await run({ files: { [path]: changed } });
    const app = onlyApp();
    expect(server.writes()).toEqual([`PUT /sdk/apps/${app.metadata.name}/1/modules/${MODULE.id}/api`]);
    expect(app.modules.get(MODULE.id)?.sections.get('api')).toBe(changed);
    expect(lines).toContain(`[1/1] write module ${MODULE.id}: communication`);
  });

  test('sends only what changed of the metadata', async () => {
    await deployed();
    const manifest = fileOf('makecomapp.json')[1].replace(`"${MODULE.label}"`, '"Send an event"');
    await run({ files: { 'makecomapp.json': manifest } });
    const [patch, ...others] = server.requests.filter(({ method }) => method !== 'GET');
    expect(others).toEqual([]);
    expect([patch?.method, patch?.body]).toEqual(['PATCH', '{"label":"Send an event"}']);
    expect(onlyApp().modules.get(MODULE.id)?.metadata.label).toBe('Send an event');
  });

  test('puts back what somebody changed in Make, comments too', async () => {
    await deployed();
    const app = onlyApp();
    app.metadata.theme = '#000000';
    app.sections.set('base', `// mine\n${app.sections.get('base')}`);
    app.sections.set('readme', 'Mine');
    const { lines } = await run();
    expect(lines.filter((line) => line.startsWith('['))).toEqual([
      '[1/3] update the app: theme',
      '[2/3] write app: base',
      '[3/3] write app: readme',
    ]);
    server.forgetRequests();
    expect((await run()).steps).toBe(0);
  });

  test('does not mind in what order and with what spaces Make hands JSON back', async () => {
    await deployed();
    const app = onlyApp();
    const sorted = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value;
    for (const { sections } of [app, ...app.modules.values()]) {
      for (const [name, text] of sections) {
        if (name !== 'readme') sections.set(name, JSON.stringify(sorted(JSON.parse(text)), null, 4));
      }
    }
    app.sections.set('readme', `${app.sections.get('readme')?.trimEnd()}`.replaceAll('\n', '\r\n'));
    // There is nothing in it, in Make either.
    app.modules.get(MODULE.id)?.sections.set('parameters', 'null');
    expect((await run()).steps).toBe(0);
    expect(server.writes()).toEqual([]);
  });

  test('sends an icon that changed, once', async () => {
    await deployed();
    const icon = Uint8Array.of(1, 2, 3);
    expect((await run({ icon })).lines).toContain('[1/1] write app: icon');
    expect((await run({ icon })).steps).toBe(0);
    expect(onlyApp().icon).toEqual(Buffer.from(icon));
  });

  test('shows hidden modules only when asked to, each once', async () => {
    await deployed();
    const { metadata, modules } = onlyApp();
    Object.assign(modules.get(MODULE.id)?.metadata ?? {}, { public: true });
    await run({ makePublic: true });
    expect(server.writes()).toEqual(
      MODULES.filter(([id]) => id !== MODULE.id).map(
        ([id]) => `POST /sdk/apps/${metadata.name}/1/modules/${id}/public`,
      ),
    );
    expect((await run({ makePublic: true })).steps).toBe(0);
  });

  test('creates again what was deleted in Make, and points what used it there', async () => {
    await deployed();
    const app = onlyApp();
    app.connections.clear();
    app.modules.delete(MODULE.id);
    await run();
    const [connection] = app.connections.keys();
    expect(app.modules.has(MODULE.id)).toBe(true);
    for (const [id, { metadata }] of app.modules)
      expect(metadata.connection).toBe(id === USERPILOT_EVENT.make.id ? null : connection);
    expect(origin().apps[0]?.connections).toEqual({ usermaven: connection });
    expect((await run()).steps).toBe(0);
  });

  test('deletes nothing, not even what it does not know', async () => {
    await deployed();
    const app = onlyApp();
    app.modules.set('other', { metadata: { name: 'other', label: 'Other', typeId: 4 }, sections: new Map() });
    expect((await run()).steps).toBe(0);
    expect(app.modules.has('other')).toBe(true);
    expect(server.requests.some(({ method }) => method === 'DELETE')).toBe(false);
  });
});

describe('a dry run', () => {
  test('says all that would be done when there is no app, and writes nothing', async () => {
    const { steps, lines } = await run({ dryRun: true });
    expect(steps).toBe(FIRST_RUN);
    expect(lines).toContain('  create the app "Usermaven"');
    expect(lines).toContain(`  write module ${MODULE.id}: interface`);
    expect(server.writes()).toEqual([]);
    expect(() => readFileSync(originFile)).toThrow('ENOENT');
  });

  test('says what differs when there is one, and writes nothing', async () => {
    await deployed();
    const [path, text] = fileOf('README.md');
    const { lines } = await run({ dryRun: true, makePublic: true, files: { [path]: `${text}More.\n` } });
    expect(lines.slice(1)).toEqual([
      'This would be done:',
      '  write app: readme',
      ...MODULES.map(([id]) => `  show module ${id}`),
    ]);
    expect(server.writes()).toEqual([]);
  });
});

describe('a run that stops', () => {
  test('says how far it came and that it can be run again', async () => {
    server.fail({ at: `modules/${MODULE.id}/expect`, status: 400, body: '{"message":"Not valid JSONC."}' });
    const { problem } = await run();
    expect(problem).toMatch(
      /^Make refuses PUT \/sdk\/apps\/usermaven-\w+\/1\/modules\/\w+\/expect \(400\)\. It says: Not valid JSONC\.\nStopped after \d+ of \d+ steps\. What is done stays\. Run the same command again to continue\.$/,
    );
    expect(problem).toContain(` of ${FIRST_RUN} steps.`);
  });

  test('before it knows how many steps there are says how many it did', async () => {
    server.fail({ at: 'GET /sdk/apps/usermaven', status: 400 });
    expect((await run()).problem).toContain('\nStopped after 1 step. What is done stays.');
    expect((await run()).problem).toBe('');
    expect(server.apps.size).toBe(1);
  });

  test('can be continued, before or after whatever it made: nothing is made twice, and nothing is missing', async () => {
    await run();
    const whole = contentOf(onlyApp());
    const writes = server.writes();
    expect(writes).toHaveLength(FIRST_RUN);
    const makes = (at: number) => writes[at]?.startsWith('POST') === true;
    const stops = [...writes.keys()].filter((at) => makes(at) || makes(at - 1) || at === writes.length - 1);
    expect(stops.length).toBeGreaterThan(15);
    for (const after of stops) {
      await server.stop();
      forget();
      server = await startMakeServer();
      server.fail({ after, status: 400 });
      const { problem } = await run();
      expect(problem).toContain(after === 0 ? 'Nothing was written.' : `Stopped after ${after} of `);
      expect((await run()).problem).toBe('');
      expect(contentOf(onlyApp())).toEqual(whole);
      expect(server.writes().length).toBeLessThanOrEqual(writes.length + 1);
    }
  });

  test.each([
    ['the app', 'POST /sdk/apps'],
    ['the connection', '/connections'],
    ['the webhook', '/webhooks'],
    ['a module', '/1/modules'],
  ])(
    'never makes %s twice when the response is lost and it is not known whether it was made',
    async (_what, at) => {
      await run();
      const whole = contentOf(onlyApp());
      for (const loss of [{ carriedOut: true }, { carriedOut: true, status: 502 }, {}, { status: 503 }]) {
        await server.stop();
        forget();
        server = await startMakeServer();
        server.fail({ at, method: 'POST', ...loss });
        expect((await run()).problem).toBe('');
        expect(contentOf(onlyApp())).toEqual(whole);
      }
    },
  );
});

describe('requests', () => {
  test('say who sends them: Make refuses a client without a name', async () => {
    const status = await new Promise((resolve) => {
      const headers = { Authorization: `Token ${server.key}` };
      httpRequest(`${server.url}/api/v2/sdk/apps`, { headers }, (answer) => resolve(answer.statusCode)).end();
    });
    expect(status).toBe(403);
    server.forgetRequests();
    await run();
    const names = new Set(server.requests.map(({ headers }) => headers['user-agent']));
    expect([...names]).toEqual([
      expect.stringMatching(/^usermaven-connector\/\d+\.\d+\.\d+ \(make:deploy\)$/),
    ]);
  });

  test('carry the key in the header that Make asks for, and never in an address', async () => {
    await run();
    expect(new Set(server.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set([`Token ${server.key}`]),
    );
    expect(
      leaksIn(
        server.requests.map(({ path, body }) => [path, body]),
        [server.key],
      ),
    ).toEqual([]);
  });
});

describe('what is refused, before anything is written', () => {
  test('a module that is of another type in Make', async () => {
    await deployed();
    Object.assign(onlyApp().modules.get(MODULE.id)?.metadata ?? {}, { typeId: 9 });
    const { problem } = await run({ files: { 'README.md': 'Changed\n' } });
    expect(problem).toBe(
      `The type of a component cannot change: module ${MODULE.id} is search in Make and action here. Give it a new id here, or delete it in Make if nobody uses it.\nNothing was written.`,
    );
    expect(server.writes()).toEqual([]);
  });

  test('an app of the same label that nobody remembers, rather than to overwrite it or make a second one', async () => {
    const name = server.addApp('Usermaven');
    const { problem } = await run();
    expect(problem).toContain(
      `Make already has an app called "Usermaven" that make-origin.json does not know: ${name}.`,
    );
    expect(server.writes()).toEqual([]);
  });

  test('an app that was deleted, or that the key may not see', async () => {
    await deployed();
    const { url, key } = server;
    const [name] = server.apps.keys();
    await server.stop();
    server = await startMakeServer(key);
    const { problem } = await run();
    expect(problem).toContain(`Make has no app ${name} in the zone eu1, or this API key may not see it.`);
    expect(problem).toContain('remove it from make-origin.json');
    expect(server.url).not.toBe(url);
    expect(server.writes()).toEqual([]);
  });

  test('two connections that could both be ours', async () => {
    await deployed();
    const app = onlyApp();
    const [connection] = app.connections.values();
    if (connection) {
      for (const name of ['one', 'two']) {
        app.connections.set(name, { ...connection, metadata: { ...connection.metadata, name } });
      }
    }
    writeFileSync(originFile, JSON.stringify({ apps: [{ ...origin().apps[0], connections: {} }] }));
    const { problem } = await run();
    expect(problem).toContain('The app has 3 connections called "Usermaven" in Make: ');
    expect(problem).toContain(
      'Write the name of the right one into make-origin.json, under connections, as usermaven.',
    );
    expect(server.writes()).toEqual([]);
  });

  test.each(['{', '{"apps": [{}]}', '[]'])('a file of names that cannot be read: %s', async (text) => {
    writeFileSync(originFile, text);
    const { problem } = await run();
    expect(problem).toContain('make-origin.json cannot be read. Restore it from git');
    expect(server.requests).toEqual([]);
  });
});

describe('an app that exists already', () => {
  const settings = (appName: string) => ({ zone: 'eu1', url: server.url, key: server.key, appName });

  test('is deployed to when it is named, and remembered', async () => {
    const name = server.addApp('Usermaven');
    expect((await run({ settings: settings(name) })).problem).toBe('');
    expect([...server.apps.keys()]).toEqual([name]);
    server.forgetRequests();
    expect((await run()).steps).toBe(0);
    expect(origin().apps).toHaveLength(1);
  });

  test('is not made when it is named and not there', async () => {
    const { problem } = await run({ settings: settings('usermaven-typo') });
    expect(problem).toContain('Make has no app usermaven-typo in the zone eu1');
    expect(problem).toContain('Check MAKE_APP_NAME and MAKE_ZONE.');
    expect(server.writes()).toEqual([]);
  });

  test('has to be named when two are remembered, and each keeps its names', async () => {
    await deployed();
    const [first = ''] = server.apps.keys();
    const second = server.addApp('Usermaven, test');
    expect((await run({ settings: settings(second) })).problem).toBe('');
    expect((await run()).problem).toContain('Say which with MAKE_APP_NAME.');
    server.forgetRequests();
    for (const name of [first, second]) expect((await run({ settings: settings(name) })).steps).toBe(0);
    expect(server.writes()).toEqual([]);
  });

  test('in another zone is another app', async () => {
    await deployed();
    const { problem } = await run({
      settings: { zone: 'us1', url: server.url, key: server.key },
      dryRun: true,
    });
    // The server has no zones: what it finds is the app of the first one, which us1 does not remember.
    expect(problem).toContain('Make already has an app called "Usermaven"');
  });

  test('keeps a connection that somebody made by hand under our label', async () => {
    const name = server.addApp('Usermaven');
    const app = onlyApp();
    const metadata = { name: 'by-hand', label: 'Usermaven', type: 'basic' };
    app.connections.set('by-hand', { metadata, sections: new Map() });
    expect((await run({ settings: settings(name) })).problem).toBe('');
    expect([...app.connections.keys()]).toEqual(['by-hand']);
  });
});

describe('responses of Make', () => {
  test('429 is waited out, for as long as Make asks', async () => {
    server.fail({ at: 'PUT', status: 429, headers: { 'Retry-After': '1' } });
    const started = Date.now();
    const { problem, lines } = await run();
    expect(problem).toBe('');
    expect(lines).toContain('Make responds with 429. Trying again in 1 s.');
    expect(Date.now() - started).toBeGreaterThanOrEqual(999);
  });

  test.each([
    ['429 without a time', { at: 'GET', status: 429 }],
    ['500', { at: 'PUT', status: 500 }],
    ['503 on what makes something', { at: 'POST /sdk/apps', status: 503 }],
    ['429 on what makes something', { at: 'POST /sdk/apps', status: 429 }],
    ['a lost connection', { at: 'PUT' }],
  ])('%s is tried again', async (_what, fault) => {
    server.fail(fault, 2);
    expect((await run()).problem).toBe('');
  });

  test('a wait that is too long ends the run', async () => {
    server.fail({ at: 'GET', status: 429, headers: { 'Retry-After': '3600' } });
    const { problem } = await run();
    expect(problem).toContain('Make responds with 429, at ');
    expect(problem).toContain('Try again later.\nNothing was written.');
  });

  test.each([
    [500, 'responds with 500', 'Try again later.'],
    [undefined, 'cannot be reached', 'Check MAKE_ZONE and the network.'],
  ])('%s that stays ends the run after some tries', async (status, says, advice) => {
    server.fail({ at: 'GET', ...(status === undefined ? {} : { status }) }, 100);
    const { problem } = await run();
    expect(problem).toContain(says);
    expect(problem).toContain(advice);
    expect(server.requests).toHaveLength(3);
  });

  test('401 says what to check', async () => {
    const { problem } = await run({ settings: { zone: 'eu1', url: server.url, key: 'wrong' } });
    expect(problem).toMatch(
      /^Make does not accept the API key \(401\)\. Check MAKE_API_KEY, and that the key was made in the zone eu1\./,
    );
    expect(server.requests).toHaveLength(1);
  });

  test.each<[body: string, says: string]>([
    [
      '{"message":"Access denied.","detail":["Scope is missing."]}',
      'needs the scopes sdk-apps:read and sdk-apps:write',
    ],
    ['error code: 1010', 'Wait half an hour before you run it again.'],
  ])('403 (%s) says what to do, and is not tried again', async (body, says) => {
    server.fail({ at: 'GET', status: 403, body });
    const { problem } = await run();
    expect(problem).toContain(says);
    expect(server.requests).toHaveLength(1);
  });

  test('a redirect is not followed, since that would send the key elsewhere', async () => {
    server.fail({ at: 'GET', status: 302, headers: { Location: `${server.url}/elsewhere` } });
    expect((await run()).problem).toContain('with a redirect (302). Check MAKE_ZONE.');
    expect(server.requests).toHaveLength(1);
  });

  test.each(['<html>Bad</html>', '{"apps": "none"}', ''])(
    '200 in an unknown form is no success: %j',
    async (body) => {
      server.fail({ at: 'GET', status: 200, body });
      expect((await run()).problem).toContain(
        "Make's response to GET /sdk/apps has a form that this command does not know.",
      );
    },
  );

  test('reasons are told in full, once each, and shortened', async () => {
    const body = JSON.stringify({
      message: 'Bad.',
      detail: ['Bad.', 'Worse.'],
      suberrors: [{ message: 'x'.repeat(500) }],
    });
    server.fail({ at: 'PUT', status: 400, body });
    const [first = ''] = (await run()).problem.split('\n');
    expect(first).toMatch(/It says: Bad\. Worse\. x+…$/);
    expect(first.length).toBeLessThan(550);
  });
});

describe('the API key', () => {
  test('is in no line and no message, whatever Make says', async () => {
    const echo = JSON.stringify({ message: `Token ${server.key} is bad: ${encodeURIComponent(server.key)}` });
    const seen: unknown[] = [await run(), readFileSync(originFile, 'utf8')];
    for (const status of [400, 401, 403, 404, 409, 422]) {
      server.fail({ at: 'GET', status, body: echo });
      seen.push(await run());
    }
    server.fail({ at: 'GET', status: 500, body: echo }, 3);
    seen.push(
      await run(),
      await run({ settings: { zone: 'eu1', url: 'http://127.0.0.1:1', key: server.key } }),
    );
    expect(leaksIn(seen, [server.key])).toEqual([]);
    expect(JSON.stringify(seen)).toContain(MASK);
  });
});
