import { describe, expect, test } from '@jest/globals';
import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { PATHS } from '../../playground/api.ts';
import { EXAMPLE_RECIPE } from '../../playground/server/example.ts';
import { check, TOO_WIDE } from './page-checks.ts';
import { playgroundPage } from './playground-page.ts';
import { actionOf, recipeNamed } from './recipes.ts';

const { visit, state, sandbox } = playgroundPage('example');

const RECIPE = recipeNamed(EXAMPLE_RECIPE);
const ACTION = actionOf(RECIPE);
const [EXPECTED] = [RECIPE.expected].flat();
/** The first attributes of its event, as the flow names them. */
const ATTRIBUTES = Object.entries(Object(EXPECTED?.event_attributes))
  .slice(0, 3)
  .map(([name, value]) => `${name}: ${value}`);

const stops = (page: Page): Locator =>
  page.getByRole('list', { name: 'From the app to Usermaven' }).locator('.flow-stop');
const column = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const example = (page: Page, what: 'Clear' | 'Run'): Locator =>
  page.getByRole('button', { name: `${what} the example` });

/** Waits until the last stop of the flow says something, and returns what each stop says, on one line. */
const flow = async (page: Page, arrival: string): Promise<string[]> => {
  await stops(page).last().getByText(arrival).waitFor();
  return (await stops(page).allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
};

/** Brings the example back after the test before has cleared it. */
const runExample = async (page: Page): Promise<void> => {
  await example(page, 'Run').click();
  await flow(page, String(EXPECTED?.event_type));
};

// The first test is the first visit: what the server has run is there.
describe('the first view', () => {
  test('shows a finished example, connected, at every width, in light and in dark', async () => {
    const [before] = (await state()).events;
    for (const width of [360, 768, 1440]) {
      const { page } = await visit(width);
      await page.evaluate(axe.source);
      expect(await page.locator('.intro-lead').innerText()).toMatch(
        /^Zapier or Make sends what happens in your apps to Usermaven/,
      );
      const [app, mapping, event] = await flow(page, String(EXPECTED?.event_type));
      expect(app).toContain(`Trigger: ${RECIPE.trigger.app} ${RECIPE.trigger.event}`);
      expect(mapping).toMatch(new RegExp(`^Action: ${ACTION.zapier.label} \\d+ fields mapped`));
      expect(event).toContain(before?.personName);
      for (const attribute of ATTRIBUTES) expect(event).toContain(attribute);
      const lastStop = await stops(page).last().boundingBox();
      expect((lastStop?.y ?? 0) + (lastStop?.height ?? Number.NaN)).toBeLessThanOrEqual(640);
      expect(await page.locator('.connected').innerText()).toContain('Local Usermaven');
      expect(await page.getByLabel('Start from a recipe').inputValue()).toBe(EXAMPLE_RECIPE);
      expect(await page.locator('.empty').count()).toBe(0);
      expect(await page.evaluate(TOO_WIDE)).toEqual([]);
      await check(page);
      if (width < 1440) {
        await page.getByRole('tab', { name: 'Run' }).click();
        // What was opened is at the top, without the introduction above it.
        const lead = await page.locator('.intro-lead').boundingBox();
        expect(lead?.y).toBeLessThan(0);
      }
      expect(await page.locator('.notice').innerText()).toContain(`${ACTION.zapier.label} succeeded`);
    }
    expect((await state()).events).toEqual([before]);
  });
});

describe('the example', () => {
  test('goes with one click, for later visits too, and comes back with one', async () => {
    const { page } = await visit();
    await runExample(page);
    await example(page, 'Clear').click();
    await page.getByText('No events yet').waitFor();
    await page.getByText('Nothing has run yet').waitFor();
    expect(await stops(page).count()).toBe(0);
    expect(await page.getByLabel('Start from a recipe').inputValue()).toBe('');
    expect((await state()).stored).toBe(0);

    await page.reload();
    await page.getByText('Nothing has run yet').waitFor();
    expect(await page.locator('.connected').innerText()).toContain('Local Usermaven');

    await runExample(page);
    await column(page, 'Run').locator('.notice.good').waitFor();
    expect((await state()).stored).toBe(1);
  });

  test('that is tested again is already there', async () => {
    const { page, testStep } = await visit();
    await runExample(page);
    expect(await testStep()).toContain('succeeded');
    expect((await flow(page, 'Already there'))[2]).toContain('stored once');
    expect((await state()).stored).toBe(1);
  });

  test('that Usermaven refuses is shown as that', async () => {
    const { page } = await visit();
    await sandbox({ behavior: 'unauthorized' });
    await example(page, 'Run').click();
    expect((await flow(page, 'Nothing arrived'))[2]).toContain('The step stopped: see Run.');
  });

  test('makes room for another recipe: the flow follows, and its run is forgotten', async () => {
    const { page, recipe, testStep } = await visit();
    await runExample(page);
    await recipe('callrail');
    const callrail = recipeNamed('callrail');
    expect((await flow(page, 'Nothing yet'))[0]).toContain(callrail.trigger.app);
    expect(await column(page, 'Run').innerText()).toContain('Nothing has run yet');
    expect(await example(page, 'Clear').count()).toBe(0);
    await testStep();
    await flow(page, 'Call Completed');
  });
});

test('a run that ends after the visitor has gone on to another step is not shown', async () => {
  const { page, recipe } = await visit();
  await recipe('stripe');
  const { promise: isReplaced, resolve: replaced } = Promise.withResolvers<void>();
  await page.route(`**${PATHS.run}`, async (route) => {
    await isReplaced;
    await route.continue();
  });
  const compared = page.waitForResponse((response) => response.url().endsWith(PATHS.make));
  await page.getByRole('button', { name: 'Test step' }).click();
  await page.getByText('Running the step').waitFor();
  await recipe('callrail');
  replaced();
  await compared;
  await column(page, 'Usermaven').locator('.event-type').first().waitFor();
  expect(await column(page, 'Run').innerText()).toContain('Nothing has run yet');
  await page.unrouteAll();
});
