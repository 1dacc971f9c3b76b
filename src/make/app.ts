import { IDENTIFY_USER } from '../actions/identify-user.ts';
import { TRACK_EVENT } from '../actions/track-event.ts';
import { toActionModule } from './action-module.ts';
import { apiCallModule } from './api-call-module.ts';
import type { MakeApp } from './app-types.ts';
import { batchModule } from './batch-module.ts';
import { base, connection } from './connection.ts';
import { readme } from './readme.ts';
import { triggerModule } from './trigger-module.ts';
import { userpilotWebhook } from './userpilot-webhook.ts';

/** The Usermaven app as Make knows it, at a glance. Ids are a contract: a scenario refers to modules by them. */
export const makeApp = (): MakeApp => ({
  base,
  connections: { usermaven: connection },
  webhooks: { userpilot: userpilotWebhook },
  modules: {
    watchUserpilotEvents: triggerModule,
    trackEvent: toActionModule(TRACK_EVENT),
    identifyUser: toActionModule(IDENTIFY_USER),
    sendBatch: batchModule,
    makeApiCall: apiCallModule,
  },
  groups: GROUPS,
  readme: readme(),
});

/** How Make's menu groups the modules, by their ids. Each stands once; the universal one under Other. */
export const GROUPS = [
  { label: 'Events', modules: ['watchUserpilotEvents', 'trackEvent', 'sendBatch'] },
  { label: 'Users', modules: ['identifyUser'] },
  { label: 'Other', modules: ['makeApiCall'] },
] as const;
