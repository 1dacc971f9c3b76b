import http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import { afterAll } from '@jest/globals';

/**
 * Jest runs this before each test file (setupFilesAfterEnv): a connection to any other machine is refused before a
 * name is looked up. It sits below http, https, fetch and tls and leaves what is local exactly as it is, which nock
 * cannot: nock holds a request back until its body has ended. A test that needs an answer from another host gets it
 * from nock, which never comes as far as a socket.
 */
const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|::1)$/;

const { connect } = Socket.prototype;

/** Where a call of `connect` goes, in each form that Node gives it; null for a pipe. */
const hostOf = ([first, second]: readonly unknown[]): string | null => {
  if (Array.isArray(first)) return hostOf(first);
  if (typeof first === 'object' && first !== null) {
    const { path, host }: { path?: unknown; host?: unknown } = first;
    return typeof path === 'string' ? null : String(host ?? 'localhost');
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return null;
  return typeof second === 'string' ? second : 'localhost';
};

Socket.prototype.connect = function refuseOthers(this: Socket, ...args: unknown[]): Socket {
  const host = hostOf(args);
  if (host === null || LOOPBACK.test(host)) return Reflect.apply(connect, this, args);
  const refusal = new Error(`Tests do not reach the network: ${host} is not this machine.`);
  const lookup = (_name: string, _options: object, done: (error: Error) => void): void => done(refusal);
  // As if the name were not found: the connection fails in the way and at the moment of a real one.
  return Reflect.apply(connect, this, [{ host: 'localhost', port: 443, lookup }]);
};

/**
 * What a handler of an app without our flags replaces for good: http.request, https.request and fetch, each by one that
 * logs and that takes two arguments only (zapier-platform-core 19.1.0, create-http-patch.js).
 */
const requests = [http, https].map((module) => ({ module, request: module.request }));
const { fetch } = globalThis;

// Modules of Node are the same for every test file of a worker.
afterAll(() => {
  Socket.prototype.connect = connect;
  globalThis.fetch = fetch;
  for (const { module, request } of requests) {
    module.request = request;
    Reflect.deleteProperty(module, 'patchedByZapier');
  }
});
