import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { MASK } from '../../src/lib/redact.ts';
import { type Answer, OK } from './answer.ts';
import { type Body, readBody } from './body.ts';
import type { Cue } from './cues.ts';
import { type Faults, perform } from './faults.ts';
import { objectsIn, readEvents, type SandboxLimits } from './received.ts';
import type { Store } from './store.ts';

/**
 * One request as it came, accepted or not, recorded on arrival. The token is never part of it but in `reason` and
 * `answer`, which repeat it when it is refused.
 */
export interface SandboxRequest {
  /** UTC milliseconds. */
  readonly time: number;
  readonly method: string;
  /** All of the address, `***` in place of the token. */
  readonly url: string;
  /** By their names in lower case, without `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Without the query. */
  readonly path: string;
  /** Null: no answer, or none yet. */
  readonly status: number | null;
  /** Why it was refused, in the words of the answer; null if it was not, or on cue. */
  readonly reason: string | null;
  /** The body of the answer, as far as it was sent. */
  readonly answer: string;
  /** How long it took until the answer was out or the socket closed; null until then. */
  readonly milliseconds: number | null;
  /** The kind of cue that it met, if any. */
  readonly cue: Cue['kind'] | null;
  /** JSON objects in the body, good or bad. */
  readonly events: number;
  /** 0 if the body was not read. */
  readonly bodyBytes: number;
  /** Empty if it was not read, or too big to keep. */
  readonly body: string;
}

/** The same while it is being written. */
export type RequestRecord = { -readonly [key in keyof SandboxRequest]: SandboxRequest[key] };

/** What somebody who watches a sandbox hears about. */
export type SandboxChange =
  | { readonly kind: 'arrived' | 'ended'; readonly request: SandboxRequest }
  /** Something else: events, people or cues are others than before. */
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
  readonly faults: Faults;
  /** Every request is added to it on arrival. */
  readonly requests: RequestRecord[];
  /** Told when a request arrives, and when it has its answer or its socket is closed. */
  readonly tell: (change: SandboxChange) => void;
}

/** The HTTP side of the sandbox. What it answers and why is told in the docstring of `startSandbox`. */
export const createApi = (parts: ApiParts): Hono<Environment> => {
  const { token, apiKey, limits, now, store, faults, requests, tell } = parts;

  const refuseToken = (c: Context<Environment>): Answer | undefined => {
    const given = c.req.query('token') || bearerToken(c.req.header('Authorization'));
    if (given === token()) return undefined;
    return refusal(401, `The token is not found: ${given}`);
  };

  const accept = (body: Body, record: RequestRecord): Answer => {
    if (body.text === undefined) {
      return refusal(413, `The body is over ${limits.requestBytes} bytes.`);
    }
    const { events, refused } = readEvents(body.text, apiKey, limits);
    if (refused !== null) return refusal(400, refused);
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
      answer: '',
      milliseconds: null,
      cue: null,
      events: 0,
      bodyBytes: 0,
      body: '',
    };
    requests.push(record);
    tell({ kind: 'arrived', request: record });
    c.env.outgoing.once('close', () => {
      record.milliseconds = now() - record.time;
      tell({ kind: 'ended', request: record });
    });
    c.set('record', record);
    await next();
  });
  app.on('POST', EVENTS_PATHS, async (c) => {
    const { incoming, outgoing } = c.env;
    const record = c.var.record;
    if (faults.isEmpty()) {
      return send(c, refuseToken(c) ?? accept(await receive(incoming, record), record));
    }
    const body = await receive(incoming, record);
    const cue = faults.take({ path: record.path, events: objectsIn(record.body) });
    const handle = (): Answer => refuseToken(c) ?? accept(body, record);
    if (cue === undefined) return send(c, handle());
    record.cue = cue.kind ?? 'status';
    await perform(cue, { outgoing, handle, sent: (answer) => Object.assign(record, answer) });
    return RESPONSE_ALREADY_SENT;
  });
  for (const path of EVENTS_PATHS) {
    app.all(path, (c) => {
      c.header('Allow', 'POST');
      return send(c, refusal(405, 'Only POST is allowed here.'));
    });
  }
  app.notFound((c) => send(c, refusal(404, 'There is nothing at this path.')));

  // Without this a client that hangs up in the middle of its body would be printed.
  app.onError((_, c) => send(c, refusal(500, 'The sandbox cannot deal with this request.')));
  return app;
};

const send = (c: Context<Environment>, { status, body }: Answer): Response => {
  const reason = 'message' in body ? body.message : null;
  Object.assign(c.var.record, { status, reason, answer: JSON.stringify(body) });
  return c.json(body, status);
};

const refusal = (status: Answer['status'], message: string): Answer => ({
  status,
  body: { message, error: '' },
});

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
