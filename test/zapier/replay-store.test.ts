import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { ZObject } from 'zapier-platform-core';
import { startPlatform } from '../../sandbox/zapier/platform.ts';
import { TIMING } from '../../src/zapier/timing.ts';
import { inputOf, inputWithoutId } from '../support/action-inputs.ts';
import { BATCH, TRACKING } from '../support/actions.ts';
import { countedCache } from '../support/counted-cache.ts';
import { NEVER, quickApp } from '../support/quick-app.ts';

const { sandbox, timing, act } = await quickApp();
const platform = await startPlatform();
afterEach(() => {
  platform.cache.clear();
  platform.setCacheDown(false);
  platform.setCacheSilent(false);
  jest.restoreAllMocks();
});
afterAll(() => platform.stop());
const { openReplayStore } = await import('../../src/zapier/replay-store.ts');

type Cache = ZObject['cache'];
const never = () => new Promise<never>(() => {});
const cacheOf = (methods: Partial<Cache>): Cache => ({ ...countedCache().cache, ...methods });

/** A store that is waited for as shortly as may be. */
const SHORT = { ...TIMING, cacheMs: 1 };

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const REPLAYED = { isReplayed: true };
const KEPT = { accepted: [], isReplayed: true };

/** A moment that passes only when a test says so. */
const clockAt = (start: number) => {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(start);
  return { pass: (milliseconds: number) => clock.mockReturnValue(Date.now() + milliseconds) };
};

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
    await earlier.save({ accepted: [[1, 100_000]], isReplayed: true });
    const state = { seed, accepted: [[1, 100_000]] };
    expect(await openReplayStore(cache, () => 'key').load()).toEqual({ ...state, isReplay: true });
    expect((await openReplayStore(cache, () => 'another').load()).isReplay).toBe(false);
  });

  test.each([
    ['a day where it is replayed', true, 86_400],
    ['an hour where nothing replays it', false, 3_600],
  ])('is kept for %s, under its key', async (_, isReplayed, seconds) => {
    const set = jest.fn<Cache['set']>(async () => true);
    const store = openReplayStore(cacheOf({ set }), () => 'key');
    const { seed } = await store.load();
    await store.save({ isReplayed });
    expect(set.mock.calls).toEqual([['key', { seed, accepted: [] }, seconds]]);
  });

  test('that was never asked for needs no key, and is neither kept nor dropped', async () => {
    const { cache, calls } = countedCache();
    const makeKey = jest.fn(() => 'key');
    const store = openReplayStore(cache, makeKey);
    await store.save(KEPT);
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
    await store.save(REPLAYED);
    await store.clear();
    expect(calls).toEqual(['get', 'set', 'get', 'delete']);
    await store.save(REPLAYED);
    const replay = openReplayStore(cache, () => 'key');
    await replay.load();
    await replay.clear();
    expect(calls.slice(4)).toEqual(['set', 'get', 'get', 'delete']);
    expect(values.size).toBe(0);
  });

  test("is not dropped by a run whose state it is not: another one's failed meanwhile", async () => {
    const { cache, values } = countedCache();
    const [one, other] = [openReplayStore(cache, () => 'key'), openReplayStore(cache, () => 'key')];
    await one.load();
    await one.begin();
    const { seed } = await other.load();
    await other.save(REPLAYED);
    await one.clear();
    expect(values.get('key')).toEqual({ seed, accepted: [] });
    expect(await openReplayStore(cache, () => 'key').load()).toMatchObject({ seed, isReplay: true });
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

describe('a run that is under way', () => {
  test('is noted with its moment, for an hour', async () => {
    clockAt(5_000);
    const set = jest.fn<Cache['set']>(async () => true);
    const store = openReplayStore(cacheOf({ set }), () => 'key');
    const { seed } = await store.load();
    await store.begin();
    expect(set.mock.calls).toEqual([['key', { seed, accepted: [], since: 5_000 }, 3_600]]);
  });

  test('keeps its ids to itself: another one with the same input has its own', async () => {
    const clock = clockAt(0);
    const { cache } = countedCache();
    const first = openReplayStore(cache, () => 'key');
    await first.begin();
    for (const passed of [0, 20_000, 14_999]) {
      clock.pass(passed);
      const second = await openReplayStore(cache, () => 'key').load();
      expect(second).toMatchObject({ accepted: [], isReplay: false });
      expect(second.seed).not.toBe((await first.load()).seed);
    }
  });

  test('was killed when its note is older than 35 seconds, and is resumed with its ids', async () => {
    const clock = clockAt(0);
    const { cache } = countedCache();
    const killed = openReplayStore(cache, () => 'key');
    const { seed } = await killed.load();
    await killed.begin();
    clock.pass(35_000);
    expect(await openReplayStore(cache, () => 'key').load()).toEqual({ seed, accepted: [], isReplay: true });
  });

  test('is not noted again by the run that resumes another, which has its state already', async () => {
    const { cache, calls } = countedCache();
    const failed = openReplayStore(cache, () => 'key');
    await failed.load();
    await failed.save({ accepted: [[1, 7]], isReplayed: true });
    const replay = openReplayStore(cache, () => 'key');
    await replay.load();
    calls.length = 0;
    await replay.begin();
    expect(calls).toEqual([]);
    expect(await openReplayStore(cache, () => 'key').load()).toMatchObject({ accepted: [[1, 7]] });
  });

  test('that fails while another is under way keeps its own state, which the other leaves alone', async () => {
    clockAt(0);
    const { cache } = countedCache();
    const [one, other] = [openReplayStore(cache, () => 'key'), openReplayStore(cache, () => 'key')];
    const { seed } = await one.load();
    await one.begin();
    await other.load();
    await other.begin();
    await one.save({ accepted: [[1, 2]], isReplayed: true });
    await other.clear();
    expect(await openReplayStore(cache, () => 'key').load()).toEqual({
      seed,
      accepted: [[1, 2]],
      isReplay: true,
    });
  });
});

describe('a state that cannot be deleted', () => {
  const fails = async () => Promise.reject(new Error('down'));

  test.each<[string, Cache['delete']]>([
    ['the cache fails', fails],
    ['it does not respond', never],
  ])(
    'is marked as done when %s, so that the next run with the same input is one of its own',
    async (_, remove) => {
      const { cache, values, ttls } = countedCache();
      const store = openReplayStore({ ...cache, delete: remove }, () => 'key', SHORT);
      const { seed } = await store.load();
      await store.save(REPLAYED);
      await store.clear();
      expect(values.get('key')).toEqual({ done: true });
      // Nothing replays a run that is done.
      expect(ttls).toEqual([86_400, 3_600]);
      const next = await openReplayStore(cache, () => 'key').load();
      expect(next).toMatchObject({ accepted: [], isReplay: false });
      expect(next.seed).not.toBe(seed);
    },
  );
});

describe('a cache that is of no use', () => {
  const fails = async () => Promise.reject(new Error('down'));

  test.each<[string, Partial<Cache>]>([
    ['fails', { get: fails, set: fails, delete: fails }],
    ['never responds', { get: never, set: never, delete: never }],
  ])('(it %s) counts as an empty one', async (_, methods) => {
    const store = openReplayStore(cacheOf(methods), () => 'key', SHORT);
    expect(await store.load()).toMatchObject({ accepted: [], isReplay: false });
    await store.begin();
    await store.save(KEPT);
    await store.clear();
  });

  test('is waited for no longer than it takes', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const store = openReplayStore(countedCache().cache, () => 'key', { ...TIMING, cacheMs: 600_000 });
    await store.load();
    await store.save(KEPT);
    await store.clear();
    expect(timers()).toBe(before);
  });

  test.each(['begin', 'save'] as const)(
    'drops a state that it takes late all the same (%s), so that the next run like it counts too',
    async (written) => {
      const clock = clockAt(0);
      const { cache, values } = countedCache();
      const taken = Promise.withResolvers<void>();
      const set: Cache['set'] = async (key, value) => {
        await taken.promise;
        values.set(key, value);
        return true;
      };
      const store = openReplayStore({ ...cache, set }, () => 'key', SHORT);
      await store.load();
      await (written === 'begin' ? store.begin() : store.save(KEPT));
      await store.clear();
      taken.resolve();
      await new Promise(setImmediate);
      clock.pass(35_000);
      expect(await openReplayStore(cache, () => 'key').load()).toMatchObject({ isReplay: false });
    },
  );
});

describe("with Zapier's store", () => {
  // Over HTTP: however slow the machine is, what the store responds arrives.
  beforeEach(() => {
    timing.cacheMs = NEVER;
  });

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
