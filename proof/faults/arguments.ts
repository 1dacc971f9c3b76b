import { parseArgs } from 'node:util';

/** What the fault run was asked to do. */
export interface FaultArguments {
  /** Only scenarios whose name holds one of these words; none means all. */
  readonly words: readonly string[];
  /** Writes the results into the docs. */
  readonly write: boolean;
  /** Uses the build that is there. */
  readonly built: boolean;
}

/** Reads the command line. Throws an Error in words for the person who typed it. */
export const readArguments = (args: readonly string[]): FaultArguments => {
  let read: ReturnType<typeof parse>;
  try {
    read = parse(args);
  } catch {
    throw new Error('That is no option of the fault run. Use --write, --built or words of scenarios.');
  }
  const { positionals: words, values } = read;
  if (values.write && words.length > 0) {
    throw new Error('The docs show the whole fault run: leave out the words, or --write.');
  }
  return { words, ...values };
};

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { write: { type: 'boolean', default: false }, built: { type: 'boolean', default: false } },
  });
