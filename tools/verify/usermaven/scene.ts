import type { JsonObject } from '../../../src/lib/json.ts';
import type { Finding } from '../finding.ts';
import type { Marked } from './marked.ts';

/** What an answer to a look means. */
export type Meaning = Omit<Finding, 'row'>;

/** Something that a person looks for in Usermaven. */
export interface Look {
  readonly row: string;
  /** Names the question; unique. */
  readonly question: string;
  /** Where to look, and a question of yes or no. */
  readonly text: (marked: Marked) => string;
  readonly yes: Meaning;
  readonly no: Meaning;
}

/** Marked events, and what to look for once they were accepted. */
export interface Scene {
  readonly what: string;
  /** Bodies, sent one after the other; none where something else in Usermaven is looked at. */
  readonly requests: (marked: Marked) => readonly JsonObject[];
  readonly looks: readonly Look[];
}

/** An answer that shows what we assume. */
export const confirmed = (observed: string): Meaning => ({ verdict: 'confirmed', observed });

/** An answer that shows the opposite. */
export const refuted = (observed: string): Meaning => ({ verdict: 'refuted', observed });

/** An answer that is worth knowing either way. */
export const noted = (observed: string): Meaning => ({ verdict: 'noted', observed });

/** Both names of the time of an event, as the app sends it. UTC milliseconds. */
export const at = (time: number): JsonObject => ({ _timestamp: time, timestamp: time });

/** One minute, milliseconds. */
export const MINUTE = 60_000;

/** An event of a person who has nothing but events. */
export const one = (marked: Marked, what: string, fields: JsonObject): JsonObject =>
  marked.event(marked.name(what), { user: { id: marked.id('events') }, ...fields });
