import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseEnv } from 'node:util';
import { EVENTS_HOST } from '../../src/usermaven/request.ts';

/** The prefix under which the Zapier CLI keeps a connection's values in `.env`. */
const PREFIX = 'authData_';

/** The connection in `.env`, where the Zapier CLI keeps it too. Throws an Error in words when it is not there. */
export const credentialsFromEnv = (file: string): Record<string, string> => {
  const values = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const authData = Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      key.startsWith(PREFIX) && value ? [[key.slice(PREFIX.length), value]] : [],
    ),
  );
  const missing = ['api_key', 'server_token'].filter((key) => !authData[key]);
  if (missing.length === 0) return { workspace_name: 'Live', ...authData };
  throw new Error(
    `--live needs ${missing.map((key) => `${PREFIX}${key}=…`).join(' and ')} in the file .env.`,
  );
};

/** Asks whether events may really be sent. Without somebody to ask the answer is no. */
export const mayGoLive = async (events: number): Promise<boolean> => {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    `\n!!! LIVE: this sends the events of ${events} recipes to ${EVENTS_HOST},\n!!! into the workspace of your .env, where they stay. Type "send" to go on: `,
  );
  terminal.close();
  return answer.trim() === 'send';
};
