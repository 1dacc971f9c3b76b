import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bundle, HttpRequestOptions, ZObject } from 'zapier-platform-core';
import { TIMING, type Timing } from '../usermaven/limits.ts';
import { type Credentials, eventsUrl, HOST_VARIABLE } from '../usermaven/request.ts';
import { type Answer, readAnswer } from '../usermaven/response.ts';
import { secretsOf } from './step.ts';

/**
 * What a step sends with, its budget of time running from now. Throws an EndpointError when the host that the
 * maintainers set is none.
 */
export const senderOf = (z: ZObject, bundle: Bundle, credentials: Credentials): Sender => {
  const deadline = Date.now() + TIMING.budgetMs;
  tellLog(bundle);
  return { request: z.request, url: eventsUrl(credentials, process.env[HOST_VARIABLE]), deadline };
};

/**
 * Zapier's log masks the values of authData as they are stored, in some encodings (zapier-platform-core 19.1.0,
 * create-logger.js). A server may say them otherwise in a header of its answer: this tells the log what else to mask.
 */
const tellLog = (bundle: Bundle): void => {
  const stored = new Set<unknown>(Object.values(bundle.authData));
  const others = secretsOf(bundle).filter((form) => !stored.has(form));
  for (const [index, form] of others.entries()) bundle.authData[`secret_form_${index}`] = form;
};

/** What sending needs beside the body. */
export interface Sender {
  readonly request: ZObject['request'];
  /** Holds the token: never log it, never put it into a message. */
  readonly url: string;
  /** No try starts or goes on after this moment, milliseconds since 1970. */
  readonly deadline: number;
  /**
   * True: Zapier's log has no bodies of these requests. It parses each and searches all of it for secrets, which takes
   * longer than everything else about a batch (docs/performance.md).
   */
  readonly unlogged?: true;
  readonly timing?: Timing;
}

/** What came of sending one body, and how many requests it took. */
export interface Sent {
  readonly answer: Answer;
  readonly requests: number;
}

/**
 * Sends one body, trying again where that may help: up to three tries with growing waits, or the wait that the server
 * asks for, inside the deadline. Never throws: no answer is an answer to try again later.
 */
export const post = async (sender: Sender, body: string): Promise<Sent> => {
  const { deadline, timing = TIMING } = sender;
  for (let requests = 1; ; requests += 1) {
    const answer = await once(sender, body, timing);
    if (answer.kind !== 'again' || requests === timing.tries) return { answer, requests };
    const wait = Math.max(backoff(requests, timing), (answer.retryAfter ?? 0) * 1000);
    if (Date.now() + wait >= deadline) return { answer, requests };
    await sleep(wait);
  }
};

/** Doubles with each try; between half and all of it, so that many Zaps do not come back at the same moment. */
const backoff = (requests: number, timing: Timing): number =>
  timing.backoffMs * 2 ** (requests - 1) * (0.5 + Math.random() / 2);

/** Options that zapier-platform-core 19.1.0 takes but does not type. */
type Options = HttpRequestOptions & {
  /** False: the whole input would be prepared for {{curlies}}, and an attribute that reads `{{bundle.x}}` be refused. */
  merge: boolean;
  /** False: a 429 comes back like any other answer, so that we can wait and try again. */
  throwForThrottlingEarly: boolean;
  signal: AbortSignal;
};

const once = async (sender: Sender, body: string, timing: Timing): Promise<Answer> => {
  const left = sender.deadline - Date.now();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), Math.max(1, Math.min(timing.tryMs, left)));
  const options: Options & { raw: true } = {
    method: 'POST',
    // The log leaves streams alone.
    body: sender.unlogged ? Readable.from([Buffer.from(body)]) : body,
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
      Accept: 'application/json',
    },
    // A redirect would take the token along.
    redirect: 'manual',
    skipThrowForStatus: true,
    throwForThrottlingEarly: false,
    merge: false,
    // The body is read here, so that an answer that has been given does not wait for a body that never ends.
    raw: true,
    signal: stop.signal,
  };
  try {
    const response = await sender.request(sender.url, options);
    const { text, ended } = await readSome(
      response.body,
      response.status < 300 ? timing.bodyMs.accepted : timing.bodyMs.refused,
    );
    if (!ended) stop.abort();
    return readAnswer(response.status, response.headers.get('retry-after'), text, Date.now());
  } catch {
    // With these options z.request throws for the network only: refused, reset, no such host, aborted.
    stop.abort();
    return { kind: 'again', status: null };
  } finally {
    clearTimeout(timer);
  }
};

/** Reasons are short; what is longer is a page for a browser. */
const MOST_BODY_BYTES = 16_384;

/**
 * What arrives of a body in some time, at most 16 KiB; a body that breaks off is as long as it got. `ended` tells whether
 * that was all, so that nothing is left to abort.
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
      if (bytes <= MOST_BODY_BYTES) parts.push(part);
      else done(false);
    });
    body.on('end', () => done(true));
    body.on('error', () => done(false));
  });
