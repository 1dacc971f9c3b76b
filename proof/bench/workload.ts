import { createHmac } from 'node:crypto';
import { USERPILOT_EVENT } from '../../src/actions/userpilot-event.ts';
import { firstOf, performMethod } from '../actions.ts';
import { ROWS } from './figures.ts';
import type { Call } from './worker.ts';

/** What the apps are given to do: the inputs of the guides, as Zapier passes them. */

const SECRET = 'a-secret-of-userpilot-42';

const authData = {
  workspace_name: 'Acme',
  api_key: 'UMabcdefgh',
  // Of a realistic length.
  server_token: 'a-server-token-that-opens-nothing',
};

/** The token as it is sent to Usermaven. */
export const TOKEN = `${authData.api_key}.${authData.server_token}`;

const meta = { timezone: 'Europe/Berlin' };

/** One event: a paid invoice (recipes/stripe.json). It has a time, so that its id is a hash and nothing is saved for a replay. */
export const EVENT: Call = {
  method: performMethod(firstOf('event')),
  bundle: {
    authData,
    meta,
    inputData: {
      event_name: 'Subscription Payment Succeeded',
      event_attributes: {
        amount: '2900',
        currency: 'usd',
        invoiceUrl: 'https://invoice.stripe.com/i/acct_1/test_2',
      },
      occurred_at: '2025-03-05T14:31:12+00:00',
      user_id: 'usr_1a2b3c4d5e',
      page_url: 'https://yourwebsite.com',
    },
  },
};

const PLANS = ['free', 'premium', 'business'];

const row = (_: unknown, index: number) => ({
  event_name: 'Plan Upgraded',
  user_id: `usr_${index}`,
  email: `person.${index}@example.com`,
  // A minute apart, so that no two rows are alike.
  occurred_at: new Date(Date.UTC(2024, 0, 1) + index * 60_000).toISOString(),
  column_plan: PLANS[index % PLANS.length] ?? '',
  column_amount: (index / 100).toFixed(2),
  column_trial: index % 5 === 0 ? 'TRUE' : 'FALSE',
  column_zip: String(index).padStart(5, '0'),
});

/** A batch: an import from a sheet (recipes/historical-import.json). */
export const BATCH: Call = {
  method: performMethod(firstOf('batch')),
  bundle: {
    authData,
    meta,
    inputData: {
      attribute_names: ['plan', 'amount', 'trial', 'zip'],
      events: Array.from({ length: ROWS }, row),
      text_attributes: ['zip'],
      shared_attributes: { source: 'Sheet import' },
      default_page_url: 'https://yourwebsite.com',
    },
  },
};

const DELIVERY = {
  type: 'nps.feedback',
  timestamp: 1679578619,
  app_token: 'NX-bd46697c',
  data: {
    action: 'feedback',
    survey_question: 'How likely it is that you would recommend us to your friends?',
    score: 10,
    follow_up_question: 'Why did you choose this score?',
    feedback: 'Great product',
    hostname: 'demo.userpilot.io',
    pathname: '/dashboard',
    user: { user_id: '1', name: 'John Doe', email: 'john@userpilot.co', plan: 'premium', role: 'admin' },
    company: { id: '1', name: 'Userpilot', plan: 'growth' },
  },
};

const content = JSON.stringify(DELIVERY);
const { timestamp } = DELIVERY;
const signature = createHmac('sha256', SECRET).update(`${content}.${timestamp}`).digest('hex');

/** A Userpilot delivery, signed, to a connection that has the secret. */
export const HOOK: Call = {
  method: `triggers.${USERPILOT_EVENT.key}.operation.perform`,
  bundle: {
    authData: { ...authData, userpilot_secret: SECRET },
    meta,
    inputData: {},
    rawRequest: {
      method: 'POST',
      querystring: '',
      headers: {
        'Http-Content-Type': 'application/json',
        'Http-X-Signature': `t=${timestamp},v1=${signature}`,
      },
      content,
    },
    cleanedRequest: DELIVERY,
  },
};
