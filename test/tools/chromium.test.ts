import { describe, expect, test } from '@jest/globals';
import { findBrowser, type Machine, PACKAGED } from '../../tools/chromium.ts';

/** A machine that has these files. */
const machine = (
  platform: NodeJS.Platform,
  arch: string,
  files: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Machine => ({ platform, arch, env, exists: (path) => files.includes(path) });

const MAC_EDGE = '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge';
const WINDOWS_CHROME = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';

describe('the browser of tests and screenshots', () => {
  test('on Linux with x64 is the one that npm installs, whatever the machine has', () => {
    expect(findBrowser(machine('linux', 'x64', ['/usr/bin/chromium']))).toBe(PACKAGED);
  });

  test.each([
    ['Linux on ARM', machine('linux', 'arm64', ['/usr/bin/google-chrome']), '/usr/bin/google-chrome'],
    ['macOS', machine('darwin', 'arm64', [MAC_EDGE]), MAC_EDGE],
    [
      'Windows',
      machine('win32', 'x64', [WINDOWS_CHROME], { PROGRAMFILES: 'C:\\Program Files' }),
      WINDOWS_CHROME,
    ],
  ])('on %s is the one that is installed', (_, on, path) => {
    expect(findBrowser(on)).toBe(path);
  });

  test.each(['darwin', 'win32', 'linux'] as const)(
    'where there is none (%s on ARM), the message says what to do',
    (platform) => {
      expect(() => findBrowser(machine(platform, 'arm64'))).toThrow(
        /^There is no browser at .*\. Install Chrome, Chromium or Edge, or set CHROMIUM to the path of one\./,
      );
    },
  );

  test('is the one that CHROMIUM names, on every machine', () => {
    const env = { CHROMIUM: '/opt/chrome' };
    expect(findBrowser(machine('linux', 'x64', ['/opt/chrome'], env))).toBe('/opt/chrome');
    expect(() => findBrowser(machine('linux', 'x64', [], env))).toThrow(
      'CHROMIUM is /opt/chrome, where nothing is.',
    );
  });
});
