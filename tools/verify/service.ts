import type { Finding } from './finding.ts';
import type { Journal } from './journal.ts';
import type { Prompts } from './prompts.ts';
import type { UndoList } from './undo.ts';

/** Variables of the environment, with those of `.env` below them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What a service is verified with. */
export interface VerifyContext {
  /** From `--workspace`. A service sends nothing before it has seen that its connection has this very name. */
  readonly workspace: string;
  /** From `--connection`: which connection to use, where the service has several. */
  readonly connection: string | undefined;
  readonly variables: Variables;
  /** The project, with `recipes/` and `make/`; elsewhere in tests. */
  readonly root: string;
  /** Marks what this run sends, in names and attributes (mark.ts); with {@link isEarlier}, what an earlier one sent. */
  readonly mark: string;
  /** True: nothing is sent, and a person is asked again about what the run of this mark has sent. */
  readonly isEarlier: boolean;
  readonly prompts: Prompts;
  /** Prints a line or several. Secrets are masked. */
  readonly print: (text: string) => void;
  /** Tells secrets: from now on they are masked in everything that is printed or reported. */
  readonly hide: (...secrets: readonly (string | undefined)[]) => void;
  /** A text from outside, as it may be quoted: without secrets, on one line, short. */
  readonly clean: (text: string) => string;
  /** A line for the head of the report: an address, a version. */
  readonly note: (name: string, value: string) => void;
  readonly journal: Journal;
  /** Given when the run is interrupted: whatever waits has to end, and nothing more may be made. */
  readonly signal: AbortSignal;
  /**
   * To be called before something is made elsewhere. Once the run is over, however it ended, `undo` takes it away, last made
   * first, unless `--keep` was given; what stays is listed by its name.
   */
  readonly atEnd: UndoList['atEnd'];
}

/** A service whose rows a command can check. */
export interface Service {
  /** As in `npm run verify -- NAME`. */
  readonly name: string;
  /** For `--help`: what is done, and which variables it needs. */
  readonly help: string;
  /** The ids of all rows of proof/assumptions.ts that {@link run} has a finding of. */
  readonly rows: readonly string[];
  /** Whether it is the real service, or a local one that these variables point to: what that says settles nothing. */
  readonly isReal: (variables: Variables) => boolean;
  /**
   * Checks the rows. Findings come one by one, so that those before an interruption are reported. Asks before it sends anything,
   * and tells the journal of everything that it sends. Throws VerifyError when it cannot go on; whatever
   * else it throws is reported by its message, cleaned.
   */
  readonly run: (context: VerifyContext) => AsyncIterable<Finding>;
}
