import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpRequestOptions, ZObject } from 'zapier-platform-core';
import { USER_AGENTS } from '../usermaven/request.ts';
import { type ApiResponse, readResponse } from '../usermaven/response.ts';
import { TIMING, type Timing } from './timing.ts';

/** The result of sending one body, and how many requests it took. */
export interface Sent {
  readonly response: ApiResponse;
  readonly requests: number;
}

/** Sends to the Events API within the time budget of one run. */
export interface Client {
  /**
   * Sends one body, and retries if that may help: up to three tries with growing waits, or the wait that the server asks for,
   * within the deadline. Never throws: a missing response is a retryable one. With `log: false`, the bodies of these requests do
   * not reach Zapier's log, which would parse each and search it for secrets: that takes longer than everything else about a
   * batch (docs/performance.md).
   */
  send(body: string, options?: { readonly log: boolean }): Promise<Sent>;
  /** No try starts or continues after this moment, milliseconds since 1970. The time budget begins when this is first read. */
  readonly deadline: number;
  readonly timing: Timing;
}

interface ClientOptions {
  readonly request: ZObject['request'];
  /** Contains the token: never log it, never put it into a message. */
  readonly url: string;
  /** When the step began, milliseconds since 1970. */
  readonly began: number;
  readonly timing?: Timing;
  /** A number from 0 to 1, for jitter. */
  readonly random?: () => number;
}

/** A client that sends to one address until its time is up. */
export const createClient = ({
  request,
  url,
  began,
  timing = TIMING,
  random = Math.random,
}: ClientOptions): Client => {
  /** Doubles with each try; between half and all of it, so that many Zaps do not come back at the same moment. */
  const backoff = (requests: number) => timing.backoffMs * 2 ** (requests - 1) * (0.5 + random() / 2);
  let end: number | undefined;
  const deadline = (): number => {
    end ??= Math.min(Date.now() + timing.budgetMs, began + timing.stepMs);
    return end;
  };
  return {
    get deadline() {
      return deadline();
    },
    timing,
    send: async (body, { log } = { log: true }) => {
      for (let requests = 1; ; requests += 1) {
        const response = await sendOnce({ request, url, deadline: deadline(), timing }, body, log);
        if (response.kind !== 'retryable' || requests === timing.tries) return { response, requests };
        const wait = Math.max(backoff(requests), (response.retryAfter ?? 0) * 1000);
        if (Date.now() + wait >= deadline()) return { response, requests };
        await sleep(wait);
      }
    },
  };
};

/** Options that zapier-platform-core 19.1.0 takes but does not type. */
type Options = HttpRequestOptions & {
  /** False, or the whole input would be searched for {{curlies}}, and an attribute that reads `{{bundle.x}}` refused. */
  merge: boolean;
  /** False, so that a 429 comes back like any other response and we can wait and try again. */
  throwForThrottlingEarly: boolean;
  signal: AbortSignal;
};

const sendOnce = async (
  {
    request,
    url,
    deadline,
    timing,
  }: Pick<ClientOptions, 'request' | 'url'> & Pick<Client, 'deadline' | 'timing'>,
  body: string,
  log: boolean,
): Promise<ApiResponse> => {
  const left = deadline - Date.now();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), Math.max(1, Math.min(timing.tryMs, left)));
  const options: Options & { raw: true } = {
    method: 'POST',
    // Zapier's log does not read streams.
    body: log ? body : Readable.from([Buffer.from(body)]),
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
      Accept: 'application/json',
      // With `merge: false` the platform's own is left out, and node-fetch sends its name.
      'User-Agent': USER_AGENTS.zapier,
    },
    // A redirect would take the token along.
    redirect: 'manual',
    skipThrowForStatus: true,
    throwForThrottlingEarly: false,
    merge: false,
    // The body is read here, so that a response does not wait for a body that never ends.
    raw: true,
    signal: stop.signal,
  };
  try {
    const response = await request(url, options);
    const { text, ended } = await readSome(
      response.body,
      response.status < 300 ? timing.bodyMs.accepted : timing.bodyMs.refused,
    );
    if (!ended) stop.abort();
    return readResponse(response.status, response.headers.get('retry-after'), text, Date.now());
  } catch {
    // With these options z.request throws for the network only: refused, reset, no such host, aborted.
    stop.abort();
    return { kind: 'retryable', status: null };
  } finally {
    clearTimeout(timer);
  }
};

/** Reasons are short; anything longer is a page for a browser. */
const MAX_BODY_BYTES = 16_384;

/**
 * What arrives of a body in the given time, at most 16 KiB; of a body that breaks off, what has arrived. `ended` says whether
 * that was all of it, so that nothing is left to abort.
 */
const readSome = (
  body: NodeJS.ReadableStream,
  milliseconds: number,
): Promise<{ readonly text: string; readonly ended: boolean }> =>
  new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const done = (ended: boolean) => {
      clearTimeout(timer);
      resolve({ text: Buffer.concat(parts).toString('utf8'), ended });
    };
    const timer = setTimeout(done, milliseconds, false);
    body.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= MAX_BODY_BYTES) parts.push(part);
      else done(false);
    });
    body.on('end', () => done(true));
    body.on('error', () => done(false));
  });
