import { CREDENTIALS_PLACE } from '../fields/connection.ts';
import { DIFFERENCES, type Difference } from './differences.ts';

/** What somebody who builds a scenario should know, whatever other platforms do. */
const GOOD_TO_KNOW = Object.values<Difference>(DIFFERENCES).filter(({ besideZapier }) => !besideZapier);

/** The page of the app, in Markdown, for people on Make. */
export const readme = (): string =>
  [
    '# Usermaven',
    'Usermaven is a product analytics and marketing attribution platform. With this app, scenarios send events, people and companies to Usermaven, and start when Userpilot reports an event.',
    '## Connect',
    `In Usermaven, open ${CREDENTIALS_PLACE} and copy the API key and the server token into a new connection. It is listed by the name that you give it and by the end of the API key.`,
    '## Watch Userpilot events',
    'Userpilot has no API to create webhooks, so you copy the address by hand:',
    [
      '1. Add the module **Watch Userpilot events**, create a webhook, and copy its address.',
      '2. In Userpilot, open Configure > Integrations > Webhooks and choose Create Webhook. Paste the address.',
      '3. Pick the events and up to 10 user or company properties. Switch each event on before you save, then switch the webhook on in the Status column.',
      '4. Recommended: set a secret token in Userpilot, and enter the same one as Userpilot secret of the webhook here. Requests that are not signed with it are then ignored.',
    ].join('\n'),
    'Make switches off a webhook that no scenario has used for 5 days, and a webhook takes 300 requests in 10 seconds. The age of a signature is not checked, since requests may wait in the queue of the scenario.',
    '## Good to know',
    GOOD_TO_KNOW.map(({ in: where, what }) => `- **${where}**: ${what}`).join('\n'),
    '',
  ].join('\n\n');
