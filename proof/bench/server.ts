import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The process that every app under test talks to: Usermaven, and what Zapier's servers do for a running app. It answers as
 * fast as it can, or after the latency that it is told to have.
 */

/** What the parent asks of the server; each order is answered by a {@link ServerState}. */
export interface ServerOrder {
  /** Milliseconds that an answer to events takes. */
  readonly latencyMs?: number;
  /** Whether the bodies of events are kept from now on. */
  readonly keepBodies?: boolean;
}

/** What the server has seen since the order before. */
export interface ServerState {
  readonly url: string;
  /** Requests with events. */
  readonly requests: number;
  /** Their bodies, if they were kept, in order of arrival. */
  readonly bodies: readonly string[];
}

let latencyMs = 0;
let keepBodies = false;
let requests = 0;
let bodies: string[] = [];

const answer = (response: ServerResponse, body: string): void => {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
};

/** The store behind `z.cache` is empty and takes everything. */
const answerCall = (text: string): string => {
  const { id, method } = JSON.parse(text) as { readonly id: string; readonly method: string };
  return JSON.stringify({ id, result: method === 'zcache_get' ? null : true });
};

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  const isCall = request.url === '/rpc';
  const isEvents = !isCall && request.url !== '/logs';
  request.on('data', (part: Buffer) => {
    if (isCall || (isEvents && keepBodies)) parts.push(part);
  });
  request.on('end', async () => {
    if (isCall) return answer(response, answerCall(Buffer.concat(parts).toString()));
    if (!isEvents) return answer(response, '{}');
    requests += 1;
    if (keepBodies) bodies.push(Buffer.concat(parts).toString());
    if (latencyMs > 0) await sleep(latencyMs);
    answer(response, '{"status":"ok"}');
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.on('message', (order: ServerOrder) => {
    latencyMs = order.latencyMs ?? latencyMs;
    keepBodies = order.keepBodies ?? keepBodies;
    process.send?.({ url: `http://127.0.0.1:${port}`, requests, bodies } satisfies ServerState);
    requests = 0;
    bodies = [];
  });
});

// Nothing is left running when the parent is gone.
process.on('disconnect', () => process.exit());
