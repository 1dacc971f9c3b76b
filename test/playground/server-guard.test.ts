import { describe, expect, test } from '@jest/globals';
import { PATHS } from '../../playground/api.ts';
import { send, servedPlayground } from './playground-server.ts';
import { TRACKING } from './recipes.ts';

const { url, description, authData, get, post } = servedPlayground();

const portOf = () => new URL(url()).port;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const sandboxPost = (headers: Readonly<Record<string, string>>, text = '{"behavior":"normal"}') =>
  send(url() + PATHS.sandbox, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, text });

describe('the page', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/main.js', 'text/javascript; charset=utf-8'],
    ['/style.css', 'text/css; charset=utf-8'],
  ])('%s is %s, and is not sent again while it is the same', async (path, type) => {
    const { status, headers, text } = await get(path);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, type, 'no-cache']);
    expect(text.length).toBeGreaterThan(100);
    const again = await get(path, { 'If-None-Match': headers.etag });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await get(path, { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  test('refers to no other machine, and has no inline code or style', async () => {
    const { text } = await get('/');
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(text).not.toMatch(/<style|<script(?![^>]*src=)| on\w+=| style=/);
  });

  test('has less than 120 kB of script', async () => {
    expect((await get('/main.js')).text.length).toBeLessThan(120_000);
  });

  test('is all there is', async () => {
    for (const path of ['/main.tsx', '/package.json', '/../package.json', '/api/elsewhere'])
      expect((await get(path)).status).toBe(404);
  });
});

describe('every response', () => {
  test.each(['/', '/main.js', PATHS.app, PATHS.timeline, '/nowhere'])(
    '%s has the headers that limit what a browser does with it',
    async (path) => {
      const { headers } = await get(path);
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'DENY',
      });
    },
  );

  test('of the API is stored by no cache', async () => {
    expect((await get(PATHS.app)).headers['cache-control']).toBe('no-store');
    expect((await post(PATHS.sandbox, { behavior: 'normal' })).headers['cache-control']).toBe('no-store');
  });

  test('can be read by no other page', async () => {
    const { headers } = await get(PATHS.app);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('what is answered', () => {
  test('requests for this machine, by name or by address', async () => {
    for (const host of ['127.0.0.1', 'localhost'])
      expect((await get(PATHS.app, { Host: `${host}:${portOf()}` })).status).toBe(200);
  });

  test.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    'localhost',
    'localhost:1',
    '127.0.0.1.evil.example:PORT',
    'localhost.:PORT',
    '[::1]:PORT',
    '0.0.0.0:PORT',
  ])('no request for %s, whatever it resolves to', async (name) => {
    const host = name.replace('PORT', portOf());
    for (const path of ['/', PATHS.app, PATHS.live, '/nowhere']) {
      const { status, text } = await get(path, { Host: host });
      expect([path, status]).toEqual([path, 403]);
      expect(text).not.toContain(description().sandboxConnection.server_token);
    }
    expect((await sandboxPost({ Host: host })).status).toBe(403);
  });

  test('requests of its own page, and of clients that are no browsers', async () => {
    expect((await sandboxPost({})).status).toBe(200);
    for (const host of ['127.0.0.1', 'localhost'])
      expect((await sandboxPost({ Origin: `http://${host}:${portOf()}` })).status).toBe(200);
  });

  test.each([
    'http://evil.example',
    'null',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1',
    'http://localhost:1',
  ])('no request of a page of %s', async (name) => {
    const { status, text } = await sandboxPost({ Origin: name.replace('PORT', portOf()) });
    expect([status, text]).toEqual([403, 'The playground takes requests from its own page only.']);
  });

  test('no preflight request of another page', async () => {
    const { status, headers } = await send(url() + PATHS.run, {
      method: 'OPTIONS',
      headers: { Origin: 'http://evil.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(status).toBe(403);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('what is accepted', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    '',
  ])('JSON only, not %j', async (type) => {
    const { status, text } = await sandboxPost({ 'Content-Type': type });
    expect([status, text]).toEqual([415, expect.stringContaining('application/json')]);
  });

  test('JSON with a character set', async () => {
    expect((await sandboxPost({ 'Content-Type': 'application/json; charset=utf-8' })).status).toBe(200);
  });

  test.each([PATHS.connect, PATHS.form, PATHS.run, PATHS.hook, PATHS.sandbox, PATHS.make])(
    '%s rejects anything but the JSON that it expects, with a message and without a stack trace',
    async (path) => {
      const broken = await send(url() + path, { method: 'POST', headers: JSON_TYPE, text: '{"authData":' });
      expect([broken.status, broken.text]).toEqual([400, 'The body is not JSON.']);
      for (const text of ['[]', 'null', '{}', '{"authData":7}']) {
        const { status, text: says } = await send(url() + path, { method: 'POST', headers: JSON_TYPE, text });
        expect(status).toBe(400);
        expect(says).toContain('The playground does not understand this request.');
        expect(says).not.toMatch(/^\s+at /m);
      }
    },
  );

  test('a body of 12 MB and no more', async () => {
    const padded = (bytes: number) => '{"behavior":"normal"}'.padEnd(bytes);
    expect((await sandboxPost({}, padded(12 * 1024 * 1024))).status).toBe(200);
    const { status, text } = await sandboxPost({}, padded(12 * 1024 * 1024 + 1));
    expect([status, text]).toEqual([413, expect.stringContaining('Send fewer rows.')]);
  });

  test('no other method', async () => {
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await send(url() + PATHS.run, { method, headers: JSON_TYPE })).status).toBe(404);
  });

  test('a key called __proto__, as data', async () => {
    const text = `{"operation":"${TRACKING.key}","authData":${JSON.stringify(authData())},"inputData":{"__proto__":{"user_id":"usr_1"},"event_name":"A"}}`;
    const { body } = await send<{ result: { ok: boolean } }>(url() + PATHS.run, {
      method: 'POST',
      headers: JSON_TYPE,
      text,
    });
    expect(body.result.ok).toBe(false);
  });
});
