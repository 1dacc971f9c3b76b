import type { Json, JsonObject } from '../lib/json.ts';
import type { PageParts } from '../usermaven/page.ts';

/** What each type of field is read as. A type has one reader in events/read.ts. */
export interface FieldValues {
  /** Trimmed; numbers become text. */
  text: string;
  /** Whose or which: text that stands for nobody counts as blank. */
  id: string;
  email: string;
  /** The name of an event. */
  name: string;
  /** An amount of money in units of its currency. */
  money: number;
  /** Three letters, ISO 4217. */
  currency: string;
  /** An IP address, version 4 or 6. */
  ip_address: string;
  /** The name of a time zone (IANA). */
  time_zone: string;
  /** When the event happened, UTC milliseconds. */
  event_time: number;
  /** When a person or company was created, ISO 8601 in UTC. */
  creation_time: string;
  /** A page's address; its parts are sent beside it. */
  page_url: PageParts;
  /** Names with values, typed by the setting `attribute_values`. */
  dictionary: JsonObject;
  /** A JSON object or its text, types exact. */
  json_object: JsonObject;
  /** A JSON array or its text, types exact. */
  json_array: Json[];
  /** One of `choices`. */
  choice: string;
  /** Any of `choices`. */
  choices: string[];
  /** A list of names. */
  names: string[];
  /** Line items, one event a row. */
  rows: JsonObject[];
}

/** What a field takes, and so how it is read. */
export type FieldType = keyof FieldValues;

/** A value that a user can pick. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The declaration of a field; its key and group come from where it is declared. */
export interface FieldSpec<T extends FieldType = FieldType> {
  /** Title Case, as Zapier shows it. */
  readonly label: string;
  readonly type: T;
  /** One or two sentences for marketers and AI agents alike: unit, format, an example. Ends with a period. */
  readonly help: string;
  /** What is true on one platform only, in sentences that follow the help. */
  readonly helpOn?: { readonly zapier?: string; readonly make?: string };
  /** An example: shown in the empty field, and part of samples. */
  readonly placeholder?: string;
  readonly required?: boolean;
  /** A detail, not who, what or when: in a live run, one that cannot be read is left out and the event is sent. */
  readonly detail?: true;
  /** Where the value goes in the event: a key, or `section.key`. Without one, the field controls the action and is not sent. */
  readonly path?: string;
  /** More paths that get the same value: for a page its address, for a time what the collector reads as the same moment. */
  readonly copies?: readonly string[];
  /** For a dictionary: refuses names that other fields of the form send. */
  readonly distinct?: true;
  /** For a dictionary: the only names that it may have, and what to do about any other. */
  readonly only?: { readonly names: readonly string[]; readonly otherwise: string };
  /** For an amount: the fields with its unit and its currency. */
  readonly readWith?: readonly string[];
  /** The ID of the event is made from its name and this value, if no Event ID is given. */
  readonly identifies?: true;
  /** The field whose value is sent when this one is blank. */
  readonly fallback?: string;
  /** The field that has to be filled when this one is. */
  readonly requires?: string;
  readonly choices?: readonly Choice[];
  /** What a blank means. */
  readonly default?: string;
  /** The member under which some wrap a JSON array: `{"events": [...]}`. */
  readonly wrapper?: string;
  /** The keys of a row's columns, for `rows`. */
  readonly columns?: readonly string[];
  /** The form is asked again when this value changes. */
  readonly altersForm?: true;
}

/** A field with its key and group. */
export interface Field<T extends FieldType = FieldType> extends FieldSpec<T> {
  readonly key: string;
  readonly group: GroupKey;
}

/** The two parts of a path: `user.email` is `email` in the section `user`; a key at the top of the event has no section. */
export const splitPath = (path: string): { readonly section?: string; readonly name: string } => {
  const dot = path.indexOf('.');
  return dot < 0 ? { name: path } : { section: path.slice(0, dot), name: path.slice(dot + 1) };
};

/** A field whose value is sent. */
export type SentField = Field & { readonly path: string };

/** True if the value of a field is sent; false if the field controls the action. */
export const isSent = (field: Field): field is SentField => field.path !== undefined;

/** The fields as a form shows them: required ones first, as both platforms ask for. */
export const requiredFirst = (fields: readonly Field[]): Field[] => [
  ...fields.filter(({ required }) => required),
  ...fields.filter(({ required }) => !required),
];

/** A platform that shows fields. */
export type Platform = 'zapier' | 'make';

/** The help of a field on a platform. */
export const helpOn = (platform: Platform, { help, helpOn: more }: FieldSpec): string =>
  [help, more?.[platform]].filter((part) => part !== undefined).join(' ');

/** Declares the fields of one group: each gets its key and its group. */
export const defineFields = <G extends GroupKey, const T extends Readonly<Record<string, FieldSpec>>>(
  group: G,
  specs: T,
) =>
  // Object.fromEntries loses which key has which value; this states it again.
  Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, { ...spec, key, group }])) as {
    readonly [K in keyof T & string]: T[K] & { readonly key: K; readonly group: G };
  };

/** The keys of the fields of a group, in their order. */
export const keysOf = <T extends object>(fields: T) =>
  // Object.keys loses which keys there are; this states them again.
  Object.keys(fields) as (keyof T & string)[];

/** How the values of attributes are sent on Zapier, which passes them on as text. */
export const DETECTED = 'Plain numbers are sent as numbers, `true` and `false` as booleans.';

/** How the values of attributes are sent on Make, where they have types. */
export const KEPT = 'Values keep the type that they are mapped with.';

/** What a date field takes on Zapier, where our code reads it. */
export const READ_DATES =
  'Accepts dates in all common formats and Unix time; for dates such as `11/05/2026`, choose a Date Order. If a date has no time zone, Time Zone is used, or else the time zone of your account.';

/** What a date field takes on Make, which reads dates itself. */
export const MAPPED_DATES = 'Map a date, or Unix time in seconds, milliseconds or microseconds.';

/** The sections of a form. They are shown in the order in which a form first uses them. */
export const GROUPS = {
  event: 'Event',
  payment: 'Payment',
  person: 'Person',
  lead: 'Lead',
  company: 'Company',
  page: 'Page',
  campaign: 'Campaign',
  device: 'Device',
  settings: 'Settings',
} as const;

/** The key of a section. */
export type GroupKey = keyof typeof GROUPS;
