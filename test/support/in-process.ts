import { createAppHandler } from 'zapier-platform-core';
import app from '../../index.ts';
import type { Lambda } from '../../sandbox/zapier/lambda.ts';

declare module 'zapier-platform-core' {
  /** The handler that Zapier calls. In 19.1.0 (index.mjs), but not in its types. */
  export const createAppHandler: (app: object) => (event: object) => Promise<{ readonly results: unknown }>;
}

/** What Zapier's `definition` or `validate` says of an app: the compiled app, or a list of what is wrong with it. */
export const ask = async (command: 'definition' | 'validate', of: object = app): Promise<unknown> =>
  (await createAppHandler(of)({ command })).results;

/** The app in this process, called as Zapier calls a build, with a store of its own behind `z.cache`. */
export const appInProcess = (): Pick<Lambda, 'invoke'> => {
  const handle = createAppHandler(app);
  const zcacheTestObj = {};
  return {
    invoke: async (method, bundle) => {
      // The handler writes into its bundle.
      const event = { command: 'execute', method, bundle: structuredClone(bundle), zcacheTestObj };
      return (await handle(event)).results;
    },
  };
};
