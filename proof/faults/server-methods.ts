import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../../sandbox/usermaven/fault-rules.ts';
import { type Sandbox, startSandbox } from '../../sandbox/usermaven/server.ts';
import { isObject } from '../../src/lib/json.ts';

/** A failure on cue that can be told to another process. */
export interface Script {
  readonly fault: Fault;
  /** Which requests meet it: from this one on, counted from 1 from now. */
  readonly from?: number;
  /** Only every so many requests. */
  readonly every?: number;
  /** Only requests with more events than this. */
  readonly above?: number;
  /** How many requests meet it; `Infinity`: until the server recovers. */
  readonly times: number;
}

/** What a server has to show after a case. */
export interface Tally {
  readonly stored: number;
  /** How often the content with each number was stored. */
  readonly byContent: ReadonlyMap<number, number>;
  readonly requests: number;
}

const sites = new Map<number, Sandbox>();

const siteOf = (site: number): Sandbox => {
  const sandbox = sites.get(site);
  if (!sandbox) throw new Error(`There is no site ${site}.`);
  return sandbox;
};

/** How long the server looks away between two looks for a request, milliseconds. */
const LOOK_MS = 2;

/** What the process of the server can be asked for. Sites are local Usermavens, each on a port of its own. */
export const METHODS = {
  open: async (apiKey: string, serverToken: string): Promise<{ site: number; url: string }> => {
    const sandbox = await startSandbox({ apiKey, serverToken });
    sites.set(sites.size, sandbox);
    return { site: sites.size - 1, url: sandbox.url };
  },
  clear: async (site: number, serverToken: string): Promise<void> => {
    siteOf(site).clear();
    siteOf(site).renew(serverToken);
  },
  renew: async (site: number, serverToken: string): Promise<void> => siteOf(site).renew(serverToken),
  fail: async (site: number, { fault, from = 1, every = 1, above = -1, times }: Script): Promise<void> => {
    siteOf(site).fail(
      { ...fault, match: ({ nth, events }) => nth >= from && nth % every === 0 && events.length > above },
      times,
    );
  },
  recover: async (site: number): Promise<void> => siteOf(site).recover(),
  /** Comes back when so many requests have come with all of their bodies. */
  arrived: async (site: number, requests: number): Promise<void> => {
    const isWhole = ({ bodyBytes }: { readonly bodyBytes: number }) => bodyBytes > 0;
    while (siteOf(site).requests.filter(isWhole).length < requests) await sleep(LOOK_MS);
  },
  tally: async (site: number): Promise<Tally> => {
    const { store, requests } = siteOf(site);
    const byContent = new Map<number, number>();
    for (const { raw } of store.events) {
      const { n } = isObject(raw.event_attributes) ? raw.event_attributes : { n: Number.NaN };
      byContent.set(Number(n), (byContent.get(Number(n)) ?? 0) + 1);
    }
    return { stored: store.events.length, byContent, requests: requests.length };
  },
} as const;

/** What is asked of the process of the server, and what it answers. */
export type Methods = typeof METHODS;
export interface Call {
  readonly id: number;
  readonly method: keyof Methods;
  readonly parameters: readonly unknown[];
}
export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}
