import { describe, expect, test } from '@jest/globals';
import type { Parameter } from '../../sandbox/make/folder.ts';
import {
  describesAction,
  describesTrigger,
  functionsCalled,
  hasRequiredFirst,
  isActionLabel,
  isComponentId,
  isGoodHelp,
  isMasked,
  isModuleId,
  isSentenceCase,
  isTriggerLabel,
  membersRead,
  pathsOf,
  sharedNames,
  strayIn,
} from './rules.ts';

describe.each([
  [
    'sentence case',
    isSentenceCase,
    ['Email', 'User ID', 'API key', 'Follow-up question', 'Watch Userpilot events', 'Flow seen (started)'],
    ['email', 'User Id', 'Api Key', 'Follow-Up question', 'API Key', 'Watch userpilot Events', 'EMail'],
  ],
  [
    'the label of an action',
    isActionLabel,
    ['Track an event', 'Track a sign-up', 'Make an API call', 'Bulk send events (advanced)'],
    [
      'Track event',
      'Track Event',
      'Track an Event',
      'Track a Sign-Up',
      'Bulk send events',
      'Sends an event.',
    ],
  ],
  [
    'the label of a trigger',
    isTriggerLabel,
    ['Watch Userpilot events', 'Watch new contacts'],
    ['Watch a contact', 'Watch contact', 'New contacts', 'Watch Contacts'],
  ],
  [
    'the description of an action',
    describesAction,
    ['Sends an event.', 'Performs an arbitrary authorized API call.'],
    ['Send an event.', 'Sends an event', 'Sends one. Sends two.', 'Triggers when something happens.'],
  ],
  [
    'the description of a trigger',
    describesTrigger,
    ['Triggers when a flow reports an event.'],
    ['Triggers on an event.', 'Watches events.', 'Triggers when a flow reports an event'],
  ],
  [
    'the id of a module',
    isModuleId,
    ['sendInvoice', 'abc', 'a'.repeat(48)],
    ['send-invoice', 'ab', 'a'.repeat(49), 'send_invoice', '1send', ''],
  ],
  ['the id of a connection or webhook', isComponentId, ['usermaven', 'my-app-2'], ['Usermaven', 'a', 'a_b']],
  [
    'good help',
    isGoodHelp,
    ['The ID.', 'For example `https://a.example`.', 'See [the page](https://a.example/).'],
    [
      'The ID',
      'The ID...',
      'See https://a.example.',
      'See [the page](http://a.example).',
      `${'a'.repeat(500)}.`,
    ],
  ],
] as const)('%s', (_rule, holds, yes: readonly string[], no: readonly string[]) => {
  test.each(yes)('%s', (text) => {
    expect(holds(text)).toBe(true);
  });
  test.each(no)('not: %s', (text) => {
    expect(holds(text)).toBe(false);
  });
});

const field = (name: string, more: Partial<Parameter> = {}): Parameter => ({ name, type: 'text', ...more });

test('what is required comes first, whatever the banners', () => {
  const required = field('a', { required: true });
  const banner: Parameter = { type: 'banner' };
  expect(hasRequiredFirst([])).toBe(true);
  expect(hasRequiredFirst([banner, required, required, field('b')])).toBe(true);
  expect(hasRequiredFirst([required])).toBe(true);
  expect(hasRequiredFirst([field('b'), required])).toBe(false);
  expect(hasRequiredFirst([required, field('b'), required])).toBe(false);
});

test('names may be shared by different levels, not within one', () => {
  const nested = field('row', { type: 'array', spec: { type: 'collection', spec: [field('a')] } });
  expect(sharedNames([field('a'), nested])).toEqual([]);
  expect(sharedNames([field('a'), field('a')])).toEqual(['a']);
  expect(sharedNames([field('row', { type: 'collection', spec: [field('b'), field('b')] })])).toEqual(['b']);
});

test('what an expression reads and calls is found, but not what is in its texts and patterns', () => {
  const template = {
    key: "{{first(split(trim(parameters.a), 'parameters.b')) + connection.c}}",
    list: ['{{replace(parameters.d, /f(parameters.e)"/g, "parameters.g")}}', 'parameters.h'],
    'name {{headers.`x-y`}}': '{{temp.parameters.i}}',
  };
  expect(membersRead(template, 'parameters')).toEqual(['a', 'd']);
  expect(membersRead(template, 'connection')).toEqual(['c']);
  expect(membersRead(template, 'headers')).toEqual(['x-y']);
  expect(functionsCalled(template)).toEqual(['first', 'replace', 'split', 'trim']);
});

test('a sample that leaves its interface is found, at any depth', () => {
  const declared = [
    field('name'),
    field('at', { type: 'date' }),
    field('person', { type: 'collection', spec: [field('age', { type: 'number' })] }),
    field('rows', {
      type: 'array',
      spec: { type: 'collection', spec: [field('done', { type: 'boolean' })] },
    }),
    field('free', { type: 'collection' }),
  ];
  const good = {
    name: 'a',
    at: '2026-01-31T09:30:00.000Z',
    person: { age: 1 },
    rows: [{ done: true }],
    free: { x: 1 },
  };
  expect(strayIn(good, declared)).toEqual([]);
  expect(strayIn({ name: 1, other: 'a', at: 'today' }, declared)).toEqual(['/name', '/other', '/at']);
  expect(strayIn({ person: { age: '1' }, rows: [{}, { done: 1 }] }, declared)).toEqual([
    '/person/age',
    '/rows/1/done',
  ]);
  expect(strayIn({ rows: {}, free: [] }, declared)).toEqual(['/rows', '/free']);
  expect(strayIn('text', declared)).toEqual(['']);
});

test('a secret in a request is found by its path, and a mask covers what lies below it', () => {
  const template = {
    qs: { token: "{{connection.key + '.'}}" },
    body: { a: [{ key: '{{connection.key}}' }] },
  };
  const paths = pathsOf(template, (expression) => expression.includes('connection.key'), 'request');
  expect(paths).toEqual(['request.qs.token', 'request.body.a.0.key']);
  expect(isMasked('request.body.a.0.key', ['request.body'])).toBe(true);
  expect(isMasked('request.body.a', ['request.body.a.0'])).toBe(false);
  expect(isMasked('request.bodyguard', ['request.body'])).toBe(false);
});
