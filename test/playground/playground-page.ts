import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Behavior, PATHS, type SandboxRequest, type SandboxState } from '../../playground/api.ts';
import { type Playground, startPlayground } from '../../playground/server/playground.ts';
import { launchChromium } from '../../tools/chromium.ts';

/** Ends what hangs. It says nothing of speed: a busy machine may take many times as long as a quiet one. */
const ACTION_MS = 120_000;

/** A page of the playground in a real browser. */
export interface Visit {
  readonly page: Page;
  /** Waits until the page is connected to the local Usermaven, as it is from the start. */
  readonly connect: () => Promise<void>;
  /** Starts from a recipe, by its name. */
  readonly recipe: (name: string) => Promise<void>;
  /** Presses Test step and waits for the result; returns the text of the notice. */
  readonly testStep: () => Promise<string>;
  /** Sets how Usermaven behaves, and waits until it takes effect. */
  readonly behavior: (behavior: Behavior) => Promise<void>;
}

/**
 * A browser and a playground for the tests of one file. Any error of the page fails the test that it occurs in.
 * @param start whether every test begins with an empty Usermaven, or the first one with the example that has run.
 */
export const playgroundPage = (start: 'empty' | 'example' = 'empty') => {
  let playground: Playground;
  let browser: Browser;
  let page: Page;
  let errors: string[] = [];
  let visits = 0;

  beforeAll(async () => {
    playground = await startPlayground({ port: 0, built: true });
    if (start === 'empty') await sandbox({ clear: true });
    browser = await launchChromium();
    const context = await browser.newContext({
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
    });
    page = await context.newPage();
    watch();
  });

  afterAll(async () => {
    await browser?.close();
    await playground?.stop();
  });

  afterEach(async () => {
    await sandbox({ behavior: 'normal' });
    await sandbox({ clear: true });
    const found = errors;
    errors = [];
    expect(found).toEqual([]);
  });

  const sandbox = async (request: SandboxRequest): Promise<void> => {
    await fetch(playground.url + PATHS.sandbox, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
    });
  };

  const state = async (): Promise<SandboxState> => {
    const response = await fetch(playground.url + PATHS.sandbox);
    return JSON.parse(await response.text());
  };

  const watch = (): void => {
    page.setDefaultTimeout(ACTION_MS);
    page.on('pageerror', (error) => errors.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) errors.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(`${playground.url}/`)) errors.push(`network: ${request.url()}`);
    });
  };

  /** Loads the page as if for the first time. All tests of a file share one page, because opening one takes long. */
  const visit = async (width = 1440): Promise<Visit> => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    // A new address: going to the same one with another hash would not load the page.
    visits += 1;
    await page.goto(`${playground.url}/?visit=${visits}`);
    await page.evaluate('localStorage.clear(), delete document.documentElement.dataset.theme');
    await page.locator('main').waitFor();
    return {
      page,
      connect: async () => {
        await page.getByText('Connected to').first().waitFor({ state: 'attached' });
      },
      recipe: async (name) => {
        await page.getByLabel('Start from a recipe').selectOption(name);
      },
      testStep: async () => {
        const responded = page.waitForResponse((response) => response.url().endsWith(PATHS.run));
        await page.getByRole('button', { name: 'Test step' }).click();
        await responded;
        await page.getByText('Running the step').waitFor({ state: 'detached' });
        return page.getByRole('region', { name: 'Run' }).locator('.notice').first().innerText();
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
