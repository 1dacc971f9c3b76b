import { type Bundle, createAppTester, version as platformVersion, type ZObject } from 'zapier-platform-core';
import type { StepBundle } from '../../sandbox/zapier/lambda.ts';
import type { Perform } from '../../src/zapier/step.ts';

/** A store behind `z.cache` that lists what it is asked. */
export interface CountedCache {
  readonly cache: ZObject['cache'];
  readonly calls: ('get' | 'set' | 'delete')[];
  readonly values: Map<string, unknown>;
  /** For how long each value was to be kept, seconds. */
  readonly ttls: (number | undefined)[];
  /** Runs a step over this store: whether it went well, and what the store was asked meanwhile. */
  run(
    perform: Perform<unknown>,
    bundle: Required<Pick<StepBundle, 'authData' | 'inputData'>> & Pick<StepBundle, 'meta'>,
  ): Promise<{ readonly ok: boolean; readonly calls: string[] }>;
}

/** A store with nothing in it. */
export const countedCache = (): CountedCache => {
  const calls: CountedCache['calls'] = [];
  const values = new Map<string, unknown>();
  const ttls: (number | undefined)[] = [];
  const zapier = createAppTester({ version: '1.0.0', platformVersion });
  const cache: ZObject['cache'] = {
    get: async (key) => {
      calls.push('get');
      return values.get(key) ?? null;
    },
    set: async (key, value, ttl) => {
      calls.push('set');
      ttls.push(ttl);
      values.set(key, value);
      return true;
    },
    delete: async (key) => {
      calls.push('delete');
      return values.delete(key);
    },
  };
  return {
    cache,
    calls,
    values,
    ttls,
    run: async (perform, { authData, inputData, meta = {} }) => {
      const before = calls.length;
      const ok = await zapier(
        (z: ZObject, bundle: Bundle) =>
          perform({ ...z, cache }, bundle).then(
            () => true,
            () => false,
          ),
        { authData, inputData, meta },
      );
      return { ok, calls: calls.slice(before) };
    },
  };
};
