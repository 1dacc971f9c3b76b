import { defineApp, version as platformVersion } from 'zapier-platform-core';
import manifest from './package.json' with { type: 'json' };
import { ACTIONS } from './src/actions/index.ts';
import { authentication } from './src/zapier/authentication.ts';
import { toCreates } from './src/zapier/creates.ts';
import { userpilotTrigger } from './src/zapier/userpilot-trigger.ts';

/** The Usermaven app as Zapier loads it. */
export default defineApp({
  version: manifest.version,
  platformVersion,
  authentication,
  flags: {
    // We decide what blank means (docs/zapier.md): Zapier's own cleaning loses nulls inside objects.
    cleanInputData: false,
    skipThrowForStatus: true,
    throwForThrottlingEarly: false,
    // z.request logs itself. The patch would log each request again, with the body of the response, which may repeat the token.
    skipHttpPatch: true,
  },
  triggers: {
    [userpilotTrigger.key]: userpilotTrigger,
  },
  creates: toCreates(ACTIONS),
});
