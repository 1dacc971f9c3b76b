import { expect } from '@jest/globals';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** The violations that axe finds, each as `rule: element`. The page needs axe's source. */
const violationsOn = async (page: Page, options: RunOptions = {}): Promise<string[]> => {
  const { violations }: AxeResults = await page.evaluate(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...options })})`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`),
  );
};

/** Checks the page in light, then its colors in dark: nothing else differs there. */
export const check = async (page: Page): Promise<void> => {
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await violationsOn(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violationsOn(page, { runOnly: ['color-contrast'] })).toEqual([]);
};

/** The elements that are wider than the page, for `page.evaluate`. */
export const TOO_WIDE = `(() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !element.closest('.scroll-area, .visually-hidden, .tab-list, .raw'))
    .map((element) => element.outerHTML.slice(0, 120));
})()`;
