import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import { rejectionReason } from '../../playground/server/behavior.ts';
import { readArguments } from '../../playground/server/cli.ts';
import { pathOf } from '../../playground/server/compiled.ts';
import { type Connector, StepLost, startConnector } from '../../playground/server/connector.ts';
import { listen, PORTS } from '../../playground/server/listen.ts';
import { maskOf } from '../../playground/server/mask.ts';
import { bundlePage } from '../../playground/server/page.ts';
import type { Environment } from '../../playground/server/parts.ts';
import { createQueue } from '../../playground/server/recording.ts';
import { sandboxState } from '../../playground/server/sandbox-state.ts';
import { stepErrorShown } from '../../playground/server/shown-error.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { StepError } from '../../sandbox/zapier/lambda.ts';
import { type Platform, startPlatform } from '../../sandbox/zapier/platform.ts';
import { type Unpacked, unpack } from '../../sandbox/zapier/unpack.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { BUILD_ZIP } from '../support/built.ts';
import { TRACKING } from './recipes.ts';
import { until } from './until.ts';

const PERFORM = `${pathOf({ kind: 'create', key: TRACKING.key })}.perform`;

describe('the running app', () => {
  let unpacked: Unpacked;
  let sandbox: Sandbox;
  let platform: Platform;
  const connectors: Connector[] = [];
  beforeAll(async () => {
    unpacked = unpack(BUILD_ZIP);
    sandbox = await startSandbox();
    platform = await startPlatform();
  });
  afterAll(async () => {
    for (const connector of connectors) await connector.stop();
    await platform?.stop();
    await sandbox?.stop();
    await unpacked?.remove();
  });

  const start = async (stepMilliseconds?: number): Promise<Connector> => {
    const connector = await startConnector({
      folder: unpacked.folder,
      environment: { [HOST_VARIABLE]: sandbox.url },
      platform,
      ...(stepMilliseconds === undefined ? {} : { stepMilliseconds }),
    });
    connectors.push(connector);
    return connector;
  };
  const track = (connector: Connector) =>
    connector.invoke(PERFORM, {
      authData: { api_key: sandbox.apiKey, server_token: sandbox.serverToken },
      inputData: { event_name: 'Signed Up', user_id: 'usr_1' },
    });

  test('restarts after its process has died, with the content of its cache', async () => {
    const connector = await start();
    platform.cache.set('before', '1');
    await connector.kill();
    expect(await track(connector)).toMatchObject({ accepted: true });
    expect(platform.cache.get('before')).toBe('1');
  });

  test('reports a step whose process dies, and runs the next one', async () => {
    const connector = await start();
    sandbox.fail({ kind: 'stall' });
    const arrived = new Promise<void>((resolve) => {
      const stop = sandbox.watch((change) => {
        if (change.kind !== 'arrived') return;
        stop();
        resolve();
      });
    });
    const lost = track(connector).catch((error: unknown) => error);
    await arrived;
    await connector.kill();
    const error = await lost;
    expect(error).toBeInstanceOf(StepLost);
    expect(stepErrorShown(error, maskOf({}))).toEqual({
      name: 'Error',
      message:
        "The app's process ended during this step. Test the step again: the app restarts automatically.",
      consequence: expect.stringContaining('counts against the Zap'),
    });
    expect(await Promise.all([track(connector), track(connector)])).toMatchObject([
      { accepted: true },
      { accepted: true },
    ]);
  });

  test('ends a step that takes longer than Zapier allows', async () => {
    const connector = await start(500);
    sandbox.fail({ kind: 'stall' });
    const error = await track(connector).catch((lost: unknown) => lost);
    expect(error).toMatchObject({
      message: 'The step was not finished after 0.5 seconds, the time after which Zapier ends it.',
    });
    expect(await connector.definition()).toMatchObject({ creates: { [TRACKING.key]: {} } });
  });

  test('rejects with what the app throws', async () => {
    const connector = await start();
    await expect(
      connector.invoke(PERFORM, {
        authData: { api_key: 'a', server_token: 'b' },
        inputData: {},
      }),
    ).rejects.toBeInstanceOf(StepError);
  });

  test('is an error if it does not start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'usermaven-empty-'));
    try {
      await expect(startConnector({ folder, environment: {}, platform })).rejects.toThrow('process ended');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('an error as the page shows it', () => {
  test.each([
    ['HaltedError', 'does not count'],
    ['ExpiredAuthError', 'reconnect'],
    ['AppError', 'It counts against the Zap'],
    ['Error', 'It counts against the Zap'],
  ])('%s: %s', (name, fate) => {
    const shown = stepErrorShown(new StepError({ name, message: 'No.' }), maskOf({}));
    expect(shown).toEqual({ name, message: 'No.', consequence: expect.stringContaining(fate) });
  });

  test('ThrottledError: says when Zapier retries, in one second or several', () => {
    const shown = (delay: number) =>
      stepErrorShown(
        new StepError({ name: 'ThrottledError', message: JSON.stringify({ message: 'Later.', delay }) }),
        maskOf({}),
      );
    expect(shown(30)).toMatchObject({
      message: 'Later.',
      consequence: expect.stringContaining('in 30 seconds.'),
    });
    expect(shown(1).consequence).toContain('in 1 second.');
  });

  test('any other error is thrown on', () => {
    const bug = new TypeError('x is not a function');
    expect(() => stepErrorShown(bug, maskOf({}))).toThrow(bug);
  });
});

test('the state lists what was accepted and then dropped, newest first, with its reason and secrets masked', async () => {
  const sandbox = await startSandbox();
  const droppedAt = (receivedAt: number, reason: string) => ({
    type: 'Signed Up',
    receivedAt,
    reason,
    raw: { api_key: sandbox.apiKey, event_type: 'Signed Up' },
  });
  const store = { ...sandbox.store, dropped: [droppedAt(0, 'First.'), droppedAt(1_000, 'Second.')] };
  const mask = maskOf({ api_key: sandbox.apiKey, server_token: sandbox.serverToken });
  const { dropped } = sandboxState({ ...sandbox, store }, 'normal', mask);
  await sandbox.stop();
  const raw = { api_key: '***', event_type: 'Signed Up' };
  expect(dropped).toEqual([
    { receivedAt: '1970-01-01T00:00:01.000Z', type: 'Signed Up', reason: 'Second.', raw },
    { receivedAt: '1970-01-01T00:00:00.000Z', type: 'Signed Up', reason: 'First.', raw },
  ]);
});

describe('the queue', () => {
  test('runs one task after another, even after one that failed', async () => {
    const queue = createQueue();
    const started: string[] = [];
    const tasks = ['one', 'two', 'three'].map((name) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const task = () => {
        started.push(name);
        return promise;
      };
      return { finish: () => resolve(name), fail: () => reject(new Error(name)), result: queue(task) };
    });
    const [one, two, three] = tasks;
    // A later task that could finish at once still waits for its turn.
    three?.finish();
    await setImmediate();
    expect(started).toEqual(['one']);
    one?.finish();
    expect(await one?.result).toBe('one');
    await setImmediate();
    expect(started).toEqual(['one', 'two']);
    two?.fail();
    await expect(two?.result).rejects.toThrow('two');
    expect(await three?.result).toBe('three');
    expect(started).toEqual(['one', 'two', 'three']);
  });
});

describe('the mask', () => {
  test('leaves everything else as it is, even a key called __proto__', () => {
    const value = JSON.parse('{"__proto__":{"a":[1,null,true,"text"]},"b":"secret"}');
    expect(JSON.stringify(maskOf({ server_token: 'secret' }).json(value))).toBe(
      '{"__proto__":{"a":[1,null,true,"text"]},"b":"***"}',
    );
  });

  test('of a connection without secrets masks nothing', () => {
    expect(maskOf({ workspace_name: 'Acme', server_token: '' }).text('Acme.')).toBe('Acme.');
  });
});

test('a request without a response has a reason even if the behavior is normal', () => {
  const broken = { status: null, reason: null, fault: null };
  expect(rejectionReason(broken)).toBe('The connection was closed before there was a response.');
});

describe('the page', () => {
  const folderOf = (files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'usermaven-page-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  };
  const PAGE = {
    'index.html': '<p>Hello</p>',
    'main.tsx': 'console.log(1 + 1)',
    'style.css': 'p { color: red }',
  };

  test('is bundled and minified in memory, and its ETags change with its content', async () => {
    const folder = folderOf(PAGE);
    const page = await bundlePage(folder);
    expect([...page].map(([path, { content }]) => [path, content.trim()])).toEqual([
      ['/', '<p>Hello</p>'],
      ['/main.js', 'console.log(2);'],
      ['/style.css', 'p{color:red}'],
    ]);
    writeFileSync(join(folder, 'main.tsx'), 'console.log(3)');
    const changed = await bundlePage(folder);
    const etagsOf = (path: string) => [page.get(path)?.etag, changed.get(path)?.etag];
    expect(new Set(etagsOf('/main.js')).size).toBe(2);
    expect(new Set(etagsOf('/style.css')).size).toBe(1);
    rmSync(folder, { recursive: true });
  });

  test('is an error that names the line if it cannot be bundled', async () => {
    const folder = folderOf({ ...PAGE, 'main.tsx': "import './missing.ts'" });
    await expect(bundlePage(folder)).rejects.toThrow(
      /^The page of the playground cannot be bundled:\n.*main\.tsx:1.*missing\.ts/s,
    );
    rmSync(folder, { recursive: true });
  });
});

describe('the port', () => {
  const app = new Hono<Environment>().get('/', (c) => c.text('here'));

  test('is the next free one', async () => {
    const one = await listen(app);
    const other = await listen(app);
    try {
      expect(one.port).toBeGreaterThanOrEqual(PORTS.first);
      expect(other.port).toBeGreaterThan(one.port);
      expect(await (await fetch(`http://127.0.0.1:${other.port}/`)).text()).toBe('here');
    } finally {
      await one.stop();
      await other.stop();
      await other.stop();
    }
  });

  test('that is requested but in use is an error', async () => {
    const one = await listen(app, 0);
    try {
      await expect(listen(app, one.port)).rejects.toThrow(
        `Port ${one.port} is in use, or not allowed. Choose another one: npm start -- --port N.`,
      );
    } finally {
      await one.stop();
    }
  });
});

// On macOS and Windows this would open a real browser.
(process.platform === 'linux' ? describe : describe.skip)('the browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usermaven-browser-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Opens an address in a process that finds programs in the given folder only. */
  const open = async (programs: string): Promise<string> => {
    const cli = new URL('../../playground/server/cli.ts', import.meta.url).href;
    const script = `const { openBrowser } = await import(${JSON.stringify(cli)}); openBrowser('http://127.0.0.1:4747');`;
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env: { PATH: programs } });
    return stdout + stderr;
  };

  test('gets the address', async () => {
    const opened = join(folder, 'opened');
    writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf %s "$*" > "${opened}"\n`, { mode: 0o755 });
    expect(await open(folder)).toBe('');
    await until('xdg-open to run', () => existsSync(opened) && readFileSync(opened, 'utf8') !== '');
    expect(readFileSync(opened, 'utf8')).toBe('http://127.0.0.1:4747');
  });

  test('may be missing', async () => {
    expect(await open(join(folder, 'nowhere'))).toBe('');
  });
});

describe('the command line', () => {
  test.each([
    [[], { open: true }],
    [['--no-open'], { open: false }],
    [['--port', '0'], { port: 0, open: true }],
    [['--port=8080', '--no-open'], { port: 8080, open: false }],
  ])('%j is understood', (args, read) => {
    expect(readArguments(args)).toEqual(read);
  });

  test.each([
    [['--port', '65536']],
    [['--port', '-1']],
    [['--port', 'x']],
    [['--port']],
    [['--open']],
    [['stripe']],
  ])('%j is rejected with the options that exist', (args) => {
    expect(() => readArguments(args)).toThrow(
      /Usage: npm start -- \[--port N\] \[--no-open\]\. Port 0 is any free port\.$/,
    );
  });
});
