import type { Action, Declaration } from '../actions/action.ts';
import { ACTIONS } from '../actions/index.ts';
import { USERPILOT_EVENT } from '../actions/userpilot-event.ts';
import { toActionModule } from './action-module.ts';
import { API_CALL, apiCallModule } from './api-call-module.ts';
import type { MakeApp, MakeModule } from './app-types.ts';
import { toBatchModule } from './batch-module.ts';
import { COMMON } from './common.ts';
import { base, connection } from './connection.ts';
import { readme } from './readme.ts';
import { triggerModule } from './trigger-module.ts';
import { userpilotWebhook } from './userpilot-webhook.ts';

const toModule = (action: Action): MakeModule =>
  action.kind === 'event' ? toActionModule(action) : toBatchModule(action);

const idsOf = (declarations: readonly Pick<Declaration, 'make'>[]): string[] =>
  declarations.map(({ make }) => make.id);

/** How Make's menu groups the modules: these three headings are what its review asks of an app with few modules. */
const GROUPS: MakeApp['groups'] = [
  { label: 'Triggers', modules: idsOf([USERPILOT_EVENT]) },
  { label: 'Actions', modules: idsOf(ACTIONS) },
  { label: 'Other', modules: idsOf([API_CALL]) },
];

/** The Usermaven app as Make knows it. Ids are a contract: a scenario refers to modules by them. */
export const makeApp = (): MakeApp => ({
  base,
  common: COMMON,
  connections: { usermaven: connection },
  webhooks: { userpilot: userpilotWebhook },
  modules: {
    [USERPILOT_EVENT.make.id]: triggerModule,
    ...Object.fromEntries(ACTIONS.map((action) => [action.make.id, toModule(action)])),
    [API_CALL.make.id]: apiCallModule,
  },
  groups: GROUPS,
  readme: readme(),
});
