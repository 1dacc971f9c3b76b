import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Parameter } from '../../../sandbox/make/folder.ts';
import type { MappedForm } from '../../../sandbox/make/form.ts';
import { type Ending, type Run, run } from '../../../sandbox/make/run-communication.ts';
import { type Collection, UnknownToMake } from '../../../sandbox/make/values.ts';

const HOST = 'https://api.example.com';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly agent: string | undefined;
  readonly body: string;
}

/** What the server saw, and its next reply. */
const seen: Seen[] = [];
let reply: { status: number; type?: string; body?: string; location?: string } = { status: 200 };

const serve = (request: IncomingMessage, response: ServerResponse): void => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { method, url, headers } = request;
    seen.push({
      method,
      url,
      type: headers['content-type'],
      agent: headers['user-agent'],
      body: Buffer.concat(parts).toString(),
    });
    const { status, type, body, location } = reply;
    response.writeHead(status, {
      ...(type ? { 'content-type': type } : {}),
      ...(location ? { location } : {}),
    });
    response.end(body);
  });
};

const server = createServer(serve);
let is: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  is = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const JSON_OK = { status: 200, type: 'application/json', body: '{"id":7}' };

const FORM: Parameter[] = [
  { name: 'name', type: 'text' },
  { name: 'tags', type: 'array', spec: { type: 'text' } },
  { name: 'need', type: 'text', required: true },
];

const running = async (
  communication: Collection,
  {
    replies = JSON_OK,
    mapped = {},
    ...more
  }: { replies?: typeof reply; mapped?: MappedForm } & Partial<Run> = {},
): Promise<{ ending: Ending; request: Seen | undefined }> => {
  reply = replies;
  seen.length = 0;
  const ending = await run(
    { communication, form: FORM, mapped: { need: 'x', ...mapped }, ...more },
    { host: { of: HOST, is } },
  );
  return { ending, request: seen[0] };
};

const POST = { url: `${HOST}/events`, method: 'POST' };

describe('the request', () => {
  test('has a JSON body without the keys whose value is undefined, nested ones too', async () => {
    const { request } = await running(
      { ...POST, body: { name: '{{parameters.name}}', ids: {}, a: { b: '{{parameters.name}}', c: 1 } } },
      {},
    );
    expect(request).toMatchObject({
      method: 'POST',
      url: '/events',
      type: 'application/json',
      body: '{"ids":{},"a":{"c":1}}',
    });
  });

  test('has a body of text as it is, and no type that nobody gave', async () => {
    const { request } = await running({ ...POST, type: 'text', body: '[]' });
    expect(request).toMatchObject({ body: '[]', type: expect.stringContaining('text/plain') });
  });

  test('has no body when the value is undefined, nor with a GET', async () => {
    expect((await running({ ...POST, body: '{{parameters.name}}' })).request).toMatchObject({
      body: '',
      type: undefined,
    });
    expect((await running({ ...POST, method: 'GET', body: { a: 1 } })).request).toMatchObject({
      body: '',
      type: undefined,
    });
  });

  test('has its query encoded: an array gives several values, undefined none', async () => {
    const { request } = await running(
      { ...POST, qs: { token: 'a+b&c=d e', tag: '{{parameters.tags}}', name: '{{parameters.name}}', n: 1 } },
      { mapped: { tags: ['x', 'ü'] } },
    );
    expect(request?.url).toBe('/events?token=a%2Bb%26c%3Dd%20e&tag=x&tag=%C3%BC&n=1');
  });

  test('reads `temp`, whose members do not see each other', async () => {
    const temp = { one: 'a{{parameters.need}}', two: '[{{temp.one}}]' };
    const { request } = await running({ ...POST, temp, body: '{{temp}}' });
    expect(JSON.parse(request?.body ?? '')).toEqual({ one: 'ax', two: '[]' });
  });

  test("reads the app's common data", async () => {
    const temp = { name: "{{replace(parameters.need, common.x, 'y')}}" };
    const { request } = await running({ ...POST, temp, body: '{{temp}}' }, { common: { x: '/^x$/' } });
    expect(JSON.parse(request?.body ?? '')).toEqual({ name: 'y' });
  });

  test('is not sent when the form is not filled in', async () => {
    const { ending, request } = await running(POST, { mapped: { need: '' } });
    expect(ending).toEqual({ kind: 'refused', problems: ['need: missing'] });
    expect(request).toBeUndefined();
  });

  test.each<[method: string, directives: Collection, follows: boolean]>([
    ['GET', {}, true],
    ['GET', { followRedirects: false }, false],
    ['GET', { followAllRedirects: false }, true],
    ['POST', {}, true],
    ['POST', { followRedirects: false }, true],
    ['POST', { followAllRedirects: false }, false],
    ['DELETE', { followRedirects: false }, true],
    ['DELETE', { followRedirects: false, followAllRedirects: false }, false],
  ])('a %s with %j: a redirect is followed: %s', async (method, directives, follows) => {
    const replies = { status: 307, location: `${HOST}/elsewhere` };
    const done = running({ url: `${HOST}/events`, method, ...directives }, { replies });
    // The other host does not exist.
    if (follows) await expect(done).rejects.toThrow('fetch failed');
    else expect((await done).ending).toMatchObject({ kind: 'done' });
    expect(seen).toHaveLength(1);
  });
});

describe('the base', () => {
  const base = {
    baseUrl: HOST,
    headers: { 'x-a': '1', 'x-b': '1' },
    qs: { token: '{{connection.key}}' },
    response: { error: { message: 'base' } },
    log: { sanitize: ['request.qs.token'] },
  };
  const connection = { key: 'k' };

  test('merges into a module: address, headers, query, errors', async () => {
    const communication = {
      url: '/x',
      method: 'POST',
      headers: { 'x-b': '2' },
      qs: { more: '1' },
      response: { output: '{{body}}' },
    };
    const { ending, request } = await running(communication, { base, connection });
    expect(request?.url).toBe('/x?token=k&more=1');
    expect(ending).toMatchObject({
      kind: 'done',
      output: { id: 7 },
      log: { request: { headers: { 'x-a': '1', 'x-b': '2' }, qs: { token: '(hidden)', more: '1' } } },
    });
    expect(
      (await running(communication, { base, connection, replies: { status: 418 } })).ending,
    ).toMatchObject({
      kind: 'failed',
      message: 'base',
    });
  });

  test.each([
    ['/x', '/x'],
    ['x/y', '/x/y'],
    ['//x///y?a=b//c', '/x/y?a=b//c'],
    ['/https://evil.example/x', '/https:/evil.example/x'],
    ['///evil.example', '/evil.example'],
  ])('keeps an address without a scheme on its host, with single slashes: %s', async (url, arrived) => {
    const { request } = await running({ url, method: 'POST' }, { base, connection });
    expect(request?.url).toBe(`${arrived}${arrived.includes('?') ? '&' : '?'}token=k`);
  });

  test('names the sender, unless the module does', async () => {
    const named = { ...base, headers: { 'user-agent': 'Make' } };
    expect((await running(POST, { base: named, connection })).request?.agent).toBe('Make');
    const own = { ...POST, headers: { 'user-agent': 'Own' } };
    expect((await running(own, { base: named, connection })).request?.agent).toBe('Own');
  });

  test('is replaced by what a module gives as text', async () => {
    const communication = { ...POST, qs: '{{connection}}' };
    expect((await running(communication, { base, connection })).request?.url).toBe('/events?key=k');
  });

  test('does not reach a connection: its address is nowhere then', async () => {
    await expect(running({ url: '/x', method: 'POST' })).rejects.toThrow(UnknownToMake);
  });
});

describe('the response', () => {
  const response = { output: '{{body}}', metadata: { value: '{{headers.`content-type`}} {{statusCode}}' } };

  test('is parsed when it says that it is JSON', async () => {
    expect((await running({ ...POST, response })).ending).toMatchObject({
      kind: 'done',
      output: { id: 7 },
      metadata: { value: 'application/json 200' },
    });
  });

  test.each([
    [{ status: 200, type: 'text/html', body: '<p>' }, '<p>'],
    [{ status: 200, type: 'application/json', body: '{' }, '{'],
    [{ status: 200 }, undefined],
  ])('%j gives the output %j', async (replies, output) => {
    expect((await running({ ...POST, response }, { replies })).ending).toMatchObject({
      kind: 'done',
      output,
    });
  });

  test('of an action has to be a collection', async () => {
    const replies = { status: 200, type: 'text/plain', body: 'ok' };
    expect((await running({ ...POST, response }, { replies, isAction: true })).ending).toMatchObject({
      kind: 'failed',
      type: 'DataError',
    });
    expect((await running({ ...POST, response }, { isAction: true })).ending).toMatchObject({ kind: 'done' });
  });

  test.each<[status: number, type: string]>([
    [400, 'RuntimeError'],
    [404, 'RuntimeError'],
    [429, 'RateLimitError'],
    [500, 'ConnectionError'],
    [503, 'ConnectionError'],
    [599, 'ConnectionError'],
  ])('with a %i is a %s where nobody says otherwise', async (status, type) => {
    const error = { message: 'No.', 404: { message: 'Not here.' }, 503: { message: 'Busy.' } };
    expect((await running({ ...POST, response: { error } }, { replies: { status } })).ending).toMatchObject({
      kind: 'failed',
      type,
    });
  });

  test('may decide by an expression what kind of error it is', async () => {
    const error = { message: 'No.', type: "{{if(body == 'page', 'RuntimeError', 'DataError')}}" };
    for (const [body, type] of [
      ['page', 'RuntimeError'],
      ['text', 'DataError'],
    ] as const) {
      const replies = { status: 403, type: 'text/plain', body };
      expect((await running({ ...POST, response: { error } }, { replies })).ending).toMatchObject({ type });
    }
  });

  test('gives a connection what it keeps', async () => {
    const kept = { data: { name: '{{parameters.need}}', id: '{{body.id}}' } };
    expect((await running({ ...POST, response: kept })).ending).toMatchObject({ data: { name: 'x', id: 7 } });
  });

  test.each<[status: number, type: string, message: string]>([
    [401, 'InvalidAccessTokenError', '[401] No.'],
    [429, 'RateLimitError', 'Slow.'],
    [404, 'DataError', '[404] not here'],
    [500, 'DataError', '[500] not here'],
  ])('with a %i is a %s', async (status, type, message) => {
    const error = {
      type: 'DataError',
      message: '[{{statusCode}}] {{body.why}}',
      401: { type: 'InvalidAccessTokenError', message: '[401] No.' },
      429: { message: 'Slow.' },
    };
    const replies = { status, type: 'application/json', body: '{"why":"not here"}' };
    expect((await running({ ...POST, response: { error } }, { replies })).ending).toMatchObject({
      kind: 'failed',
      type,
      message,
    });
  });

  test('below 400 is an error when it is not valid', async () => {
    const valid = { condition: '{{statusCode < 300}}', type: 'DataError', message: 'Moved.' };
    const communication = { ...POST, followAllRedirects: false, response: { valid } };
    expect((await running(communication, { replies: { status: 302 } })).ending).toMatchObject({
      type: 'DataError',
      message: 'Moved.',
    });
    expect((await running(communication)).ending).toMatchObject({ kind: 'done' });
    const vague = { ...POST, response: { valid: { condition: '{{body.id}}', message: '' } } };
    await expect(running(vague)).rejects.toThrow(UnknownToMake);
  });
});

describe('the log', () => {
  const body = { a: { secret: 's', open: 'o' }, list: [{ secret: 's' }] };

  test('hides the values at the paths, and nothing else', async () => {
    const sanitize = [
      'request.body.a.secret',
      'response.headers',
      'request.qs.nothing',
      'request.body.list.secret',
    ];
    const { ending } = await running({ ...POST, body, log: { sanitize } });
    expect(ending).toMatchObject({
      log: {
        request: {
          url: POST.url,
          method: 'POST',
          qs: {},
          body: { a: { secret: '(hidden)', open: 'o' }, list: [{ secret: 's' }] },
        },
        response: { statusCode: 200, headers: '(hidden)', body: { id: 7 } },
      },
    });
    expect(ending).not.toHaveProperty('log.request.qs.nothing');
  });

  test('is kept of failures too, and not at all without paths', async () => {
    const sanitize = ['request.body'];
    const error = { message: 'No.' };
    const { ending } = await running(
      { ...POST, body, log: { sanitize }, response: { error } },
      { replies: { status: 400 } },
    );
    expect(ending).toMatchObject({ kind: 'failed', log: { request: { body: '(hidden)' } } });
    expect((await running({ ...POST, body })).ending).toMatchObject({ log: {} });
  });
});

describe('what the runner does not know is an error', () => {
  test.each<[why: string, communication: Collection]>([
    ['a directive', { ...POST, condition: true }],
    ['a directive of the response', { ...POST, response: { iterate: '{{body}}' } }],
    ['another host', { url: 'https://other.example/x', method: 'POST' }],
    ['a host that only begins the same', { url: `${HOST}.evil.example/x`, method: 'POST' }],
    ['a type', { ...POST, type: 'urlencoded' }],
    ['an array as a whole body', { ...POST, body: ['a'] }],
    ['a body of text that is not text', { ...POST, type: 'text', body: { a: 1 } }],
    ['a response that is not an object', { ...POST, response: '{{body}}' }],
    ['headers that are not an object', { ...POST, headers: '{{parameters.need}}' }],
    ['no address', { method: 'POST' }],
    ['null in the query', { ...POST, qs: { a: null } }],
    ['a variable of the response in the request', { ...POST, body: '{{body}}' }],
    ['the connection, when there is none', { ...POST, qs: { token: '{{connection.key}}' } }],
  ])('%s', async (_why, communication) => {
    await expect(running(communication)).rejects.toThrow(UnknownToMake);
    expect(seen).toEqual([]);
  });
});
