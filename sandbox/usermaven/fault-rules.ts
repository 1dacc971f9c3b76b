import type { JsonObject } from '../../src/lib/json.ts';

/** A request to the events path, as the `match` of a fault rule sees it. */
export interface ArrivedRequest {
  /** Its number among the requests that arrived since the rule was added, from 1. */
  readonly nth: number;
  readonly path: string;
  /** The objects in its body, valid or not; none if the body was not JSON or too big. */
  readonly events: readonly JsonObject[];
}

/**
 * What goes wrong. A fault that sends a 2xx status stores the events first, any other status stores nothing unless its kind says
 * so. A fault that stores does not hide an error: a request that would get a 401, 400 or 413 gets it as usual. Milliseconds
 * everywhere.
 */
export type Fault =
  /** Responds with `status`. Default body: its name as plain text. */
  | {
      readonly kind?: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly contentType?: string;
    }
  /** Responds with a proxy's HTML page. Default 502. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Responds with a `Location`. Default 307, which keeps the POST and its body. */
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** Responds without a body. Default 200. */
  | { readonly kind: 'empty'; readonly status?: number }
  /** Labels the body as JSON and breaks off in the middle of it. Default 200. */
  | { readonly kind: 'wrong_json'; readonly status?: number }
  /** Resets the connection instead of responding: before (default) or after the events were stored. */
  | { readonly kind: 'reset'; readonly when?: 'before' | 'after' }
  /**
   * Never responds and stores nothing; with `ms`, handles the request as usual after that time, unless the client
   * has disconnected by then.
   */
  | { readonly kind: 'stall'; readonly ms?: number }
  /** Stores at once and responds after `ms`: the events of a client that gives up are stored all the same. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Sends the head at once, then one byte of the body every `ms`. Default 200 and the usual body. */
  | { readonly kind: 'drip'; readonly ms: number; readonly status?: number; readonly body?: string }
  /** Announces more bytes than it sends, then closes the connection. Default 200. */
  | { readonly kind: 'truncated'; readonly status?: number }
  /**
   * Stores only the `first` events of the request, in order, and responds as if it had stored none, as a busy collector may.
   * Default: half of them, rounded down, and 503.
   */
  | { readonly kind: 'partial'; readonly first?: number; readonly status?: number }
  /** Handles the request as usual, but stores every event, also one whose id was stored before. */
  | { readonly kind: 'ids_ignored' };

/** A fault, and which requests meet it: those for which `match` is true, or any. */
export type FaultRule = Fault & { readonly match?: (request: ArrivedRequest) => boolean };

/** Fault rules that wait for requests. */
export interface FaultRules {
  readonly add: (rule: FaultRule, times: number) => void;
  readonly clear: () => void;
  readonly isEmpty: () => boolean;
  /** The first rule that matches a request, which counts as one of its times. */
  readonly take: (request: Omit<ArrivedRequest, 'nth'>) => FaultRule | undefined;
}

/** No rules yet. */
export const createFaultRules = (): FaultRules => {
  const rules = new Set<{ readonly rule: FaultRule; left: number; seen: number }>();
  return {
    add: (rule, times) => {
      if (!(times >= 1))
        throw new RangeError('A fault rule has to apply at least once: times must be 1 or more.');
      rules.add({ rule, left: times, seen: 0 });
    },
    clear: () => rules.clear(),
    isEmpty: () => rules.size === 0,
    take: (request) => {
      for (const entry of rules) entry.seen += 1;
      for (const entry of rules) {
        if (entry.rule.match?.({ ...request, nth: entry.seen }) === false) continue;
        entry.left -= 1;
        if (entry.left < 1) rules.delete(entry);
        return entry.rule;
      }
      return undefined;
    },
  };
};
