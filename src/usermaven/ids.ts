import { hash, randomUUID } from 'node:crypto';
import { canonicalJson } from '../lib/json.ts';
import type { DraftEvent } from './event.ts';

/** A random event id. */
export const randomId = (): string => randomUUID();

/**
 * The id of an event that says when it happened: a hash of what the user said about it, so that the same import run twice has the
 * same ids. Anything derived from that (such as `doc_host`) is left out. `occurrence` counts identical events of one batch from 0,
 * so that two equal rows stay two events. The recipe is frozen: changing it would make every old import count again.
 */
export const stableId = (event: DraftEvent, occurrence = 0): string => {
  const { event_type, user, company, event_attributes, _timestamp, url, page_title, referer } = event;
  const said = [event_type, user, company, event_attributes, _timestamp, url, page_title, referer];
  return hashedId(`${canonicalJson(said)}\n${occurrence}`);
};

/** What stands between the name and the id of a transaction. */
export const TRANSACTION_SEPARATOR = '|';

/**
 * The id of the event of a transaction: a hash of the event's name and the transaction's id, so that a payment has the same id
 * whatever else is said about it. The recipe is frozen. Make computes the same with its function `sha256`.
 */
export const transactionId = (eventType: string, transaction: string): string =>
  hash('sha256', `${eventType}${TRANSACTION_SEPARATOR}${transaction}`);

/** The id of the nth event of a run: as random as its seed, and the same when the run is resumed with that seed. */
export const derivedId = (seed: string, index: number): string => hashedId(`${seed}\n${index}`);

/** The first 122 bits of a SHA-256 in the form of a UUID of version 8 (RFC 9562, 5.8: custom). */
export const hashedId = (text: string): string => {
  const hex = hash('sha256', text);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};

/** Counts how often each text was seen before: 0, 1, 2 and so on. */
export const occurrenceCounter = (): ((text: string) => number) => {
  const seen = new Map<string, number>();
  return (text) => {
    const occurrence = seen.get(text) ?? 0;
    seen.set(text, occurrence + 1);
    return occurrence;
  };
};
