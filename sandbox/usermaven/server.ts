import { createAdaptorServer } from '@hono/node-server';
import {
  createEventsApi,
  type RequestRecord,
  type SandboxChange,
  type SandboxRequest,
} from './events-api.ts';
import { createFaultRules, type FaultRule } from './fault-rules.ts';
import { SANDBOX_LIMITS, type SandboxLimits } from './read-events.ts';
import { createStore, type Store } from './store.ts';

export type { SandboxChange, SandboxRequest } from './events-api.ts';
export type { ArrivedRequest, Fault, FaultRule } from './fault-rules.ts';
export type { Person } from './people.ts';
export type { SandboxLimits } from './read-events.ts';
export type { Change, Company, Store, StoredEvent } from './store.ts';

/** All optional: without any, a sandbox with credentials of its own on a free port. */
export interface SandboxOptions {
  readonly apiKey?: string;
  readonly serverToken?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Any limit not given is that of `SANDBOX_LIMITS`. */
  readonly limits?: Partial<SandboxLimits>;
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

/**
 * Starts a local stand-in for the Usermaven Events API. It responds as the documentation says, as the server that
 * Usermaven's collector descends from (Jitsu Classic) does, or, where both are silent, in a way that we chose.
 *
 * Documented: `POST /api/v1/s2s/event`, its alias `events`, a trailing slash; `token=API_KEY.SERVER_TOKEN` in
 * the query or as a Bearer token; an object or an array; 401 for wrong credentials; 400 without `api_key`,
 * `event_type` or a user's identifier, and for malformed JSON; `{"status":"ok"}`; a repeated `event_id` dropped
 * and a blank one made; `_timestamp`; `user_identify` upserting a person; anonymous events stitched, and a lead
 * (`user.id` equal to `user.email`) merged, once the person identifies.
 *
 * From the ancestor: errors as `{message, error}`; a 401 that repeats the token it was given, so that a client has
 * to redact it; the token checked before the body is read; `[]` accepted and storing nothing; an event
 * over 51,200 bytes refused.
 *
 * Our choice: one bad event refuses the whole request (Usermaven does not say); the wording of every message;
 * ids that are not text, an `api_key` unlike the token's and a `_timestamp` that is not an integer are refused; 413
 * over the request limit; 404 and 405; event ids dropped for as long as the sandbox runs; stitching happens at
 * any event with both ids; a browser that two people share belongs to the last one from then on; of two merged
 * people the known one's values win; an event other than `user_identify` fills in what is unknown about a person
 * and changes nothing else; companies are upserted by every event; blanks and absent keys never erase.
 *
 * Rejects with an Error if the port is taken.
 */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const { apiKey = 'UMsandbox1', serverToken = 'sandbox-server-token', port = 0, now = Date.now } = options;
  const limits: SandboxLimits = { ...SANDBOX_LIMITS, ...options.limits };
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
    limits,
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
