import { describe, expect, test } from '@jest/globals';
import { within, withNested } from '../../sandbox/make/folder.ts';
import { OUTPUTS } from '../../src/userpilot/output.ts';
import { APP as app } from '../support/make/app.ts';
import {
  describesAction,
  describesTrigger,
  isActionLabel,
  isSentenceCase,
  isTriggerLabel,
  sharedNames,
  strayIn,
} from './rules.ts';

describe.each(app.modules.map((module) => [module.id, module] as const))('%s', (_id, module) => {
  const isTrigger = module.moduleType === 'instant_trigger';

  test('has a label in sentence case, of the form that its kind has', () => {
    expect((isTrigger ? isTriggerLabel : isActionLabel)(module.label)).toBe(true);
  });

  test('has a description of one sentence, in the words of its kind', () => {
    expect((isTrigger ? describesTrigger : describesAction)(module.description)).toBe(true);
  });

  test('has an interface: every value with a name of its own, a type and a label in sentence case', () => {
    expect(module.interface.length).toBeGreaterThan(0);
    const values = withNested(module.interface);
    expect(values.filter(({ name, label = '' }) => !name || !isSentenceCase(label))).toEqual([]);
    expect(sharedNames(module.interface)).toEqual([]);
  });

  test('has a sample that keeps to the interface, in names and types', () => {
    expect(Object.keys(module.samples ?? {}).length).toBeGreaterThan(0);
    expect(strayIn(module.samples, module.interface)).toEqual([]);
  });
});

test('labels of modules and groups tell them apart', () => {
  const labels = [...app.modules.map(({ label }) => label), ...app.groups.map(({ label }) => label)];
  expect(new Set(labels).size).toBe(labels.length);
  expect(labels.filter((label) => !isSentenceCase(label))).toEqual([]);
});

test('the universal module has the label and the description that Make gives it', () => {
  const universal = app.modules.filter(({ moduleType }) => moduleType === 'universal');
  expect(universal.map(({ id, label, description }) => ({ id, label, description }))).toEqual([
    {
      id: 'makeApiCall',
      label: 'Make an API call',
      description: 'Performs an arbitrary authorized API call.',
    },
  ]);
});

test('the universal module puts out what its interface says', () => {
  for (const module of app.modules.filter(({ moduleType }) => moduleType === 'universal')) {
    const { response } = module.communication as { readonly response: { readonly output: object } };
    expect(module.interface.map(({ name }) => name)).toEqual(Object.keys(response.output));
  }
});

test('the trigger puts out what is declared, under the same names and labels', () => {
  const declared = OUTPUTS.map((output) => ({
    key: output.key,
    label: output.label.toLowerCase(),
    children: 'children' in output ? output.children.map(({ key }) => key) : [],
  }));
  const trigger = app.modules.find(({ moduleType }) => moduleType === 'instant_trigger');
  expect(
    trigger?.interface.map((value) => ({
      key: value.name,
      label: value.label?.toLowerCase(),
      children: within(value).map(({ name }) => name),
    })),
  ).toEqual(declared);
});

test('the webhook makes every value that is declared, in the same order', () => {
  const made = app.webhooks.map(({ communication }) => communication as { output?: object });
  expect(made.map(({ output = {} }) => Object.keys(output))).toEqual([OUTPUTS.map(({ key }) => key)]);
});
