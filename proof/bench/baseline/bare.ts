import { type Create, defineApp, version as platformVersion, type ZObject } from 'zapier-platform-core';
import manifest from '../../../package.json' with { type: 'json' };
import { FLAGS, passOn, postAll, postOne } from './work.ts';

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
  triggers: {
    userpilot_event: {
      key: 'userpilot_event',
      noun: 'Event',
      display: {
        label: 'New Event',
        description: 'Triggers when a webhook comes.',
        directions: 'Copy the URL.',
      },
      operation: {
        type: 'hook',
        perform: passOn,
        performList: async () => [],
        sample: { id: 'hook' },
      },
    },
  },
  creates: {
    track_event: create('track_event', postOne),
    send_batch: create('send_batch', postAll),
  },
});

// biome-ignore lint/style/noDefaultExport: what Zapier loads.
export default app;
