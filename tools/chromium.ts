import { existsSync } from 'node:fs';
import { win32 } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { packagedChromium } from './packaged-chromium.ts';

/** Names another browser than the one that is chosen here. */
const VARIABLE = 'CHROMIUM';

/** What decides which browser is started. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether there is a file at a path. */
  readonly exists: (path: string) => boolean;
}

/** In place of a path: the Chromium that `npm ci` installs. */
export const PACKAGED = Symbol('packaged');

/**
 * The browser to start: the one that `CHROMIUM` names; else the one that npm installs, which is for Linux on x64 only; else
 * Chrome, Chromium or Edge of the machine.
 * @throws Error that says what to do when there is none.
 */
export const findBrowser = ({ platform, arch, env, exists }: Machine): string | typeof PACKAGED => {
  const named = env[VARIABLE];
  if (named === undefined && platform === 'linux' && arch === 'x64') return PACKAGED;
  const places = named === undefined ? usualPlaces(platform, env) : [named];
  const found = places.find(exists);
  if (found !== undefined) return found;
  throw new Error(
    named === undefined
      ? `There is no browser at ${places.join(', ')}. Install Chrome, Chromium or Edge, or set ${VARIABLE} to the path of one. (npm brings one for Linux on x64 only.)`
      : `${VARIABLE} is ${named}, where nothing is. Set it to the path of Chrome, Chromium or Edge.`,
  );
};

const usualPlaces = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] => {
  if (platform === 'win32')
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .flatMap((variable) => env[variable] ?? [])
      .flatMap((folder) => [
        win32.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        win32.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      ]);
  if (platform === 'darwin')
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  return ['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge'].map(
    (name) => `/usr/bin/${name}`,
  );
};

/** Without what asks for a screen or reaches out by itself. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a browser without a window.
 * @throws Error that says what to do when there is none, or it does not start.
 */
export const launchChromium = async (): Promise<Browser> => {
  const { platform, arch, env } = process;
  const found = findBrowser({ platform, arch, env, exists: existsSync });
  const browser = found === PACKAGED ? await packagedChromium() : { executablePath: found, env: {} };
  try {
    return await chromium.launch({
      executablePath: browser.executablePath,
      args: ARGS,
      env: { ...env, ...browser.env },
    });
  } catch (cause) {
    throw new Error(
      `${browser.executablePath} does not start. Set ${VARIABLE} to the path of another Chrome, Chromium or Edge.`,
      { cause },
    );
  }
};
