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

const run = async (page: Page, recipe: string): Promise<void> => {
  const parts = page.getByRole('tablist', { name: 'Parts of the page' });
  if (await parts.isVisible()) await parts.getByRole('tab', { name: 'Step' }).click();
  await page.getByLabel('Start from a recipe').selectOption(recipe);
  await page.getByRole('button', { name: 'Test step' }).click();
  await page.locator('.notice.good').waitFor();
};

const tab = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('tab', { name }).click();

/** Scrolls a column of a wide page, pixels. */
const scroll = (page: Page, column: 'step' | 'run' | 'usermaven', to: number): Promise<unknown> =>
  page.evaluate(`document.querySelector('[aria-labelledby=column-${column}]').scrollTo(0, ${to})`);

const WIDE = { width: 1440, height: 900 };

/** All screenshots, in the order in which they are taken: the first view first. At the start of the others, Usermaven is empty. */
export const SCENES: readonly Scene[] = [
  {
    name: 'playground',
    ...WIDE,
    scheme: 'light',
    play: (page) => page.locator('.flow-stop.good').waitFor(),
  },
  {
    name: 'playground-timeline',
    ...WIDE,
    scheme: 'dark',
    play: async (page) => {
      for (const recipe of ['callrail', 'attio-lead', 'stripe', 'sign-up']) await run(page, recipe);
      await tab(page, 'People');
      await page.getByRole('button', { name: /Jane Doe/ }).click();
      await page.locator('.timeline').waitFor();
      await scroll(page, 'usermaven', 240);
    },
  },
  {
    name: 'playground-error',
    ...WIDE,
    scheme: 'light',
    play: async (page) => {
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
      await run(page, 'historical-import');
      await tab(page, 'Make');
      await scroll(page, 'step', 800);
      await scroll(page, 'run', 880);
    },
  },
  {
    name: 'playground-trigger',
    ...WIDE,
    scheme: 'light',
    play: async (page) => {
      await page.getByLabel('Action or trigger').selectOption(USERPILOT_EVENT.key);
      await page.getByLabel('Userpilot sample').selectOption('nps.feedback');
      for (const [index, signature] of ['Forged', 'Valid'].entries()) {
        await page.getByLabel(signature).check();
        await page.getByRole('button', { name: 'Send test' }).click();
        await page.locator('.delivery').nth(index).waitFor();
      }
      await scroll(page, 'step', 240);
    },
  },
  {
    name: 'playground-batch',
    ...WIDE,
    scheme: 'light',
    play: async (page) => {
      await page.getByRole('link', { name: 'Batch' }).click();
      await page.getByLabel(/invalid rows/).check();
      await page.getByRole('button', { name: /^Generate/ }).click();
      await page.getByLabel('Invalid Events').selectOption('skip');
      await page.getByRole('button', { name: /^Send/ }).click();
      await page.locator('.notice.good').waitFor({ timeout: 60_000 });
      await scroll(page, 'step', 0);
    },
  },
  {
    name: 'playground-768',
    width: 768,
    height: 900,
    scheme: 'light',
    play: async (page) => {
      await run(page, 'stripe');
      await tab(page, 'Step');
      await page.getByLabel('Event Name', { exact: true }).scrollIntoViewIfNeeded();
      await page.evaluate('scrollBy(0, 320)');
    },
  },
  {
    name: 'playground-360',
    width: 360,
    height: 740,
    scheme: 'dark',
    play: async (page) => {
      await page.getByRole('button', { name: 'Run the example' }).click();
      await page.locator('.flow-stop.good').waitFor();
    },
  },
];
