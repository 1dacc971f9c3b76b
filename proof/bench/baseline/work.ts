import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { Bundle, HttpRequestOptions, ZObject } from 'zapier-platform-core';
import { TIMING } from '../../../src/usermaven/limits.ts';

/**
 * The least that does the same work as ours: the same requests by the same client, with bodies that were made before.
 * Nothing is read, checked, typed, counted, tried again or remembered.
 */

/** What is ready before the first call. */
export interface Ready {
  readonly bodies: readonly string[];
  /** True: Zapier's log has no bodies, as with ours in a batch. */
  readonly unlogged?: true;
}

const { BENCH_URL: url = '', BENCH_READY: file } = process.env;
const { bodies, unlogged }: Ready = file ? JSON.parse(readFileSync(file, 'utf8')) : { bodies: [] };

const post = (z: ZObject, body: string): Promise<unknown> => {
  const options: HttpRequestOptions & { merge: boolean } = {
    method: 'POST',
    body: unlogged ? Readable.from([Buffer.from(body)]) : body,
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      ...(unlogged ? { 'Content-Length': String(Buffer.byteLength(body)) } : {}),
    },
    // As ours. Otherwise core 19.1.0 goes through the whole input at every request, and a batch takes ten times as long.
    merge: false,
  };
  return z.request(url, options);
};

/** Posts the one body that is ready. */
export const postOne = async (z: ZObject): Promise<{ id: string }> => {
  await post(z, bodies[0] ?? '');
  return { id: 'one' };
};

/** Posts all bodies that are ready, as many at a time as ours. */
export const postAll = async (z: ZObject): Promise<{ id: string }> => {
  const queue = bodies.values();
  const work = async (): Promise<void> => {
    for (const body of queue) await post(z, body);
  };
  await Promise.all(Array.from({ length: TIMING.concurrency }, work));
  return { id: 'all' };
};

/** Hands on a webhook as Zapier parsed it. */
export const passOn = async (_z: ZObject, bundle: Bundle): Promise<{ id: string }[]> => [
  { ...bundle.cleanedRequest, id: 'hook' },
];

type Perform = (z: ZObject, bundle: Bundle) => Promise<object>;

/** What stands in for each action and trigger of ours, by its key. */
export const WORK: ReadonlyMap<string, Perform> = new Map<string, Perform>([
  ['track_event', postOne],
  ['identify_user', postOne],
  ['send_batch', postAll],
  ['userpilot_event', passOn],
]);

/** The flags of ours. */
export const FLAGS = {
  cleanInputData: false,
  skipThrowForStatus: true,
  throwForThrottlingEarly: false,
  skipHttpPatch: true,
} as const;
