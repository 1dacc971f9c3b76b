import { describe, expect, jest, test } from '@jest/globals';
import Papa from 'papaparse';
import type { Locator, Page } from 'playwright-core';
import { PATHS } from '../../playground/api.ts';
import { INVALID_ROWS, SAMPLE_ROWS } from '../../playground/page/batch/sample-rows.ts';
import { playgroundPage } from './playground-page.ts';
import { BATCH } from './recipes.ts';

const { visit, state } = playgroundPage();

/** The limit for sending 10,000 rows. */
const RUN_MS = 40_000;

const run = (page: Page): Locator => page.getByRole('region', { name: 'Run', exact: true });

const openBatch = async () => {
  const visited = await visit();
  await visited.connect();
  await visited.page.getByRole('link', { name: 'Batch' }).click();
  return visited;
};

/** Sends the rows and waits for the result; returns the text of the notice. */
const send = async (page: Page, rows: string): Promise<string> => {
  await page.getByRole('button', { name: `Send ${rows}` }).click();
  await run(page).locator('.notice').waitFor({ timeout: RUN_MS });
  return run(page).locator('.notice').innerText();
};

const figures = (page: Page): Promise<string[]> => run(page).locator('.figures dd').allInnerTexts();

const FILE = {
  name: 'events.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    Papa.unparse({
      fields: ['When', 'event name', 'E-Mail', 'Amount (USD)', 'note'],
      data: [
        ['2025-01-31T09:30:00Z', 'Plan Upgraded', 'jane@example.com', '29.90', 'with, comma'],
        ['2025-02-01T09:30:00Z', 'Plan Upgraded', 'joe@example.com', '100', ''],
        ['2025-02-02T09:30:00Z', 'Plan Upgraded', '', '5', ''],
      ],
    }),
  ),
};

describe('10,000 rows', () => {
  test('are counted while they are sent, and invalid ones are listed with the reason', async () => {
    const { page } = await openBatch();
    await page.getByLabel(`With ${INVALID_ROWS} invalid rows, to see them rejected`).check();
    await page.getByRole('button', { name: 'Generate 10,000 sample rows' }).click();

    const stopped = await send(page, '10,000 rows');
    expect(stopped).toContain('500');
    expect((await state()).stored).toBe(0);

    await page.getByLabel('Invalid Events').selectOption('skip');
    // Holds the request until the progress is visible.
    const { promise: isVisible, resolve: showProgress } = Promise.withResolvers<void>();
    await page.route(`**${PATHS.run}`, async (route) => {
      await isVisible;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Send 10,000 rows' }).click();
    await run(page)
      .getByText(/^[\d,]+ of 10,000 rows arrived/)
      .waitFor();
    showProgress();
    await run(page).getByText(`${BATCH.zapier.label} succeeded`).first().waitFor({ timeout: RUN_MS });
    await page.unrouteAll();
    const good = SAMPLE_ROWS - INVALID_ROWS;
    expect(await figures(page)).toEqual([
      '10,000',
      good.toLocaleString('en'),
      '0',
      String(INVALID_ROWS),
      '100',
    ]);
    const rejected = run(page).getByRole('table', { name: 'Rejected' });
    expect(await rejected.locator('tbody tr').count()).toBe(INVALID_ROWS);
    expect(await rejected.locator('tbody tr').first().locator('td').allInnerTexts()).toEqual([
      '500',
      'Seat Added',
      expect.stringContaining('User ID, Email, Anonymous ID: all blank'),
    ]);
    expect((await state()).stored).toBe(good);

    await page.getByRole('tab', { name: /^Requests/ }).click();
    expect(await page.getByRole('table', { name: 'Requests in order' }).locator('tbody tr').count()).toBe(
      100,
    );
    await page.getByRole('tab', { name: 'Input' }).click();
    await page.getByText('The first 50 of 10,000.').waitFor();
  });

  test('that are sent twice are counted once', async () => {
    const { page } = await openBatch();
    await page.getByRole('button', { name: 'Generate 10,000 sample rows' }).click();
    expect(await send(page, '10,000 rows')).toContain('succeeded');
    await page.getByRole('button', { name: 'Send 10,000 rows' }).click();
    await page
      .getByText('10,000 events stored, 10,000 duplicates dropped')
      .first()
      .waitFor({ timeout: RUN_MS });
  });
});

describe('a file', () => {
  test('is read, its columns are matched by name, and can be matched by hand', async () => {
    const { page } = await openBatch();
    await page.getByLabel(/^Drop a CSV file here/).setInputFiles(FILE);
    await page.getByText('3 rows, 5 columns').waitFor();
    const becomes = (name: string): Locator => page.getByLabel(`${name} becomes`, { exact: true });
    const chosen = (name: string): Promise<string> => becomes(name).locator('option:checked').innerText();
    expect(await Promise.all(['When', 'event name', 'E-Mail', 'Amount (USD)'].map(chosen))).toEqual([
      'Attribute “When”',
      'Event Name',
      'Email',
      'Attribute “Amount (USD)”',
    ]);
    await becomes('When').selectOption('Occurred At');
    await becomes('note').selectOption('Leave out');
    await page.getByLabel('Invalid Events').selectOption('skip');
    expect(await send(page, '3 rows')).toContain('succeeded');
    expect(await figures(page)).toEqual(['3', '2', '0', '1', '1']);
    const stored = (await state()).events
      .toReversed()
      .map(({ time, raw }) => [time, raw.user, raw.event_attributes]);
    expect(stored).toEqual([
      [
        '2025-01-31T09:30:00.000Z',
        { id: 'jane@example.com', email: 'jane@example.com' },
        { 'Amount (USD)': 29.9 },
      ],
      [
        '2025-02-01T09:30:00.000Z',
        { id: 'joe@example.com', email: 'joe@example.com' },
        { 'Amount (USD)': 100 },
      ],
    ]);
  });

  test('can be dropped', async () => {
    const { page } = await openBatch();
    const dropped = await page.evaluateHandle(
      `(() => { const data = new DataTransfer(); data.items.add(new File(['a\\tEmail\\n1\\tx@example.com'], 'x.tsv')); return data; })()`,
    );
    await page.dispatchEvent('.drop', 'drop', { dataTransfer: dropped });
    await page.getByText('1 row, 2 columns').waitFor();
  });

  test('that is not a table is rejected with the line and what to do; rows can be pasted', async () => {
    const { page } = await openBatch();
    await page.getByLabel('Or paste rows').fill('a,b\n1,"open');
    await page.getByRole('button', { name: 'Read pasted rows' }).click();
    await page.getByText('Pasted rows: Line 2: a quote is opened and never closed.').waitFor();
    await page.getByLabel('Or paste rows').fill('Event Name\tUser ID\nSigned Up\tusr_1');
    await page.getByRole('button', { name: 'Read pasted rows' }).click();
    expect(await send(page, '1 row')).toContain('succeeded');
    await page.getByRole('button', { name: 'Choose others' }).click();
    await page.getByLabel('Or paste rows').waitFor();
  });
});
