import { BATCH_FIELDS } from './batch.ts';
import { CAMPAIGN_FIELDS } from './campaign.ts';
import { COMPANY_FIELDS } from './company.ts';
import { DEVICE_FIELDS } from './device.ts';
import { EVENT_FIELDS, SETTING_FIELDS } from './event.ts';
import { type Field, isSent } from './field.ts';
import { LEAD_FIELDS } from './lead.ts';
import { PAGE_FIELDS } from './page.ts';
import { PAYMENT_FIELDS } from './payment.ts';
import { PERSON_FIELDS } from './person.ts';
import { TRIGGER_FIELDS } from './trigger.ts';

const FIELDS_OF_EVENTS = {
  ...EVENT_FIELDS,
  ...PAYMENT_FIELDS,
  ...PERSON_FIELDS,
  ...LEAD_FIELDS,
  ...COMPANY_FIELDS,
  ...PAGE_FIELDS,
  ...CAMPAIGN_FIELDS,
  ...DEVICE_FIELDS,
};

/** Every input that a user can fill in, by key. Keys are a contract: removing one breaks Zaps and scenarios. */
export const FIELDS = {
  ...FIELDS_OF_EVENTS,
  ...SETTING_FIELDS,
  ...BATCH_FIELDS,
  ...TRIGGER_FIELDS,
};

/** The key of an input. */
export type FieldKey = keyof typeof FIELDS;

/** How an action uses a field: as it is declared, or with changes. A hint stands before its help. */
export type FieldUse =
  | FieldKey
  | ({ readonly key: FieldKey; readonly hint?: string } & Partial<
      Pick<Field, 'required' | 'default' | 'copies' | 'distinct' | 'help'>
    >);

/** A field that one action requires although others do not. */
export const required = (key: FieldKey): FieldUse => ({ key, required: true });

/** The uses, each of a key in `keys` with a hint before its own. */
export const withHint = (uses: readonly FieldUse[], keys: readonly FieldKey[], hint: string): FieldUse[] =>
  uses.map((use) => {
    const { key, hint: own, ...changes } = typeof use === 'string' ? { key: use, hint: undefined } : use;
    return keys.includes(key) ? { key, ...changes, hint: own === undefined ? hint : `${hint} ${own}` } : use;
  });

/** The fields behind a list of uses, in its order. */
export const fieldsOf = (uses: readonly FieldUse[]): Field[] =>
  uses.map((use) => {
    if (typeof use === 'string') return FIELDS[use];
    const { key, hint, ...changes } = use;
    const field: Field = { ...FIELDS[key], ...changes };
    return hint === undefined ? field : { ...field, help: `${hint} ${field.help}` };
  });

/** The fields that describe one event, whichever action sends it; those that only control an action are left out. */
export const SENT_FIELDS: readonly Field[] = Object.values<Field>(FIELDS_OF_EVENTS).filter(isSent);
