import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

/** The command line of `npm start`, and the browser that it opens. */

/** What the command line asks for. */
interface PlaygroundArguments {
  /** Absent: the default port, or the next free one. */
  readonly port?: number;
  /** Whether to open the browser. */
  readonly open: boolean;
}

const LAST_PORT = 65_535;

const USAGE = 'Usage: npm start -- [--port N] [--no-open]. Port 0 is any free port.';

/** Reads the command line. Throws an Error whose message is for the person who typed it. */
export const readArguments = (args: readonly string[]): PlaygroundArguments => {
  const { port, 'no-open': quiet } = parse(args);
  if (port === undefined) return { open: !quiet };
  const number = /^\d+$/.test(port) ? Number(port) : Number.NaN;
  if (number <= LAST_PORT) return { port: number, open: !quiet };
  throw new Error(`"${port}" is not a valid port: use a number up to ${LAST_PORT}. ${USAGE}`);
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: { port: { type: 'string' }, 'no-open': { type: 'boolean', default: false } },
    }).values;
  } catch {
    throw new Error(`Unknown option. ${USAGE}`);
  }
};

/** The command that opens an address, by platform. */
const OPENERS: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};
const DEFAULT_OPENER = ['xdg-open'] as const;

/** Opens an address in the browser. Does nothing where that fails: the address has been printed. */
export const openBrowser = (url: string): void => {
  const [command, ...args] = OPENERS[process.platform] ?? DEFAULT_OPENER;
  const child = spawn(command, [...args, url], { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
};

/** Whether a person runs this in a terminal, rather than a script or CI. */
export const isInteractive = (): boolean => process.stdout.isTTY === true && !process.env.CI;
