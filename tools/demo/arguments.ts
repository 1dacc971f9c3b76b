import { parseArgs } from 'node:util';

/** What the demo was asked to do. */
export interface DemoArguments {
  /** Names of recipes; none means all. */
  readonly names: readonly string[];
  /** Sends to the real Usermaven. */
  readonly live: boolean;
  /** Uses the build that is there. */
  readonly built: boolean;
}

/** Reads the command line. Throws an Error in words for the person who typed it. */
export const readArguments = (args: readonly string[], known: readonly string[]): DemoArguments => {
  let read: ReturnType<typeof parse>;
  try {
    read = parse(args);
  } catch {
    throw new Error(
      `That is no option of the demo. Use --live, --built or names of recipes:\n${list(known)}`,
    );
  }
  const unknown = read.positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`No recipe is called ${unknown.join(', ')}. There are:\n${list(known)}`);
  return { names: read.positionals, live: read.values.live, built: read.values.built };
};

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { live: { type: 'boolean', default: false }, built: { type: 'boolean', default: false } },
  });

const list = (names: readonly string[]): string => names.map((name) => `  ${name}`).join('\n');
