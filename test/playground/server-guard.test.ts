import { describe, expect, test } from '@jest/globals';
import { PATHS } from '../../playground/api.ts';
import { playground, send } from './playing.ts';

const { url, description, authData, get, post } = playground();

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

  test('names nothing of other machines, and no code or style of its own', async () => {
    const { text } = await get('/');
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(text).not.toMatch(/<style|<script(?![^>]*src=)| on\w+=| style=/);
  });

  test('is React-free and small: it loads in a moment', async () => {
    expect((await get('/main.js')).text.length).toBeLessThan(250_000);
  });

  test('nothing else is there', async () => {
    for (const path of ['/main.tsx', '/package.json', '/../package.json', '/api/elsewhere'])
      expect((await get(path)).status).toBe(404);
  });
});

describe('every answer', () => {
  test.each(['/', '/main.js', PATHS.app, PATHS.timeline, '/nowhere'])(
    '%s carries the headers that keep a browser in bounds',
    async (path) => {
      const { headers } = await get(path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      for (const kind of ['script', 'style', 'img', 'connect'])
        expect(policy).toContain(`${kind}-src 'self';`);
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    },
  );

  test('of the API is kept by nobody', async () => {
    expect((await get(PATHS.app)).headers['cache-control']).toBe('no-store');
    expect((await post(PATHS.sandbox, { behavior: 'normal' })).headers['cache-control']).toBe('no-store');
  });

  test('allows no other page to read it', async () => {
    const { headers } = await get(PATHS.app);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('who is answered', () => {
  test('who asks for this machine by name or by address', async () => {
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
  ])('nobody who asks for %s, whatever it leads to', async (name) => {
    const host = name.replace('PORT', portOf());
    for (const path of ['/', PATHS.app, PATHS.live, '/nowhere']) {
      const { status, text } = await get(path, { Host: host });
      expect([path, status]).toEqual([path, 403]);
      expect(text).not.toContain(description().sandboxConnection.server_token);
    }
    expect((await sandboxPost({ Host: host })).status).toBe(403);
  });

  test('the own page, and what is no page', async () => {
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
  ])('no page of %s', async (name) => {
    const { status, text } = await sandboxPost({ Origin: name.replace('PORT', portOf()) });
    expect([status, text]).toEqual([403, 'The playground takes requests from its own page only.']);
  });

  test('no page that asks beforehand whether it may', async () => {
    const { status, headers } = await send(url() + PATHS.run, {
      method: 'OPTIONS',
      headers: { Origin: 'http://evil.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(status).toBe(403);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('what is taken', () => {
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
    '%s refuses what is no JSON, or something else, in words and without a stack',
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

  test('names of a prototype are data', async () => {
    const text = `{"operation":"track_event","authData":${JSON.stringify(authData())},"inputData":{"__proto__":{"user_id":"usr_1"},"event_name":"A"}}`;
    const { body } = await send<{ result: { ok: boolean } }>(url() + PATHS.run, {
      method: 'POST',
      headers: JSON_TYPE,
      text,
    });
    expect(body.result.ok).toBe(false);
  });
});
