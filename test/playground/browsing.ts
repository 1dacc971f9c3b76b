import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { PATHS, type SandboxRequest, type SandboxState, type Behavior } from '../../playground/api.ts';
import { type Playground, startPlayground } from '../../playground/server/playground.ts';
import { launchChromium } from '../../tools/chromium.ts';

/** Starting and first rendering take longer than one test. */
const START_MS = 60_000;
/** For whatever a page does at once. */
const ACT_MS = 8_000;

/** A page of the playground in a real browser. */
export interface Visit {
  readonly page: Page;
  /** Fills in the local Usermaven and waits until it is connected. */
  readonly connect: () => Promise<void>;
  /** Starts from a recipe, by its name. */
  readonly recipe: (name: string) => Promise<void>;
  /** Presses Test step and waits for the end; returns what the notice says. */
  readonly testStep: () => Promise<string>;
  /** Sets how Usermaven behaves, and waits until it does. */
  readonly behavior: (behavior: Behavior) => Promise<void>;
}

/** A browser and a playground for the tests of one file. Whatever a page does wrong fails the test that it does it in. */
export const browsing = () => {
  let playground: Playground;
  let browser: Browser;
  let page: Page;
  let wrong: string[] = [];
  let visits = 0;

  beforeAll(async () => {
    playground = await startPlayground({ port: 0, built: true });
    browser = await launchChromium();
    const context = await browser.newContext({
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
    });
    page = await context.newPage();
    watch();
  }, START_MS);

  afterAll(async () => {
    await browser?.close();
    await playground?.stop();
  }, START_MS);

  afterEach(async () => {
    await sandbox({ behavior: 'normal' });
    await sandbox({ clear: true });
    const seen = wrong;
    wrong = [];
    expect(seen).toEqual([]);
  });

  const sandbox = async (request: SandboxRequest): Promise<void> => {
    await fetch(playground.url + PATHS.sandbox, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
    });
  };

  const state = async (): Promise<SandboxState> => {
    const answer = await fetch(playground.url + PATHS.sandbox);
    return JSON.parse(await answer.text());
  };

  const watch = (): void => {
    page.setDefaultTimeout(ACT_MS);
    page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(`${playground.url}/`)) wrong.push(`network: ${request.url()}`);
    });
  };

  /** Opens the page anew, as if for the first time. One page for all tests of a file: a new one takes longest. */
  const visit = async (width = 1440): Promise<Visit> => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    // An address of its own, since the same one with another hash loads nothing.
    visits += 1;
    await page.goto(`${playground.url}/?visit=${visits}`);
    await page.evaluate('localStorage.clear(), delete document.documentElement.dataset.theme');
    await page.getByRole('button', { name: 'Use the local Usermaven' }).waitFor();
    return {
      page,
      connect: async () => {
        await page.getByRole('button', { name: 'Use the local Usermaven' }).click();
        await page.getByText('Connected to').first().waitFor({ state: 'attached' });
      },
      recipe: async (name) => {
        await page.getByLabel('Start from a recipe').selectOption(name);
      },
      testStep: async () => {
        await page.getByRole('button', { name: 'Test step' }).click();
        const run = page.getByRole('region', { name: 'Run' });
        await page.getByText('Running the step').waitFor({ state: 'detached', timeout: 30_000 });
        return run.locator('.notice').innerText();
      },
      behavior: async (behavior) => {
        const done = page.waitForResponse((response) => response.url().endsWith(PATHS.sandbox));
        await page.getByLabel('How Usermaven behaves').selectOption(behavior);
        await done;
      },
    };
  };

  return { visit, state, sandbox, url: () => playground.url };
};
