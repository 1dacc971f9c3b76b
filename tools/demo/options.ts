import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseArgs, parseEnv } from 'node:util';
import { EVENTS_HOST } from '../../src/usermaven/request.ts';
import { AUTH_DATA_PREFIX, authDataIn } from '../auth-data.ts';

/** What the demo was asked to do. */
export interface DemoOptions {
  /** Names of recipes; none means all. */
  readonly names: readonly string[];
  /** Sends to the real Usermaven. */
  readonly live: boolean;
  /** Uses the build that is there. */
  readonly built: boolean;
}

/** Reads the command line. Throws an Error for the person who typed it. */
export const readOptions = (args: readonly string[], known: readonly string[]): DemoOptions => {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch {
    throw new Error(
      `That is not an option of the demo. Use --live, --built or names of recipes:\n${list(known)}`,
    );
  }
  const unknown = parsed.positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`No recipe is called ${unknown.join(', ')}. There are:\n${list(known)}`);
  return { names: parsed.positionals, live: parsed.values.live, built: parsed.values.built };
};

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { live: { type: 'boolean', default: false }, built: { type: 'boolean', default: false } },
  });

const list = (names: readonly string[]): string => names.map((name) => `  ${name}`).join('\n');

/** The connection in `.env`, where the Zapier CLI keeps it too. Throws an Error that says what is missing. */
export const credentialsFromEnv = (file: string): Record<string, string> => {
  const authData = authDataIn(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {});
  const missing = ['api_key', 'server_token'].filter((key) => !authData[key]);
  if (missing.length === 0) return { workspace_name: 'Live', ...authData };
  throw new Error(
    `--live needs ${missing.map((key) => `${AUTH_DATA_PREFIX}${key}=…`).join(' and ')} in the file .env.`,
  );
};

/** Asks whether events may really be sent. Without a terminal to ask in, they may not. */
export const confirmLive = async (recipes: number): Promise<boolean> => {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const reply = await terminal.question(
    `\n!!! LIVE: this sends the events of ${recipes} recipes to ${EVENTS_HOST},\n!!! into the workspace of your .env, where they stay. Type "send" to continue: `,
  );
  terminal.close();
  return reply.trim() === 'send';
};
