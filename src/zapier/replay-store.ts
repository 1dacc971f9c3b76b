import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { canonicalJson, isObject } from '../lib/json.ts';
import { TIMING } from '../usermaven/limits.ts';
import type { Credentials } from '../usermaven/request.ts';
import { clockOf } from './step.ts';

/** What is remembered of a run that did not end well, so that its replay sends the same ids. */
export interface Unfinished {
  /** The random event id, or what the ids of a batch are derived from. */
  readonly seed: string;
  /** Rows of a batch that were accepted, as `[first, last]`, and no other: one that was refused may be good in the replay. */
  readonly accepted: readonly (readonly [number, number])[];
}

/** Remembers one run in `z.cache`. A cache that fails or does not answer is as good as an empty one. */
export interface Memory {
  recall(): Promise<Unfinished | null>;
  remember(run: Unfinished): Promise<void>;
  forget(): Promise<void>;
}

/**
 * The memory of a run: runs with the same input for the same workspace share it, so that a replay finds it. The server
 * token has no part in it: a run that stopped at an expired connection is replayed with another one. All users of the
 * app share the cache, so its keys are hashes and its values say nothing of the input.
 */
export const memoryOf = (
  z: ZObject,
  bundle: Bundle,
  operation: string,
  { apiKey }: Credentials,
  keys: readonly string[],
): Memory => {
  const input = keys.map((key) => [key, bundle.inputData[key] ?? null]);
  const identity = canonicalJson([operation, apiKey, clockOf(bundle).timeZone ?? null, input]);
  const key = `usermaven:${hash('sha256', identity)}`;
  let noted: Promise<unknown> = Promise.resolve();
  return {
    recall: async () => asUnfinished(await inTime(() => z.cache.get(key))),
    remember: async (run) => {
      await inTime(() => {
        const setting = z.cache.set(key, run, TIMING.rememberSeconds);
        noted = setting.catch(() => null);
        return setting;
      });
    },
    forget: async () => {
      // A note that the cache takes late would outlive the run, and the next one like it would count as its replay.
      await inTime(() => noted.then(() => z.cache.delete(key)));
    },
  };
};

const inTime = async (call: () => Promise<unknown>): Promise<unknown> => {
  const giveUp = new AbortController();
  const answer = call().catch(() => null);
  const late = sleep(TIMING.cacheMs, null, { signal: giveUp.signal }).catch(() => null);
  const first = await Promise.race([answer, late]);
  giveUp.abort();
  return first;
};

const asUnfinished = (value: unknown): Unfinished | null => {
  if (!isObject(value) || typeof value.seed !== 'string' || value.seed === '') return null;
  if (!Array.isArray(value.accepted)) return null;
  const ranges = value.accepted.filter(
    (range): range is [number, number] =>
      Array.isArray(range) && range.length === 2 && range.every(Number.isInteger),
  );
  return { seed: value.seed, accepted: ranges };
};
