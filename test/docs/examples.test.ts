import { describe, expect, test } from '@jest/globals';
import { readBatch } from '../../src/events/batch.ts';
import { readField } from '../../src/events/read.ts';
import { readJsonArray } from '../../src/events/read-json.ts';
import { readEmail, readId } from '../../src/events/read-text.ts';
import { readContext } from '../../src/events/settings.ts';
import type { Field } from '../../src/fields/field.ts';
import { FIELDS } from '../../src/fields/index.ts';
import { Invalid } from '../../src/lib/validation.ts';
import type { DateOrder } from '../../src/usermaven/dates.ts';
import { LIMITS } from '../../src/usermaven/limits.ts';
import { readPageUrl } from '../../src/usermaven/page.ts';
import { readEventTime } from '../../src/usermaven/times.ts';
import { typedValue, type ValueMode } from '../../src/usermaven/values.ts';
import { TIMING } from '../../src/zapier/timing.ts';
import { readText } from './guides.ts';

const guide = readText('docs/zapier.md');

/** The text under a heading, up to the next one of its level or above. */
const sectionOf = (heading: string): string => {
  const start = guide.indexOf(`\n${heading}\n`) + 1;
  const end = guide.slice(start + 1).search(heading.startsWith('###') ? /\n##+ / : /\n## /);
  return end < 0 ? guide.slice(start) : guide.slice(start, start + 1 + end);
};

const spansIn = (text = ''): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);

/** The lines of the tables in a text, each as its cells. */
const linesOf = (text: string): (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(2, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );

/** The cells of the tables in a text, by what stands first in their line. */
const rowsOf = (text: string): ReadonlyMap<string, readonly string[]> =>
  new Map(linesOf(text).map(([first = '', ...cells]) => [first, cells] as const));

describe('dates of the guide', () => {
  const section = sectionOf('### Dates');
  const moment = Date.UTC(2026, 0, 31, 9, 30);
  const read = (text: string, dateOrder?: DateOrder) =>
    readEventTime(text, { now: Date.UTC(2026, 10, 21), timeZone: 'Europe/Berlin', dateOrder });
  const ORDERS: Readonly<Record<string, DateOrder>> = {
    'Date Order: month first': 'month_first',
    'Date Order: day first': 'day_first',
  };
  const forms = [...rowsOf(section)]
    .filter(([form]) => form !== 'Form' && form !== '---')
    .map(([form, [examples]]) => [form, spansIn(examples)] as const);

  test.each(forms)('%s: every form that it shows is the same moment', (form, examples) => {
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.map((text) => [text, read(text, ORDERS[form])])).toEqual(
      examples.map((text) => [text, moment]),
    );
  });

  test('those that need Date Order are refused without it', () => {
    const ordered = forms.filter(([form]) => Object.hasOwn(ORDERS, form)).flatMap(([, examples]) => examples);
    expect(ordered.length).toBeGreaterThan(2);
    for (const text of [...ordered, '11/05/2026']) expect(read(text)).toBeInstanceOf(Invalid);
  });

  test('what it calls refused is refused', () => {
    const refused = ['yesterday', '46053.4', '2026-01-31 10:30 CET', '2026-01-31 10:30 EST'];
    for (const text of refused) {
      expect(guide).toContain(`\`${text.replace(/^.* /, '')}\``);
      expect(read(text)).toBeInstanceOf(Invalid);
    }
  });
});

describe('numbers of the guide', () => {
  const section = sectionOf('### Numbers');
  const table = rowsOf(section);
  const [, always = ''] = /Always text: (.*?)\. /.exec(section) ?? [];
  const modes = FIELDS.attribute_values.choices.map(({ value, label }) => [label, value] as const);

  test.each(modes)('%s', (label, mode: ValueMode) => {
    const [, [numbers, texts] = []] =
      [...table].find(([first]) => first.replace(' (the default)', '') === label) ?? [];
    const sent = (text: string) => typeof typedValue(text, mode);
    expect([...spansIn(numbers), ...spansIn(texts)].length).toBeGreaterThan(1);
    expect(spansIn(numbers).filter((text) => sent(text) !== 'number')).toEqual([]);
    expect(spansIn(texts).filter((text) => sent(text) !== 'string')).toEqual([]);
    expect(spansIn(always).length).toBeGreaterThan(4);
    expect(spansIn(always).filter((text) => sent(text) !== 'string')).toEqual([]);
  });

  test('10% is 10, and an amount in brackets is negative', () => {
    expect(section).toContain('`10%` (10), `(5.00)` (-5)');
    expect(['10%', '(5.00)'].map((text) => typedValue(text, 'detect_point'))).toEqual([10, -5]);
  });
});

describe('payments of the guide', () => {
  const section = sectionOf('## Payments');
  const [, , ...rows] = linesOf(section);
  const read = (amount: string, beside: Readonly<Record<string, string>>) =>
    readField(FIELDS.amount, amount, readContext({ amount, ...beside }, { now: 0 }).context);

  const examples = rows.flatMap(([amounts, unit = '', currency, sent = '']) =>
    spansIn(amounts).map(
      (amount) => [amount, unit, spansIn(currency)[0] ?? '', Number(/^-?[\d.]+/.exec(sent)?.[0])] as const,
    ),
  );

  test('its table has units and smallest units, and a refund', () => {
    expect(new Set(examples.map(([, unit]) => unit))).toEqual(
      new Set(FIELDS.amount_unit.choices.map(({ value }) => value)),
    );
    expect(examples.some(([, , , sent]) => sent < 0)).toBe(true);
  });

  test.each(examples)('%s in %s of %s is sent as %d', (amount, amount_unit, currency, sent) => {
    expect(read(amount, { amount_unit, currency })).toBe(sent);
  });

  test('what needs Currency, or whole numbers, is refused without', () => {
    const marked = examples.filter(([amount]) => !/^[-(]?[\d.]+\)?$/.test(amount));
    const smallest = examples.filter(([, unit]) => unit === 'smallest');
    expect([marked.length, smallest.length]).toEqual([2, 3]);
    for (const [amount, amount_unit] of [...marked, ...smallest]) {
      expect(read(amount, { amount_unit })).toBeInstanceOf(Invalid);
    }
    for (const [amount, amount_unit] of marked) {
      expect(read(amount, { amount_unit, currency: 'EUR' })).toBeInstanceOf(Invalid);
    }
    expect(read('29.5', { amount_unit: 'smallest', currency: 'USD' })).toBeInstanceOf(Invalid);
  });

  test('a decimal comma has to be chosen', () => {
    const [, comma = ''] = /For `([^`]+)`, choose decimal comma/.exec(section) ?? [];
    expect(read(comma, {})).toBeInstanceOf(Invalid);
    expect(read(comma, { attribute_values: 'detect_comma' })).toBe(1234.5);
  });

  test('currencies that Stripe counts differently are counted as ISO 4217 does', () => {
    const [, others = ''] = /Stripe counts (.*?) differently/.exec(section) ?? [];
    const sent = spansIn(others).map((currency) => [
      currency,
      read('2900', { amount_unit: 'smallest', currency }),
    ]);
    expect(sent).toEqual([
      ['ISK', 2900],
      ['UGX', 2900],
      ['MGA', 29],
    ]);
  });
});

describe('how values are read', () => {
  const table = rowsOf(sectionOf('## How values are read'));
  const taken = (what: string) => spansIn(table.get(what)?.[0]);

  test('emails give the same address in every form', () => {
    expect(taken('Email').length).toBeGreaterThan(2);
    expect(new Set(taken('Email').map(readEmail))).toEqual(new Set(['jane@example.com']));
  });

  test('page addresses are taken, and what it calls none is none', () => {
    expect(taken('Page addresses').length).toBeGreaterThan(1);
    for (const text of taken('Page addresses')) expect(readPageUrl(text)).not.toBeInstanceOf(Invalid);
    expect(spansIn(table.get('Page addresses')?.[1]).map(readPageUrl)).toEqual([expect.any(Invalid)]);
  });

  const { context } = readContext({}, { now: 0 });
  const dictionary = (value: unknown) => readField(FIELDS.event_attributes, value, context);

  test('a list of names and values is a dictionary, unless a name is there twice', () => {
    const [pair = ''] = taken('Names and values');
    expect(dictionary([JSON.parse(pair)])).toEqual({ plan: 'pro' });
    expect(dictionary([JSON.parse(pair), JSON.parse(pair)])).toBeInstanceOf(Invalid);
  });

  test('true and false are recognized, yes and 1 are not', () => {
    const [taking, not] = table.get('True and false') ?? [];
    const values = Object.fromEntries([...spansIn(taking), ...spansIn(not)].map((text) => [text, text]));
    expect(dictionary(values)).toEqual({ true: true, FALSE: false, yes: 'yes', 1: 1 });
  });

  test.each([
    ['the first of a list', '203.0.113.7, 10.0.0.1', '203.0.113.7'],
    ['without its port', '203.0.113.7:443', '203.0.113.7'],
    ['version 4 and 6', '2001:db8::1', '2001:db8::1'],
  ])('IP address: %s', (words, text, address) => {
    expect(table.get('IP address')?.[0]).toContain(words);
    expect(readField(FIELDS.ip_address, text, context)).toBe(address);
    expect(readField(FIELDS.ip_address, 'anything else', context)).toBeInstanceOf(Invalid);
  });

  test('choices are taken by value or label in any case', () => {
    expect(table.get('Choices')?.[0]).toBe('the value or the label, in any case');
    for (const { value, label } of FIELDS.date_order.choices) {
      for (const text of [value, label, value.toUpperCase(), label.toLowerCase()]) {
        expect(readField(FIELDS.date_order, text, context)).toBe(value);
      }
    }
    expect(readField(FIELDS.date_order, 'month', context)).toBeInstanceOf(Invalid);
  });

  test('lists of names are taken one per row, or with commas or line breaks, and no objects', () => {
    expect(table.get('Lists of names')).toEqual([
      'one per row, several with commas or line breaks, or `["zip", "order"]`',
      'objects',
    ]);
    expect(readField(FIELDS.text_attributes, ['a', 'b, c\nd'], context)).toEqual(['a', 'b', 'c', 'd']);
    expect(readField(FIELDS.text_attributes, '["zip", "order"]', context)).toEqual(['zip', 'order']);
    expect(readField(FIELDS.text_attributes, { a: 1 }, context)).toBeInstanceOf(Invalid);
  });

  test('blanks are blank for every field, and 0 and false are values', () => {
    const blanks = [undefined, null, '', ' \u200B', [], {}];
    const fields = Object.values<Field>(FIELDS);
    const read = (value: unknown) => fields.map((field) => readField(field, value, context));
    expect(blanks.flatMap(read).filter((value) => value !== undefined)).toEqual([]);
    expect(dictionary({ zero: 0, no: false })).toEqual({ zero: 0, no: false });
  });

  test('what stands for nobody counts as blank, and placeholders are refused', () => {
    const section = sectionOf('## Who the event belongs to');
    const [, nobody = ''] = /\*\*Nobody\.\*\*.*?: (.*?), and the ID/.exec(section) ?? [];
    const [, placeholders = ''] = /\*\*Placeholders\*\*.*?: (.*)/.exec(section) ?? [];
    expect(spansIn(nobody).length).toBeGreaterThan(10);
    expect(spansIn(nobody).filter((text) => readId(text) !== undefined)).toEqual([]);
    expect(spansIn(placeholders).map(readId)).toEqual([1, 2, 3].map(() => expect.any(Invalid)));
    expect(readId('0')).toBe('0');
  });

  test.each([
    ['a code fence', '```json\n[{"a": 1}]\n```'],
    ['a sentence around it', 'Here is the list: [{"a": 1}] Anything else?'],
    ['a trailing comma', '[{"a": 1,},]'],
    ['typographic quotation marks', '[{“a”: 1}]'],
    ['JSON in quotes', '"[{\\"a\\": 1}]"'],
    ['a single object instead of a list', '{"a": 1}'],
    ['`{"events": [...]}`', '{"events": [{"a": 1}]}'],
  ])('JSON: %s is read', (words, json) => {
    expect(sectionOf('### JSON')).toContain(words);
    expect(readJsonArray(json, 'events')).toEqual([{ a: 1 }]);
  });

  test.each([
    ['cut off', '[{"a": 1}'],
    ['names without quotation marks', '[{a: 1}]'],
  ])('JSON: %s is refused', (words, json) => {
    expect(sectionOf('### JSON')).toContain(words);
    expect(readJsonArray(json, 'events')).toBeInstanceOf(Invalid);
  });
});

describe('batches of the guide', () => {
  const section = sectionOf('## Batches');

  test('both forms of an event in JSON are the same event', () => {
    const [json = ''] = /(?<=```json\n)[\s\S]*?(?=\n```)/.exec(section) ?? [];
    const batch = readBatch({ events_json: json }, 'UMabcd1234', { now: Date.now() });
    const [first, second] = 'value' in batch ? batch.value.rows : [];
    expect(first).toHaveProperty('built.value.event.event_attributes', { plan: 'premium' });
    expect({ ...second, row: 1 }).toEqual(first);
  });

  test('limits are those of the code', () => {
    const numbers = [
      LIMITS.eventsPerRequest,
      LIMITS.bytesPerRequest,
      LIMITS.bytesPerEvent,
      LIMITS.eventsPerStep,
      LIMITS.bytesPerStep,
    ];
    for (const number of numbers) expect(section).toContain(` ${number.toLocaleString('en-US')} `);
    expect(section).toContain(`${TIMING.budgetMs / 1000} seconds`);
    expect(section).toContain(`${TIMING.keepSeconds.replayed / 3600} hours`);
  });
});
