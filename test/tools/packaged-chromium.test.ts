import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findBrowser, PACKAGED } from '../../tools/chromium.ts';
import { type PackagedChromium, packagedChromium } from '../../tools/packaged-chromium.ts';
import { ROOT } from '../support/imports.ts';

/** Asks for the browser in a process of its own. */
const ASK = `
  const { packagedChromium } = await import(process.argv[1]);
  process.stdout.write(JSON.stringify(await packagedChromium(process.argv[2])));
`;

const execute = promisify(execFile);

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'usermaven-chromium-'));
  folder = join(parent, 'chromium');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const { platform, arch } = process;
const hasPackaged = findBrowser({ platform, arch, env: {}, exists: () => true }) === PACKAGED;

// There is no such browser for other machines (test/tools/chromium.test.ts says what they use).
(hasPackaged ? describe : describe.skip)('the Chromium that npm installs', () => {
  test('asked for by several processes at once, is unpacked whole, and nothing else is left', async () => {
    const module = pathToFileURL(join(ROOT, 'tools', 'packaged-chromium.ts')).href;
    const ask = async (): Promise<PackagedChromium> => {
      const args = [
        '--disable-warning=ExperimentalWarning',
        '--input-type=module',
        '--eval',
        ASK,
        module,
        folder,
      ];
      return JSON.parse((await execute(process.execPath, args)).stdout);
    };
    const [one, other] = await Promise.all([ask(), ask()]);
    expect(one).toEqual(other);
    const { stdout } = await execute(one?.executablePath ?? '', ['--version'], { env: one?.env ?? {} });
    expect(stdout).toMatch(/^(Chromium|Google Chrome|HeadlessChrome).* \d+\./);
    expect(readdirSync(parent)).toEqual(['chromium']);
  });

  test('that cannot be unpacked leaves nothing behind', async () => {
    await expect(packagedChromium(join(parent, 'chromium\0'))).rejects.toThrow();
    expect(readdirSync(parent)).toEqual([]);
  });
});
