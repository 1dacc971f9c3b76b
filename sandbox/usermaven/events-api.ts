import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { MASK } from '../../src/lib/redact.ts';
import type { Fault, FaultRules } from './fault-rules.ts';
import { type Handling, performFault } from './perform-fault.ts';
import { objectsIn, type Reading, readEvents } from './read-events.ts';
import { ACCEPTED, type ApiResponse, payloadOf } from './responses.ts';
import type { Store } from './store.ts';

/**
 * One request as it came, accepted or not, recorded on arrival. It holds the token only where the body does.
 */
export interface SandboxRequest {
  /** UTC milliseconds. */
  readonly time: number;
  readonly method: string;
  /** The whole address, with `***` in place of the token. */
  readonly url: string;
  /** By their names in lower case, without `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Without the query. */
  readonly path: string;
  /** Null: no response, or none yet. */
  readonly status: number | null;
  /** Why it was refused, in the words of the response; null if it was not, or failed by a fault rule. */
  readonly reason: string | null;
  /** The body of the response, as far as it was sent. */
  readonly response: string;
  /** How long it took until the response was sent or the connection closed; null until then. */
  readonly milliseconds: number | null;
  /** The kind of fault that it met, if any. */
  readonly fault: Fault['kind'] | null;
  /** JSON objects in the body, valid or not. */
  readonly events: number;
  /** 0 if the body was not read. */
  readonly bodyBytes: number;
  /** Empty if it was not read, or too big to keep. */
  readonly body: string;
}

/** The same while it is being written. */
export type RequestRecord = { -readonly [key in keyof SandboxRequest]: SandboxRequest[key] };

/** What a listener of a sandbox is told. */
export type SandboxChange =
  | { readonly kind: 'arrived' | 'ended'; readonly request: SandboxRequest }
  /** Events, people or fault rules have changed. */
  | { readonly kind: 'changed' };

type Environment = { Bindings: HttpBindings; Variables: { record: RequestRecord } };

/** Where servers send events. */
const SERVER_PATHS = ['/api/v1/s2s/event', '/api/v1/s2s/event/', '/api/v1/s2s/events'];
/** Where Usermaven's pixel sends them, with the API key alone. */
const PIXEL_PATH = '/api/v1/event';
const EVENTS_PATHS = [...SERVER_PATHS, PIXEL_PATH];

/** What the API works on. */
export interface ApiParts {
  /** `API_KEY.SERVER_TOKEN`, as it is at the moment. */
  readonly token: () => string;
  readonly apiKey: string;
  readonly reading: Reading;
  /** The most bytes of one request body. */
  readonly requestBytes: number;
  /** UTC milliseconds. */
  readonly now: () => number;
  readonly store: Store;
  readonly faultRules: FaultRules;
  /** Told when a request arrives: at once, and before anything is decided about it. */
  readonly onArrived: (request: RequestRecord) => void;
  /** Told when nothing more will be sent; the client cannot have acted on the response yet. */
  readonly onResponded: () => void;
  /** Told when a response has been sent or its connection was closed. */
  readonly onEnded: (request: RequestRecord) => void;
}

/** The HTTP side of the sandbox. What it responds and why is described in the docstring of `startSandbox`. */
export const createEventsApi = (parts: ApiParts): Hono<Environment> => {
  const { token, apiKey, reading, requestBytes, now, store, faultRules, onArrived, onResponded, onEnded } =
    parts;

  const checkToken = (c: Context<Environment>): ApiResponse | undefined => {
    const bearer = reading === 'documentation' ? bearerToken(c.req.header('Authorization')) : '';
    const given = c.req.query('token') || bearer;
    const isRight = given === token() || (c.req.path === PIXEL_PATH && given === apiKey);
    return isRight ? undefined : refused(401, 'API key is not valid');
  };

  const accept = (c: Context<Environment>, body: Body, handling: Handling = {}): ApiResponse => {
    if (body.text === undefined) return refused(413, `The body is over ${requestBytes} bytes`);
    const { time: receivedAt } = c.var.record;
    const sender = {
      ip: c.env.incoming.socket.remoteAddress ?? '',
      userAgent: c.req.header('User-Agent') ?? '',
    };
    const read = readEvents(body.text, { reading, receivedAt, sender });
    if (read.refused !== null) return refused(400, read.refused);
    const { stores = (events) => events, ignoresIds = false } = handling;
    const events = read.events.slice(0, stores(read.events.length));
    store.add(ignoresIds ? events.map((event) => ({ ...event, id: null })) : events, receivedAt);
    return ACCEPTED;
  };

  const receive = async (incoming: IncomingMessage, record: RequestRecord): Promise<Body> => {
    const body = await readBody(incoming, requestBytes);
    record.bodyBytes = body.bytes;
    record.body = body.text ?? '';
    record.events = objectsIn(record.body).length;
    return body;
  };

  const app = new Hono<Environment>();
  app.use(async (c, next) => {
    const record: RequestRecord = {
      time: now(),
      method: c.req.method,
      url: withoutToken(c.req.url),
      headers: withoutAuthorization(c.req.header()),
      path: c.req.path,
      status: null,
      reason: null,
      response: '',
      milliseconds: null,
      fault: null,
      events: 0,
      bodyBytes: 0,
      body: '',
    };
    onArrived(record);
    c.env.outgoing.once('close', () => {
      record.milliseconds = now() - record.time;
      onEnded(record);
    });
    c.set('record', record);
    try {
      await next();
    } finally {
      onResponded();
    }
  });
  app.use(PIXEL_PATH, cors());
  app.on('POST', EVENTS_PATHS, async (c) => {
    const { incoming, outgoing } = c.env;
    const record = c.var.record;
    if (faultRules.isEmpty()) {
      return send(c, checkToken(c) ?? accept(c, await receive(incoming, record)));
    }
    const body = await receive(incoming, record);
    const fault = faultRules.take({ path: record.path, events: objectsIn(record.body) });
    const handle = (handling?: Handling): ApiResponse => checkToken(c) ?? accept(c, body, handling);
    if (fault === undefined) return send(c, handle());
    record.fault = fault.kind ?? 'status';
    await performFault(fault, { outgoing, handle, onSent: (part) => Object.assign(record, part) });
    return RESPONSE_ALREADY_SENT;
  });
  for (const path of EVENTS_PATHS) {
    app.all(path, (c) => {
      c.header('Allow', 'POST');
      return send(c, refused(405, 'Only POST is allowed here'));
    });
  }
  app.notFound((c) => send(c, refused(404, 'There is nothing at this path')));

  // Without this, a client that disconnects in the middle of its body would be printed.
  app.onError((_, c) => send(c, refused(500, 'The sandbox cannot handle this request')));
  return app;
};

/** A request body as UTF-8; `text` is absent if it was over the limit. */
interface Body {
  readonly bytes: number;
  readonly text?: string;
}

/**
 * Reads a request body to its end, even what is over `limit` bytes, so that the client is still listening when
 * it gets the response. Rejects if the client disconnects before.
 */
const readBody = async (incoming: IncomingMessage, limit: number): Promise<Body> => {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const part: Uint8Array = chunk;
    bytes += part.length;
    if (bytes <= limit) kept.push(part);
  }
  return bytes > limit ? { bytes } : { bytes, text: Buffer.concat(kept).toString('utf8') };
};

const refused = (status: Exclude<ApiResponse['status'], 200>, reason: string): ApiResponse => ({
  status,
  reason,
});

const send = (c: Context<Environment>, response: ApiResponse): Response => {
  const { status, reason } = response;
  const { type, body } = payloadOf(response);
  Object.assign(c.var.record, { status, reason, response: body });
  return c.body(body, status, { 'Content-Type': type });
};

const withoutToken = (address: string): string => {
  const url = new URL(address);
  if (url.searchParams.has('token')) url.searchParams.set('token', MASK);
  return url.href;
};

const withoutAuthorization = ({
  authorization: _authorization,
  ...headers
}: Record<string, string>): Record<string, string> => headers;

const bearerToken = (header: string | undefined): string => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '';
