import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FieldKinds, lookUp, referencesIn, resolveMapping } from '../../../sandbox/zapier/mapping.ts';
import type { Json, JsonObject } from '../../../src/lib/json.ts';

const KINDS: FieldKinds = { dictionaries: new Set(['attributes']), lineItems: new Set(['rows']) };
const RUNS = { numRuns: 1_000 };

const SAMPLE: JsonObject = {
  amount: 2900,
  rate: 0.5,
  paid: true,
  refunded: false,
  note: null,
  blank: '',
  name: 'Jane',
  tags: ['new', 'vip', 3],
  metadata: { user_id: 'usr_1', plan: { name: 'Pro' } },
  'Deal Value': 12000,
  first__name: 'Joan',
  first: { name: 'Jane' },
  lines: [
    { sku: 'A1', quantity: 2, product: { name: 'Pen' } },
    { sku: 'B2', quantity: 1, product: { name: 'Ink' }, gift: true },
  ],
  more: [{ code: 'x' }],
  none: [],
};

const resolve = (mapping: JsonObject, sample = SAMPLE) => resolveMapping(mapping, sample, KINDS);
const inputOf = (value: Json) => resolve({ field: value }).field;
const textOf = (value: Json) => resolve({ attributes: { entry: value } }).attributes;
const rowsOf = (rows: JsonObject) => resolve({ rows }).rows;

describe('one value', () => {
  it.each([
    ['{{amount}}', 2900],
    ['{{rate}}', 0.5],
    ['{{paid}}', true],
    ['{{refunded}}', false],
    ['{{name}}', 'Jane'],
    ['{{tags}}', ['new', 'vip', 3]],
    ['{{metadata}}', { user_id: 'usr_1', plan: { name: 'Pro' } }],
  ])('a lone reference keeps its type: %s', (template, value) => {
    expect(inputOf(template)).toEqual(value);
  });

  it.each(['{{note}}', '{{blank}}', '{{missing}}', '{{metadata.missing}}', '{{name.length}}', '{{tags.0}}'])(
    'what leads to nothing or to null is blank: %s',
    (template) => {
      expect(inputOf(template)).toBe('');
    },
  );

  it.each([
    ['Deal of {{amount}} by {{name}}', 'Deal of 2900 by Jane'],
    ['{{amount}} ', '2900 '],
    ['{{paid}}/{{refunded}}', 'true/false'],
    ['<{{note}}{{missing}}>', '<>'],
    ['Tags: {{tags}}', 'Tags: new,vip,3'],
    ['SKUs: {{lines[]sku}}', 'SKUs: A1,B2'],
    ['Plan {{metadata__plan}}', 'Plan {"name":"Pro"}'],
    ['{{ }} and {} and {{}}', ' and {} and {{}}'],
  ])('within text, references print: %s', (template, text) => {
    expect(inputOf(template)).toBe(text);
  });

  it('text put in is not read for references again', () => {
    expect(resolve({ field: 'a {{evil}}' }, { evil: '{{name}} $& $1', name: 'Jane' })).toEqual({
      field: 'a {{name}} $& $1',
    });
  });

  it.each([['Call Completed'], [42], [true], [null], [['zip', 'phone']]])(
    'what is typed in stays: %j',
    (value) => {
      expect(inputOf(value)).toEqual(value);
    },
  );

  it('references inside a list or a JSON object keep their types', () => {
    expect(inputOf(['{{name}}', '{{amount}}'])).toEqual(['Jane', 2900]);
    expect(inputOf({ total: '{{amount}}', by: { plan: '{{metadata.plan.name}}' } })).toEqual({
      total: 2900,
      by: { plan: 'Pro' },
    });
  });
});

describe('paths', () => {
  it.each([
    ['metadata.user_id', 'usr_1'],
    ['metadata__user_id', 'usr_1'],
    ['metadata__plan.name', 'Pro'],
    ['metadata.plan__name', 'Pro'],
    ['Deal Value', 12000],
    ['lines[]sku', ['A1', 'B2']],
    ['lines[]product__name', ['Pen', 'Ink']],
    ['lines[]gift', ['', true]],
    ['tags[]', ['new', 'vip', 3]],
    ['none[]sku', []],
  ])('%s leads to its value', (path, value) => {
    expect(lookUp(SAMPLE, path)).toEqual(value);
  });

  it('spaces around a path do not count, those within do', () => {
    expect(inputOf('{{ Deal Value }}')).toBe(12000);
    expect(inputOf('{{DealValue}}')).toBe('');
  });

  it('a name with separators in it wins over a nested one', () => {
    expect(lookUp(SAMPLE, 'first__name')).toBe('Joan');
    expect(lookUp(SAMPLE, 'first.name')).toBe('Jane');
  });

  it('a name with separators in it can be a parent, beside another that does not exist', () => {
    expect(lookUp({ a: { x: 1 }, a__b: { c: 2 } }, 'a__b__c')).toBe(2);
  });

  it.each([
    'constructor',
    '__proto__',
    'metadata.constructor.name',
    'toString',
    'tags.length',
    'name[]x',
    'missing[]x',
  ])('%s is no value of the sample', (path) => {
    expect(lookUp(SAMPLE, path)).toBeUndefined();
  });

  it('references are listed in order, wherever they are', () => {
    const mapping = { a: '{{x}} {{ y.z }}', b: { c: ['{{rows[]Row ID}}', 1, null] }, d: 'none' };
    expect(referencesIn(mapping)).toEqual(['x', 'y.z', 'rows[]Row ID']);
  });
});

describe('dictionaries', () => {
  it.each<[Json, string]>([
    ['{{amount}}', '2900'],
    ['{{rate}}', '0.5'],
    ['{{paid}}', 'true'],
    ['{{refunded}}', 'false'],
    ['{{note}}', ''],
    ['{{missing}}', ''],
    ['{{tags}}', 'new,vip,3'],
    ['{{lines[]quantity}}', '2,1'],
    ['{{metadata}}', '{"user_id":"usr_1","plan":{"name":"Pro"}}'],
    ['{{amount}} cents', '2900 cents'],
    [29.9, '29.9'],
    [true, 'true'],
    [null, ''],
  ])('%j becomes text', (value, text) => {
    expect(textOf(value)).toEqual({ entry: text });
  });

  it('a dictionary is mapped by names', () => {
    expect(() => resolve({ attributes: '{{metadata}}' })).toThrow('"attributes" takes names with values');
  });
});

describe('line items', () => {
  it('columns become rows by position, types kept', () => {
    expect(rowsOf({ sku: '{{lines[]sku}}', quantity: '{{lines[]quantity}}' })).toEqual([
      { sku: 'A1', quantity: 2 },
      { sku: 'B2', quantity: 1 },
    ]);
  });

  it('a value that is not a column is repeated in every row', () => {
    expect(
      rowsOf({ sku: '{{lines[]sku}}', event: 'Bought', buyer: '{{metadata__user_id}}', vip: true }),
    ).toEqual([
      { sku: 'A1', event: 'Bought', buyer: 'usr_1', vip: true },
      { sku: 'B2', event: 'Bought', buyer: 'usr_1', vip: true },
    ]);
  });

  it('text may hold a cell and a plain value', () => {
    expect(rowsOf({ title: '{{lines[]product.name}} for {{name}}' })).toEqual([
      { title: 'Pen for Jane' },
      { title: 'Ink for Jane' },
    ]);
  });

  it('a cell that is missing, or past the end of a shorter column, is blank', () => {
    expect(rowsOf({ gift: '{{lines[]gift}}', code: '{{more[]code}}', lost: '{{missing[]x}}' })).toEqual([
      { gift: '', code: 'x', lost: '' },
      { gift: true, code: '', lost: '' },
    ]);
  });

  it('without a column there is one row; with empty columns, or nothing mapped, none', () => {
    expect(rowsOf({ event: 'Bought', buyer: '{{name}}' })).toEqual([{ event: 'Bought', buyer: 'Jane' }]);
    expect(rowsOf({ event: 'Bought', sku: '{{none[]sku}}' })).toEqual([]);
    expect(rowsOf({})).toEqual([]);
  });

  it('columns appear at the top level too, where a mapped field of the same name wins', () => {
    expect(resolve({ title: 'Order', rows: { sku: '{{lines[]sku}}', title: 'Line' } })).toEqual({
      sku: ['A1', 'B2'],
      title: 'Order',
      rows: [
        { sku: 'A1', title: 'Line' },
        { sku: 'B2', title: 'Line' },
      ],
    });
  });

  it('several sets of columns follow one another', () => {
    const sets: Json[] = [{ sku: '{{lines[]sku}}' }, {}, { sku: 'C3', gift: '{{paid}}' }];
    expect(resolve({ rows: sets })).toEqual({
      rows: [{ sku: 'A1' }, { sku: 'B2' }, { sku: 'C3', gift: true }],
      sku: ['A1', 'B2', 'C3'],
      gift: ['', '', true],
    });
  });

  it('a group is mapped by names', () => {
    expect(() => resolve({ rows: '{{lines}}' })).toThrow('"rows" takes names with values');
    expect(() => resolve({ rows: ['{{lines}}'] })).toThrow('"rows" takes names with values');
  });
});

describe('whatever is mapped', () => {
  const name = fc.oneof(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), fc.string());
  const path = fc
    .tuple(name, fc.constantFrom('', '.', '__', '[]'), name)
    .map(([parent, separator, child]) => (separator === '' ? parent : `${parent}${separator}${child}`));
  const template = fc.oneof(
    path.map((inner) => `{{${inner}}}`),
    fc.tuple(fc.string(), path).map(([before, inner]) => `${before}{{${inner}}}`),
    fc.jsonValue(),
  );
  const group = fc.dictionary(name, template);
  // Through JSON, as every mapping and sample comes.
  const json = <Value>(value: Value): JsonObject => JSON.parse(JSON.stringify(value));
  const mappings = fc.record({ field: template, attributes: group, rows: group }).map(json);
  const samples = fc
    .dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), fc.jsonValue())
    .map(json);

  it('dictionary values are always text', () => {
    fc.assert(
      fc.property(mappings, samples, (mapping, sample) => {
        const { attributes } = resolve(mapping, sample);
        expect(Object.keys(Object(attributes))).toEqual(Object.keys(Object(mapping.attributes)));
        for (const value of Object.values(Object(attributes))) expect(typeof value).toBe('string');
      }),
      RUNS,
    );
  });

  it('mapping, sample and prototypes are never changed, nor shared with the result', () => {
    const scribble = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const inner of Object.values(value)) scribble(inner);
      Object.assign(value, { scribbled: true });
    };
    const builtIns = Object.getOwnPropertyNames(Object.prototype);
    fc.assert(
      fc.property(mappings, samples, (mapping, sample) => {
        const before = JSON.stringify([mapping, sample]);
        const result = resolve(mapping, sample);
        scribble(result);
        expect(JSON.stringify([mapping, sample])).toBe(before);
        expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(builtIns);
      }),
      RUNS,
    );
  });
});
