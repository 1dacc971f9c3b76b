import { BATCH_FIELDS } from './batch.ts';
import { COMPANY_FIELDS } from './company.ts';
import { DEVICE_FIELDS } from './device.ts';
import { EVENT_FIELDS } from './event.ts';
import type { Field, InputOf } from './field.ts';
import { PAGE_FIELDS } from './page.ts';
import { PERSON_FIELDS } from './person.ts';
import { TRIGGER_FIELDS } from './trigger.ts';

/** Every input that a user can fill in, by key. Keys are a contract: removing one breaks Zaps and scenarios. */
export const FIELDS = {
  ...EVENT_FIELDS,
  ...PERSON_FIELDS,
  ...COMPANY_FIELDS,
  ...PAGE_FIELDS,
  ...DEVICE_FIELDS,
  ...BATCH_FIELDS,
  ...TRIGGER_FIELDS,
};

/** The key of an input. */
export type FieldKey = keyof typeof FIELDS;

/** The declarations behind a list of keys, in its order. */
export const fieldsOf = (keys: readonly FieldKey[]): Field[] => keys.map((key) => FIELDS[key]);

/** The input that a list of keys takes. */
export type InputOfKeys<K extends FieldKey> = InputOf<(typeof FIELDS)[K]>;

const ABOUT_AN_EVENT = {
  ...EVENT_FIELDS,
  ...PERSON_FIELDS,
  ...COMPANY_FIELDS,
  ...PAGE_FIELDS,
  ...DEVICE_FIELDS,
};

/** The inputs that describe one event, whichever action sends it; those that only steer an action are left out. */
export const EVENT_KEYS = (Object.keys(ABOUT_AN_EVENT) as (keyof typeof ABOUT_AN_EVENT)[]).filter(
  (key) => 'place' in FIELDS[key],
);
