import { describe, expect, test } from '@jest/globals';
import { fillUnder } from '../../sandbox/make/evaluate.ts';
import { textsIn } from '../../sandbox/make/folder.ts';
import { BUILT_INS, CHOOSING } from '../../sandbox/make/functions.ts';
import { type Expression, parseTemplate, withinExpression } from '../../sandbox/make/parse.ts';
import type { Collection } from '../../sandbox/make/values.ts';
import { FIELDS } from '../../src/fields/index.ts';
import type { Json } from '../../src/lib/json.ts';
import { COMMON } from '../../src/make/common.ts';
import { eventRequest } from '../../src/make/event-body.ts';
import { makeFiles } from '../../src/make/files.ts';
import { call, lone, member, quoted, replaced } from '../../src/make/iml.ts';
import { toParameter } from '../../src/make/parameters.ts';

/** What an expression may read, by where it stands. */
const VARIABLES: readonly (readonly [file: RegExp, names: readonly string[]])[] = [
  [/^general\/base\./, ['connection', 'statusCode', 'body']],
  [/^connections\/.*\.communication\./, ['parameters', 'statusCode', 'body']],
  [/^webhooks\/.*\.communication\./, ['parameters', 'headers', 'body']],
  [/^modules\/watch-.*\.communication\./, ['payload']],
  [
    /^modules\/.*\.communication\./,
    ['parameters', 'connection', 'common', 'temp', 'body', 'headers', 'statusCode'],
  ],
];

const variablesIn = (file: string): readonly string[] =>
  VARIABLES.find(([pattern]) => pattern.test(file))?.[1] ?? [];

/** Every expression in the app, with the file that it is in. */
const EXPRESSIONS = [...makeFiles()].flatMap(([file, text]) =>
  textsIn(file.endsWith('.json') ? (JSON.parse(text) as Json) : text)
    .filter((template) => template !== '{{...}}' && template.includes('{{'))
    .flatMap((template) =>
      parseTemplate(template)
        .filter((part): part is Expression => typeof part !== 'string')
        .flatMap(withinExpression)
        .map((expression) => ({ file, template, expression })),
    ),
);

const called = (): Set<string> =>
  new Set(EXPRESSIONS.flatMap(({ expression }) => (expression.kind === 'call' ? [expression.name] : [])));

describe('the expressions in make/', () => {
  test('all parse', () => {
    expect(EXPRESSIONS.length).toBeGreaterThan(500);
  });

  test('call known functions only, each with as many arguments as it takes', () => {
    const wrong = EXPRESSIONS.flatMap(({ file, expression }) => {
      if (expression.kind !== 'call') return [];
      const { name, args } = expression;
      const [least, most] = (BUILT_INS.get(name) ?? CHOOSING.get(name))?.args ?? [0, -1];
      return args.length >= least && args.length <= most ? [] : [`${file}: ${name} with ${args.length}`];
    });
    expect(wrong).toEqual([]);
  });

  test('read only the variables that there are where they stand', () => {
    const wrong = EXPRESSIONS.flatMap(({ file, expression }) =>
      expression.kind === 'variable' && !variablesIn(file).includes(expression.name)
        ? [`${file}: ${expression.name}`]
        : [],
    );
    expect(wrong).toEqual([]);
  });

  test('use every function that the evaluator knows: it knows no more than it has to', () => {
    expect([...BUILT_INS.keys(), ...CHOOSING.keys()].filter((name) => !called().has(name))).toEqual([]);
  });

  test('are in communications and in the base, nowhere else', () => {
    const files = new Set(EXPRESSIONS.map(({ file }) => file));
    expect([...files].filter((file) => variablesIn(file).length === 0)).toEqual([]);
    const communications = [...makeFiles().keys()].filter((file) => file.includes('communication'));
    expect(communications.filter((file) => !files.has(file))).toEqual([]);
  });
});

describe('what the generator writes', () => {
  test('a name that is not a plain word is put in backticks', () => {
    expect(member('headers', 'x-signature')).toBe('headers.`x-signature`');
    expect(member('parameters', 'user_id')).toBe('parameters.user_id');
  });

  test('a text is put in the quotes that it does not contain', () => {
    expect(quoted('a')).toBe("'a'");
    expect(quoted("it's")).toBe('"it\'s"');
    expect(quoted('"a"')).toBe('\'"a"\'');
  });

  test('a text with both quotes, or with a backslash, is an error while generating', () => {
    expect(() => quoted('\'"')).toThrow('No quotes are left');
    expect(() => quoted('a\\b')).toThrow('A backslash may mean anything');
    expect(() => replaced('body', /\d/, '')).toThrow('A backslash may mean anything');
  });

  test('a field that Make cannot take is an error while generating', () => {
    expect(() => toParameter(FIELDS.events_json)).toThrow('Make has no parameter for events_json.');
  });

  test('a field whose path is within a dictionary stands beside its names, and wins', () => {
    const phone = { ...FIELDS.page_title, key: 'phone', path: 'event_attributes.phone' };
    const { body } = eventRequest([FIELDS.event_attributes, phone]);
    const fill = fillUnder();
    const event_attributes = [
      { key: 'phone', value: 'from the dictionary' },
      { key: 'plan', value: 'pro' },
    ];
    const sent = (parameters: Collection) =>
      fill(body, { parameters, common: COMMON, temp: {}, connection: {} });
    expect(sent({ event_attributes, phone: '1' })).toMatchObject({
      event_attributes: { phone: '1', plan: 'pro' },
    });
    expect(sent({ phone: '1' })).toMatchObject({ event_attributes: { phone: '1' } });
  });

  test('calls and lone expressions are what Make documents', () => {
    expect(lone(call('ifempty', 'body.a', quoted('-')))).toBe("{{ifempty(body.a, '-')}}");
  });
});
