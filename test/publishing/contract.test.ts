import { expect, test } from '@jest/globals';
import { ACTIONS } from '../../src/actions/index.ts';
import { typesByPath } from '../support/agreement.ts';
import { DEFINITION_OF_APP, type InputField, OPERATIONS } from '../support/definition.ts';
import contract from './contract.json' with { type: 'json' };

/**
 * contract.json lists every key and every choice that a Zap or a connection may use. It only grows: `npm run generate` adds what is
 * new, and what is in it never goes.
 */

const inputPaths = (inputs: readonly InputField[], prefix = ''): string[] =>
  inputs.flatMap(({ key, children = [], choices = [] }) => [
    `${prefix}${key}`,
    ...choices.map(({ value }) => `${prefix}${key}=${value}`),
    ...inputPaths(children, `${key}[].`),
  ]);

const keysByName = OPERATIONS.flatMap(({ kind, key, inputs, operation }) => [
  [`${kind}.${key} inputs`, inputPaths(inputs)] as const,
  [`${kind}.${key} sample`, [...new Set(typesByPath(operation.sample).map(([path]) => path))]] as const,
]);

const NOW: Readonly<Record<string, readonly string[]>> = {
  connection: DEFINITION_OF_APP.authentication.fields.map(({ key }) => key),
  ...Object.fromEntries(keysByName),
};

const PROMISED: Readonly<Record<string, readonly string[]>> = contract;

const without = (keys: readonly string[] = [], others: readonly string[] = []): string[] =>
  keys.filter((key) => !others.includes(key));

test('C001 no trigger or action disappears', () => {
  const actions = ACTIONS.map(({ key }) => `creates.${key} inputs`);
  expect(Object.keys(PROMISED)).toEqual(expect.arrayContaining(['connection', ...actions]));
  expect(without(Object.keys(PROMISED), Object.keys(NOW))).toEqual([]);
  expect(OPERATIONS.filter(({ display }) => display.hidden === true)).toEqual([]);
});

test.each(Object.keys(PROMISED).filter((name) => !name.endsWith(' sample')))(
  'C002 no key disappears: %s',
  (name) => {
    expect(without(PROMISED[name], NOW[name])).toEqual([]);
  },
);

test.each(Object.keys(PROMISED).filter((name) => name.endsWith(' sample')))(
  'C003 no key disappears: %s',
  (name) => {
    expect(without(PROMISED[name], NOW[name])).toEqual([]);
  },
);

test.each(Object.keys(NOW))('what is new is in contract.json: %s', (name) => {
  expect(without(NOW[name], PROMISED[name])).toEqual([]);
});
