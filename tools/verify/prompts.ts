import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** What a person says of something to look for. */
export type Answer = 'yes' | 'no' | 'cannot tell' | 'skip';

/** Something that only a person can see. */
export interface Question {
  /** Names it in scripts of answers; unique within a service. */
  readonly id: string;
  /** A question that is answered with yes or no. */
  readonly text: string;
}

/** How a verification talks with the person who runs it. When nobody answers any more, nothing is allowed and the rest is skipped. */
export interface Prompts {
  /** Whether the person types this very word. */
  readonly confirm: (text: string, word: string) => Promise<boolean>;
  /** Goes on at the Enter key. */
  readonly pause: (text: string) => Promise<void>;
  readonly ask: (question: Question) => Promise<Answer>;
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  y: 'yes',
  yes: 'yes',
  n: 'no',
  no: 'no',
  c: 'cannot tell',
  'cannot tell': 'cannot tell',
  s: 'skip',
  skip: 'skip',
};

/**
 * Prompts on a terminal, or with answers from a pipe, one a line. `close` lets go of the input.
 * @param write prints, without a line break at the end.
 */
export const terminalPrompts = (
  input: Readable,
  write: (text: string) => void,
): Prompts & { readonly close: () => void } => {
  // Not `question` of readline: it loses the lines of a pipe that come before they are asked for.
  const terminal = createInterface({ input, terminal: false });
  const lines = terminal[Symbol.asyncIterator]();
  const answer = async (text: string): Promise<string | undefined> => {
    write(text);
    const { done, value } = await lines.next();
    return done === true ? undefined : value.trim();
  };
  return {
    confirm: async (text, word) => (await answer(`${text} Type "${word}" to continue: `)) === word,
    pause: async (text) => {
      await answer(`${text} Press Enter to continue: `);
    },
    ask: async ({ text }) => {
      for (;;) {
        const given = await answer(`${text}\n  [y]es, [n]o, [c]annot tell, [s]kip: `);
        const read = given === undefined ? 'skip' : ANSWERS[given.toLowerCase()];
        if (read !== undefined) return read;
      }
    },
    close: () => terminal.close(),
  };
};

/** A stream as the `write` of {@link terminalPrompts}. */
export const writeTo =
  (output: Writable): ((text: string) => void) =>
  (text) => {
    output.write(text);
  };
