import { type Create, defineApp, version as platformVersion, type ZObject } from 'zapier-platform-core';
import manifest from '../../../package.json' with { type: 'json' };
import { FLAGS, postAll, postAllUnlogged, postOne } from './work.ts';

/** The same work in the smallest app that can do it: no connection, no forms, no outputs. */

const create = (key: string, perform: (z: ZObject) => Promise<{ id: string }>): Create => ({
  key,
  noun: 'Body',
  display: { label: 'Post', description: 'Posts what is ready.' },
  operation: { perform, inputFields: [], sample: { id: key } },
});

const app = defineApp({
  version: manifest.version,
  platformVersion,
  flags: FLAGS,
  creates: {
    post_one: create('post_one', postOne),
    post_all: create('post_all', postAll),
    post_all_unlogged: create('post_all_unlogged', postAllUnlogged),
  },
});

// biome-ignore lint/style/noDefaultExport: what Zapier loads.
export default app;
