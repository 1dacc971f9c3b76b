import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { PATHS } from '../playground/api.ts';
import { startPlayground } from '../playground/server/playground.ts';
import { launchChromium } from './chromium.ts';
import { withPalette } from './screenshots/palette.ts';
import { SCENES, type Scene } from './screenshots/scenes.ts';

/** Takes the screenshots of the docs anew, from the running playground, into docs/images. */

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));
/** What a page that is read on GitHub may weigh, bytes. */
const MOST_BYTES = 150_000;
const SETTLE_MS = 400;

const setSandbox = (url: string, body: object): Promise<Response> =>
  fetch(url + PATHS.sandbox, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

const shoot = async (browser: Browser, url: string, scene: Scene): Promise<void> => {
  await setSandbox(url, { behavior: 'normal' });
  await setSandbox(url, { clear: true });
  const context = await browser.newContext({
    viewport: { width: scene.width, height: scene.height },
    colorScheme: scene.scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  await page.goto(url);
  await scene.play(page);
  // Neither the pointer nor the caret is part of the picture.
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement.blur()');
  await page.waitForTimeout(SETTLE_MS);
  const picture = withPalette(await page.screenshot());
  await context.close();
  await writeFile(`${FOLDER}${scene.name}.png`, picture);
  const kilobytes = Math.round(picture.length / 1_000);
  console.log(`docs/images/${scene.name}.png  ${scene.width} × ${scene.height}, ${kilobytes} kB`);
  if (picture.length > MOST_BYTES) throw new Error(`${scene.name}.png is over ${MOST_BYTES / 1_000} kB.`);
};

const playground = await startPlayground({ port: 0, say: console.log });
const browser = await launchChromium();
try {
  await mkdir(FOLDER, { recursive: true });
  for (const scene of SCENES) await shoot(browser, playground.url, scene);
} finally {
  await browser.close();
  await playground.stop();
}
