import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { authDataIn } from '../../auth-data.ts';
import { VerifyError } from '../errors.ts';
import type { Variables, VerifyContext } from '../service.ts';
import type { Cli } from './cli.ts';

const SCRIPT = fileURLToPath(new URL('./list-connections.js', import.meta.url));

const LIST = z.object({
  title: z.string(),
  connections: z.array(z.object({ id: z.string(), title: z.string() })),
});

/** A connection in somebody's Zapier account. */
export interface ZapierConnection {
  readonly id: string;
  /** As Zapier shows it: `Usermaven Test #2`. */
  readonly title: string;
}

/**
 * The connection whose label is the workspace that was asked for; with `--connection`, that one, if it has this label. Throws {@link VerifyError}
 * when there is none, or when there are several to choose from.
 */
export const findConnection = async (
  cli: Cli,
  { workspace, connection, clean }: Pick<VerifyContext, 'workspace' | 'connection' | 'clean'>,
): Promise<ZapierConnection> => {
  const { code, stdout, failure } = await cli.script(SCRIPT);
  const list = code === 0 ? LIST.safeParse(parsed(stdout)).data : undefined;
  if (list === undefined) {
    throw new VerifyError(
      `Zapier did not list the connections of the app. Run "npx zapier-platform login", and register or link the app (docs/deploy.md). The reason: ${clean(failure) || 'no response'}`,
    );
  }
  const named = list.connections.filter(({ title }) => labelIn(title, list.title) === workspace);
  const chosen = connection === undefined ? named : named.filter(({ id }) => id === connection);
  const [found, ...others] = chosen;
  if (found === undefined) {
    throw new VerifyError(
      `No connection of the app has the label that --workspace gives${connection === undefined ? '' : ' and has this id'}. Connect the test workspace in Zapier under exactly this name. Nothing was sent.`,
    );
  }
  if (others.length > 0) {
    throw new VerifyError(
      `Several connections have this label. Choose one: ${chosen.map(({ id }) => `--connection ${id}`).join(', ')}.`,
    );
  }
  return found;
};

/** The label within a title: without the name and version of the app before it, and the number that Zapier puts behind. */
const labelIn = (title: string, app: string): string => {
  const rest = title.startsWith(`${app} `) ? title.slice(app.length + 1) : title;
  return rest.replace(/^\(\d+\.\d+\.\d+\) /, '').replace(/ #\d+$/, '');
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Every secret that the CLI may have or be told: what it reads is masked, and is not used otherwise. */
export const secretsOf = (variables: Variables): (string | undefined)[] => {
  const { api_key, server_token, userpilot_secret } = authDataIn(variables);
  return [
    variables.ZAPIER_DEPLOY_KEY,
    keyIn(variables.ZAPIER_AUTH_LOCATION),
    api_key,
    server_token,
    userpilot_secret,
  ];
};

const keyIn = (file = join(homedir(), '.zapierrc')): string | undefined => {
  try {
    return z.object({ deployKey: z.string() }).safeParse(parsed(readFileSync(file, 'utf8'))).data?.deployKey;
  } catch {
    return undefined;
  }
};
