/**
 * What the connection of the fault run holds: characters that URLs, forms and JSON each write in another way, around a
 * core that all of them leave as it is, so that one look for the core tells whether anything of a secret is there.
 */
export const CREDENTIALS = {
  apiKey: 'UMfault0+/=&% "é\'k',
  serverToken: 't0kenfault%2Bn+/=&% ".~!(ü)\'*\\x',
  userpilotSecret: 'up1lotfault+/=&% "ß\' s',
} as const;

/** The server token after a user has renewed it in Usermaven. */
export const RENEWED_TOKEN = 'renewedfault/+=%7E.x';

/** The token as it travels in the address. */
export const JOINED = `${CREDENTIALS.apiKey}.${CREDENTIALS.serverToken}`;

/** Nothing of any of these may leave the app. */
export const SECRETS = [
  ...Object.values(CREDENTIALS),
  JOINED,
  RENEWED_TOKEN,
  `${CREDENTIALS.apiKey}.${RENEWED_TOKEN}`,
];

/** What is left of each secret in every encoding but base64, and the start of each in that. */
export const CORES = [
  ...['UMfault0', 't0kenfault', 'up1lotfault', 'renewedfault'],
  ...SECRETS.map((secret) => Buffer.from(secret).toString('base64').slice(0, 10)),
];
