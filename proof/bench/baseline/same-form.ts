import ours from '../../../index.ts';
import { ACTIONS } from '../../../src/actions/index.ts';

import { passOn, postAll, postOne } from './work.ts';

/**
 * Our app without our code: the same connection, forms and outputs, but every action posts what is ready, and the trigger
 * returns what it got. Zapier copies the whole definition at every call, so this is the floor for an app with our forms.
 */

const withPerform = <T extends { readonly operation: object }>(part: T, perform: object) => ({
  ...part,
  operation: { ...part.operation, perform },
});

const app = {
  ...ours,
  triggers: Object.fromEntries(
    Object.entries(ours.triggers).map(([key, trigger]) => [key, withPerform(trigger, passOn)]),
  ),
  creates: Object.fromEntries(
    ACTIONS.map((action) => [
      action.key,
      withPerform(ours.creates[action.key], action.kind === 'batch' ? postAll : postOne),
    ]),
  ),
};

// biome-ignore lint/style/noDefaultExport: what Zapier loads.
export default app;
