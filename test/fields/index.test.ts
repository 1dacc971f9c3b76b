import { describe, expect, test } from '@jest/globals';
import { ACTIONS } from '../../src/actions/index.ts';
import { type Field, GROUPS, helpOn, type Platform } from '../../src/fields/field.ts';
import { FIELDS, fieldsOf, required, SENT_FIELDS } from '../../src/fields/index.ts';

const PLATFORMS = ['zapier', 'make'] as const satisfies Platform[];
const ALL: readonly Field[] = Object.values(FIELDS);

/** What the contract names a field: removing or renaming a key breaks Zaps and scenarios. */
const KEYS = [
  'event_name',
  'event_attributes',
  'event_attributes_json',
  'attribute_values',
  'text_attributes',
  'occurred_at',
  'event_id',
  'user_id',
  'anonymous_id',
  'email',
  'first_name',
  'last_name',
  'user_created_at',
  'user_attributes',
  'company_id',
  'company_name',
  'company_created_at',
  'company_attributes',
  'page_url',
  'page_title',
  'referrer',
  'user_agent',
  'user_language',
  'ip_address',
  'screen_resolution',
  'viewport_size',
  'events',
  'attributes',
  'attribute_names',
  'events_json',
  'shared_attributes',
  'default_page_url',
  'invalid_events',
  'event_types',
];

describe('the index of fields', () => {
  test('has every field of the contract and no other', () => {
    expect(ALL.map(({ key }) => key).sort()).toEqual([...KEYS].sort());
    expect(Object.keys(FIELDS)).toEqual(ALL.map(({ key }) => key));
  });

  test('gives the declarations of keys in the order that is asked for', () => {
    expect(fieldsOf(['email', 'event_name'])).toEqual([FIELDS.email, FIELDS.event_name]);
  });

  test('knows which fields describe an event, and which only steer an action', () => {
    expect(SENT_FIELDS.map(({ key }) => key)).toEqual([
      'event_name',
      'event_attributes',
      'event_attributes_json',
      'occurred_at',
      'event_id',
      'user_id',
      'email',
      'anonymous_id',
      'first_name',
      'last_name',
      'user_created_at',
      'user_attributes',
      'company_id',
      'company_name',
      'company_created_at',
      'company_attributes',
      'page_url',
      'page_title',
      'referrer',
      'ip_address',
      'user_agent',
      'user_language',
      'screen_resolution',
      'viewport_size',
    ]);
  });

  test('lets one action require a field that others do not', () => {
    expect(fieldsOf(['email', required('email')])).toEqual([
      FIELDS.email,
      { ...FIELDS.email, required: true },
    ]);
    expect(FIELDS.email).not.toHaveProperty('required');
  });

  test('labels tell the fields of a form apart', () => {
    for (const { fields } of ACTIONS) {
      const labels = fieldsOf(fields).map(({ label }) => label);
      expect(new Set(labels).size).toBe(labels.length);
    }
  });

  test('only attributes and addresses share a path; elsewhere the one would overwrite the other', () => {
    const shared = new Map<string, string[]>();
    for (const { key, path } of ALL) if (path) shared.set(path, [...(shared.get(path) ?? []), key]);
    expect([...shared].filter(([, keys]) => keys.length > 1)).toEqual([
      ['event_attributes', ['event_attributes', 'event_attributes_json', 'attributes', 'shared_attributes']],
      ['url', ['page_url', 'default_page_url']],
    ]);
  });
});

/** The keys that are shown together: those of each action, and the columns of a row. */
const FORMS: readonly (readonly string[])[] = [
  ...ACTIONS.map(({ fields }) => fieldsOf(fields).map(({ key }) => key)),
  ...ALL.flatMap(({ columns }) => (columns ? [columns] : [])),
];

describe.each(ALL)('$key', (field) => {
  test('has a label in Title Case and a section in the form', () => {
    expect(field.label).toMatch(/^([A-Z][A-Za-z]*|as|\([A-Z]+\))( ([A-Z][A-Za-z]*|as|\([A-Z]+\)))*$/);
    expect(Object.keys(GROUPS)).toContain(field.group);
  });

  test.each(PLATFORMS)(
    'has a help on %s that says more than the label, in sentences, within 1,000 characters',
    (platform) => {
      const help = helpOn(platform, field);
      expect(help).toMatch(/^[A-Z].*\.$/s);
      expect(help.length).toBeGreaterThan(field.label.length);
      expect(help.length).toBeLessThanOrEqual(1_000);
      expect(help.replace(/`[^`]+`/g, '')).not.toContain('`');
    },
  );

  test('leans on fields that every form with it shows beside it', () => {
    for (const other of [field.fallback, field.requires]) {
      if (other === undefined) continue;
      expect(Object.keys(FIELDS)).toContain(other);
      const forms = FORMS.filter((keys) => keys.includes(field.key));
      expect(forms.filter((keys) => !keys.includes(other))).toEqual([]);
      expect(forms.length).toBeGreaterThan(0);
    }
  });

  test('has choices if it is one to choose from, and a default among them', () => {
    const values = field.choices?.map(({ value }) => value) ?? [];
    expect(values.length > 0).toBe(field.type === 'choice' || field.type === 'choices');
    expect(new Set(values).size).toBe(values.length);
    expect([undefined, ...values]).toContain(field.default);
    expect(field.type === 'choice').toBe(field.default !== undefined);
  });

  test('has columns, declared like fields, if it takes rows', () => {
    expect(field.columns !== undefined).toBe(field.type === 'rows');
    for (const column of field.columns ?? []) expect(Object.keys(FIELDS)).toContain(column);
  });
});

describe('help says what a marketer has to know', () => {
  test.each<[key: keyof typeof FIELDS, says: RegExp]>([
    ['event_attributes', /`29\.90` or `-3` are sent as numbers/],
    ['event_attributes', /`007`, `\+15551234567` and `1,234\.50` stay text/],
    ['event_attributes', /Stripe gives cents/],
    ['page_url', /dashboards with a domain filter leave out events without it/],
    ['page_url', /conversion goals can show 0/],
    ['anonymous_id', /from the cookie `__eventn_id_<API key>` on your website/],
    ['occurred_at', /ISO 8601 .* or unix time in seconds or milliseconds/],
    ['occurred_at', /Without a zone, the time zone of your account is used/],
    ['user_created_at', /ISO 8601 .* or unix time in seconds or milliseconds/],
    ['company_created_at', /ISO 8601 .* or unix time in seconds or milliseconds/],
    ['screen_resolution', /in pixels/],
    ['viewport_size', /in pixels/],
    ['event_id', /drops a second event with the same ID/],
    ['user_id', /exactly as your website passes it/],
    ['user_id', /If blank, Email is used/],
  ])('%s on Zapier: %s', (key, says) => {
    expect(helpOn('zapier', FIELDS[key])).toMatch(says);
  });
});
