import { describe, expect, test } from '@jest/globals';
import { ACTIONS } from '../../src/actions/index.ts';
import { readField } from '../../src/events/read.ts';
import { type Field, GROUPS, helpOn, type Platform } from '../../src/fields/field.ts';
import { FIELDS, fieldsOf, required, SENT_FIELDS, withHint } from '../../src/fields/index.ts';
import { Invalid } from '../../src/lib/validation.ts';
import { UTM_KEYS } from '../../src/usermaven/campaign.ts';
import { PLAN } from '../support/building.ts';

const PLATFORMS = ['zapier', 'make'] as const satisfies Platform[];
const ALL: readonly Field[] = Object.values(FIELDS);

/** What the contract names a field: removing or renaming a key breaks Zaps and scenarios. */
const KEYS = [
  'event_name',
  'event_attributes',
  'event_attributes_json',
  'amount',
  'amount_unit',
  'currency',
  'transaction_id',
  'lead_phone',
  'lead_company',
  'lead_source',
  'lifecycle_stage',
  'attribute_values',
  'text_attributes',
  'date_order',
  'time_zone',
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
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
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
      'occurred_at',
      'event_id',
      'event_attributes_json',
      'amount',
      'currency',
      'transaction_id',
      'user_id',
      'email',
      'anonymous_id',
      'first_name',
      'last_name',
      'user_created_at',
      'user_attributes',
      'lead_phone',
      'lead_company',
      'lead_source',
      'lifecycle_stage',
      'company_id',
      'company_name',
      'company_created_at',
      'company_attributes',
      'page_url',
      'page_title',
      'referrer',
      'utm_source',
      'utm_medium',
      'utm_campaign',
      'utm_term',
      'utm_content',
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

  test('lets an action say something before the help of some of its fields', () => {
    const uses = withHint(['email', required('user_id'), 'event_id'], ['user_id', 'email'], 'One of both.');
    expect(fieldsOf(uses)).toEqual([
      { ...FIELDS.email, help: `One of both. ${FIELDS.email.help}` },
      { ...FIELDS.user_id, required: true, help: `One of both. ${FIELDS.user_id.help}` },
      FIELDS.event_id,
    ]);
    expect(FIELDS.email.help).not.toContain('One of both.');
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
    expect(field.label).toMatch(/^[A-Z][A-Za-z]*( ([A-Z][A-Za-z]*|as|in|\([A-Z]+\)))*$/);
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

  test('is of a type that can be read, and takes the example that it shows', () => {
    const read = readField(field, field.placeholder ?? 'x', PLAN.context);
    expect(read).toBeDefined();
    if (field.placeholder !== undefined) expect(read).not.toBeInstanceOf(Invalid);
  });

  test('has a path in the event, at the top or in a section, if it is sent', () => {
    expect(field.path ?? 'none').toMatch(/^[a-z_]+(\.[a-z_]+)?$/);
  });

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
    for (const choice of field.choices ?? [])
      expect(choice).toEqual({
        value: expect.stringMatching(/^[a-z_]+(\.[a-z_]+)?$/),
        label: expect.stringMatching(/^[A-Z]/),
      });
    expect([undefined, ...values]).toContain(field.default);
    if (field.type !== 'choice') expect(field.default).toBeUndefined();
  });

  test('has columns, declared like fields, if it takes rows', () => {
    expect(field.columns !== undefined).toBe(field.type === 'rows');
    for (const column of field.columns ?? []) expect(Object.keys(FIELDS)).toContain(column);
  });
});

test('every choice has a default but the order of dates, where a guess would move them by months', () => {
  const open = ALL.filter(({ type, default: chosen }) => type === 'choice' && chosen === undefined);
  expect(open.map(({ key }) => key)).toEqual(['date_order']);
});

describe('a detail', () => {
  // Who, what and when decide over an event; attributes and amounts are what it is sent for.
  const DECIDING = [
    'event_name',
    'amount',
    'currency',
    'transaction_id',
    'event_attributes',
    'event_attributes_json',
    'attributes',
    'occurred_at',
    'event_id',
    'user_id',
    'anonymous_id',
    'user_attributes',
    'company_attributes',
  ];

  test('is every other field that is sent', () => {
    const sent: readonly Field[] = [...SENT_FIELDS, FIELDS.attributes];
    expect(
      sent
        .filter(({ detail }) => detail !== true)
        .map(({ key }) => key)
        .sort(),
    ).toEqual([...DECIDING].sort());
  });

  test('is never a setting or a field of a whole batch', () => {
    const details = ALL.filter(({ detail }) => detail === true).map(({ key }) => key);
    const sent = SENT_FIELDS.map(({ key }) => key);
    expect(details.filter((key) => !sent.includes(key))).toEqual([]);
  });

  test('may be asked for by an action all the same, which makes it none there', () => {
    for (const { fields } of ACTIONS) {
      for (const field of fieldsOf(fields))
        if (field.path === 'event_type') expect(field.detail).toBeUndefined();
    }
  });
});

describe('the time of an event', () => {
  test('is sent under both names, since documentation and collector disagree', () => {
    expect(FIELDS.occurred_at).toMatchObject({ path: '_timestamp', copies: ['timestamp'] });
  });

  test('alone is sent twice: no other field has a copy', () => {
    expect(ALL.filter(({ copies }) => copies !== undefined).map(({ key }) => key)).toEqual(['occurred_at']);
    const paths = ALL.flatMap(({ path }) => path ?? []);
    for (const copy of FIELDS.occurred_at.copies) expect(paths).not.toContain(copy);
  });
});

describe('the campaign', () => {
  const campaign = ALL.filter(({ group }) => group === 'campaign');

  test('has a field for each parameter that attribution reads, under its name in an address', () => {
    expect(campaign.map(({ key, path }) => [key, path])).toEqual(
      UTM_KEYS.map((key) => [`utm_${key}`, `utm.${key}`]),
    );
  });

  test('fields are details that stand after the page, in every form that has a page but not rows', () => {
    for (const { key, label, type, detail, help } of campaign) {
      expect({ type, detail }).toEqual({ type: 'text', detail: true });
      expect(label).toMatch(/^UTM [A-Z][a-z]+$/);
      expect(help).toContain(`Overrides \`${key}\` in the Page URL`);
    }
    for (const { fields, kind } of ACTIONS) {
      const keys = fieldsOf(fields).map(({ key }) => key);
      const has = campaign.filter(({ key }) => keys.includes(key)).map(({ key }) => key);
      expect([[], campaign.map(({ key }) => key)]).toContainEqual(has);
      if (kind === 'batch') expect(has).toEqual([]);
      if (has.length > 0) expect(keys.indexOf('page_url')).toBeLessThan(keys.indexOf(has[0] ?? ''));
    }
  });
});

test('dates are read by our code, so no field leaves them to Zapier', () => {
  const dates = ALL.filter(({ type }) => type === 'event_time' || type === 'creation_time');
  expect(dates.map(({ key }) => key)).toEqual(['occurred_at', 'user_created_at', 'company_created_at']);
  // What a form with dates needs to read them.
  for (const { fields } of ACTIONS) {
    const keys = fieldsOf(fields).map(({ key }) => key);
    const columns = fieldsOf(fields).flatMap((field) => field.columns ?? []);
    const hasDates = dates.some(({ key }) => [...keys, ...columns].includes(key));
    expect(['date_order', 'time_zone'].map((key) => keys.includes(key))).toEqual([hasDates, hasDates]);
  }
});

describe('help says what a marketer has to know', () => {
  test.each<[key: keyof typeof FIELDS, says: RegExp]>([
    ['event_attributes', /`29\.90` or `-3` are sent as numbers/],
    ['event_attributes', /`007`, `\+15551234567` and `1,234\.50` stay text/],
    ['event_attributes', /Stripe gives amounts in cents: `2900` means 29\.00/],
    ['page_url', /dashboards with a domain filter leave out events without it/],
    ['page_url', /conversion goals can show 0/],
    ['anonymous_id', /from the cookie `__eventn_id_<API key>` on your website/],
    ['attribute_values', /Only numbers can be summed in conversion goals/],
    ['attribute_names', /press Refresh fields/],
    ['occurred_at', /Accepts dates in all common formats and Unix time/],
    ['occurred_at', /for dates such as `11\/05\/2026`, choose a Date Order/],
    ['occurred_at', /If a date has no time zone, Time Zone is used, or else the time zone of your account/],
    ['occurred_at', /At most 23 hours in the future/],
    ['user_created_at', /Accepts dates in all common formats and Unix time/],
    ['company_created_at', /Accepts dates in all common formats and Unix time/],
    ['date_order', /Without it, they are refused, because they can be read in two ways/],
    ['time_zone', /If blank, the time zone of your account is used/],
    ['utm_source', /Overrides `utm_source` in the Page URL/],
    [
      'ip_address',
      /Without an Anonymous ID, Usermaven tells visitors apart by IP Address and User Agent together/,
    ],
    [
      'user_agent',
      /Without an Anonymous ID, Usermaven tells visitors apart by IP Address and User Agent together/,
    ],
    ['company_id', /Required if any other company field is filled in/],
    ['screen_resolution', /in pixels/],
    ['viewport_size', /in pixels/],
    // A promise of the documentation that nobody has seen kept.
    ['event_id', /According to its documentation, Usermaven drops a second event with the same ID/],
    ['user_id', /exactly as your website passes it/],
    ['user_id', /If blank, Email is used/],
  ])('%s on Zapier: %s', (key, says) => {
    expect(helpOn('zapier', FIELDS[key])).toMatch(says);
  });
});
