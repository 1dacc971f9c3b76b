import { describe, expect, test } from '@jest/globals';
import { type Answer, readAnswer, retryAfterSeconds } from '../../src/usermaven/response.ts';

const NOW = Date.UTC(2026, 5, 15, 12);

const answer = (status: number, body = '', retryAfter: string | null = null): Answer =>
  readAnswer(status, retryAfter, body, NOW);

describe('what an answer means', () => {
  test.each<[status: number, meaning: Answer]>([
    [200, { kind: 'accepted' }],
    [201, { kind: 'accepted' }],
    [204, { kind: 'accepted' }],
    [299, { kind: 'accepted' }],
    [300, { kind: 'redirected', status: 300 }],
    [301, { kind: 'redirected', status: 301 }],
    [302, { kind: 'redirected', status: 302 }],
    [304, { kind: 'redirected', status: 304 }],
    [307, { kind: 'redirected', status: 307 }],
    [308, { kind: 'redirected', status: 308 }],
    [400, { kind: 'refused', status: 400 }],
    [401, { kind: 'unauthorized', status: 401 }],
    [402, { kind: 'refused', status: 402 }],
    [403, { kind: 'unauthorized', status: 403 }],
    [404, { kind: 'refused', status: 404 }],
    [405, { kind: 'refused', status: 405 }],
    [408, { kind: 'again', status: 408 }],
    [409, { kind: 'refused', status: 409 }],
    [413, { kind: 'too_large', status: 413 }],
    [422, { kind: 'refused', status: 422 }],
    [429, { kind: 'again', status: 429 }],
    [500, { kind: 'again', status: 500 }],
    [502, { kind: 'again', status: 502 }],
    [503, { kind: 'again', status: 503 }],
    [504, { kind: 'again', status: 504 }],
    [599, { kind: 'again', status: 599 }],
    [101, { kind: 'refused', status: 101 }],
  ])('%d', (status, meaning) => {
    expect(answer(status)).toStrictEqual(meaning);
  });

  test.each(['{"status":"ok"}', '{"status":1}', '', 'OK', '<html>', '{"message":"Invalid token"}', '{'])(
    'a success is one whatever its body (%j)',
    (body) => {
      expect(answer(200, body)).toStrictEqual({ kind: 'accepted' });
    },
  );
});

describe('the reason that the server gives', () => {
  test.each<[body: string, said: string]>([
    ['{"message":"event_type is missing","error":""}', 'event_type is missing'],
    ['{"message":"","error":"event_type is missing"}', 'event_type is missing'],
    ['{"message":" ","detail":"No user"}', 'No user'],
    ['{"detail":"No user"}', 'No user'],
    ['{"error":"No user"}', 'No user'],
    ['{"message":"first","detail":"second","error":"third"}', 'first'],
    ['{"message":{"text":"no"},"error":"No user"}', 'No user'],
    ['{"message":"  two\\nlines\\u0000\\t and  spaces "}', 'two lines and spaces'],
  ])('%s says %j', (body, said) => {
    expect(answer(400, body)).toStrictEqual({ kind: 'refused', status: 400, said });
  });

  test.each([
    '',
    'Bad request',
    '<html>no</html>',
    'null',
    '"no"',
    '["no"]',
    '{}',
    '{"message":5}',
    '{"status":"no"}',
    '{',
  ])('%j says nothing', (body) => {
    expect(answer(400, body)).toStrictEqual({ kind: 'refused', status: 400 });
  });

  test('is cut after 200 characters, between characters', () => {
    const said = (message: string) => answer(400, JSON.stringify({ message }));
    expect(said('x'.repeat(200))).toMatchObject({ said: 'x'.repeat(200) });
    expect(said('x'.repeat(201))).toMatchObject({ said: `${'x'.repeat(200)}…` });
    expect(said(`${'x'.repeat(199)}😀`)).toMatchObject({ said: `${'x'.repeat(199)}…` });
  });
});

describe('Retry-After', () => {
  test.each<[header: string, seconds: number]>([
    ['0', 0],
    ['120', 120],
    [' 7 ', 7],
    // The three forms of a date in RFC 9110, 5.6.7.
    ['Mon, 15 Jun 2026 12:00:30 GMT', 30],
    ['Monday, 15-Jun-26 12:00:30 GMT', 30],
    ['Mon Jun 15 12:00:30 2026', 30],
    // Already past: at once.
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
  ])('%j is %d seconds', (header, seconds) => {
    expect(retryAfterSeconds(header, NOW)).toBe(seconds);
  });

  test('counts up to the full second', () => {
    expect(retryAfterSeconds('Mon, 15 Jun 2026 12:00:30 GMT', NOW + 1)).toBe(30);
    expect(retryAfterSeconds('Mon, 15 Jun 2026 12:00:30 GMT', NOW + 999)).toBe(30);
  });

  test.each([
    null,
    '',
    ' ',
    '-1',
    '1.5',
    '5s',
    '1e3',
    'soon',
    'later 5',
    'Monday 5',
    'Mon, 99 Foo 2026 12:00:30 GMT',
    '2026-06-15',
  ])('%j is neither seconds nor a date', (header) => {
    expect(retryAfterSeconds(header, NOW)).toBeUndefined();
  });

  test.each([408, 429, 500, 503])('goes along with %d', (status) => {
    expect(answer(status, '', '120')).toStrictEqual({ kind: 'again', status, retryAfter: 120 });
    expect(answer(status, '', 'soon')).toStrictEqual({ kind: 'again', status });
  });
});
