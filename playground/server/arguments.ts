import { parseArgs } from 'node:util';

/** What the playground was asked to do. */
export interface PlaygroundArguments {
  /** Absent: the usual one, or the next that is free. */
  readonly port?: number;
  /** Opens the browser. */
  readonly open: boolean;
}

const LAST_PORT = 65_535;

const USAGE = 'npm start takes --port N (0 for any free port) and --no-open.';

/** Reads the command line. Throws an Error in words for the person who typed it. */
export const readArguments = (args: readonly string[]): PlaygroundArguments => {
  const { port, 'no-open': quiet } = parse(args);
  if (port === undefined) return { open: !quiet };
  const number = /^\d+$/.test(port) ? Number(port) : Number.NaN;
  if (number <= LAST_PORT) return { port: number, open: !quiet };
  throw new Error(`"${port}" is no port: use a number up to ${LAST_PORT}. ${USAGE}`);
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: { port: { type: 'string' }, 'no-open': { type: 'boolean', default: false } },
    }).values;
  } catch {
    throw new Error(`That is no option of the playground. ${USAGE}`);
  }
};
