import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../src/lib/json.ts';
import { type ApiResponse, readResponse, retryAfterSeconds } from '../../src/usermaven/response.ts';
import { run } from '../../tools/run.ts';
import { anyJson, RUNS } from '../support/arbitraries.ts';
import { expectToGrowInStep, processorMs } from '../support/growth.ts';

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

describe('a 403', () => {
  test.each([
    '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head></html>',
    '<!doctype html>',
    '<html lang="en">',
    '\n <HTML>',
    '<head><title>403 Forbidden</title></head>',
    '<body>no</body>',
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html>',
    '<!-- blocked --> <!-- again -->\n<html><body>no</body></html>',
  ])('with a page for people comes from a firewall: %j', (body) => {
    expect(read(403, body)).toStrictEqual({ kind: 'blocked', status: 403 });
  });

  test.each([
    '',
    'API key is not valid',
    '{"message":"<html>"}',
    'no <html>',
    '<htmlish>',
    '<p>no</p>',
    '<?xml version="1.0"?><Error>no</Error>',
  ])('with anything else is about the credentials: %j', (body) => {
    expect(read(403, body)).toStrictEqual({ kind: 'unauthorized', status: 403 });
  });

  test('alone: no other status with a page for people is one of a firewall', () => {
    expect(read(401, '<html>')).toStrictEqual({ kind: 'unauthorized', status: 401 });
    expect(read(400, '<html>')).toStrictEqual({ kind: 'refused', status: 400 });
    expect(read(503, '<html>')).toStrictEqual({ kind: 'retryable', status: 503 });
  });
});

describe('the reason that the server gives', () => {
  test.each<[body: string, reason: string]>([
    // Plain text, as Usermaven's collector writes it.
    ['Bad request', 'Bad request'],
    ['No events in batch', 'No events in batch'],
    [
      'Request decoding error: JSON payload is invalid: missing field `user` at line 1 column 20',
      'Request decoding error: JSON payload is invalid: missing field `user` at line 1 column 20',
    ],
    ['"no"', 'no'],
    // A text, as Usermaven's Python client reads it, and others write it.
    ['{"message":"event_type is missing","error":""}', 'event_type is missing'],
    ['{"message":"","error":"event_type is missing"}', 'event_type is missing'],
    ['{"message":" ","detail":"No user"}', 'No user'],
    ['{"detail":"No user"}', 'No user'],
    ['{"error":"No user"}', 'No user'],
    ['{"msg":"No user"}', 'No user'],
    ['{"title":"Bad Request","status":400,"detail":"No user"}', 'No user'],
    ['{"title":"Bad Request","status":400}', 'Bad Request'],
    ['{"message":"first","detail":"second","error":"third"}', 'first'],
    ['{"Message":"No user"}', 'No user'],
    ['{"code":3,"description":"No user"}', 'No user'],
    ['{"error":"invalid_request","error_description":"No user"}', 'No user'],
    // An object within.
    ['{"error":{"message":"No user","code":7}}', 'No user'],
    ['{"error":{"type":"invalid","reason":"No user"}}', 'No user'],
    ['{"message":{"text":"no"},"error":"No user"}', 'text: no'],
    // A list, of texts or of objects.
    ['{"errors":["No user","No name"]}', 'No user; No name'],
    ['["No user"]', 'No user'],
    ['{"errors":[{"message":"No user"},{"message":"No name"}]}', 'No user; No name'],
    ['{"errors":["a","b","c","d"]}', 'a; b; c'],
    // What FastAPI writes, as Usermaven's Python client knows it.
    ['{"detail":[{"loc":["body","user"],"msg":"field required","type":"missing"}]}', 'field required'],
    // By field.
    [
      '{"errors":{"user":["is missing"],"event_type":["is too long","is odd"]}}',
      'user: is missing; event_type: is too long; is odd',
    ],
    ['{"errors":{"a":"is odd","b":"is odd","c":"is odd","d":"is odd"}}', 'a: is odd; b: is odd; c: is odd'],
    [
      '{"errors":{"user":{"message":"is missing"},"event_type":[{"msg":"is odd"}]}}',
      'user: is missing; event_type: is odd',
    ],
    [
      '{"detail":[{"loc":["body","user"],"type":"missing","input":{"event_type":"A"}}]}',
      'loc: body; user; type: missing',
    ],
    ['{"message":"  two\\nlines\\u0000\\t and  spaces "}', 'two lines and spaces'],
    ['two\nlines\u0000\t and  spaces ', 'two lines and spaces'],
  ])('%s says %j', (body, reason) => {
    expect(read(400, body)).toStrictEqual({ kind: 'refused', status: 400, reason });
  });

  test.each([
    '',
    ' \n',
    '<html>no</html>',
    '<!DOCTYPE html>\n<p>Bad request</p>',
    '<p>Bad request</p>',
    '<?xml version="1.0"?><Error><Message>No user</Message></Error>',
    'null',
    '5',
    'true',
    '{}',
    '[]',
    '{"message":5}',
    '{"message":null,"errors":[]}',
    '{"status":"no"}',
    '{',
    '{"event_type":"a',
  ])('%j says nothing', (body) => {
    expect(read(400, body)).toStrictEqual({ kind: 'refused', status: 400 });
  });

  test.each<[body: string, reason: string]>([
    ['invalid JSON: {"user":{"email":"jane@example.com"}', 'invalid JSON:'],
    ['could not parse [{"email":"jane@example.com"}] at 1', 'could not parse'],
    ['expected value\n[\n{"email":"jane@example.com"}\n', 'expected value'],
  ])('is never what the event was, which some repeat from a bracket on: %s', (body, reason) => {
    expect(read(400, body)).toStrictEqual({ kind: 'refused', status: 400, reason });
  });

  test.each<[body: Json, reason: string]>([
    [{ message: 'invalid JSON: {"user":{"email":"jane@example.com"}' }, 'invalid JSON:'],
    [{ error: { reason: 'could not parse [{"email":"jane@example.com"}] at 1' } }, 'could not parse'],
    [{ detail: ['bad event {"email":"jane@example.com"}'] }, 'bad event'],
  ])('is never what the event was, in JSON neither: %j', (body, reason) => {
    expect(read(400, JSON.stringify(body))).toStrictEqual({ kind: 'refused', status: 400, reason });
  });

  const sent = {
    api_key: 'UM',
    event_type: 'Paid',
    user: { id: 'usr_1' },
    event_attributes: { message: 'hi' },
  };

  test.each<[body: Json, reason: string | undefined]>([
    [sent, undefined],
    [[sent], undefined],
    [[[sent]], undefined],
    [{ request: sent }, undefined],
    [{ error: { status: 'bad', received: sent } }, 'status: bad'],
    [{ errors: [{ loc: 'user', input: sent }] }, 'loc: user'],
    [{ errors: { user: { given: sent } } }, undefined],
  ])('is never what the event was, wherever in JSON it is repeated: %j', (body, reason) => {
    const response = read(400, JSON.stringify(body));
    expect(response).toStrictEqual({ kind: 'refused', status: 400, ...(reason ? { reason } : {}) });
  });

  test('in a body of any shape is one line, and nothing of what a request may have sent behind a bracket', () => {
    const check = (before: string, sent: Json) => {
      const response = read(
        400,
        `${before}${JSON.stringify({ sent: 'jane@example.com', more: sent })} ${before}`,
      );
      if (response.kind !== 'refused') throw new Error(response.kind);
      expect(response.reason ?? '').not.toContain('jane@example.com');
      expect(response.reason ?? 'none').toMatch(/^\S(?:[^\p{Cc}\n\r\u2028\u2029]*\S)?$/u);
    };
    const prose = fc.string().filter((words) => /\S/.test(words) && !/[{[<]/.test(words));
    fc.assert(fc.property(prose, anyJson, check), RUNS);
  });

  test('in any JSON is a text of it, on one line, and never fails', () => {
    const check = (body: Json) => {
      const response = read(400, JSON.stringify(body));
      if (response.kind !== 'refused') throw new Error(response.kind);
      if ('reason' in response) expect(response.reason).toMatch(/^\S(?:[^\p{Cc}\n\r\u2028\u2029]*\S)?$/u);
    };
    fc.assert(fc.property(anyJson, check), RUNS);
  });

  test('is not looked for without an end', () => {
    const deep = `${'{"error":'.repeat(5_000)}"no"${'}'.repeat(5_000)}`;
    expect(read(400, deep)).toStrictEqual({ kind: 'refused', status: 400 });
  });

  // A secret in it is masked first: of one that was cut, a part would be left.
  test('is given whole, on one line, and is cut only where it is shown', () => {
    const message = `${'x'.repeat(190)} UMabcdefgh.t0ken ${'x'.repeat(190)}`;
    expect(read(400, JSON.stringify({ message }))).toMatchObject({ reason: message });
  });

  test.each<[what: string, body: (length: number) => string]>([
    ['spaces', (length) => `a${' '.repeat(length)}a`],
    ['brackets', (length) => '['.repeat(length)],
    ['comments', (length) => '<!-- x -->'.repeat(length)],
    ['comments that never end', (length) => '<!--'.repeat(length)],
    ['text', (length) => 'no user '.repeat(length)],
  ])('of many %s is found in a time that grows in step with them', async (_what, body) => {
    const readBoth = (text: string) => [400, 403].map((status) => read(status, text));
    await expectToGrowInStep(2_500, (length) => processorMs(() => readBoth(body(length))));
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

  test('is the same wherever the machine is, also where a date names no zone', async () => {
    const module = new URL('../../src/usermaven/response.ts', import.meta.url).href;
    const script = `import { retryAfterSeconds } from '${module}';
      process.stdout.write(String(retryAfterSeconds('Mon Jun 15 12:00:30 2026', ${NOW})));`;
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script];
    expect(await run('node', args, { env: { TZ: 'America/New_York' } })).toBe('30');
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
