import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { PATHS } from '../playground/api.ts';
import { startPlayground } from '../playground/server/playground.ts';
import { launchChromium } from './chromium.ts';
import { checkNoArguments } from './run.ts';
import { SCENES, type Scene } from './screenshots/scenes.ts';

/** `npm run screenshots`: takes the screenshots of the docs from the running playground, into docs/images. */

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));
/** Of lossy WebP; text stays sharp and a picture is a fraction of a PNG. */
const QUALITY = 80;
const SETTLE_MS = 400;

const setSandbox = (url: string, body: object): Promise<Response> =>
  fetch(url + PATHS.sandbox, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

const shoot = async (browser: Browser, url: string, scene: Scene): Promise<void> => {
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
  const picture = await capture(page);
  await context.close();
  await setSandbox(url, { behavior: 'normal' });
  await setSandbox(url, { clear: true });
  await writeFile(`${FOLDER}${scene.name}.webp`, picture);
  const kilobytes = Math.round(picture.length / 1_000);
  console.log(`docs/images/${scene.name}.webp  ${scene.width} × ${scene.height}, ${kilobytes} kB`);
};

/** What the page shows, as WebP. Chromium makes it; Playwright's own screenshots are PNG or JPEG only. */
const capture = async (page: Page): Promise<Buffer> => {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  return Buffer.from(data, 'base64');
};

const main = async (): Promise<void> => {
  checkNoArguments('npm run screenshots');
  const playground = await startPlayground({ port: 0, say: console.log });
  const browser = await launchChromium();
  try {
    await mkdir(FOLDER, { recursive: true });
    for (const scene of SCENES) await shoot(browser, playground.url, scene);
  } finally {
    await browser.close();
    await playground.stop();
  }
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
