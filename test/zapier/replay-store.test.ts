import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import type { ZObject } from 'zapier-platform-core';
import { startPlatform } from '../../sandbox/zapier/platform.ts';
import { TIMING } from '../../src/zapier/timing.ts';
import { inputOf, inputWithoutId } from '../support/action-inputs.ts';
import { BATCH, TRACKING } from '../support/actions.ts';
import { countedCache } from '../support/counted-cache.ts';
import { quickApp } from '../support/quick-app.ts';

const { sandbox, timing, act } = await quickApp();
const platform = await startPlatform();
afterEach(() => {
  platform.cache.clear();
  platform.setCacheDown(false);
  platform.setCacheSilent(false);
});
afterAll(() => platform.stop());
const { openReplayStore } = await import('../../src/zapier/replay-store.ts');

type Cache = ZObject['cache'];
const never = () => new Promise<never>(() => {});
const cacheOf = (methods: Partial<Cache>): Cache => ({ ...countedCache().cache, ...methods });

/** A store that is waited for as shortly as may be. */
const SHORT = { ...TIMING, cacheMs: 1 };

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('the state of a run', () => {
  test('is new when none was kept, and the cache is asked once', async () => {
    const { cache, calls } = countedCache();
    const store = openReplayStore(cache, () => 'key');
    expect(calls).toEqual([]);
    const state = await store.load();
    expect(state).toEqual({ seed: expect.stringMatching(UUID), accepted: [], isReplay: false });
    expect(await store.load()).toBe(state);
    expect(calls).toEqual(['get']);
  });

  test('is what an earlier run with the same key kept', async () => {
    const { cache } = countedCache();
    const earlier = openReplayStore(cache, () => 'key');
    const { seed } = await earlier.load();
    await earlier.save([[1, 100_000]]);
    const state = { seed, accepted: [[1, 100_000]] };
    expect(await openReplayStore(cache, () => 'key').load()).toEqual({ ...state, isReplay: true });
    expect((await openReplayStore(cache, () => 'another').load()).isReplay).toBe(false);
  });

  test('is kept for a day, under its key', async () => {
    const set = jest.fn<Cache['set']>(async () => true);
    const store = openReplayStore(cacheOf({ set }), () => 'key');
    const { seed } = await store.load();
    await store.save();
    expect(set.mock.calls).toEqual([['key', { seed, accepted: [] }, 86_400]]);
  });

  test('that was never asked for needs no key, and is neither kept nor dropped', async () => {
    const { cache, calls } = countedCache();
    const makeKey = jest.fn(() => 'key');
    const store = openReplayStore(cache, makeKey);
    await store.save();
    await store.clear();
    expect(calls).toEqual([]);
    expect(makeKey).not.toHaveBeenCalled();
  });

  test('that is new is not dropped, since nothing was kept', async () => {
    const { cache, calls } = countedCache();
    const store = openReplayStore(cache, () => 'key');
    await store.load();
    await store.clear();
    expect(calls).toEqual(['get']);
  });

  test('is dropped when this run kept it, and when an earlier one did', async () => {
    const { cache, calls, values } = countedCache();
    const store = openReplayStore(cache, () => 'key');
    await store.load();
    await store.save();
    await store.clear();
    expect(calls).toEqual(['get', 'set', 'delete']);
    await store.save();
    const replay = openReplayStore(cache, () => 'key');
    await replay.load();
    await replay.clear();
    expect(calls.slice(3)).toEqual(['set', 'get', 'delete']);
    expect(values.size).toBe(0);
  });

  test.each([
    null,
    7,
    'text',
    [],
    {},
    { seed: 7, accepted: [] },
    { seed: '', accepted: [] },
    { seed: 'x' },
    { seed: 'x', accepted: {} },
  ])('is new when garbage was kept: %j', async (garbage) => {
    const store = openReplayStore(cacheOf({ get: async () => garbage }), () => 'key');
    expect(await store.load()).toEqual({
      seed: expect.stringMatching(UUID),
      accepted: [],
      isReplay: false,
    });
  });

  test('leaves out rows that are none', async () => {
    const good = [
      [1, 1],
      [100_000, 100_000],
    ];
    const bad = [7, 'a', null, [1], [1, 2, 3], ['1', '2'], [1.5, 2], [0, 1], [1, 100_001]];
    const store = openReplayStore(
      cacheOf({ get: async () => ({ seed: 'x', accepted: [...good, ...bad] }) }),
      () => 'key',
    );
    expect(await store.load()).toEqual({ seed: 'x', accepted: good, isReplay: true });
  });
});

describe('a cache that is of no use', () => {
  const fails = async () => Promise.reject(new Error('down'));

  test.each<[string, Partial<Cache>]>([
    ['fails', { get: fails, set: fails, delete: fails }],
    ['never responds', { get: never, set: never, delete: never }],
  ])('(it %s) counts as an empty one', async (_, methods) => {
    const store = openReplayStore(cacheOf(methods), () => 'key', SHORT);
    expect(await store.load()).toMatchObject({ accepted: [], isReplay: false });
    await store.save();
    await store.clear();
  });

  test('is waited for no longer than it takes', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const store = openReplayStore(countedCache().cache, () => 'key', { ...TIMING, cacheMs: 600_000 });
    await store.load();
    await store.save();
    await store.clear();
    expect(timers()).toBe(before);
  });

  test('drops a state that it takes late all the same, so that the next run like it counts too', async () => {
    const calls: string[] = [];
    const set = Promise.withResolvers<boolean>();
    const deleted = Promise.withResolvers<void>();
    const cache = cacheOf({
      set: async () => {
        await set.promise;
        calls.push('set');
        return true;
      },
      delete: async () => {
        calls.push('delete');
        deleted.resolve();
        return true;
      },
    });
    const store = openReplayStore(cache, () => 'key', SHORT);
    await store.load();
    await store.save();
    await store.clear();
    expect(calls).toEqual([]);
    set.resolve(true);
    await deleted.promise;
    expect(calls).toEqual(['set', 'delete']);
  });
});

describe("with Zapier's store", () => {
  const STEPS = [
    { action: TRACKING, inputData: inputWithoutId(TRACKING) },
    { action: BATCH, inputData: inputOf(BATCH) },
  ];
  const send = ({ action, inputData }: (typeof STEPS)[number], rpc_base = platform.rpcUrl) =>
    act(action, inputData, {}, { token: 'zapier', rpc_base, zcacheTestObj: undefined });

  describe.each(STEPS)('$action.key', (step) => {
    test('keeps the id of a run that failed, and drops it on success', async () => {
      sandbox.fail({ status: 500 }, timing.tries);
      expect((await send(step)).failure?.name).toBe('ThrottledError');
      expect(platform.cache.size).toBe(1);
      expect((await send(step)).failure).toBeUndefined();
      expect(platform.cache.size).toBe(0);
      expect(sandbox.requests).toHaveLength(timing.tries + 1);
      expect(new Set(sandbox.requests.map(({ body }) => body)).size).toBe(1);
    });

    test('is sent while it is down', async () => {
      platform.setCacheDown(true);
      expect((await send(step)).failure).toBeUndefined();
    });

    test('is sent while nobody listens', async () => {
      expect((await send(step, 'http://127.0.0.1:1')).failure).toBeUndefined();
    });

    test('is sent while it does not respond', async () => {
      timing.cacheMs = 20;
      platform.setCacheSilent(true);
      expect((await send(step)).failure).toBeUndefined();
    });

    test('fails as it would have when it is down', async () => {
      platform.setCacheDown(true);
      sandbox.fail({ status: 500 }, timing.tries);
      expect((await send(step)).failure?.name).toBe('ThrottledError');
      expect(sandbox.requests).toHaveLength(timing.tries);
    });
  });
});
