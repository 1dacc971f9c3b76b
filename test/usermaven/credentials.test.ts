import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinedToken, readCredentials } from '../../src/usermaven/request.ts';
import { RUNS } from '../support/arbitraries.ts';

const KEY = 'UMabcdefgh';
const TOKEN = 's3rver-tok.en';
const JOINED = `${KEY}.${TOKEN}`;

describe('credentials that were pasted', () => {
  test.each<[how: string, key: unknown, token: unknown]>([
    ['each into its box', KEY, TOKEN],
    ['with spaces around them', ` ${KEY}\n`, `\t${TOKEN} `],
    ['joined into the box of the token', KEY, JOINED],
    ['joined into the box of the key', JOINED, TOKEN],
    ['joined into both', JOINED, JOINED],
    ['joined into the box of the token, the other left blank', '', JOINED],
    ['joined into the box of the key, the other left blank', JOINED, ''],
    ['joined, with spaces around them', `  ${JOINED} `, ` ${JOINED}`],
    ['joined, the other box not there at all', undefined, JOINED],
  ])('%s are understood', (_how, key, token) => {
    expect(readCredentials(key, token)).toEqual({ apiKey: KEY, serverToken: TOKEN });
  });

  test.each<[what: string, key: unknown, token: unknown, read: [string, string]]>([
    ['no key', '', TOKEN.replace('.', ''), ['', TOKEN.replace('.', '')]],
    ['no token', KEY, ' ', [KEY, '']],
    ['neither', undefined, null, ['', '']],
    ['no text', 5, {}, ['', '']],
    ['a full stop without a key before it', '', '.token', ['', '.token']],
    ['a full stop without a token after it', 'key.', '', ['key.', '']],
    ['the key in both boxes', KEY, KEY, [KEY, KEY]],
    ['the shortest that could be joined', '', 'a.b', ['a', 'b']],
    ['a token that only begins like the key', KEY, `${KEY}x`, [KEY, `${KEY}x`]],
    ['a token of another key', KEY, 'UMijklmnop.token', [KEY, 'UMijklmnop.token']],
  ])('%s is left for the connection test to refuse', (_what, key, token, [apiKey, serverToken]) => {
    expect(readCredentials(key, token)).toEqual({ apiKey, serverToken });
  });

  test('any way to paste a key and a token gives both', () => {
    const key = fc.stringMatching(/^UM[A-Za-z\d]{8}$/);
    const token = fc.stringMatching(/^[\w~+/=-]{8,40}$/);
    const check = (apiKey: string, serverToken: string) => {
      const joined = joinedToken({ apiKey, serverToken });
      for (const [inKeyBox, inTokenBox] of [
        [apiKey, serverToken],
        [apiKey, joined],
        [joined, serverToken],
        [joined, joined],
        ['', joined],
        [joined, ''],
      ]) {
        expect(readCredentials(inKeyBox, inTokenBox)).toEqual({ apiKey, serverToken });
      }
    };
    fc.assert(fc.property(key, token, check), RUNS);
  });
});

test('the API wants key and token joined by a full stop', () => {
  expect(joinedToken({ apiKey: KEY, serverToken: TOKEN })).toBe('UMabcdefgh.s3rver-tok.en');
});
