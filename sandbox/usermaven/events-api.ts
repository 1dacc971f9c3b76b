import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { MASK } from '../../src/lib/redact.ts';
import type { Fault, FaultRules } from './fault-rules.ts';
import { performFault } from './perform-fault.ts';
import { objectsIn, readEvents, type SandboxLimits } from './read-events.ts';
import { type ApiResponse, errorResponse, OK, reasonOf } from './responses.ts';
import type { Store } from './store.ts';

/**
 * One request as it came, accepted or not, recorded on arrival. It holds the token only in `reason` and `response`,
 * which repeat it when it is refused.
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

const EVENTS_PATHS = ['/api/v1/s2s/event', '/api/v1/s2s/events'];

/** What the API works on. */
export interface ApiParts {
  /** `API_KEY.SERVER_TOKEN`, as it is at the moment. */
  readonly token: () => string;
  readonly apiKey: string;
  readonly limits: SandboxLimits;
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
  const { token, apiKey, limits, now, store, faultRules, onArrived, onResponded, onEnded } = parts;

  const checkToken = (c: Context<Environment>): ApiResponse | undefined => {
    const given = c.req.query('token') || bearerToken(c.req.header('Authorization'));
    return given === token() ? undefined : errorResponse(401, `The token is not found: ${given}`);
  };

  const accept = (body: Body, record: RequestRecord): ApiResponse => {
    if (body.text === undefined) return errorResponse(413, `The body is over ${limits.requestBytes} bytes.`);
    const { events, refused } = readEvents(body.text, apiKey, limits);
    if (refused !== null) return errorResponse(400, refused);
    store.add(events, record.time);
    return { status: 200, body: OK };
  };

  const receive = async (incoming: IncomingMessage, record: RequestRecord): Promise<Body> => {
    const body = await readBody(incoming, limits.requestBytes);
    record.bodyBytes = body.bytes;
    record.body = body.text ?? '';
    record.events = objectsIn(record.body).length;
    return body;
  };

  const app = new Hono<Environment>({ strict: false });
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
  app.on('POST', EVENTS_PATHS, async (c) => {
    const { incoming, outgoing } = c.env;
    const record = c.var.record;
    if (faultRules.isEmpty()) {
      return send(c, checkToken(c) ?? accept(await receive(incoming, record), record));
    }
    const body = await receive(incoming, record);
    const fault = faultRules.take({ path: record.path, events: objectsIn(record.body) });
    const handle = (): ApiResponse => checkToken(c) ?? accept(body, record);
    if (fault === undefined) return send(c, handle());
    record.fault = fault.kind ?? 'status';
    await performFault(fault, { outgoing, handle, onSent: (part) => Object.assign(record, part) });
    return RESPONSE_ALREADY_SENT;
  });
  for (const path of EVENTS_PATHS) {
    app.all(path, (c) => {
      c.header('Allow', 'POST');
      return send(c, errorResponse(405, 'Only POST is allowed here.'));
    });
  }
  app.notFound((c) => send(c, errorResponse(404, 'There is nothing at this path.')));

  // Without this, a client that disconnects in the middle of its body would be printed.
  app.onError((_, c) => send(c, errorResponse(500, 'The sandbox cannot handle this request.')));
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

const send = (c: Context<Environment>, response: ApiResponse): Response => {
  const { status, body } = response;
  Object.assign(c.var.record, { status, reason: reasonOf(response), response: JSON.stringify(body) });
  return c.json(body, status);
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
