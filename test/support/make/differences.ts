import { isJsonObject, type Json, type JsonObject } from '../../../src/lib/json.ts';
import type { DifferenceKey } from '../../../src/make/differences.ts';
import type { PageParts } from '../../../src/usermaven/page.ts';
import { typedValue } from '../../../src/usermaven/values.ts';

/** One event as each platform sent it. */
export interface Pair {
  readonly zapier: JsonObject;
  readonly make: JsonObject;
}

/** What has to be said of Zapier's input to tell a difference from a mistake. */
export interface Typing {
  /** Zapier's Attributes Kept as Text. */
  readonly textAttributes?: readonly string[];
}

const without = (event: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(event).filter(([key]) => !keys.includes(key)));

const PARTS = [
  'doc_host',
  'doc_path',
  'doc_search',
  'utm',
  'click_id',
] as const satisfies (keyof PageParts)[];

/** Takes one of the listed differences out of a pair. Whatever it does not describe stays, and so makes parity fail. */
type Allowance = (pair: Pair, typing: Typing) => Pair;

const ALLOWANCES = {
  // Only an id that Make does not send: another one is a mistake.
  event_ids: ({ zapier, make }) => ({
    zapier: Object.hasOwn(make, 'event_id') ? zapier : without(zapier, ['event_id']),
    make,
  }),
  // Text that Zapier takes for a number or a boolean.
  types: ({ zapier, make }, { textAttributes = [] }) => {
    const typed = (attributes: Json | undefined): Json | undefined =>
      isJsonObject(attributes)
        ? Object.fromEntries(
            Object.entries(attributes).map(([name, value]): [string, Json] => [
              name,
              typedValue(value, textAttributes.includes(name) ? 'text' : 'detect') ?? '',
            ]),
          )
        : attributes;
    const { event_attributes, company, ...others } = make;
    const members = {
      event_attributes: typed(event_attributes),
      company: isJsonObject(company) ? { ...company, custom: typed(company.custom) } : company,
    };
    return { zapier, make: JSON.parse(JSON.stringify({ ...others, ...members })) };
  },
  // Rows have no parts of the page address, and nothing of the campaign in it.
  batch_rows: ({ zapier, make }) => ({ zapier: without(zapier, PARTS), make }),
} as const satisfies Partial<Record<DifferenceKey, Allowance>>;

/** A listed difference that shows in what is sent. */
export type Allowed = keyof typeof ALLOWANCES;

/** A pair without the differences that are allowed. */
export const allowing = (allowed: readonly Allowed[], pair: Pair, typing: Typing = {}): Pair =>
  allowed.reduce<Pair>((left, key) => ALLOWANCES[key](left, typing), pair);
