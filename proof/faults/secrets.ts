import { leaksIn } from '../../test/support/leaks.ts';

/**
 * The connection of the fault run. The secrets contain characters that URLs, forms and JSON each encode differently,
 * around a part that all of them leave as it is.
 */
export const CREDENTIALS = {
  apiKey: 'UMfault0+/=&% "é\'k',
  serverToken: 't0kenfault%2Bn+/=&% ".~!(ü)\'*\\x',
  userpilotSecret: 'up1lotfault+/=&% "ß\' s',
} as const;

/** The server token after a user has renewed it in Usermaven. */
export const RENEWED_TOKEN = 'renewedfault/+=%7E.x';

/** The token as it is sent to Usermaven. */
export const JOINED_TOKEN = `${CREDENTIALS.apiKey}.${CREDENTIALS.serverToken}`;

const SECRETS = [
  ...Object.values(CREDENTIALS),
  JOINED_TOKEN,
  RENEWED_TOKEN,
  `${CREDENTIALS.apiKey}.${RENEWED_TOKEN}`,
];

/** What is left of each secret in every encoding but base64, and the start of each in that. */
const UNCHANGED_PARTS = [
  ...['UMfault0', 't0kenfault', 'up1lotfault', 'renewedfault'],
  ...SECRETS.map((secret) => Buffer.from(secret).toString('base64').slice(0, 10)),
];

/**
 * In how many places of the evidence a part of a secret is. The evidence can be megabytes, so secrets are searched for
 * in every encoding only where one search for their unchanged parts finds something.
 */
export const secretsIn = (evidence: readonly unknown[]): number => {
  const text = JSON.stringify(evidence);
  return UNCHANGED_PARTS.some((part) => text.includes(part))
    ? Math.max(1, leaksIn(evidence, SECRETS).length)
    : 0;
};
