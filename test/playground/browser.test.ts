import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { loadRecipes } from '../../recipes/recipe.ts';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { DIFFERENCES } from '../../src/make/differences.ts';
import { TYPE_CHOICES } from '../../src/userpilot/event-types.ts';
import { SAMPLE_PAYLOADS } from '../../src/userpilot/samples.ts';
import { APP_PLACEHOLDER } from '../../tools/blueprints/blueprint.ts';
import { expectedPayloads } from '../support/expected-payloads.ts';
import { playgroundPage } from './playground-page.ts';
import { BATCH, TRACKING } from './recipes.ts';

const { visit, state } = playgroundPage();

/** What the server shows instead of a secret. */
const MASKED = '***';

const column = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const run = (page: Page): Locator => column(page, 'Run');
const events = (page: Page): Locator => column(page, 'Usermaven').locator('.event-type');

/** The cells of a row, found by the text of its first cell. */
const cells = async (table: Locator, first: string | RegExp): Promise<string[]> =>
  table
    .getByRole('row')
    .filter({ has: table.page().getByRole('cell', { name: first }) })
    .first()
    .locator('td')
    .allInnerTexts();

/** Whom the sample of a Userpilot type is about. */
const deliveredOf = (type: string) =>
  SAMPLE_PAYLOADS.filter(({ choice }) => choice === type).map(({ payload }) => payload.data.user);

const tab = async (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('tab', { name }).click();

describe('the page', () => {
  test('without an example shows what to do first', async () => {
    const { page } = await visit();
    expect(await run(page).innerText()).toContain('Nothing has run yet');
    expect(await column(page, 'Usermaven').innerText()).toContain('No events yet');
    expect(await page.title()).toBe('Playground · Usermaven connector');
  });
});

describe('connecting', () => {
  test('wrong credentials show the error that the user would read, valid ones connect', async () => {
    const { page, connect } = await visit();
    await connect();
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('Workspace Name').fill('Mine');
    await page.getByLabel('API Key', { exact: true }).fill('UMwrong');
    await page.getByLabel('Server Token', { exact: true }).fill('not-the-token');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page
      .getByText(
        'Usermaven does not accept this API Key and Server Token (401). Copy both again from Workspace Settings > Setup > HTTP API.',
      )
      .first()
      .waitFor();
    expect(await page.getByText('Zapier does not save the connection').count()).toBe(1);
    await tab(page, /Rejected/);
    expect(await column(page, 'Usermaven').locator('.rejections').innerText()).toContain('401');
    expect(await page.content()).not.toContain('The token is not found: UMwrong');

    await page.getByRole('button', { name: 'Use the local Usermaven' }).click();
    await connect();
    expect(await column(page, 'Step').locator('.connected').innerText()).toContain('Local Usermaven');
    await page.getByRole('button', { name: 'Change' }).click();
    expect(await page.getByLabel('API Key', { exact: true }).inputValue()).not.toBe('UMwrong');
  });

  test('a secret is hidden until the visitor shows it; help texts have links', async () => {
    const { page } = await visit();
    await page.getByRole('button', { name: 'Change' }).click();
    const key = page.getByLabel('API Key', { exact: true });
    expect(await key.getAttribute('type')).toBe('password');
    await page.getByRole('button', { name: 'Show API Key' }).click();
    expect(await key.getAttribute('type')).toBe('text');
    expect(await page.getByRole('link', { name: 'Userpilot' }).first().getAttribute('href')).toBe(
      'https://run.userpilot.io/',
    );
  });
});

describe('every recipe, start to finish', () => {
  test.each(loadRecipes().map((recipe) => [recipe.name, recipe] as const))('%s', async (name, recipe) => {
    const { page, connect, recipe: startFrom, testStep } = await visit();
    await connect();
    await startFrom(name);
    expect(await page.locator('.pill').count()).toBeGreaterThan(1);
    expect(await page.locator('.pill.lost').count()).toBe(0);
    // A step is tested with the columns that its attribute names add.
    for (const column of [recipe.mapping.attribute_names ?? []].flat())
      await page.getByLabel(String(column), { exact: true }).first().waitFor();
    expect(await testStep()).toContain('succeeded');

    const received = (await state()).events.toReversed().map(({ raw }) => raw);
    expect(received).toEqual(expectedPayloads(recipe, MASKED));
    await events(page)
      .nth(received.length - 1)
      .waitFor();
    expect(await events(page).allInnerTexts()).toEqual(received.toReversed().map((raw) => raw.event_type));
  });
});

describe('a run', () => {
  test('shows input, request, response and output as tables, and raw', async () => {
    const { page, connect, recipe, testStep } = await visit();
    await connect();
    await recipe('stripe');
    await testStep();
    const output = page.getByRole('table', { name: 'Output' });
    expect(await cells(output, /^Event Name/)).toEqual([
      expect.stringContaining('event_name'),
      'Subscription Payment Succeeded',
      'string',
    ]);
    expect(await cells(output, /^Occurred At/)).toContain('datetime');

    await tab(page, 'Input');
    const input = page.getByRole('table', { name: 'Input' });
    expect(await cells(input, 'Event Attributes › amount')).toEqual(['Event Attributes › amount', '2900']);

    await tab(page, 'Request');
    const body = page.getByRole('table', { name: 'Body of request 1' });
    const amount = body.getByRole('row', { name: /^amount/ });
    expect(await amount.locator('td').allInnerTexts()).toEqual(['2900', 'number']);
    expect(await run(page).innerText()).toMatch(
      /POST\s+http:\/\/127\.0\.0\.1:\d+\/api\/v1\/s2s\/event\?token=\*\*\*/,
    );
    const request = page.locator('section', { has: page.getByRole('heading', { name: 'Request' }) });
    await request.getByRole('button', { name: 'Raw' }).first().click();
    expect(JSON.parse(await request.locator('pre').first().innerText())).toMatchObject({
      event_attributes: { amount: 2900 },
      api_key: MASKED,
    });
    expect(await page.getByRole('table', { name: 'Response to request 1' }).innerText()).toContain('ok');
    expect(await page.content()).not.toContain('sandbox-server-token.');
  });

  test('is compared with what Make would send, with the differences marked and explained', async () => {
    const { page, connect, testStep } = await visit();
    await connect();
    await page.getByLabel('Event Name', { exact: true }).fill('Paid');
    await page.getByLabel('User ID', { exact: true }).fill('usr_1');
    await page.getByRole('button', { name: 'Add a row to Event Attributes' }).click();
    await page.keyboard.type('amount');
    await page.getByLabel('Event Attributes, value 1').fill('29.90');
    await testStep();
    await tab(page, 'Make');
    const bodies = page.getByRole('table', { name: 'Both bodies' });
    const row = (name: string): Locator =>
      bodies.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
    expect(await row('event_attributes.amount').locator('td').allInnerTexts()).toEqual([
      '29.9 number',
      '29.90 text',
    ]);
    expect(await row('event_id').locator('td').last().innerText()).toBe('not sent');
    expect(await bodies.locator('.is-different').count()).toBe(2);
    expect(await row('event_type').locator('.mark').count()).toBe(0);
    const reasons = await page.locator('.reasons').innerText();
    expect(reasons).toContain(DIFFERENCES.types.what);
    expect(reasons).toContain(DIFFERENCES.event_ids.what);
    await run(page).getByRole('button', { name: 'Raw' }).click();
    expect(await run(page).locator('pre').last().innerText()).toContain('"amount": "29.90"');
  });

  test('that started from a recipe offers it as a scenario for Make, and says what to fill in there', async () => {
    const { page, connect, recipe, testStep } = await visit();
    await connect();
    await recipe('stripe');
    await testStep();
    await tab(page, 'Make');
    const link = page.getByRole('link', { name: 'Download this recipe as a Make scenario' });
    const started = page.waitForEvent('download');
    await link.click();
    const download = await started;
    expect(download.suggestedFilename()).toBe('stripe.blueprint.json');
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain(`app#${APP_PLACEHOLDER.app}:`);
    expect(await run(page).innerText()).toContain(`replace ${APP_PLACEHOLDER.app} with the name`);
    // Without a recipe there is nothing to download.
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.getByLabel('Event Name', { exact: true }).fill('Paid');
    await page.getByLabel('User ID', { exact: true }).fill('usr_1');
    await testStep();
    await tab(page, 'Make');
    expect(await link.count()).toBe(0);
  });

  test('that is rejected before a request shows the reason and what Zapier does', async () => {
    const { page, connect, testStep } = await visit();
    await connect();
    await page.getByLabel('Event Name', { exact: true }).fill('Signed Up');
    const notice = await testStep();
    expect(notice).toContain('User ID, Email, Anonymous ID: all blank.');
    expect(notice).toContain('What Zapier does: Zapier ends this run here');
    expect(notice).toContain('HaltedError');
    expect(await run(page).innerText()).toContain('No request was sent');
  });

  test('that left something out, or read it otherwise, shows the notes', async () => {
    const { page, connect, testStep } = await visit();
    await connect();
    await page.getByLabel('Event Name', { exact: true }).fill('Paid');
    await page.getByLabel('User ID', { exact: true }).fill('usr_1');
    await page.getByLabel('Email', { exact: true }).fill('not an address');
    await page.getByRole('button', { name: 'Add a row to Event Attributes' }).click();
    await page.keyboard.type('amount');
    await page.getByLabel('Event Attributes, value 1').fill('$29.90');
    expect(await testStep()).toContain('succeeded');
    expect(await run(page).locator('.notes > li').allInnerTexts()).toEqual([
      expect.stringMatching(/^Email: "not an address" .* The value was left out\.$/),
      expect.stringMatching(/^Event Attributes: "amount" looks like an amount/),
    ]);
    await page.getByLabel('Email', { exact: true }).fill('');
    await page.getByLabel('Event Attributes, value 1').fill('29.90');
    await testStep();
    expect(await run(page).locator('.notes').count()).toBe(0);
  });

  test('whose event was accepted and then dropped: the reason is listed', async () => {
    const { page, connect, testStep } = await visit();
    await connect();
    await page.getByLabel('Event Name', { exact: true }).fill('Signed Up');
    await page.getByLabel('User ID', { exact: true }).fill('usr_1');
    await page.getByLabel('Event ID', { exact: true }).fill('evt_1');
    await testStep();
    expect(await testStep()).toContain('succeeded');
    await tab(page, /Dropped/);
    await page.getByRole('heading', { name: 'Accepted, then dropped' }).waitFor();
    expect(await page.locator('.rejections > li').allInnerTexts()).toEqual([
      expect.stringMatching(/Signed Up[\s\S]*event_id/),
    ]);
  });

  test('that Usermaven rate limits shows every attempt', async () => {
    const { page, connect, recipe, testStep, behavior } = await visit();
    await connect();
    await recipe('stripe');
    await behavior('rate_limited');
    const notice = await testStep();
    expect(notice).toContain('ThrottledError');
    const attempts = page.getByRole('table', { name: 'Requests in order' });
    expect(await attempts.getByText('429').count()).toBe(3);
    await page.getByRole('button', { name: 'Show request 3' }).click();
    await page.getByRole('heading', { name: 'Request 3' }).waitFor();
    await tab(page, /Rejected/);
    const rejected = page.locator('.rejections > li');
    await rejected.nth(2).waitFor();
    expect(await rejected.last().innerText()).toContain('Rate limits requests (429)');
  });

  test('that gets no response, or is rejected, shows which of them happened', async () => {
    const { page, connect, recipe, testStep, behavior } = await visit();
    await connect();
    await recipe('stripe');
    await behavior('unreachable');
    expect(await testStep()).toContain('could not be reached');
    expect(await run(page).getByText('No response').count()).toBeGreaterThan(2);
    await behavior('unauthorized');
    expect(await testStep()).toContain('ExpiredAuthError');
    await behavior('normal');
    expect(await testStep()).toContain('succeeded');
  });
});

describe('values with references', () => {
  test('are shown as pills until they are edited, then as text', async () => {
    const { page, recipe } = await visit();
    await recipe('sign-up');
    const box = page.locator('.field', { has: page.getByLabel('Page URL', { exact: true }) });
    await page.getByRole('button', { name: /^Page/ }).waitFor();
    expect(await box.locator('.pill').innerText()).toMatch(/^Page\s+yourwebsite\.com\/signup$/);
    const input = page.getByLabel('Page URL', { exact: true });
    await input.focus();
    expect(await box.locator('.pill').count()).toBe(0);
    expect(await input.inputValue()).toBe('https://{{page}}');
    const described = (await input.getAttribute('aria-describedby')) ?? '';
    const words = await page.locator(`[id="${described.split(' ').at(-1)}"]`).innerText();
    expect(words).toBe('Contains Page (yourwebsite.com/signup in the sample).');
  });

  test('get a field of the sample at the caret, by keyboard alone', async () => {
    const { page, recipe } = await visit();
    await recipe('stripe');
    const input = page.getByLabel('Event Name', { exact: true });
    await input.fill('Paid: !');
    await input.press('ArrowLeft');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Insert a field of the trigger step' }).waitFor();
    await page.keyboard.type('currency');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('input:focus').waitFor();
    expect(await input.inputValue()).toBe('Paid: {{currency}}!');
    await page.keyboard.type('?');
    expect(await input.inputValue()).toBe('Paid: {{currency}}?!');
  });

  test('Escape closes the list and moves the focus back to its button', async () => {
    const { page, recipe } = await visit();
    await recipe('stripe');
    const button = page.getByRole('button', { name: 'Insert a field into Event Name' }).first();
    await button.click();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Insert a field into Event Name');
  });

  test('follow a change of the sample', async () => {
    const { page, connect, recipe, testStep } = await visit();
    await connect();
    await recipe('stripe');
    await page.getByText('Change the sample').click();
    const sample = page.getByLabel('Sample as JSON');
    await sample.fill('{"amount": ');
    await page.getByText('This is not a JSON object').waitFor();
    await sample.fill('{"amount": 5, "metadata": {"user_id": "usr_9"}, "created": 1741185072}');
    await page.locator('.pill', { hasText: 'Amount' }).getByText('5', { exact: true }).waitFor();
    expect(await page.locator('.pill.lost').count()).toBe(2);
    await testStep();
    expect((await state()).events[0]?.raw).toMatchObject({
      event_attributes: { amount: 5 },
      user: { id: 'usr_9' },
    });
  });
});

describe('rows of a form', () => {
  test('a dictionary gets rows, reports a name that is used twice, and loses removed rows', async () => {
    const { page, connect, testStep } = await visit();
    await connect();
    await page
      .getByLabel(/^Event Name/)
      .first()
      .fill('Signed Up');
    await page.getByLabel('User ID', { exact: true }).fill('usr_1');
    const add = page.getByRole('button', { name: 'Add a row to Event Attributes' });
    for (const [index, [name, value]] of [
      ['plan', 'pro'],
      ['amount', '29.90'],
      ['plan', 'free'],
    ].entries()) {
      await add.click();
      // A new row has the focus.
      await page.keyboard.type(name ?? '');
      await page.getByLabel(`Event Attributes, value ${index + 1}`).fill(value ?? '');
    }
    await page.getByText('“plan”: used twice').waitFor();
    await page.getByRole('button', { name: 'Remove plan from Event Attributes' }).first().click();
    expect(await page.getByText('used twice').count()).toBe(0);
    await testStep();
    expect((await state()).events[0]?.raw.event_attributes).toEqual({ amount: 29.9, plan: 'free' });
  });

  test('names of a list add columns to line items; cells of a removed column are not sent', async () => {
    const { page, connect, testStep } = await visit();
    await connect();
    await page.getByLabel('Action or trigger').selectOption(BATCH.key);
    const addName = page.getByRole('button', { name: 'Add a row to Extra Columns' });
    await addName.click();
    await page.keyboard.type('amount');
    await addName.click();
    await page.keyboard.type('plan');
    const addRow = page.getByRole('button', { name: 'Add a row to Events' });
    await addRow.click();
    await addRow.click();
    const row = (number: number) => page.getByRole('group', { name: `Events, row ${number}` });
    await row(1).getByLabel('plan', { exact: true }).waitFor();
    for (const number of [1, 2]) {
      await row(number).getByLabel('Event Name', { exact: true }).fill(`Event ${number}`);
      await row(number).getByLabel('Email', { exact: true }).fill(`p${number}@example.com`);
      await row(number).getByLabel('amount', { exact: true }).fill(String(number));
      await row(number).getByLabel('plan', { exact: true }).fill('pro');
    }
    await page.getByRole('button', { name: 'Remove plan from Extra Columns' }).click();
    await row(1).getByLabel('plan', { exact: true }).waitFor({ state: 'detached' });
    expect(await testStep()).toContain('succeeded');
    expect((await state()).events.map(({ raw }) => [raw.event_type, raw.event_attributes])).toEqual([
      ['Event 2', { amount: 2 }],
      ['Event 1', { amount: 1 }],
    ]);
    await page.getByRole('button', { name: 'Remove row 1 from Events' }).click();
    expect(await row(1).getByLabel('Event Name', { exact: true }).inputValue()).toBe('Event 2');
  });

  test('line items of a recipe can have another set of columns, typed in by hand', async () => {
    const { page, connect, recipe, testStep } = await visit();
    await connect();
    await recipe('historical-import');
    await page.getByRole('button', { name: 'Add a row to Events' }).click();
    const added = page.getByRole('group', { name: 'Events, row 2' });
    await added.getByLabel('Event Name', { exact: true }).fill('By Hand');
    await added.getByLabel('Email', { exact: true }).fill('hand@example.com');
    await added.getByLabel('Occurred At', { exact: true }).fill('2025-01-01T00:00:00Z');
    expect(await testStep()).toContain('4 events');
    expect((await state()).events[0]?.type).toBe('By Hand');
  });

  test('invalid JSON is reported beside the field, and by the app when it runs', async () => {
    const { page, connect, testStep } = await visit();
    await connect();
    await page
      .getByLabel(/^Event Name/)
      .first()
      .fill('Signed Up');
    await page.getByLabel('User ID', { exact: true }).fill('usr_1');
    const json = page.getByLabel('Event Attributes (JSON)', { exact: true });
    await json.fill('{"amount": 1,\n b: 2}');
    await page.getByText('look at line 2, character 2').waitFor();
    expect(await json.getAttribute('aria-invalid')).toBe('true');
    expect(await testStep()).toContain('Event Attributes (JSON)');
  });
});

describe('Usermaven', () => {
  test('shows a timeline with events from before the person was known', async () => {
    const { page, connect, recipe, testStep } = await visit();
    await connect();
    for (const name of ['callrail', 'attio-lead']) {
      await recipe(name);
      await testStep();
    }
    await tab(page, 'People');
    await page.locator('.person').nth(1).waitFor();
    expect(await column(page, 'Usermaven').locator('.person').allInnerTexts()).toEqual([
      expect.stringContaining('Lead'),
      expect.stringContaining('Anonymous'),
    ]);
    await column(page, 'Usermaven').locator('.person').last().click();
    await page.locator('.timeline').getByText('Anonymous', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'All people' }).click();

    await recipe('sign-up');
    await testStep();
    await page.getByRole('button', { name: /Jane Doe/ }).click();
    await page.locator('.timeline').getByText('Anonymous first, stitched later').waitFor();
    expect(await page.locator('.timeline .event-type').allInnerTexts()).toEqual([
      'Call Completed',
      'Deal Stage Changed',
      'user_identify',
    ]);
    expect(await page.locator('.timeline').getByText('Lead first, merged later').count()).toBe(1);
    await page.getByRole('button', { name: 'All people' }).press('Enter');
    const focused = page.locator('.person:focus');
    expect(await focused.innerText()).toContain('Jane Doe');
  });

  test('opens an event to show its content, and deletes everything on request', async () => {
    const { page, connect, recipe, testStep } = await visit();
    await connect();
    await recipe('stripe');
    await testStep();
    await events(page).first().click();
    expect(
      await page.getByRole('table', { name: 'Event Subscription Payment Succeeded' }).innerText(),
    ).toContain('usr_1a2b3c4d5e');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('No events yet').waitFor();
    expect((await state()).stored).toBe(0);
  });
});

describe('the trigger', () => {
  test('starts with a valid signature only, and otherwise says why not', async () => {
    const { page, connect } = await visit();
    await connect();
    await page.getByLabel('Action or trigger').selectOption(USERPILOT_EVENT.key);
    expect(await run(page).locator('code').first().innerText()).toContain('https://hooks.zapier.com/');
    let sent = 0;
    const send = async (signature: string): Promise<string> => {
      await page.getByLabel(signature).check();
      await page.getByRole('button', { name: 'Send test' }).click();
      sent += 1;
      await page
        .locator('.delivery')
        .nth(sent - 1)
        .waitFor();
      return run(page).locator('.notice').innerText();
    };
    await page.getByLabel('Userpilot sample').selectOption('nps.feedback');
    expect(await send('Valid')).toContain('The Zap starts');
    expect(await cells(page.getByRole('table', { name: 'Output' }), /^Score/)).toContain('10');
    expect(await send('Forged')).toContain('The signature does not match');
    expect(await send('Tampered')).toContain('The signature does not match');
    expect(await send('None')).toContain('no X-Signature header');
    expect(await page.locator('.delivery .chip').allInnerTexts()).toEqual([
      'Ignored',
      'Ignored',
      'Ignored',
      'Started',
    ]);
  });

  test('gets every sample, of which the selected types start the Zap', async () => {
    const { page, connect } = await visit();
    await connect();
    await page.getByLabel('Action or trigger').selectOption(USERPILOT_EVENT.key);
    await page.getByLabel('NPS Feedback').check();
    await page.getByLabel('Any Other Event').check();
    await page.getByLabel('Userpilot sample').selectOption('');
    await page.getByRole('button', { name: 'Send test' }).click();
    await page
      .locator('.delivery')
      .nth(TYPE_CHOICES.length - 1)
      .waitFor();
    expect(await page.locator('.delivery', { hasText: 'Started' }).count()).toBe(2);
    await page.locator('.delivery', { hasText: 'flows.seen' }).click();
    expect(await run(page).locator('.notice').innerText()).toContain('not one of the chosen Event Types');
  });

  test.each([
    ['nps.feedback', true],
    ['flows.seen', false],
  ])('that %s started goes on into the first action with one click', async (type, hasScore) => {
    const { page, testStep } = await visit();
    await page.getByLabel('Action or trigger').selectOption(USERPILOT_EVENT.key);
    await page.getByLabel('Userpilot sample').selectOption(type);
    await page.getByRole('button', { name: 'Send test' }).click();
    const next = page.getByRole('button', { name: `Continue with ${TRACKING.zapier.label}` });
    await next.click();
    expect(await next.count()).toBe(0);
    expect(await page.getByLabel('Action or trigger').inputValue()).toBe(TRACKING.key);
    expect(await page.locator(':focus').getAttribute('id')).toBe('operation');
    expect(await run(page).innerText()).toContain('Nothing has run yet');
    const [delivered] = deliveredOf(type);
    expect(await page.locator('.trigger').innerText()).toContain(USERPILOT_EVENT.zapier.label);
    await page.getByText('Sample data', { exact: true }).click();
    const sample = page.getByRole('table', { name: 'Sample of Usermaven' });
    expect(await sample.getByRole('row', { name: /^type/ }).innerText()).toContain(type);
    expect(await page.locator('.pill.lost').count()).toBe(0);
    expect(await page.locator('.pill', { hasText: '(blank)' }).count()).toBe(0);
    expect(await page.locator('.pill', { hasText: 'Score' }).count()).toBe(hasScore ? 1 : 0);

    expect(await testStep()).toContain('succeeded');
    const [stored] = (await state()).events;
    expect(stored?.raw).toMatchObject({ user: { id: delivered?.user_id, email: delivered?.email } });
    expect(await page.getByRole('list', { name: 'From the app to Usermaven' }).innerText()).toContain(
      stored?.type,
    );
  });

  test('that did not start goes nowhere', async () => {
    const { page } = await visit();
    await page.getByLabel('Action or trigger').selectOption(USERPILOT_EVENT.key);
    await page.getByLabel('Forged').check();
    await page.getByRole('button', { name: 'Send test' }).click();
    await page.locator('.delivery').waitFor();
    expect(await page.getByRole('button', { name: /^Continue with/ }).count()).toBe(0);
  });

  test('goes on to the step on a small screen', async () => {
    const { page } = await visit(360);
    await page.getByLabel('Action or trigger').selectOption(USERPILOT_EVENT.key);
    await page.getByRole('button', { name: 'Continue to the test' }).click();
    await page.getByRole('button', { name: 'Send test' }).click();
    await page.getByRole('button', { name: /^Continue with/ }).click();
    await page.locator('#operation:focus').waitFor();
    expect(await page.getByRole('tab', { name: 'Step' }).getAttribute('aria-selected')).toBe('true');
  });
});
