import type { Action, Declaration } from '../actions/action.ts';
import { ACTIONS } from '../actions/index.ts';
import { USERPILOT_EVENT } from '../actions/userpilot-event.ts';
import { toActionModule } from './action-module.ts';
import { API_CALL, apiCallModule } from './api-call-module.ts';
import type { MakeApp, MakeModule } from './app-types.ts';
import { toBatchModule } from './batch-module.ts';
import { base, connection } from './connection.ts';
import { readme } from './readme.ts';
import { triggerModule } from './trigger-module.ts';
import { userpilotWebhook } from './userpilot-webhook.ts';

const toModule = (action: Action): MakeModule =>
  action.kind === 'event' ? toActionModule(action) : toBatchModule(action);

/** How Make's menu groups the modules: each under the heading of its declaration, in the order of the modules. */
const groupsOf = (declarations: readonly Pick<Declaration, 'make'>[]): MakeApp['groups'] => {
  const groups = Map.groupBy(declarations, ({ make }) => make.group);
  return [...groups].map(([label, members]) => ({ label, modules: members.map(({ make }) => make.id) }));
};

/** The Usermaven app as Make knows it. Ids are a contract: a scenario refers to modules by them. */
export const makeApp = (): MakeApp => ({
  base,
  connections: { usermaven: connection },
  webhooks: { userpilot: userpilotWebhook },
  modules: {
    [USERPILOT_EVENT.make.id]: triggerModule,
    ...Object.fromEntries(ACTIONS.map((action) => [action.make.id, toModule(action)])),
    [API_CALL.make.id]: apiCallModule,
  },
  groups: groupsOf([USERPILOT_EVENT, ...ACTIONS, API_CALL]),
  readme: readme(),
});
