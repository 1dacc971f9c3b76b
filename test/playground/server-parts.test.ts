import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import { readArguments } from '../../playground/server/arguments.ts';
import { type Connector, StepLost, startConnector } from '../../playground/server/connector.ts';
import { listen, PORTS } from '../../playground/server/listen.ts';
import { maskOf } from '../../playground/server/mask.ts';
import { bundlePage } from '../../playground/server/page.ts';
import type { Environment } from '../../playground/server/parts.ts';
import { createQueue } from '../../playground/server/queue.ts';
import { stepErrorShown } from '../../playground/server/shown-error.ts';
import { rejectionReason } from '../../playground/server/weather.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { StepError } from '../../sandbox/zapier/lambda.ts';
import { type Platform, startPlatform } from '../../sandbox/zapier/platform.ts';
import { type Unpacked, unpack } from '../../sandbox/zapier/unpack.ts';
import { HOST_VARIABLE } from '../../src/usermaven/request.ts';
import { BUILD_ZIP } from '../support/built.ts';

describe('the app that is kept running', () => {
  let unpacked: Unpacked;
  let sandbox: Sandbox;
  let platform: Platform;
  const connectors: Connector[] = [];
  beforeAll(async () => {
    unpacked = unpack(BUILD_ZIP);
    sandbox = await startSandbox();
    platform = await startPlatform();
  }, 60_000);
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
    connector.invoke('creates.track_event.operation.perform', {
      authData: { api_key: sandbox.apiKey, server_token: sandbox.serverToken },
      inputData: { event_name: 'Signed Up', user_id: 'usr_1' },
    });

  test('is there again after its process has died, with what its cache held', async () => {
    const connector = await start();
    platform.cache.set('before', '1');
    await connector.kill();
    expect(await track(connector)).toMatchObject({ accepted: true });
    expect(platform.cache.get('before')).toBe('1');
  }, 20_000);

  test('a step whose process dies under it is lost in words, and the next one runs', async () => {
    const connector = await start();
    sandbox.fail({ kind: 'stall' });
    const lost = track(connector).catch((error: unknown) => error);
    while (!sandbox.requests.some(({ fault }) => fault === 'stall')) await sleep(10);
    await connector.kill();
    const error = await lost;
    expect(error).toBeInstanceOf(StepLost);
    expect(stepErrorShown(error, maskOf({}))).toEqual({
      name: 'Error',
      message:
        "The app's process ended in the middle of this step. Test the step again: the app is started anew.",
      fate: expect.stringContaining('counts against the Zap'),
    });
    expect(await Promise.all([track(connector), track(connector)])).toMatchObject([
      { accepted: true },
      { accepted: true },
    ]);
  }, 20_000);

  test('a step that takes longer than Zapier waits is ended', async () => {
    const connector = await start(500);
    sandbox.fail({ kind: 'stall' });
    const error = await track(connector).catch((lost: unknown) => lost);
    expect(error).toMatchObject({
      message: 'The step was not done after 0.5 seconds, where Zapier ends it.',
    });
    expect(await connector.definition()).toMatchObject({ creates: { track_event: {} } });
  }, 20_000);

  test('what the app throws comes through as it is', async () => {
    const connector = await start();
    await expect(
      connector.invoke('creates.track_event.operation.perform', {
        authData: { api_key: 'a', server_token: 'b' },
        inputData: {},
      }),
    ).rejects.toBeInstanceOf(StepError);
  });

  test('an app that does not start is an error, and can be stopped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'usermaven-empty-'));
    try {
      await expect(startConnector({ folder, environment: {}, platform })).rejects.toThrow('process ended');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('an error as it is shown', () => {
  test.each([
    ['HaltedError', 'does not count'],
    ['ExpiredAuthError', 'reconnect'],
    ['AppError', 'It counts against the Zap'],
    ['Error', 'It counts against the Zap'],
  ])('%s: %s', (name, fate) => {
    const shown = stepErrorShown(new StepError({ name, message: 'No.' }), maskOf({}));
    expect(shown).toEqual({ name, message: 'No.', fate: expect.stringContaining(fate) });
  });

  test('ThrottledError says when, and one second is one', () => {
    const shown = (delay: number) =>
      stepErrorShown(
        new StepError({ name: 'ThrottledError', message: JSON.stringify({ message: 'Later.', delay }) }),
        maskOf({}),
      );
    expect(shown(30)).toMatchObject({ message: 'Later.', fate: expect.stringContaining('in 30 seconds.') });
    expect(shown(1).fate).toContain('in 1 second.');
  });

  test('what is no error of a step is not shown as one', () => {
    const bug = new TypeError('x is not a function');
    expect(() => stepErrorShown(bug, maskOf({}))).toThrow(bug);
  });
});

describe('the queue', () => {
  test('does one thing after another, also after one that failed', async () => {
    const queue = createQueue();
    const story: string[] = [];
    const step = (name: string, milliseconds: number) => async () => {
      story.push(`${name} begins`);
      await sleep(milliseconds);
      story.push(`${name} ends`);
      if (name === 'two') throw new Error('two fails');
      return name;
    };
    const results = await Promise.allSettled([
      queue(step('one', 20)),
      queue(step('two', 5)),
      queue(step('three', 1)),
    ]);
    expect(story).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('the mask', () => {
  test('leaves what is no secret as it is, keys of a prototype too', () => {
    const value = JSON.parse('{"__proto__":{"a":[1,null,true,"text"]},"b":"secret"}');
    expect(JSON.stringify(maskOf({ server_token: 'secret' }).json(value))).toBe(
      '{"__proto__":{"a":[1,null,true,"text"]},"b":"***"}',
    );
  });

  test('of a connection without secrets masks nothing', () => {
    expect(maskOf({ workspace_name: 'Acme', server_token: '' }).text('Acme.')).toBe('Acme.');
  });
});

test('why a request has no answer is told even if nothing was switched on', () => {
  const broken = { status: null, reason: null, fault: null };
  expect(rejectionReason(broken)).toBe('The request broke off before it had an answer.');
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

  test('is bundled and minified in memory, and its mark changes with its content', async () => {
    const folder = folderOf(PAGE);
    const page = await bundlePage(folder);
    expect([...page].map(([path, { content }]) => [path, content.trim()])).toEqual([
      ['/', '<p>Hello</p>'],
      ['/main.js', 'console.log(2);'],
      ['/style.css', 'p{color:red}'],
    ]);
    writeFileSync(join(folder, 'main.tsx'), 'console.log(3)');
    const changed = await bundlePage(folder);
    const marksOf = (path: string) => [page.get(path)?.etag, changed.get(path)?.etag];
    expect(new Set(marksOf('/main.js')).size).toBe(2);
    expect(new Set(marksOf('/style.css')).size).toBe(1);
    rmSync(folder, { recursive: true });
  });

  test('that does not bundle is an error that names the place', async () => {
    const folder = folderOf({ ...PAGE, 'main.tsx': "import './missing.ts'" });
    await expect(bundlePage(folder)).rejects.toThrow(
      /^The page of the playground cannot be bundled:\n.*main\.tsx:1.*missing\.ts/s,
    );
    rmSync(folder, { recursive: true });
  });
});

describe('the port', () => {
  const app = new Hono<Environment>().get('/', (c) => c.text('here'));

  test('is the next one that is free', async () => {
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
    await expect(fetch(`http://127.0.0.1:${other.port}/`)).rejects.toThrow();
  });

  test('that was asked for and is taken is named', async () => {
    const one = await listen(app, 0);
    try {
      await expect(listen(app, one.port)).rejects.toThrow(
        `Port ${one.port} is not free, or not yours to use. Choose another one: npm start -- --port N.`,
      );
    } finally {
      await one.stop();
    }
  });
});

// macOS and Windows have openers of their own, which would open one.
(process.platform === 'linux' ? describe : describe.skip)('the browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usermaven-browser-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Opens an address in a process of its own, whose programs are those of a folder. */
  const open = async (programs: string): Promise<string> => {
    const browser = new URL('../../playground/server/browser.ts', import.meta.url).href;
    const script = `const { openBrowser } = await import(${JSON.stringify(browser)}); openBrowser('http://127.0.0.1:4747');`;
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env: { PATH: programs } });
    return stdout + stderr;
  };

  test('is given the address', async () => {
    const opened = join(folder, 'opened');
    writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf %s "$*" > "${opened}"\n`, { mode: 0o755 });
    expect(await open(folder)).toBe('');
    while (!existsSync(opened) || readFileSync(opened, 'utf8') === '') await sleep(10);
    expect(readFileSync(opened, 'utf8')).toBe('http://127.0.0.1:4747');
  }, 20_000);

  test('need not be there', async () => {
    expect(await open(join(folder, 'nowhere'))).toBe('');
  }, 20_000);
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
  ])('%j is refused with what there is', (args) => {
    expect(() => readArguments(args)).toThrow(
      /npm start takes --port N \(0 for any free port\) and --no-open\.$/,
    );
  });
});
