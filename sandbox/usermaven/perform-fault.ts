import { type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault-rules.ts';
import { type ApiResponse, OK_BODY, payloadOf } from './responses.ts';

/** What is different from the usual when a request that meets a fault is handled. */
export interface Handling {
  /** How many of its events are stored, from the first one on; all of them if absent. */
  readonly stores?: (events: number) => number;
  /** Event ids are not read. */
  readonly ignoresIds?: boolean;
}

/** One request that meets a fault. */
export interface Exchange {
  /** The raw response. Nobody else writes to it. */
  readonly outgoing: ServerResponse;
  /** Handles the request as usual and returns what to respond. Called at most once. */
  readonly handle: (handling?: Handling) => ApiResponse;
  /** Told of the status, and of the body so far, as they are sent. */
  readonly onSent: (
    part: { readonly status: number; readonly reason: string | null } | { readonly response: string },
  ) => void;
}

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=utf-8';
/** As long as a timer can run: 24 days. */
const FOREVER_MS = 2 ** 31 - 1;
/** Bytes that a truncated body lacks. */
const MISSING_BYTES = 1_000;

/** Performs a fault to its end, or until the client or the sandbox closes the connection. */
export const performFault = async (fault: Fault, exchange: Exchange): Promise<void> => {
  const { outgoing } = exchange;
  const closed = new AbortController();
  outgoing.once('close', () => closed.abort());
  if (outgoing.closed) return;
  try {
    await perform(fault, exchange, closed.signal);
  } catch (error) {
    if (!closed.signal.aborted) throw error;
  }
};

const perform = async (fault: Fault, exchange: Exchange, signal: AbortSignal): Promise<void> => {
  const { outgoing, handle, onSent } = exchange;
  let handled: ApiResponse | undefined;
  const sent: Buffer[] = [];
  const recorded = (part: string | Buffer): Buffer => {
    const bytes = Buffer.from(part);
    sent.push(bytes);
    onSent({ response: Buffer.concat(sent).toString('utf8') });
    return bytes;
  };
  const wait = (ms: number) => sleep(ms, undefined, { signal });
  const respondAsUsual = (): void => {
    handled ??= handle();
    const { status, reason } = handled;
    const { type, body } = payloadOf(handled);
    onSent({ status, reason });
    outgoing.writeHead(status, { 'Content-Type': type });
    outgoing.end(recorded(body));
  };
  /** Stores the events. False: the request is refused, and that has been responded. */
  const store = (handling?: Handling): boolean => {
    handled = handle(handling);
    if (handled.status < 400) return true;
    respondAsUsual();
    return false;
  };
  /** Stores what a 2xx status stores and sends the head. False as {@link store}. */
  const begin = (
    status: number,
    length: number,
    type = JSON_TYPE,
    headers: OutgoingHttpHeaders = {},
  ): boolean => {
    if (status >= 200 && status < 300 && !store()) return false;
    outgoing.writeHead(status, { 'Content-Type': type, 'Content-Length': length, ...headers }).flushHeaders();
    onSent({ status, reason: null });
    return true;
  };
  const reply = (status: number, body: string, type?: string, headers?: OutgoingHttpHeaders): void => {
    if (begin(status, Buffer.byteLength(body), type, headers)) outgoing.end(recorded(body));
  };

  switch (fault.kind) {
    case 'html': {
      const { status = 502 } = fault;
      const title = `${status} ${nameOf(status)}`;
      const page = `<html><head><title>${title}</title></head><body>${title}</body></html>`;
      return reply(status, page, 'text/html');
    }
    case 'redirect':
      return reply(fault.status ?? 307, '', 'text/plain', { Location: fault.to });
    case 'empty':
      return reply(fault.status ?? 200, '');
    case 'wrong_json':
      return reply(fault.status ?? 200, '{"status":');
    case 'reset':
      if (fault.when !== 'after' || store()) outgoing.socket?.resetAndDestroy();
      return;
    case 'stall':
      await wait(fault.ms ?? FOREVER_MS);
      return respondAsUsual();
    case 'slow':
      handled = handle();
      await wait(fault.ms);
      return respondAsUsual();
    case 'drip': {
      const { status = 200, body = OK_BODY, ms } = fault;
      if (!begin(status, Buffer.byteLength(body))) return;
      for (const byte of Buffer.from(body)) {
        await wait(ms);
        outgoing.write(recorded(Buffer.of(byte)));
      }
      outgoing.end();
      return;
    }
    case 'truncated':
      if (!begin(fault.status ?? 200, OK_BODY.length + MISSING_BYTES)) return;
      // Only once the bytes are out: destroying the connection earlier would discard them.
      outgoing.write(recorded(OK_BODY), () => outgoing.destroy());
      return;
    case 'partial': {
      const { first, status = 503 } = fault;
      const stores = (events: number): number => first ?? Math.floor(events / 2);
      if (store({ stores })) reply(status, nameOf(status), TEXT_TYPE);
      return;
    }
    case 'ids_ignored':
      if (store({ ignoresIds: true })) respondAsUsual();
      return;
    default: {
      const { status, headers, contentType = TEXT_TYPE, body = nameOf(status) } = fault;
      return reply(status, body, contentType, headers);
    }
  }
};

const nameOf = (status: number): string => STATUS_CODES[status] ?? '';
