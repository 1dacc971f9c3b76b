import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Invalid } from '../../src/lib/validation.ts';
import {
  eventsHost,
  eventsUrl,
  joinedToken,
  readCredentials,
  safeAddress,
  USER_AGENTS,
} from '../../src/usermaven/request.ts';
import { RUNS } from '../support/arbitraries.ts';

const KEY = 'UMabcdefgh';
const TOKEN = 's3rver-tok.en';
const JOINED = `${KEY}.${TOKEN}`;
const HOST = 'https://events.usermaven.com/api/v1/s2s/event';
const ADDRESS = `${HOST}?token=${JOINED}`;

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
    ['with invisible characters around them', `\u200b${KEY}\ufeff`, `\u2060${TOKEN}\u200d`],
    ['with invisible characters within them', 'UMab\u200bcdefgh', 's3rver\u2060-tok.en'],
    ['joined, with invisible characters at the joint', KEY, `${KEY}\ufeff.\u200b${TOKEN}`],
    ['in quotes', `"${KEY}"`, `'${TOKEN}'`],
    ['in the marks of code', `\`${KEY}\``, `\`${TOKEN}\``],
    ['in the quotes of a word processor', `“${KEY}”`, `„${TOKEN}“`],
    ['in quotes, with spaces on both sides of them', ` " ${KEY} "\n`, `' ${TOKEN} '`],
    ['joined, in quotes', KEY, `"${JOINED}"`],
    ['as an address in quotes', KEY, `"${ADDRESS}"`],
    ['as an address in brackets, as mail has it', '', `<${ADDRESS}>`],
    ['as a header in quotes', KEY, `"Bearer ${JOINED}"`],
    ['as a header with its name', KEY, `Authorization: Bearer ${JOINED}`],
    ['as a header with its name, in the box of the key', `'authorization:bearer ${JOINED}'`, ''],
    ['as the header of a request, in the box of the token', KEY, `Bearer ${JOINED}`],
    ['as the header of a request, in the box of the key', `bearer  ${JOINED}`, ''],
    ['as the header of a request, in both', `Bearer ${JOINED}`, `Bearer ${JOINED}`],
    ['the token alone with Bearer before it', KEY, `Bearer ${TOKEN}`],
    ['as the whole address, in the box of the token', KEY, ADDRESS],
    ['as the whole address, in the box of the key', ADDRESS, ''],
    ['as the whole address, in both', ADDRESS, ADDRESS],
    ['as the whole address, the other box left blank', '', ` ${ADDRESS}\n`],
    ['as an address with more in its query', KEY, `${HOST}?debug=1&token=${JOINED}&x=1#y`],
    ['as an address with an encoded token', KEY, `${HOST}?token=${encodeURIComponent(JOINED)}`],
    ['the key with a full stop after it', `${KEY}.`, TOKEN],
  ])('%s are understood', (_how, key, token) => {
    expect(readCredentials(key, token)).toEqual({ apiKey: KEY, serverToken: TOKEN });
  });

  test.each<[what: string, key: unknown, token: unknown, read: [string, string]]>([
    ['no key', '', TOKEN.replace('.', ''), ['', TOKEN.replace('.', '')]],
    ['a quote on one side only', `"${KEY}`, `${TOKEN}'`, [`"${KEY}`, `${TOKEN}'`]],
    ['nothing but a quote', '"', "'", ['"', "'"]],
    ['nothing in quotes', '""', "''", ['', '']],
    ['no token', KEY, ' ', [KEY, '']],
    ['neither', undefined, null, ['', '']],
    ['no text', 5, {}, ['', '']],
    ['a full stop without a key before it', '', '.token', ['', 'token']],
    ['a full stop without a token after it', 'key.', '', ['key', '']],
    ['the key in both boxes', KEY, KEY, [KEY, KEY]],
    ['an address whose token has a broken code', KEY, `${HOST}?token=100%25%zz`, [KEY, '100%25%zz']],
    ['a token with the word Bearer inside', KEY, 'my bearer token', [KEY, 'my bearer token']],
    ['the shortest that could be joined', '', 'a.b', ['a', 'b']],
    ['a token that only begins like the key', KEY, `${KEY}x`, [KEY, `${KEY}x`]],
    ['a token with a full stop that is joined with no key', KEY, 'abc.def', [KEY, 'abc.def']],
    ['a token that begins with what no key has', KEY, 'UM4b-3e2Z9.def', [KEY, 'UM4b-3e2Z9.def']],
    ['a token that begins with what is too long for a key', KEY, 'UM4bC3e2Z9x.d', [KEY, 'UM4bC3e2Z9x.d']],
  ])('%s is left for the connection test to refuse', (_what, key, token, [apiKey, serverToken]) => {
    expect(readCredentials(key, token)).toEqual({ apiKey, serverToken });
  });

  test.each<[what: string, key: unknown, token: unknown]>([
    ['a token that is joined with another key', KEY, `UMijklmnop.${TOKEN}`],
    ['a key that is joined with another token', `${KEY}.other`, TOKEN],
    ['a token that is joined with another key, of letters and digits', KEY, `UM4bC3e2Z9.${TOKEN}`],
    ['both joined, with different keys', JOINED, `UMijklmnop.${TOKEN}`],
    ['both joined, with different tokens', JOINED, `${KEY}.other`],
    ['an address of another workspace', KEY, `${HOST}?token=UMijklmnop.${TOKEN}`],
    ['a header of another workspace', KEY, `Bearer UMijklmnop.${TOKEN}`],
  ])('%s is a contradiction, which nobody can resolve but the user', (_what, key, token) => {
    const read = readCredentials(key, token);
    // What was typed is secret, so it is no part of it.
    expect(read).toStrictEqual(
      new Invalid(
        'do not belong together: one of the two boxes also holds a different key or token. Copy both again.',
      ),
    );
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
        [apiKey, `Bearer ${joined}`],
        [`Bearer ${joined}`, ''],
        [apiKey, `${HOST}?token=${encodeURIComponent(joined)}`],
        [`${HOST}?token=${encodeURIComponent(joined)}`, `${HOST}?token=${encodeURIComponent(joined)}`],
      ]) {
        expect(readCredentials(inKeyBox, inTokenBox)).toEqual({ apiKey, serverToken });
        expect(readCredentials(` \u200b${inKeyBox}\n`, `\t${inTokenBox}\ufeff`)).toEqual({
          apiKey,
          serverToken,
        });
      }
    };
    fc.assert(fc.property(key, token, check), RUNS);
  });
});

test('the API wants key and token joined by a full stop', () => {
  expect(joinedToken({ apiKey: KEY, serverToken: TOKEN })).toBe('UMabcdefgh.s3rver-tok.en');
});

describe('the sender of our requests', () => {
  test('is named by the platform', () => {
    expect(USER_AGENTS).toEqual({ zapier: 'Zapier', make: 'Make' });
  });

  // What Usermaven's collector counts as a bot: the event would be thrown away or hidden.
  test.each(Object.values(USER_AGENTS))('does not look like a bot: %s', (userAgent) => {
    expect(userAgent).not.toMatch(
      /bot|crawl|spider|http|fetch|axios|curl|wget|python|java|got|undici|node|headless|monitor/i,
    );
    expect(userAgent).not.toMatch(/[/@:.+()]/);
    expect(userAgent).toMatch(/^[A-Z][a-z]+$/);
  });
});

describe('where events go', () => {
  test.each([undefined, '', ' \n'])('Usermaven, when nothing else is said (%j)', (override) => {
    expect(eventsHost(override)).toBe('https://events.usermaven.com');
  });

  test.each<[override: string, host: string]>([
    ['https://events.example.com', 'https://events.example.com'],
    [' https://events.example.com/ ', 'https://events.example.com'],
    ['https://example.com:8443/collector//', 'https://example.com:8443/collector'],
    ['HTTPS://Events.Example.com', 'https://events.example.com'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.8.9.10', 'http://127.8.9.10'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('%s, for a local run', (override, host) => {
    expect(eventsHost(override)).toBe(host);
    expect(safeAddress(override)).toBe(host);
  });

  test.each([
    'http://events.usermaven.com',
    'http://192.168.0.1',
    'http://localhost.example.com',
    'http://notlocalhost',
    'http://evil-localhost:8080',
    'http://evil.localhost',
    'http://127.0.0.1.example.com',
    'http://[::2]',
    'ftp://127.0.0.1',
    'file:///tmp/events',
    'events.usermaven.com',
    'localhost:8080',
    'https://',
    'https://user@example.com',
    'https://user:word@example.com',
    'https://:word@example.com',
    'https://example.com?token=1',
    'https://example.com/#there',
    'banana',
  ])('never %s: a token travels in the address, and a typo is an error', (override) => {
    expect(safeAddress(override)).toBeUndefined();
    const invalid = new Invalid(
      'USERMAVEN_EVENTS_URL must be an https address, or an http address of this machine such as http://127.0.0.1:8080.',
    );
    expect(eventsHost(override)).toStrictEqual(invalid);
    expect(eventsUrl({ apiKey: KEY, serverToken: TOKEN }, override)).toStrictEqual(invalid);
  });
});

describe('the address of a request', () => {
  test('has the path of the API for servers, and the joined token', () => {
    expect(eventsUrl({ apiKey: 'UMabcdefgh', serverToken: 'abc' })).toBe(
      'https://events.usermaven.com/api/v1/s2s/event?token=UMabcdefgh.abc',
    );
  });

  test('is built after the override too', () => {
    expect(eventsUrl({ apiKey: 'UMabcdefgh', serverToken: 'abc' }, 'http://localhost:1/base/')).toBe(
      'http://localhost:1/base/api/v1/s2s/event?token=UMabcdefgh.abc',
    );
  });

  test('carries any token, since its shape is not documented', () => {
    const serverToken = 'a/b+c=&#? ä%';
    const url = new URL(String(eventsUrl({ apiKey: 'UMabcdefgh', serverToken })));
    expect([...url.searchParams]).toEqual([['token', `UMabcdefgh.${serverToken}`]]);
    expect(url.hash).toBe('');
  });
});
