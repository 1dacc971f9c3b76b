import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { version } from 'zapier-platform-core';
import app from '../../index.ts';
import manifest from '../../package.json' with { type: 'json' };
import { ACTIONS } from '../../src/actions/index.ts';
import { DEFINITION_OF_APP, OPERATIONS, textsIn, withColumns } from '../support/definition.ts';
import { ask } from '../support/in-process.ts';
import {
  asksForCredential,
  describesOperation,
  describesTrigger,
  hasBrokenLink,
  hasDangerousUri,
  hasPlainHttp,
  isTitleCase,
  linksIn,
} from './rules.ts';

/** Zapier's limit on help texts, descriptions and directions. */
const MOST_CHARACTERS = 1_000;

const { authentication, flags, platformVersion } = DEFINITION_OF_APP;
const CREATES = OPERATIONS.filter(({ kind }) => kind === 'creates');
const TRIGGERS = OPERATIONS.filter(({ kind }) => kind === 'triggers');

/** All that Zapier stores and shows: the definition, and the forms that functions make. */
const TEXTS = textsIn({ definition: DEFINITION_OF_APP, forms: OPERATIONS.map(({ inputs }) => inputs) });

/** Texts that are read as Markdown. */
const PROSE = TEXTS.filter(([path]) => /\.(helpText|description|directions)$/.test(path));

/** The guide for whoever brings the app through Zapier's review. */
const REVIEW_GUIDE = new URL('../../docs/deploy.md', import.meta.url);

const pathsOf = (texts: readonly (readonly [path: string, text: string])[]) => texts.map(([path]) => path);

describe("Zapier's schema", () => {
  test('accepts the definition', async () => {
    expect(await ask('validate')).toEqual([]);
  });

  test('accepts the definition with every form that a function makes', async () => {
    const creates = CREATES.map(({ key, inputs }) => {
      const create = Object.entries(app.creates).find(([name]) => name === key)?.[1];
      return [key, { ...create, operation: { ...create?.operation, inputFields: inputs } }] as const;
    });
    expect(CREATES.some(({ inputs }) => inputs.some(({ children }) => children))).toBe(true);
    expect(await ask('validate', { ...app, creates: Object.fromEntries(creates) })).toEqual([]);
  });

  test('does find what is wrong', async () => {
    expect(await ask('validate', { ...app, version: 'first' })).not.toEqual([]);
  });
});

describe('inputs', () => {
  test('D001 no operation asks for a credential', () => {
    const keys = OPERATIONS.flatMap(({ inputs }) => withColumns(inputs).map(({ key }) => key));
    expect(keys).toEqual(expect.arrayContaining(['event_name', 'event_types', 'column_example']));
    expect(keys.filter(asksForCredential)).toEqual([]);
  });

  test('D004 IDs have no dropdown, since the API has no lists, and the manual review list says so', () => {
    const ids = OPERATIONS.flatMap(({ inputs }) => withColumns(inputs)).filter(({ key }) => /_id$/.test(key));
    expect(new Set(ids.map(({ key }) => key))).toEqual(
      new Set(['user_id', 'anonymous_id', 'company_id', 'event_id', 'transaction_id']),
    );
    expect(ids.filter(({ dynamic }) => dynamic !== undefined)).toEqual([]);
    expect(readFileSync(REVIEW_GUIDE, 'utf8')).toMatch(/\bD004\b/);
  });

  test('D011 no help text is just the label', () => {
    const fields = [...authentication.fields, ...OPERATIONS.flatMap(({ inputs }) => withColumns(inputs))];
    const plain = (text = '') => text.toLowerCase().replace(/[^a-z0-9]/g, '');
    expect(fields.filter(({ label, helpText }) => plain(label) === plain(helpText))).toEqual([]);
  });

  test.each(CREATES)('D022 $name has fields that do not come from a function', ({ operation }) => {
    expect(operation.inputFields.filter((field) => typeof field !== 'string')).not.toEqual([]);
  });

  test.each(OPERATIONS)('$name asks for what is required first', ({ inputs }) => {
    const required = inputs.map((field) => field.required === true);
    expect(required).toEqual([...required].sort((one, other) => Number(other) - Number(one)));
  });

  test.each(OPERATIONS)(
    'of $name, only the event name is required, unless the action has a usual one, and what the action itself requires',
    ({ key: name, inputs }) => {
      const uses = ACTIONS.find(({ key }) => key === name)?.fields ?? [];
      const itself = uses.flatMap((use) => (typeof use === 'object' && use.required ? [use.key] : []));
      const names = inputs
        .filter(({ key, default: usual }) => key === 'event_name' && usual === undefined)
        .map(({ key }) => key);
      const required = withColumns(inputs).filter((field) => field.required === true);
      expect(required.map(({ key }) => key).sort()).toEqual([...names, ...itself].sort());
    },
  );

  test.each(OPERATIONS)('every field of $name but a row explains itself', ({ inputs }) => {
    const silent = withColumns(inputs).filter(({ helpText = '' }) => helpText.trim() === '');
    expect(silent.filter(({ children }) => children === undefined)).toEqual([]);
  });
});

describe('wording', () => {
  test('D007 no address goes without encryption', () => {
    expect(pathsOf(TEXTS.filter(([, text]) => hasPlainHttp(text)))).toEqual([]);
  });

  test('D008 every link is a Markdown link or code', () => {
    expect(PROSE.some(([, text]) => linksIn(text).length > 0)).toBe(true);
    expect(PROSE.filter(([, text]) => hasBrokenLink(text))).toEqual([]);
  });

  test.each(OPERATIONS)('D018 the label of $name is in title case', ({ display, noun }) => {
    expect([display.label, noun].filter((label) => !isTitleCase(label))).toEqual([]);
  });

  test('D018 and so is every other label but the names that users give', () => {
    const labels = TEXTS.filter(([path]) => path.endsWith('.label') && !path.includes('.choices.'));
    const ours = labels.filter(([, text]) => text !== 'example');
    const withRows = OPERATIONS.filter(({ inputs }) => inputs.some(({ children }) => children));
    expect(ours.length).toBe(labels.length - withRows.length);
    expect(ours.filter(([, text]) => !isTitleCase(text))).toEqual([]);
  });

  test.each(TRIGGERS)('D021 the description of $name starts with "Triggers when"', ({ display }) => {
    expect(describesTrigger(display.description)).toBe(true);
  });

  test('D025 no address runs code', () => {
    expect(pathsOf(TEXTS.filter(([, text]) => hasDangerousUri(text)))).toEqual([]);
  });

  test.each(OPERATIONS)('the description of $name says in a sentence or two what it does', ({ display }) => {
    expect(describesOperation(display.description)).toBe(true);
  });

  test(`no help text, description or directions has more than ${MOST_CHARACTERS} characters`, () => {
    expect(PROSE.length).toBeGreaterThan(OPERATIONS.length);
    expect(pathsOf(PROSE.filter(([, text]) => text.length > MOST_CHARACTERS))).toEqual([]);
  });
});

describe('triggers', () => {
  const STATIC = TRIGGERS.filter(
    ({ operation }) =>
      operation.type === 'hook' && !(operation.performSubscribe && operation.performUnsubscribe),
  );

  test.each(TRIGGERS)('D006 $name has samples without waiting for a webhook', ({ operation }) => {
    expect(operation.type).toBe('hook');
    expect(operation.performList).toBeDefined();
  });

  test('D016 the app is more than a static webhook', () => {
    expect(OPERATIONS.length - STATIC.length).toBeGreaterThan(0);
  });

  test('D017 the Userpilot trigger is the one static webhook, says where its URL goes, and is documented', () => {
    expect(STATIC.map(({ name }) => name)).toEqual(['userpilot_event']);
    expect(STATIC[0]?.display.directions).toMatch(/webhook URL below.*\n\nPaste the URL/s);
    expect(readFileSync(REVIEW_GUIDE, 'utf8')).toMatch(/static (web)?hook/i);
  });
});

describe('platform', () => {
  test('D027 the platform version is exact, and the one that is installed', () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(manifest.dependencies['zapier-platform-core']).toBe(version);
    expect(manifest.devDependencies['zapier-platform-cli']).toBe(version);
    expect(platformVersion).toBe(version);
  });

  test('D028 blanks are ours to read: Zapier cleans no input', () => {
    expect(flags.cleanInputData).toBe(false);
    expect(OPERATIONS.filter(({ operation }) => operation.cleanInputData !== undefined)).toEqual([]);
  });
});
