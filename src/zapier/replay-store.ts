import { setTimeout as sleep } from 'node:timers/promises';
import type { ZObject } from 'zapier-platform-core';
import { isObject } from '../lib/json.ts';
import type { RowRange } from '../lib/row-ranges.ts';
import { randomId } from '../usermaven/ids.ts';
import { LIMITS } from '../usermaven/limits.ts';
import { TIMING, type Timing } from './timing.ts';

/** What the replay of a run has to know, so that it sends the same ids and nothing twice. */
export interface RunState {
  /** The random event id, or what the ids of a batch are derived from. */
  readonly seed: string;
  /** Rows of a batch that were accepted, and no others: one that was refused may be good in the replay. */
  readonly accepted: readonly RowRange[];
}

/** Keeps the state of one run in `z.cache`. A cache that fails or does not respond in time counts as an empty one. */
export interface ReplayStore {
  /** The state that an earlier run with the same input left, else a new one. Asks the cache once. */
  load(): Promise<RunState & { readonly isReplay: boolean }>;
  /** Keeps the state for a replay. Nothing to keep for a run that never loaded one: its ids do not depend on it. */
  save(accepted?: readonly RowRange[]): Promise<void>;
  /** Removes the state, if this or an earlier run saved one. */
  clear(): Promise<void>;
}

/**
 * The state of the run that `makeKey` makes a key for, at the first use. All users of the app share the cache, so a key must be
 * a hash.
 */
export const openReplayStore = (
  cache: ZObject['cache'],
  makeKey: () => string,
  timing: Timing = TIMING,
): ReplayStore => {
  let key = '';
  let loading: Promise<RunState & { readonly isReplay: boolean }> | undefined;
  let saving: Promise<unknown> | undefined;
  const load = async () => {
    key = makeKey();
    const earlier = asRunState(await inTime(() => cache.get(key), timing.cacheMs));
    return { ...(earlier ?? { seed: randomId(), accepted: [] }), isReplay: earlier !== null };
  };
  return {
    load: () => (loading ??= load()),
    save: async (accepted = []) => {
      if (!loading) return;
      const { seed } = await loading;
      await inTime(() => (saving = cache.set(key, { seed, accepted }, timing.keepSeconds)), timing.cacheMs);
    },
    clear: async () => {
      if (!saving && !(await loading)?.isReplay) return;
      // A state that the cache takes late would outlive the run, and the next run like it would count as its replay.
      await inTime(() => Promise.allSettled([saving]).then(() => cache.delete(key)), timing.cacheMs);
    },
  };
};

/** What a call of the cache returns; null when it fails or takes too long. */
const inTime = async (call: () => Promise<unknown>, milliseconds: number): Promise<unknown> => {
  const done = new AbortController();
  const timeout = sleep(milliseconds, null, { signal: done.signal }).catch(() => null);
  const first = await Promise.race([call().catch(() => null), timeout]);
  done.abort();
  return first;
};

const isRow = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= LIMITS.eventsPerStep;

const isRange = (value: unknown): value is RowRange =>
  Array.isArray(value) && value.length === 2 && value.every(isRow);

const asRunState = (value: unknown): RunState | null => {
  if (!isObject(value) || typeof value.seed !== 'string' || value.seed === '') return null;
  return Array.isArray(value.accepted)
    ? { seed: value.seed, accepted: value.accepted.filter(isRange) }
    : null;
};
