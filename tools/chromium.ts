import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Names another browser than the usual ones. */
const VARIABLE = 'CHROMIUM';

/** Where Chromium and Chrome are on Debian, Ubuntu and macOS. */
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

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

/** Starts the machine's own Chromium, without a window. Throws an Error that says how to get one when there is none. */
export const launchChromium = (): Promise<Browser> => {
  const named = process.env[VARIABLE];
  const executablePath = (named === undefined ? USUAL_PLACES : [named]).find((place) => existsSync(place));
  if (executablePath === undefined)
    throw new Error(
      `There is no Chromium at ${named ?? 'the usual places'}. Install it (Debian: apt-get install chromium), or set ${VARIABLE} to where it is.`,
    );
  return chromium.launch({ executablePath, args: ARGS });
};
