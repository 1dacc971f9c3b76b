import { globSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRecipes } from '../../recipes/recipe.ts';
import { formsOf, readMakeApp, withNested } from '../../sandbox/make/folder.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { TRACK_PAYMENT } from '../../src/actions/track-payment.ts';
import { BATCH_FIELDS } from '../../src/fields/batch.ts';
import { helpOn } from '../../src/fields/field.ts';
import { DIFFERENCES } from '../../src/make/differences.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { LISTING } from '../../tools/make-deploy/folder.ts';
import { HELP } from '../../tools/make-deploy/settings.ts';
import { onMake } from '../support/make/parity.ts';
import { PROJECT, readText } from './guides.ts';

const app = readMakeApp();
const guide = readText('docs/make.md');
const reference = readText('docs/make-reference.md');
const recipes = readText('docs/make-recipes.md');

const sectionOf = (heading: string): string => {
  const start = guide.indexOf(`\n## ${heading}\n`);
  return guide.slice(start, guide.indexOf('\n## ', start + 1));
};

describe('the guide for Make', () => {
  test.each(app.modules)('has a section for $label', ({ label }) => {
    expect(guide).toContain(`\n## ${label}\n`);
  });

  test('says what is proved locally and that it is our reading, with a list for one live run', () => {
    const proof = sectionOf('What is proved, and what is not');
    expect(proof).toContain('agrees with our **reading**');
    expect([...proof.matchAll(/^- \[ \] /gm)].length).toBeGreaterThanOrEqual(10);
  });

  test('names the limit of a batch that the app has', () => {
    expect(sectionOf('Batches')).toContain(` ${LIMITS.eventsPerRequest} events`);
  });
});

describe('payments of the guide for Make', () => {
  const section = sectionOf('Payments');
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());

  /** The attributes of the event that a payment is sent as; undefined where the form refuses it. */
  const paid = async (input: Readonly<Record<string, string>>) => {
    const { requests } = await onMake(sandbox, TRACK_PAYMENT, { user_id: 'usr_1', ...input });
    return requests[0]?.events[0]?.event_attributes;
  };

  const [, smallest = ''] = /With smallest units, (.*?), as in ISO 4217/.exec(section) ?? [];
  const [, amount = ''] = /^`(\d+)`/.exec(smallest) ?? [];
  const examples = [...smallest.matchAll(/as ([\d.]+) for `([A-Z]{3})`/g)].map(
    ([, sent, currency = '']) => [currency, Number(sent)] as const,
  );

  test.each(examples)('smallest units of %s are sent as %d', async (currency, sent) => {
    expect(await paid({ amount, amount_unit: 'smallest', currency })).toEqual({ amount: sent, currency });
  });

  test('without a currency they are hundredths', async () => {
    expect(examples.length).toBe(3);
    const [, sent] = /count as hundredths, and `\d+` is sent as ([\d.]+)/.exec(section) ?? [];
    expect(await paid({ amount, amount_unit: 'smallest' })).toEqual({ amount: Number(sent) });
  });

  test('text with a currency sign is refused, and so is a currency that is no code; a minus makes a refund', async () => {
    const [, signed = ''] = /currency sign, such as `([^`]+)`/.exec(section) ?? [];
    expect(signed).toMatch(/^\p{Sc}/u);
    expect(await paid({ amount: signed, currency: 'USD' })).toBeUndefined();
    expect(await paid({ amount: '29.90', currency: 'dollars' })).toBeUndefined();
    expect(section).toContain('`-{{1.amount}}`');
    expect(await paid({ amount: '-2900' })).toEqual({ amount: -2900 });
  });
});

describe('the reference for Make', () => {
  test('has every module, and every parameter with its label and name', () => {
    for (const { id, label, description } of app.modules) {
      expect(reference).toContain(`\n## ${label}\n`);
      expect(reference).toContain(`ID \`${id}\`. ${description}`);
    }
    const missing = formsOf(app)
      .flatMap(({ parameters }) => withNested(parameters))
      .filter(({ name, label }) => name !== undefined && !reference.includes(`| ${label}`));
    expect(missing).toEqual([]);
  });

  test('has every difference from Zapier, word for word', () => {
    for (const { in: where, what } of Object.values(DIFFERENCES)) {
      expect(reference).toContain(`| ${where} | ${what} |`);
    }
  });

  test('shows the help of Make, not of Zapier', () => {
    expect(reference).not.toContain(helpOn('zapier', BATCH_FIELDS.attribute_names));
    expect(reference).not.toMatch(/\bZap\b/);
  });
});

describe('the recipes for Make', () => {
  test.each(loadRecipes().map(({ title }) => title))('%s has its section', (title) => {
    expect(recipes).toContain(`\n## ${title}\n`);
  });

  test('map what is in the samples, in references of Make', () => {
    expect(recipes).not.toContain('| `null` |');
    expect(recipes).not.toMatch(/\{\{[^}]*([a-z]__[a-z]|\[\])/);
    expect(recipes).toContain('{{1.properties.lifecyclestage.value}}');
    // Seconds are read as they are.
    expect(recipes).toContain('| Occurred at | `{{1.created}}` |');
  });

  test('take the columns of a sheet by their number, and build no JSON by hand', () => {
    const sheet = recipes.slice(recipes.indexOf('\n## Import past events from a sheet\n'));
    const section = sheet.slice(0, sheet.indexOf('<details>'));
    expect(section).toContain('| Event name | `` {{1.`0`}} `` |');
    expect(section).toContain(
      '| Event attributes: `amount` | `` {{if(1.`5`; parseNumber(1.`5`; "."); ignore)}} `` |',
    );
    expect(section).not.toMatch(/JSON|formatDate|undefined/);
  });

  test('speak of no Zap', () => {
    expect(recipes.replace(/differences-from-zapier|docs\/zapier|zapier\.md/g, '')).not.toMatch(/Zap/);
  });
});

describe('deploying to Make', () => {
  const page = readText('docs/deploy.md');
  const sources = globSync(['tools/make-deploy.ts', 'tools/make-deploy/*.ts'], { cwd: PROJECT })
    .map(readText)
    .join('\n')
    .replaceAll(`\${LISTING.label}`, LISTING.label);
  const start = page.indexOf('\n### When the command stops\n');
  const told = page.slice(start, page.indexOf('\n### ', start + 1));
  const says = [...told.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = '']) => message);

  test.each(says)('the command says: %s', (message) => {
    expect(sources).toContain(message);
  });

  test('the guide names every variable, and the file to commit', () => {
    expect(says.length).toBeGreaterThan(5);
    for (const name of [
      'MAKE_ZONE',
      'MAKE_API_KEY',
      'MAKE_APP_NAME',
      'make-origin.json',
      '--dry-run',
      '--public',
    ]) {
      expect(page).toContain(name);
      expect(HELP).toContain(name);
    }
  });
});
