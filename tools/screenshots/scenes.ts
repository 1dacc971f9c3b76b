import type { Page } from 'playwright-core';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';

/** What a screenshot shows, and how to get there on a newly loaded page. */
export interface Scene {
  /** The file in docs/images, without its extension. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  readonly play: (page: Page) => Promise<void>;
}

const connect = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Use the local Usermaven' }).click();
  await page.locator('.connected').waitFor();
};

const run = async (page: Page, recipe: string): Promise<void> => {
  const parts = page.getByRole('tablist', { name: 'Parts of the page' });
  if (await parts.isVisible()) await parts.getByRole('tab', { name: 'Step' }).click();
  await page.getByLabel('Start from a recipe').selectOption(recipe);
  await page.getByRole('button', { name: 'Test step' }).click();
  await page.locator('.notice.good').waitFor();
};

const tab = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('tab', { name }).click();

/** Scrolls the first column, pixels. */
const scroll = (page: Page, to: number): Promise<unknown> =>
  page.evaluate(`document.querySelector('.column').scrollTo(0, ${to})`);

const WIDE = { width: 1440, height: 900 };

/** All screenshots, in the order in which they are taken. Usermaven is empty at the start of each. */
export const SCENES: readonly Scene[] = [
  {
    name: 'playground',
    ...WIDE,
    scheme: 'light',
    play: async (page) => {
      await connect(page);
      for (const recipe of ['callrail', 'attio-known-user', 'stripe']) await run(page, recipe);
      await tab(page, 'Request');
      await scroll(page, 380);
    },
  },
  {
    name: 'playground-timeline',
    ...WIDE,
    scheme: 'dark',
    play: async (page) => {
      await connect(page);
      for (const recipe of ['callrail', 'attio-lead', 'stripe', 'sign-up']) await run(page, recipe);
      await tab(page, 'People');
      await page.getByRole('button', { name: /Jane Doe/ }).click();
      await page.locator('.timeline').waitFor();
    },
  },
  {
    name: 'playground-error',
    ...WIDE,
    scheme: 'light',
    play: async (page) => {
      await connect(page);
      await run(page, 'stripe');
      await page.getByLabel('How Usermaven behaves').selectOption('rate_limited');
      await page.locator('.is-faulty').waitFor();
      await page.getByRole('button', { name: 'Test step' }).click();
      await page.locator('.notice.bad').waitFor();
      await tab(page, /Rejected/);
    },
  },
  {
    name: 'playground-make',
    ...WIDE,
    scheme: 'light',
    play: async (page) => {
      await connect(page);
      await run(page, 'historical-import');
      await tab(page, 'Make');
      await scroll(page, 800);
    },
  },
  {
    name: 'playground-trigger',
    ...WIDE,
    scheme: 'light',
    play: async (page) => {
      await connect(page);
      await page.getByLabel('Action or trigger').selectOption(USERPILOT_EVENT.key);
      await page.getByLabel('Userpilot sample').selectOption('nps.feedback');
      for (const [index, signature] of ['Valid', 'Forged'].entries()) {
        await page.getByLabel(signature).check();
        await page.getByRole('button', { name: 'Send test' }).click();
        await page.locator('.delivery').nth(index).waitFor();
      }
      await scroll(page, 240);
    },
  },
  {
    name: 'playground-batch',
    ...WIDE,
    scheme: 'light',
    play: async (page) => {
      await connect(page);
      await page.getByRole('link', { name: 'Batch' }).click();
      await page.getByLabel(/invalid rows/).check();
      await page.getByRole('button', { name: /^Generate/ }).click();
      await page.getByLabel('Invalid Events').selectOption('skip');
      await page.getByRole('button', { name: /^Send/ }).click();
      await page.locator('.notice.good').waitFor({ timeout: 60_000 });
      await scroll(page, 0);
    },
  },
  {
    name: 'playground-768',
    width: 768,
    height: 900,
    scheme: 'light',
    play: async (page) => {
      await connect(page);
      await run(page, 'stripe');
      await tab(page, 'Step');
      await page.evaluate('scrollTo(0, 480)');
    },
  },
  {
    name: 'playground-360',
    width: 360,
    height: 740,
    scheme: 'dark',
    play: async (page) => {
      await connect(page);
      await run(page, 'stripe');
    },
  },
];
