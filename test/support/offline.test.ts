import { createServer, get } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { isObject } from '../../src/lib/json.ts';

// No instanceof: fetch's errors come from outside jest's realm.
const refusalOf = async (request: Promise<unknown>): Promise<string> => {
  try {
    await request;
    return 'no refusal';
  } catch (error) {
    return isObject(error) ? String(error.cause ?? error) : String(error);
  }
};

const connecting = (...to: [port: number, host: string] | [path: string]): Promise<string> =>
  new Promise((resolve) => {
    const [first, host] = to;
    const socket = typeof first === 'string' ? connect(first) : connect(first, host);
    socket.on('error', (error) => resolve(error.message));
    socket.on('connect', () => resolve('connected'));
  });

describe('the network of the tests', () => {
  test.each(['https://example.com/', 'http://192.0.2.1/', 'http://[2001:db8::1]/'])(
    'refuses %s',
    async (url) => {
      expect(await refusalOf(fetch(url))).toMatch(
        /Tests do not reach the network: \S+ is not this machine\./,
      );
    },
  );

  test('refuses requests of node:http, whose path is no pipe', async () => {
    const refused = new Promise((_, reject) => get('http://example.com/path').on('error', reject));
    expect(await refusalOf(refused)).toContain('Tests do not reach the network: example.com');
  });

  test('refuses raw sockets', async () => {
    expect(await connecting(443, 'example.com')).toContain('Tests do not reach the network: example.com');
  });

  test('leaves this machine alone', async () => {
    const server = createServer((_, response) => response.end('here'));
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
      expect(await connecting(port, 'localhost')).toBe('connected');
      expect(await connecting('/no/such/pipe')).toContain('ENOENT');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
