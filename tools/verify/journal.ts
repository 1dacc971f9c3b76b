import { VerifyError } from './errors.ts';

/** The most events that one run sends, all services together. */
export const MAX_EVENTS = 60;

/** One thing that was sent, accepted or not. */
export interface JournalEntry {
  readonly time: Date;
  /** What it was, in words: the request's purpose, and the names of its events. */
  readonly what: string;
  readonly events: number;
  /** What came of it; undefined until it is known. */
  outcome: string | undefined;
}

/** Everything that a run sends, told before it is sent, so that a run that breaks off leaves a whole list. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  /**
   * To be called before anything is sent; the function that comes back is told what came of it. Throws {@link VerifyError} when
   * the run would send more than {@link MAX_EVENTS} events, or was interrupted.
   */
  readonly sending: (what: string, events: number) => (outcome: string) => void;
}

/** An empty journal. Nothing is sent any more once the signal is given. */
export const createJournal = (signal?: AbortSignal): Journal => {
  const entries: JournalEntry[] = [];
  return {
    entries,
    sending: (what, events) => {
      if (signal?.aborted === true) throw new VerifyError('It was interrupted.');
      const before = entries.reduce((sum, entry) => sum + entry.events, 0);
      if (before + events > MAX_EVENTS) {
        throw new VerifyError(
          `A run sends at most ${MAX_EVENTS} events. ${before} were sent, and "${what}" would be ${events} more.`,
        );
      }
      const entry: JournalEntry = { time: new Date(), what, events, outcome: undefined };
      entries.push(entry);
      return (outcome) => {
        entry.outcome = outcome;
      };
    },
  };
};
