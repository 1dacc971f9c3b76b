import { describe, expect, test } from '@jest/globals';
import { type ApiResponse, readResponse, retryAfterSeconds } from '../../src/usermaven/response.ts';

const NOW = Date.UTC(2026, 5, 15, 12);

const read = (status: number, body = '', retryAfter: string | null = null): ApiResponse =>
  readResponse(status, retryAfter, body, NOW);

describe('what a response means', () => {
  test.each<[status: number, meaning: ApiResponse]>([
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
    [408, { kind: 'retryable', status: 408 }],
    [409, { kind: 'refused', status: 409 }],
    [413, { kind: 'too_large', status: 413 }],
    [422, { kind: 'refused', status: 422 }],
    [429, { kind: 'retryable', status: 429 }],
    [500, { kind: 'retryable', status: 500 }],
    [502, { kind: 'retryable', status: 502 }],
    [503, { kind: 'retryable', status: 503 }],
    [504, { kind: 'retryable', status: 504 }],
    [599, { kind: 'retryable', status: 599 }],
    [101, { kind: 'refused', status: 101 }],
  ])('%d', (status, meaning) => {
    expect(read(status)).toStrictEqual(meaning);
  });

  test.each(['{"status":"ok"}', '{"status":1}', '', 'OK', '<html>', '{"message":"Invalid token"}', '{'])(
    'a success is one whatever its body (%j)',
    (body) => {
      expect(read(200, body)).toStrictEqual({ kind: 'accepted' });
    },
  );
});

describe('the reason that the server gives', () => {
  test.each<[body: string, reason: string]>([
    ['{"message":"event_type is missing","error":""}', 'event_type is missing'],
    ['{"message":"","error":"event_type is missing"}', 'event_type is missing'],
    ['{"message":" ","detail":"No user"}', 'No user'],
    ['{"detail":"No user"}', 'No user'],
    ['{"error":"No user"}', 'No user'],
    ['{"message":"first","detail":"second","error":"third"}', 'first'],
    ['{"message":{"text":"no"},"error":"No user"}', 'No user'],
    ['{"message":"  two\\nlines\\u0000\\t and  spaces "}', 'two lines and spaces'],
  ])('%s says %j', (body, reason) => {
    expect(read(400, body)).toStrictEqual({ kind: 'refused', status: 400, reason });
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
    expect(read(400, body)).toStrictEqual({ kind: 'refused', status: 400 });
  });

  // A secret in it is masked first: of one that was cut, a part would be left.
  test('is given whole, on one line, and is cut only where it is shown', () => {
    const message = `${'x'.repeat(190)} UMabcdefgh.t0ken ${'x'.repeat(190)}`;
    expect(read(400, JSON.stringify({ message }))).toMatchObject({ reason: message });
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
    expect(read(status, '', '120')).toStrictEqual({ kind: 'retryable', status, retryAfter: 120 });
    expect(read(status, '', 'soon')).toStrictEqual({ kind: 'retryable', status });
  });
});
