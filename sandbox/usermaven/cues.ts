import { STATUS_CODES } from 'node:http';
import type { JsonObject } from '../../src/lib/json.ts';
import { OK } from './answer.ts';

/** A request to the events path, as a cue's `match` sees it. */
export interface Arrival {
  /** Its turn among the requests that arrived since the cue was queued, from 1. */
  readonly nth: number;
  readonly path: string;
  /** The objects in its body, good or bad; none if the body was no JSON or too big. */
  readonly events: readonly JsonObject[];
}

/** Which requests a cue waits for. Absent: the next one. */
export interface Aim {
  readonly match?: (arrival: Arrival) => boolean;
}

/**
 * What goes wrong. A cue that sends a 2xx status stores the events first, any other status stores nothing; a
 * cue that stores lets a refusal (401, 400, 413) through as it is. Milliseconds everywhere.
 */
export type Fault =
  /** Answers `status`. Default body: the API's error shape. */
  | {
      readonly kind?: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly contentType?: string;
    }
  /** Answers a proxy's HTML page. Default 502. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Answers with a `Location`. Default 307, which keeps the POST and its body. */
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** Answers without a body. Default 200. */
  | { readonly kind: 'empty'; readonly status?: number }
  /** Says that it is JSON, and is not. Default 200. */
  | { readonly kind: 'wrong_json'; readonly status?: number }
  /** Resets the socket instead of an answer: before (default) or after the events were stored. */
  | { readonly kind: 'reset'; readonly when?: 'before' | 'after' }
  /**
   * Never answers and stores nothing; with `ms`, deals with the request as usual once they have passed, unless
   * the client has hung up by then.
   */
  | { readonly kind: 'stall'; readonly ms?: number }
  /** Stores at once, answers after `ms`: a client that gives up has been accepted all the same. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Head at once, then one byte of the body every `ms`. Default 200 and the usual body. */
  | { readonly kind: 'drip'; readonly ms: number; readonly status?: number; readonly body?: string }
  /** Promises more bytes than it sends, then closes the socket. Default 200. */
  | { readonly kind: 'truncated'; readonly status?: number };

/** One failure on cue. */
export type Cue = Fault & Aim;

/**
 * What a cue comes down to. `handle` deals with the request as usual and says nothing yet, `answer` sends what
 * came of it, `pass` does so and ends the script if that is a refusal.
 */
export type Step =
  | { readonly do: 'handle' | 'pass' | 'answer' | 'reset' | 'end' }
  | { readonly do: 'wait'; readonly ms: number }
  | {
      readonly do: 'head';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | number>>;
    }
  | { readonly do: 'send' | 'send_and_cut'; readonly body: string }
  | { readonly do: 'drip'; readonly body: string; readonly ms: number };

const JSON_TYPE = 'application/json';
const OK_TEXT = JSON.stringify(OK);
/** As long as a timer can run: 24 days. */
const FOREVER_MS = 2 ** 31 - 1;

const STORE: readonly Step[] = [{ do: 'handle' }, { do: 'pass' }];

const storing = (status: number): readonly Step[] => (status >= 200 && status < 300 ? STORE : []);

const head = (status: number, type: string, length: number, headers = {}): Step => ({
  do: 'head',
  status,
  headers: { 'Content-Type': type, 'Content-Length': length, ...headers },
});

const reply = (status: number, body: string, type: string, headers = {}): readonly Step[] => [
  ...storing(status),
  head(status, type, Buffer.byteLength(body), headers),
  { do: 'send', body },
  { do: 'end' },
];

/** The steps of a fault, in order. Nothing here acts: `perform` does. */
export const scriptOf = (cue: Fault): readonly Step[] => {
  switch (cue.kind) {
    case 'html': {
      const { status = 502 } = cue;
      const title = `${status} ${STATUS_CODES[status] ?? ''}`;
      return reply(
        status,
        `<html><head><title>${title}</title></head><body>${title}</body></html>`,
        'text/html',
      );
    }
    case 'redirect':
      return reply(cue.status ?? 307, '', 'text/plain', { Location: cue.to });
    case 'empty':
      return reply(cue.status ?? 200, '', JSON_TYPE);
    case 'wrong_json':
      return reply(cue.status ?? 200, '{"status":', JSON_TYPE);
    case 'reset':
      return [...(cue.when === 'after' ? STORE : []), { do: 'reset' }];
    case 'stall':
      return [{ do: 'wait', ms: cue.ms ?? FOREVER_MS }, { do: 'answer' }];
    case 'slow':
      return [{ do: 'handle' }, { do: 'wait', ms: cue.ms }, { do: 'answer' }];
    case 'drip': {
      const { status = 200, body = OK_TEXT, ms } = cue;
      return [
        ...storing(status),
        head(status, JSON_TYPE, Buffer.byteLength(body)),
        { do: 'drip', body, ms },
        { do: 'end' },
      ];
    }
    case 'truncated': {
      const { status = 200 } = cue;
      return [
        ...storing(status),
        head(status, JSON_TYPE, OK_TEXT.length + 1_000),
        { do: 'send_and_cut', body: OK_TEXT },
      ];
    }
    default: {
      const { status, headers = {}, contentType = JSON_TYPE } = cue;
      const { body = JSON.stringify({ message: STATUS_CODES[status] ?? '', error: '' }) } = cue;
      return reply(status, body, contentType, headers);
    }
  }
};
