import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { COLUMN_PREFIX, columnKey, columnsIn, columnsOf } from '../../src/events/columns.ts';
import { FIELDS } from '../../src/fields/index.ts';
import { attributeName, RUNS, text } from '../support/arbitraries.ts';

describe('the key of the column of an attribute', () => {
  test.each<[name: string, key: string]>([
    ['plan', 'column_plan'],
    ['Plan', 'column_Plan'],
    ['plan_name', 'column_plan_name'],
    ['2026', 'column_2026'],
    ['values', 'column_values'],
    // The last six digits: sha256sum of the name.
    ['Plan Name', 'column_Plan_Name_ad65c4'],
    ['plan__name', 'column_plan_name_566ab6'],
    ['_plan', 'column_plan_133f82'],
    ['a.b', 'column_a_b_2e7336'],
    ['a[]', 'column_a_1dbfdd'],
    ['__proto__', 'column_proto_30e2af'],
    ['ä', 'column_33e6d7'],
  ])('%s is %s for good: Zaps hold on to it', (name, key) => {
    expect(columnKey(name)).toBe(key);
  });

  const names = fc.oneof(
    attributeName,
    text,
    fc.string({ unit: fc.constantFrom('a', 'A', '_', '.', ' ', '[]', 'ä') }),
  );

  test('is no setting and has nothing that means something to Zapier', () => {
    const others = new Set<string>([...Object.keys(FIELDS), ...FIELDS.events.columns]);
    const check = (name: string) => {
      const key = columnKey(name);
      expect(key).toMatch(/^column(_[A-Za-z\d]+)+$/);
      expect(others.has(key)).toBe(false);
    };
    fc.assert(fc.property(names, check), RUNS);
    expect([...others].filter((key) => key.startsWith(COLUMN_PREFIX))).toEqual([]);
  });

  test('is another one for another name', () => {
    const several = fc.uniqueArray(
      names.filter((name) => name.isWellFormed()),
      { maxLength: 30 },
    );
    const check = (all: readonly string[]) => {
      expect(new Set(all.map(columnKey)).size).toBe(all.length);
    };
    fc.assert(fc.property(several, check), RUNS);
  });
});

describe('the columns', () => {
  test('are in the order of the names', () => {
    expect([...columnsIn(['b', 'a', 'Plan Name'])]).toEqual([
      ['column_b', 'b'],
      ['column_a', 'a'],
      ['column_Plan_Name_ad65c4', 'Plan Name'],
    ]);
    expect([...columnsIn()]).toEqual([]);
  });

  test('leave out names that come from an earlier step: the form does not know them', () => {
    expect([...columnsIn(['{{123__names}}', 'plan', 'a {{x}}'])]).toEqual([['column_plan', 'plan']]);
  });

  test.each<[attribute_names: unknown, names: readonly string[]]>([
    ['plan, amount', ['plan', 'amount']],
    [['plan, amount'], ['plan', 'amount']],
    ['plan\namount', ['plan', 'amount']],
    [
      ['plan', ' plan ', '', 5],
      ['plan', '5'],
    ],
    ['', []],
    ['["plan", "amount"]', ['plan', 'amount']],
    [['\n[\n"plan"\n]\u200b'], ['plan']],
    ['[]', []],
    // Brackets may be part of a name.
    ['[1] Plan', ['[1] Plan']],
    ['[2026] Revenue, [a]', ['[2026] Revenue', '[a]']],
    ['Revenue [EUR]', ['Revenue [EUR]']],
    ['[EUR]', ['[EUR]']],
    // What cannot be read is refused when the step runs; the form has to be shown all the same.
    [[{ a: 1 }], []],
  ])('of a form filled in with %j are those of %j', (attribute_names, names) => {
    expect([...columnsOf({ attribute_names }).values()]).toEqual(names);
  });
});
