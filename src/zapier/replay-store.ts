import { setTimeout as sleep } from 'node:timers/promises';
import type { ZObject } from 'zapier-platform-core';
import { isObject } from '../lib/json.ts';
import type { RowRange } from '../lib/row-ranges.ts';
import { randomId } from '../usermaven/ids.ts';
import { LIMITS } from '../usermaven/limits.ts';
import { TIMING, type Timing } from './timing.ts';

/** What the replay of a run has to know to send the same ids, and nothing twice. */
export interface RunState {
  /** The random event id, or what the ids of a batch are derived from. */
  readonly seed: string;
  /** Rows of a batch that were accepted, and no others: one that was refused may be good in the replay. */
  readonly accepted: readonly RowRange[];
  /** True when an earlier run with the same input left this. */
  readonly isReplay: boolean;
}

/** Keeps the state of one run in `z.cache`. A cache that fails or does not respond in time counts as an empty one. */
export interface ReplayStore {
  /** The state that an earlier run with the same input left when it failed, or a new one. Asks the cache once. */
  load(): Promise<RunState>;
  /** Notes that this run is under way, so that its ids are known if it is killed. */
  begin(): Promise<void>;
  /** Keeps the state for a replay. Nothing to keep for a run that never loaded one: its ids do not depend on it. */
  save(failure: { readonly accepted?: readonly RowRange[]; readonly isReplayed: boolean }): Promise<void>;
  /** Removes what this run noted or resumed. */
  clear(): Promise<void>;
}

/**
 * What the cache holds. `since` is there while the run is under way, milliseconds since 1970: another run that finds it takes ids
 * of its own, since two equal runs without a failure between them are separate. `done` replaces a state that cannot be deleted.
 */
type Stored =
  | { readonly seed: string; readonly accepted: readonly RowRange[]; readonly since?: number }
  | { readonly done: true };

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
  let loading: Promise<RunState> | undefined;
  let saving: Promise<unknown> | undefined;
  const ask = <T>(call: () => Promise<T>) => inTime(call, timing.cacheMs);
  const load = async (): Promise<RunState> => {
    key = makeKey();
    const earlier = readStored(await ask(() => cache.get(key)), Date.now() - timing.underWaySeconds * 1000);
    return earlier ? { ...earlier, isReplay: true } : { seed: randomId(), accepted: [], isReplay: false };
  };
  const write = async (stored: Stored, seconds: number): Promise<void> => {
    await ask(() => {
      saving = cache.set(key, stored, seconds);
      return saving;
    });
  };
  const remove = async (seed: string): Promise<void> => {
    const stored = await ask(() => cache.get(key));
    // Another run with the same input may have failed meanwhile, and its replay needs its state.
    if (isObject(stored) && stored.seed !== seed) return;
    const done: Stored = { done: true };
    if ((await ask(() => cache.delete(key))) === null) await write(done, timing.keepSeconds.final);
  };
  return {
    load: () => {
      loading ??= load();
      return loading;
    },
    begin: async () => {
      const { seed, accepted, isReplay } = await (loading ?? load());
      if (!isReplay) await write({ seed, accepted, since: Date.now() }, timing.keepSeconds.final);
    },
    save: async ({ accepted = [], isReplayed }) => {
      if (!loading) return;
      const { seed } = await loading;
      await write({ seed, accepted }, isReplayed ? timing.keepSeconds.replayed : timing.keepSeconds.final);
    },
    clear: async () => {
      const run = await loading;
      if (!run || (!saving && !run.isReplay)) return;
      // After what this run wrote, however late the cache takes it: a state that outlived the run would be resumed by the next.
      const written = Promise.allSettled([saving]);
      const removing = written.then(() => remove(run.seed));
      if ((await ask(() => written)) !== null) await removing;
    },
  };
};

/** What a call to the cache returns; null if it fails or takes too long. */
const inTime = async <T>(call: () => Promise<T>, milliseconds: number): Promise<T | null> => {
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

/** The state of a run that failed, or that began before `killedBefore` and so was killed; null for anything else. */
const readStored = (value: unknown, killedBefore: number): Pick<RunState, 'seed' | 'accepted'> | null => {
  if (!isObject(value) || typeof value.seed !== 'string' || value.seed === '') return null;
  if (!Array.isArray(value.accepted)) return null;
  if (typeof value.since === 'number' && value.since > killedBefore) return null;
  return { seed: value.seed, accepted: value.accepted.filter(isRange) };
};
