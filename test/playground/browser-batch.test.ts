import { describe, expect, test } from '@jest/globals';
import Papa from 'papaparse';
import type { Locator, Page } from 'playwright-core';
import { PATHS } from '../../playground/api.ts';
import { INVALID_ROWS, SAMPLE_ROWS } from '../../playground/page/batch/sample-rows.ts';
import { playgroundPage } from './playground-page.ts';
import { BATCH } from './recipes.ts';

const { visit, state, sandbox } = playgroundPage();

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
  await run(page).locator('.notice').waitFor();
  return run(page).locator('.notice').innerText();
};

const figures = (page: Page): Promise<string[]> => run(page).locator('.figures dd').allInnerTexts();

/** A chart as a screen reader reads it: what is counted, and how many there are. */
const counted = async (page: Page, title: string): Promise<(readonly [label: string, events: number])[]> => {
  const rows = await page.getByRole('table', { name: title }).locator('tbody tr').all();
  return Promise.all(
    rows.map(async (row) => {
      const [label = '', events = ''] = await row.locator('th, td').allInnerTexts();
      return [label, Number(events.replaceAll(',', ''))] as const;
    }),
  );
};

/** The lengths of the bars of a chart that are not blank, as shares of the longest one. */
const drawn = async (page: Page, title: string, length: 'width' | 'height'): Promise<number[]> => {
  const chart = page.locator('figure').filter({ has: page.getByRole('table', { name: title }) });
  const bars = await chart.locator('rect').all();
  const lengths = await Promise.all(bars.map(async (bar) => Number(await bar.getAttribute(length))));
  return lengths.filter((one) => one > 0).map((one) => one / Math.max(...lengths));
};

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
    await run(page).getByText(`${BATCH.zapier.label} succeeded`).first().waitFor();
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
    for (const [title, length] of [
      ['By day, UTC', 'height'],
      ['By hour of the day, UTC', 'height'],
      ['By event name', 'width'],
    ] as const) {
      const counts = (await counted(page, title)).map(([, events]) => events);
      expect(counts.reduce((sum, events) => sum + events, 0)).toBe(good);
      expect(await drawn(page, title, length)).toEqual(
        counts.map((events) => expect.closeTo(events / Math.max(...counts), 6)),
      );
    }
    expect((await counted(page, 'By event name')).map(([name]) => name)).toEqual([
      'Report Exported',
      'Plan Upgraded',
      'Demo Requested',
      'Seat Added',
    ]);

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
    await page.getByText('10,000 events stored, 10,000 duplicates dropped').first().waitFor();
    await run(page).getByText('Nothing new: Usermaven had stored all 10,000 events before.').waitFor();
    expect(await page.locator('.chart').count()).toBe(0);
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
    expect(await counted(page, 'By day, UTC')).toEqual([
      ['Jan 31, 2025', 1],
      ['Feb 1, 2025', 1],
    ]);
    expect(await counted(page, 'By event name')).toEqual([['Plan Upgraded', 2]]);
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

describe('what arrived', () => {
  /** Ten calls of ten days in May, at nine in the morning. */
  const CALLS = Papa.unparse({
    fields: ['Event Name', 'User ID', 'Occurred At'],
    data: Array.from({ length: 10 }, (_, index) => [
      'Called',
      `usr_${index}`,
      `05/${String(index + 1).padStart(2, '0')}/2025 09:00`,
    ]),
  });

  test('shows at a glance that days and months were taken for each other, or one time zone for another', async () => {
    const { page } = await openBatch();
    await page.getByLabel('Or paste rows').fill(CALLS);
    await page.getByRole('button', { name: 'Read pasted rows' }).click();
    for (const closed of await page.locator('.section-toggle[aria-expanded=false]').all())
      await closed.click();
    const sendAs = async (order: string, zone: string): Promise<void> => {
      // The same call at the same time would be dropped as a duplicate.
      await sandbox({ clear: true });
      await page.getByLabel('Date Order', { exact: true }).selectOption(order);
      await page.getByLabel('Time Zone', { exact: true }).fill(zone);
      expect(await send(page, '10 rows')).toContain('succeeded');
    };

    await sendAs('month_first', 'UTC');
    await run(page).getByText('10 events, May 1, 2025 to May 10, 2025.').waitFor();
    expect(await counted(page, 'By hour of the day, UTC')).toEqual([['09:00', 10]]);

    await sendAs('day_first', 'UTC');
    await run(page).getByText('10 events, Jan 2025 to Oct 2025.').waitFor();
    expect((await counted(page, 'By month, UTC')).map(([, events]) => events)).toEqual(Array(10).fill(1));

    await sendAs('month_first', 'America/Los_Angeles');
    await run(page).getByText('10 events, May 1, 2025 to May 10, 2025.').waitFor();
    expect(await counted(page, 'By hour of the day, UTC')).toEqual([['16:00', 10]]);
  });
});
