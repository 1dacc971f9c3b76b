import { describe, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { check, TOO_WIDE } from './page-checks.ts';
import { playgroundPage, type Visit } from './playground-page.ts';
import { actionOf, recipeNamed } from './recipes.ts';
import { until } from './until.ts';

const { visit } = playgroundPage();

const open = async (width = 1440): Promise<Visit> => {
  const visited = await visit(width);
  await visited.page.evaluate(axe.source);
  return visited;
};

const tab = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('tab', { name }).click();

describe('axe finds nothing, in light and in dark', () => {
  test('at the start, and while connecting', async () => {
    const { page } = await open();
    await check(page);
    await page.getByRole('button', { name: 'Change' }).click();
    await check(page);
    await page.getByLabel('API Key', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.locator('.notice.bad').waitFor();
    await check(page);
  });

  test('on a form with every kind of field, and the list of fields to insert', async () => {
    const { page, connect, recipe } = await open();
    await connect();
    await recipe('historical-import');
    await page.getByLabel('zip', { exact: true }).waitFor();
    await page.getByLabel('Events (JSON)', { exact: true }).fill('[{');
    for (const closed of await page.locator('.section-toggle[aria-expanded=false]').all())
      await closed.click();
    for (const summary of await page
      .getByRole('region', { name: 'Step', exact: true })
      .locator('summary')
      .all())
      await summary.click();
    await page.getByRole('button', { name: 'Insert a field into Default Page URL' }).click();
    await check(page);
  });

  test('on what a run shows', async () => {
    const { page, connect, recipe, testStep } = await open();
    await connect();
    await recipe('historical-import');
    await testStep();
    for (const name of ['Input', 'Request', 'Output', 'Log', 'Make'])
      if ((await page.getByRole('tab', { name }).count()) > 0) {
        await tab(page, name);
        await check(page);
      }
  });

  test('on a run that fails, with its attempts, and on what Usermaven rejected', async () => {
    const { page, connect, recipe, testStep, behavior } = await open();
    await connect();
    await recipe('stripe');
    await behavior('server_error');
    await testStep();
    await tab(page, /Rejected/);
    await page.locator('.rejections').waitFor();
    await check(page);
  });

  test('on events, people and a timeline', async () => {
    const { page, connect, recipe, testStep } = await open();
    await connect();
    for (const name of ['callrail', 'sign-up']) {
      await recipe(name);
      await testStep();
    }
    await page.locator('.event-type').nth(1).click();
    await check(page);
    await tab(page, 'People');
    await check(page);
    await page.locator('.person').click();
    await page.locator('.timeline summary').first().click();
    await check(page);
  });

  test('on the trigger', async () => {
    const { page, connect } = await open();
    await connect();
    await page.getByLabel('Action or trigger').selectOption(USERPILOT_EVENT.key);
    await check(page);
    for (const signature of ['Valid', 'Forged']) {
      await page.getByLabel(signature).check();
      await page.getByRole('button', { name: 'Send test' }).click();
    }
    await page.locator('.delivery').nth(1).waitFor();
    await check(page);
    await page.locator('.delivery', { hasText: 'Started' }).click();
    await page.getByRole('button', { name: /^Continue with/ }).click();
    await check(page);
  });

  test('on the batch view', async () => {
    const { page, connect } = await open();
    await connect();
    await page.getByRole('link', { name: 'Batch' }).click();
    await check(page);
    await page.getByLabel('Or paste rows').fill('Event Name,Email\nA,a@example.com\nA,b@example.com\nB,');
    await page.getByRole('button', { name: 'Read pasted rows' }).click();
    await page.getByLabel('Invalid Events').selectOption('skip');
    await page.getByRole('button', { name: 'Send 3 rows' }).click();
    await page.getByRole('table', { name: 'Rejected' }).waitFor();
    await page.locator('.chart').first().waitFor();
    await check(page);
  });

  test('on a small screen', async () => {
    const { page, connect, recipe } = await open(360);
    await check(page);
    await connect();
    await recipe('stripe');
    await page.getByRole('button', { name: 'Test step' }).click();
    await page.locator('.notice').waitFor();
    await check(page);
    await tab(page, /^Usermaven/);
    await check(page);
  });
});

describe('light and dark', () => {
  const background = (page: Page): Promise<string> =>
    page.evaluate('getComputedStyle(document.body).backgroundColor');

  // Polled from here, because the policy of the page does not let Playwright poll inside it.
  test('follow the system until the visitor chooses, and the choice is stored', async () => {
    const { page } = await open();
    const light = await background(page);
    const isLight = async (): Promise<boolean> => (await background(page)) === light;
    await page.emulateMedia({ colorScheme: 'dark' });
    await until('a dark background', async () => !(await isLight()));
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    await until('a light background', isLight);
    await page.reload();
    await page.locator('main').waitFor();
    await until('a light background after reloading', isLight);
  });
});

describe('nothing is wider than the page', () => {
  test.each([360, 768, 1440])('at %i px', async (width) => {
    const { page, connect, recipe } = await open(width);
    const isWide = width === 1440;
    const tooWide = (): Promise<string[]> => page.evaluate(TOO_WIDE);
    const openColumn = async (name: RegExp): Promise<void> => {
      if (!isWide) await tab(page, name);
      expect(await tooWide()).toEqual([]);
    };
    expect(await tooWide()).toEqual([]);
    await connect();
    await recipe('historical-import');
    await page.getByLabel('zip', { exact: true }).waitFor();
    expect(await tooWide()).toEqual([]);
    await page.getByRole('button', { name: 'Insert a field into Event Name, row 1' }).click();
    expect(await tooWide()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Test step' }).click();
    await page.locator('.notice').waitFor();
    for (const name of ['Input', 'Request', 'Output']) {
      await tab(page, name);
      expect(await tooWide()).toEqual([]);
    }
    await openColumn(/^Usermaven/);
    await page.getByRole('link', { name: 'Batch' }).click();
    await openColumn(/^Rows/);
    await page.getByRole('button', { name: /^Generate/ }).click();
    expect(await tooWide()).toEqual([]);
    await page.getByRole('button', { name: /^Send/ }).click();
    await page.locator('.chart').first().waitFor();
    expect(await tooWide()).toEqual([]);
  });
});

describe('by keyboard alone', () => {
  const focused = (page: Page): Promise<string> =>
    page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent');

  test('a visitor connects again, starts from a recipe, tests it and reads the result', async () => {
    const stripe = recipeNamed('stripe');
    const { page } = await open();
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    // Views, theme, the example, then the connection.
    await press('Tab', 'Tab', 'Tab', 'Tab');
    expect(await focused(page)).toBe('Run the example');
    await press('Tab');
    expect(await focused(page)).toBe('Change');
    await press('Enter', 'Tab');
    expect(await focused(page)).toBe('Use the local Usermaven');
    await press('Enter');
    await page.locator('.connected').waitFor();
    await page.getByRole('button', { name: 'Change' }).focus();
    await press('Tab', 'Tab');
    expect(await page.locator(':focus').getAttribute('id')).toBe('recipe');
    await page.keyboard.type(stripe.title);
    await page.locator('.trigger').waitFor();
    await page.getByRole('button', { name: 'Test step' }).focus();
    await press('Enter');
    await page.locator('.notice.good').waitFor();
    expect(await focused(page)).toBe('Test step');
    expect(await page.getByRole('status').allInnerTexts()).toContain(
      `${actionOf(stripe).zapier.label} succeeded.`,
    );
    await press('Tab');
    expect(await focused(page)).toBe('Output');
    await press('ArrowLeft');
    expect(await focused(page)).toBe('Request');
    await press('Home');
    expect(await focused(page)).toBe('Input');
    await press('End', 'ArrowRight');
    expect(await focused(page)).toBe('Input');
    await page.getByRole('table', { name: 'Input' }).waitFor();
  });

  test('on a small screen the focus moves to the result', async () => {
    const { page, connect, recipe } = await open(360);
    await connect();
    await recipe('stripe');
    await page.getByRole('button', { name: 'Test step' }).press('Enter');
    await page.locator('.notice.good').waitFor();
    expect(await focused(page)).toBe('Run');
  });
});
