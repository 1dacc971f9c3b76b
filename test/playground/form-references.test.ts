import { describe, expect, test } from '@jest/globals';
import type { AppDescription, Operation, RecipeSummary } from '../../playground/api.ts';
import {
  describeReference,
  hasReference,
  labelsOf,
  partsOf,
  sampleFields,
  type TriggerStep,
  toReference,
} from '../../playground/page/form/references.ts';
import { blankStep, changeStep, type StepChange, startsAnew } from '../../playground/page/form/step-state.ts';
import { loadRecipes } from '../../recipes/recipe.ts';
import { lookUp, referencesIn } from '../../sandbox/zapier/mapping.ts';

const STEP: TriggerStep = {
  sample: {
    amount: 2900,
    user: { id: 'usr_1', address: { 'zip code': '02134' } },
    rows: [{ SKU: 'A1' }, { SKU: 'B2', gift: true }],
    tags: ['a', 'b'],
    nothing: null,
    empty: {},
    '{odd}': 1,
  },
  labels: new Map([['user__id', 'User ID']]),
};

describe('a value', () => {
  test('is split into text and references', () => {
    expect(partsOf('Deal {{ Deal.ID }} of {{name}}')).toEqual([
      { kind: 'text', text: 'Deal ' },
      { kind: 'reference', path: 'Deal.ID' },
      { kind: 'text', text: ' of ' },
      { kind: 'reference', path: 'name' },
    ]);
    expect(partsOf('')).toEqual([]);
    expect(partsOf('{{}} {a}')).toEqual([{ kind: 'text', text: '{{}} {a}' }]);
    expect([hasReference('{{a}}'), hasReference('a')]).toEqual([true, false]);
  });

  test('has the references that the mapping resolver finds in it', () => {
    for (const { mapping } of loadRecipes()) {
      const texts = JSON.stringify(mapping);
      const paths = partsOf(texts).flatMap((part) => (part.kind === 'reference' ? [part.path] : []));
      expect(paths).toEqual(referencesIn(mapping));
    }
  });
});

describe('a pill', () => {
  test.each([
    ['amount', 'Amount', '2900'],
    ['user__id', 'User ID', 'usr_1'],
    ['user.id', 'User ID', 'usr_1'],
    ['user__address__zip code', 'User › Address › Zip code', '02134'],
    ['rows[]SKU', 'SKU', 'A1, B2'],
    ['rows[]gift', 'Gift', '(blank), true'],
    ['tags', 'Tags', 'a, b'],
    ['nothing', 'Nothing', '(blank)'],
  ])('%s is called %s and shows %s', (path, label, value) => {
    expect(describeReference(path, STEP)).toEqual({ label, value });
  });

  test('has no value if the sample has no such field', () => {
    expect(describeReference('user__missing', STEP)).toEqual({ label: 'User › Missing', value: null });
  });

  test('truncates a long value, and puts it on one line', () => {
    const step = { ...STEP, sample: { text: `one\ntwo ${'x'.repeat(100)}` } };
    const { value } = describeReference('text', step);
    expect(value).toMatch(/^one two x+…$/);
    expect(value).toHaveLength(32);
  });
});

describe('what can be inserted', () => {
  test('is every field that can be referenced, columns of rows once', () => {
    expect(sampleFields(STEP).map(({ path }) => path)).toEqual([
      'amount',
      'user__id',
      'user__address__zip code',
      'rows[]SKU',
      'rows[]gift',
      'tags',
      'nothing',
      'empty',
    ]);
  });

  test('is found by its reference', () => {
    for (const { path, value } of sampleFields(STEP)) {
      expect(partsOf(toReference(path))).toEqual([{ kind: 'reference', path }]);
      expect(lookUp(STEP.sample, path) ?? null).toEqual(value);
    }
  });

  test('has the labels of the definition', () => {
    const outputs = [
      { key: 'user__id', label: 'User ID' },
      { key: 'rejected', label: 'Rejected', children: [{ key: 'row', label: 'Rejected Row' }] },
    ];
    expect([...labelsOf(outputs)]).toEqual([
      ['user__id', 'User ID'],
      ['rejected[]row', 'Rejected Row'],
    ]);
  });
});

describe('a step', () => {
  const operation = (key: string, kind: Operation['kind'] = 'create'): Operation => ({
    kind,
    key,
    label: `The ${key}`,
    description: '',
    groups: [],
    fields: [{ key: 'email' }, { key: `only_${key}` }],
    outputs: [{ key: 'event_name', label: 'Event Name' }],
  });
  const [one, two, trigger] = [operation('one'), operation('two'), operation('three', 'trigger')];
  const recipe: RecipeSummary = {
    name: 'r',
    title: 'R',
    story: '',
    operation: 'two',
    app: 'Usermaven',
    event: 'The three',
    sample: { event_name: 'x' },
    mapping: { email: '{{event_name}}' },
  };
  const app: AppDescription = {
    version: '1.0.0',
    connection: [],
    sandboxConnection: {},
    connected: { ok: true, label: '' },
    operations: [one, two, trigger],
    recipes: [recipe],
    exampleRecipe: 'r',
    example: null,
    userpilotSamples: [],
    makeAppPlaceholder: '',
    webhookUrl: '',
  };
  const started = changeStep(blankStep(one), { kind: 'recipe', recipe, app });

  test('that starts from a recipe has its action, its values and its sample', () => {
    expect(started.operation).toBe(two);
    expect(started.values).toEqual({ email: { kind: 'text', text: '{{event_name}}' } });
    expect(started.trigger?.labels.get('event_name')).toBe('Event Name');
  });

  test('keeps its values and its sample for another action, and none of them for a trigger', () => {
    const other = changeStep(started, { kind: 'operation', operation: one });
    expect([other.operation, other.values, other.recipe]).toEqual([one, started.values, recipe]);
    expect(changeStep(started, { kind: 'operation', operation: trigger })).toEqual(blankStep(trigger));
  });

  describe('that goes on from a delivery', () => {
    const output = { event_name: 'Seen', score: null, feedback: '', user: { email: 'jane@example.com' } };
    const goOn = (mapping: RecipeSummary['mapping'], changes: Partial<RecipeSummary> = {}) =>
      changeStep(blankStep(trigger), {
        kind: 'delivery',
        delivered: { trigger, output, number: 3 },
        app: { ...app, recipes: [recipe, { ...recipe, operation: 'one', mapping, ...changes }] },
      });
    const text = (typed: string) => ({ kind: 'text', text: typed });

    test('is the first action, with what the delivery gave as its sample', () => {
      expect(goOn({})).toMatchObject({
        operation: one,
        recipe: null,
        trigger: { app: 'Usermaven', event: 'The three', sample: output },
      });
      expect(goOn({}).trigger?.labels.get('event_name')).toBe('Event Name');
    });

    test('is mapped as in a recipe for the same trigger and action', () => {
      expect(goOn({ email: '{{user.email}}' }).values).toEqual({ email: text('{{user.email}}') });
      expect(goOn({ email: 'x' }, { event: 'Another trigger' }).values).toEqual({});
      expect(goOn({ email: 'x' }, { app: 'Another app' }).values).toEqual({});
      expect(goOn({ email: 'x' }, { operation: 'two' }).values).toEqual({});
    });

    test.each([
      ['{{score}}', undefined],
      ['{{feedback}}', undefined],
      ['{{score}}{{nothing}}', undefined],
      ['{{score}} of 10', '{{score}} of 10'],
      ['{{score}}{{event_name}}', '{{score}}{{event_name}}'],
      ['typed in', 'typed in'],
    ])('%s becomes %j: what is blank in the delivery is not mapped', (mapped, value) => {
      expect(goOn({ email: mapped }).values).toEqual(value === undefined ? {} : { email: text(value) });
    });

    test('drops blank attributes one by one', () => {
      const attributes = { key: 'attributes', dict: true };
      const { values } = changeStep(blankStep(trigger), {
        kind: 'delivery',
        delivered: { trigger, output, number: 1 },
        app: {
          ...app,
          operations: [{ ...one, fields: [attributes] }, trigger],
          recipes: [
            {
              ...recipe,
              operation: 'one',
              mapping: { attributes: { score: '{{score}}', name: '{{event_name}}' } },
            },
          ],
        },
      });
      expect(values.attributes).toMatchObject({ entries: [{ name: 'name', text: '{{event_name}}' }] });
    });
  });

  test('is another one after a recipe, a delivery, an action or a fresh start, not after a value', () => {
    const delivered = { trigger, output: {}, number: 1 };
    const changes: readonly StepChange[] = [
      { kind: 'recipe', recipe, app },
      { kind: 'delivery', delivered, app },
      { kind: 'operation', operation: one },
      { kind: 'blank' },
      { kind: 'value', key: 'email', value: { kind: 'text', text: '' } },
      { kind: 'sample', sample: {} },
      { kind: 'fields', of: one, fields: [] },
    ];
    expect(changes.map(startsAnew)).toEqual([true, true, true, true, false, false, false]);
  });

  test('ignores a late form of another operation', () => {
    expect(changeStep(started, { kind: 'fields', of: one, fields: [] })).toBe(started);
    expect(changeStep(started, { kind: 'fields', of: two, fields: [] }).fields).toEqual([]);
  });

  test('has no sample to change without a recipe', () => {
    const blank = blankStep(one);
    expect(changeStep(blank, { kind: 'sample', sample: {} })).toBe(blank);
    expect(changeStep(started, { kind: 'sample', sample: { a: 1 } }).trigger?.sample).toEqual({ a: 1 });
  });
});
