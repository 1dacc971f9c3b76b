import { defineApp, version as platformVersion } from 'zapier-platform-core';
import manifest from './package.json' with { type: 'json' };
import { IDENTIFY_USER } from './src/actions/identify-user.ts';
import { SEND_BATCH } from './src/actions/send-batch.ts';
import { TRACK_EVENT } from './src/actions/track-event.ts';
import { authentication } from './src/zapier/authentication.ts';
import { toCreate } from './src/zapier/form.ts';
import { sendBatch } from './src/zapier/send-batch.ts';
import { sendEvent } from './src/zapier/send-event.ts';
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
    // z.request logs itself. The patch would log each request again, with the body of the answer, which may echo the token.
    skipHttpPatch: true,
  },
  triggers: {
    [userpilotTrigger.key]: userpilotTrigger,
  },
  creates: {
    [TRACK_EVENT.key]: toCreate(TRACK_EVENT, sendEvent(TRACK_EVENT)),
    [IDENTIFY_USER.key]: toCreate(IDENTIFY_USER, sendEvent(IDENTIFY_USER)),
    [SEND_BATCH.key]: toCreate(SEND_BATCH, sendBatch),
  },
});
