import type { Json, JsonObject } from '../lib/json.ts';

/** What a field takes, and so how it is read. Each type has one reader in read.ts. */
export type FieldType =
  /** Trimmed; numbers become text. */
  | 'text'
  /** When the event happened; sent as UTC milliseconds. */
  | 'event_time'
  /** When a person or company was created; sent as ISO 8601 in UTC. */
  | 'creation_time'
  /** A page's address; its parts are sent beside it. */
  | 'page_url'
  /** Names with values, typed by Attribute Values. */
  | 'dictionary'
  /** A JSON object or its text, types exact. */
  | 'json_object'
  /** A JSON array or its text, types exact. */
  | 'json_array'
  /** One of `choices`. */
  | 'choice'
  /** Any of `choices`. */
  | 'choices'
  /** A list of names. */
  | 'names'
  /** Line items, one event a row. */
  | 'rows';

/** A value that a user can pick. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What is declared of a field; its key and group come from where it stands. */
export interface FieldSpec {
  /** Title Case, as Zapier shows it. */
  readonly label: string;
  readonly type: FieldType;
  /** One or two sentences for a marketer and an AI agent alike: unit, format, an example. Ends with a period. */
  readonly help: string;
  /** What is true on one platform only, in sentences that follow the help. */
  readonly helpOn?: { readonly zapier?: string; readonly make?: string };
  /** An example that is shown in the empty field. */
  readonly placeholder?: string;
  readonly required?: true;
  /** Where the value goes in the event, dotted. None: the field steers the action and is not sent. */
  readonly place?: string;
  /** The field whose value is sent when this one is blank. */
  readonly standIn?: string;
  /** The field that has to be filled when this one is. */
  readonly requires?: string;
  readonly choices?: readonly Choice[];
  /** The choice that a blank stands for. */
  readonly default?: string;
  /** The keys of a row's columns, for `rows`. */
  readonly columns?: readonly string[];
  /** The form is asked again when this value changes. */
  readonly altersForm?: true;
}

/** A field as the rest of the house reads it. */
export interface Field extends FieldSpec {
  readonly key: string;
  readonly group: GroupKey;
}

/** A platform that shows fields. */
export type Platform = 'zapier' | 'make';

/** The help of a field on a platform. */
export const helpOn = (platform: Platform, { help, helpOn: more }: FieldSpec): string =>
  [help, more?.[platform]].filter((part) => part !== undefined).join(' ');

/** Puts the fields of one group together: each gets its key and its group. */
export const inGroup = <G extends GroupKey, const T extends Readonly<Record<string, FieldSpec>>>(
  group: G,
  specs: T,
) =>
  // fromEntries forgets which key carries which value; this says it again.
  Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, { ...spec, key, group }])) as {
    readonly [K in keyof T & string]: T[K] & { readonly key: K; readonly group: G };
  };

/** What each type of field takes, as TypeScript sees it. */
interface ValueOfType {
  text: string | number | boolean;
  event_time: string | number;
  creation_time: string | number;
  page_url: string;
  dictionary: JsonObject;
  json_object: JsonObject | string;
  json_array: Json[] | string;
  choice: string;
  choices: readonly string[];
  names: readonly string[] | string;
  rows: readonly JsonObject[];
}

/** The input that a set of fields takes: required ones always, the others maybe; null and `""` are blanks. */
export type InputOf<F extends FieldSpec & { readonly key: string }> = {
  [K in F as K extends { readonly required: true } ? K['key'] : never]: ValueOfType[K['type']];
} & {
  [K in F as K extends { readonly required: true } ? never : K['key']]?: ValueOfType[K['type']] | null;
};

/** What becomes of the values of attributes on Zapier, which hands them over as text. */
export const DETECTED = 'Plain numbers and `true` or `false` are recognized.';

/** What becomes of the values of attributes on Make, where they have types. */
export const KEPT = 'Values keep the type that they are mapped with.';

/** What a date field takes on Zapier, where our code reads it. */
export const READ_DATES =
  'Takes ISO 8601 text, or unix time in seconds or milliseconds. Without a zone, the time zone of your account counts.';

/** What a date field takes on Make, which reads dates itself. */
export const MAPPED_DATES = 'Map a date; `parseDate` with the format `X` turns unix seconds into one.';

/** The sections of a form, in the order in which they are shown. */
export const GROUPS = {
  event: 'Event',
  person: 'Person',
  company: 'Company',
  page: 'Page',
  device: 'Device',
} as const;

/** The key of a section. */
export type GroupKey = keyof typeof GROUPS;
