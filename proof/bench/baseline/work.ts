import { Readable } from 'node:stream';
import type { Bundle, HttpRequestOptions, ZObject } from 'zapier-platform-core';
import { USER_AGENTS } from '../../../src/usermaven/request.ts';
import { TIMING } from '../../../src/zapier/timing.ts';

/**
 * The least that does the same work as ours: the same requests by the same client, with bodies that were made before.
 * Nothing is read, checked, typed, counted, retried or saved.
 */

/** What is ready before the first call. */
export interface Ready {
  /** Where events go, with the token. */
  readonly url: string;
  /** The bodies that our app sent for the same call. */
  readonly bodies: readonly string[];
}

declare global {
  /** Set by the process that runs a baseline, before the first call. */
  var ready: Ready;
}

const post = (z: ZObject, body: string, more: HttpRequestOptions = { body }): Promise<unknown> => {
  const options: HttpRequestOptions & { merge: boolean } = {
    method: 'POST',
    ...more,
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      'User-Agent': USER_AGENTS.zapier,
      ...more.headers,
    },
    // As ours. Otherwise core 19.1.0 goes through the whole input at every request, and a batch takes ten times as long.
    merge: false,
  };
  return z.request(globalThis.ready.url, options);
};

/** Posts the one body that is ready. */
export const postOne = async (z: ZObject): Promise<{ id: string }> => {
  await post(z, globalThis.ready.bodies[0] ?? '');
  return { id: 'one' };
};

/** Posts all bodies that are ready, as many at a time as ours. */
const postEach = async (postBody: (body: string) => Promise<unknown>): Promise<{ id: string }> => {
  const queue = globalThis.ready.bodies.values();
  const work = async (): Promise<void> => {
    for (const body of queue) await postBody(body);
  };
  await Promise.all(Array.from({ length: TIMING.concurrency }, work));
  return { id: 'all' };
};

/** Posts all bodies that are ready, each as a text, which Zapier's log parses and searches for secrets. */
export const postAll = (z: ZObject): Promise<{ id: string }> => postEach((body) => post(z, body));

/** Posts all bodies that are ready, each as a stream, which Zapier's log ignores; as ours. */
export const postAllUnlogged = (z: ZObject): Promise<{ id: string }> =>
  postEach((body) =>
    post(z, body, {
      body: Readable.from([Buffer.from(body)]),
      headers: { 'Content-Length': String(Buffer.byteLength(body)) },
    }),
  );

/** Returns a webhook as Zapier parsed it. */
export const passOn = async (_z: ZObject, bundle: Bundle): Promise<{ id: string }[]> => [
  { ...bundle.cleanedRequest, id: 'hook' },
];

/** The flags of ours. */
export const FLAGS = {
  cleanInputData: false,
  skipThrowForStatus: true,
  throwForThrottlingEarly: false,
  skipHttpPatch: true,
} as const;
