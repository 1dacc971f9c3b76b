import { createAdaptorServer } from '@hono/node-server';
import {
  createEventsApi,
  type RequestRecord,
  type SandboxChange,
  type SandboxRequest,
} from './events-api.ts';
import { createFaultRules, type FaultRule } from './fault-rules.ts';
import type { Reading } from './read-events.ts';
import { createStore, type Store } from './store.ts';

export type { SandboxChange, SandboxRequest } from './events-api.ts';
export type { ArrivedRequest, Fault, FaultRule } from './fault-rules.ts';
export type { Person } from './people.ts';
export type { Reading } from './read-events.ts';
export type { Change, Company, DroppedEvent, Store, StoredEvent } from './store.ts';

/** All optional: without any, a sandbox with credentials of its own on a free port. */
export interface SandboxOptions {
  readonly apiKey?: string;
  readonly serverToken?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Whom to follow where documentation and collector disagree. The documentation, unless told otherwise. */
  readonly reading?: Reading;
  /** The most bytes of one request body. Default: those of the collector, 2 MiB. */
  readonly requestBytes?: number;
  /** The clock, UTC milliseconds. */
  readonly now?: () => number;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:<port>`: what `USERMAVEN_EVENTS_URL` is set to. */
  readonly url: string;
  readonly apiKey: string;
  readonly serverToken: string;
  /** Replaces the server token, as a user does in the settings: the one before is refused from now on. */
  readonly renew: (serverToken: string) => void;
  readonly store: Store;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly SandboxRequest[];
  /** The most requests that were open at the same time: arrived, and not yet responded to. */
  readonly peakOpenRequests: number;
  /**
   * Adds a fault rule for the next request to the events path that it matches, or for the next `times` of them
   * (`Infinity`: until {@link recover}). Each request meets one fault at most: that of the first rule that matches.
   * While there are rules, the body is read before anything else, so that a rule can match it.
   */
  readonly fail: (rule: FaultRule, times?: number) => void;
  /** Removes all fault rules. */
  readonly recover: () => void;
  /** Deletes events, people, requests and fault rules; {@link peakOpenRequests} starts again. */
  readonly clear: () => void;
  /** Calls `listener`, which must not throw, at every change from now on. Returns a function that ends this. */
  readonly watch: (listener: (change: SandboxChange) => void) => () => void;
  /** Closes the port and every connection, stalled ones too. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const REQUEST_BYTES = 2 * 1024 * 1024;

/**
 * Starts a local stand-in for the Usermaven Events API. Each rule is from one of three sources.
 *
 * The source of Usermaven's collector as published in 2026: `POST /api/v1/s2s/event`, with or without a slash at its end, and
 * `/api/v1/s2s/events` without one; the token checked before the body; errors as plain text, `API key is not valid` (401),
 * `Request decoding error: ...` (400, with the whole of a body that is not JSON) and `No events in batch` (400) for `[]`; a body
 * over 2 MiB is 413, and there is no limit for an event or for their number. The types of `TYPED_KEYS` are strict, and one
 * wrong event refuses the whole request. Ids of people and companies are text or whole numbers; an `api_key` in an event is
 * not looked at, the token says whose it is. `timestamp` is milliseconds above 1e12, else seconds. Accepted and dropped: what
 * is before 1971 or more than 24 hours ahead, a `user_identify` without `user.id`, or with a company that has members but no
 * id. `utm` and `click_id` are the campaign, never the address. Without `source_ip` or `user_agent`, the sender's count;
 * both together are the visitor of an event without any id. Other members of `user` and `company` than those documented are
 * not kept. `user_identify` alone stitches (there, later and for six months; here at once and for all).
 *
 * Usermaven's documentation: `{"status":"ok"}`; `user_identify` upserts a person; a lead (`user.id` equal to `user.email`)
 * merges once the person identifies. Where the collector contradicts it, `reading` decides:
 *
 * | | `documentation` | `collector` |
 * | --- | --- | --- |
 * | `event_id` | a second event with the same one is dropped | not read |
 * | `_timestamp` | milliseconds, also as text; wins over `timestamp` | not read |
 * | `user.id`, `user.anonymous_id` | one of them has to be there, if only blank, but in a `user_identify` | neither has to |
 * | `Authorization: Bearer` | read if the address has no token | not read |
 *
 * Usermaven's clients: its pixel sends to `/api/v1/event` with the API key alone, from any origin.
 *
 * Our choice: what follows the known beginnings of error texts; null counts as absent; a blank `event_type` is refused; 404 and
 * 405; event ids dropped for as long as the sandbox runs; a browser that two people share belongs to the last one from then
 * on; of two merged people the known one's values win; an event other than `user_identify` fills in what is unknown about a
 * person and changes nothing else; companies are upserted by every event; blanks and absent keys never erase.
 *
 * Rejects with an Error if the port is taken.
 */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const { apiKey = 'UMsandbox1', serverToken = 'sandbox-server-token', port = 0, now = Date.now } = options;
  const { reading = 'documentation', requestBytes = REQUEST_BYTES } = options;
  const store = createStore();
  const faultRules = createFaultRules();
  const requests: RequestRecord[] = [];
  const listeners = new Set<(change: SandboxChange) => void>();
  const tell = (change: SandboxChange): void => {
    for (const listener of [...listeners]) listener(change);
  };
  const changed = (): void => tell({ kind: 'changed' });
  store.subscribe(changed);
  let token = serverToken;
  let open = 0;
  let peakOpen = 0;
  const app = createEventsApi({
    token: () => `${apiKey}.${token}`,
    apiKey,
    reading,
    requestBytes,
    now,
    store,
    faultRules,
    onArrived: (request) => {
      requests.push(request);
      open += 1;
      peakOpen = Math.max(peakOpen, open);
      tell({ kind: 'arrived', request });
    },
    onResponded: () => {
      open -= 1;
    },
    onEnded: (request) => tell({ kind: 'ended', request }),
  });

  // The global Request and Response stay as they are: code under test runs in the same process.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(new Error(`The sandbox cannot have port ${port}. Choose another one, or 0 for a free one.`)),
    );
    server.listen(port, LOOPBACK, resolve);
  });
  const address = server.address();
  return {
    url: `http://${LOOPBACK}:${typeof address === 'object' ? address?.port : port}`,
    apiKey,
    get serverToken() {
      return token;
    },
    renew: (renewed) => {
      token = renewed;
    },
    store,
    requests,
    get peakOpenRequests() {
      return peakOpen;
    },
    fail: (rule, times = 1) => {
      faultRules.add(rule, times);
      changed();
    },
    recover: () => {
      faultRules.clear();
      changed();
    },
    clear: () => {
      store.clear();
      faultRules.clear();
      requests.length = 0;
      peakOpen = open;
      changed();
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
};
