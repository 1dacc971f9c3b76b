import type { ZObject } from 'zapier-platform-core';

/** A store behind `z.cache` that lists what it is asked. */
export interface CountedCache {
  readonly cache: ZObject['cache'];
  readonly calls: readonly ('get' | 'set' | 'delete')[];
  readonly values: ReadonlyMap<string, unknown>;
  /** Forgets the calls, and keeps the values. */
  recount(): void;
}

/** A store with nothing in it. */
export const countedCache = (): CountedCache => {
  const calls: ('get' | 'set' | 'delete')[] = [];
  const values = new Map<string, unknown>();
  return {
    cache: {
      get: async (key) => {
        calls.push('get');
        return values.get(key) ?? null;
      },
      set: async (key, value) => {
        calls.push('set');
        values.set(key, value);
        return true;
      },
      delete: async (key) => {
        calls.push('delete');
        return values.delete(key);
      },
    },
    calls,
    values,
    recount: () => {
      calls.length = 0;
    },
  };
};
