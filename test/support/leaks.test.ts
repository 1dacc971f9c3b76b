import { describe, expect, test } from '@jest/globals';
import { leaksIn } from './leaks.ts';

const SECRET = 'k3y+/=&% "ü\'\\';

/** An error with something in the member that an error only shows when asked. */
const errorWith = (name: string, value: unknown): Error =>
  Object.defineProperty(new Error('no'), name, { value, enumerable: false });

describe('the search for secrets finds one', () => {
  test.each<[string, unknown]>([
    ['as it is', `a ${SECRET} b`],
    ['in a key', { [SECRET]: 1 }],
    ['deep in lists and objects', [{ a: [{ b: SECRET }] }]],
    ['in an error message', new Error(`no ${SECRET}`)],
    ['in the name of an error', errorWith('name', SECRET)],
    ['in the stack of an error', errorWith('stack', `at ${SECRET}`)],
    ['in the cause of an error', new Error('no', { cause: new Error(SECRET) })],
    ['in a hidden member', errorWith('request', { url: SECRET })],
    ['under a symbol', { [Symbol('hidden')]: SECRET }],
    ['encoded for a URL', encodeURIComponent(SECRET)],
    ['encoded for a URL, in lower case', encodeURIComponent(SECRET).toLowerCase()],
    ['encoded as a form', String(new URLSearchParams({ token: SECRET }))],
    ['encoded as little as may be', encodeURI(SECRET)],
    ['in JSON', JSON.stringify({ a: SECRET })],
    ['in JSON within JSON', JSON.stringify({ a: JSON.stringify({ b: SECRET }) })],
    ['encoded twice for a URL', encodeURIComponent(encodeURIComponent(SECRET))],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in base64 for URLs', Buffer.from(SECRET).toString('base64url')],
    ['in hex', Buffer.from(SECRET).toString('hex')],
    ['in hex, upper case', Buffer.from(SECRET).toString('hex').toUpperCase()],
    ['without the spaces around', SECRET.trim()],
  ])('%s', (_, where) => {
    expect(leaksIn(where, [` ${SECRET} `])).not.toEqual([]);
  });

  test('and says which, and where', () => {
    expect(leaksIn({ message: 'the key is abcdef, sorry' }, ['abcdef', 'ghijkl'])).toEqual([
      { secret: 'abcdef', form: 'abcdef', around: 'the key is abcdef, sorry' },
    ]);
  });
});

test('the search for secrets finds none where none is, however things refer to each other', () => {
  const circular: Record<string, unknown> = { text: 'nothing', size: 7, nothing: null };
  circular.self = circular;
  expect(leaksIn(circular, [SECRET])).toEqual([]);
});
