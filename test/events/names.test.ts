import { describe, expect, test } from '@jest/globals';
import { columnKey } from '../../src/events/columns.ts';
import { checkKeys, simplified } from '../../src/events/names.ts';
import type { Input } from '../../src/events/settings.ts';
import { FIELDS, SENT_FIELDS } from '../../src/fields/index.ts';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import { asMessages, issuesIn, readRows } from '../support/building.ts';

const ROW = { event_name: 'Signed Up', user_id: 'usr_1' };
const RAW = { event_type: 'Signed Up', user: { id: 'usr_1' } };

/** The three shapes in which a row comes, each with a key more. */
const SHAPES = {
  column: (key: string, value: Json): Input => ({ events: [{ ...ROW, [key]: value }] }),
  ours: (key: string, value: Json): Input => ({ events_json: [{ ...ROW, [key]: value }] }),
  raw: (key: string, value: Json): Input => ({ events_json: [{ ...RAW, [key]: value }] }),
} as const;

const issuesOf = (input: Input) => readRows(input).flatMap(({ built }) => issuesIn(built));

const KINDS = {
  column: 'a column of Events',
  ours: 'the name of a field',
  raw: 'a key of the Events API',
} as const;

/** Keys that are nearly one of ours, and the right one in each shape; undefined where the key itself is right. */
const NEAR: readonly [
  key: string,
  column: string | undefined,
  ours: string | undefined,
  raw: string | undefined,
][] = [
  ['timestamp', 'occurred_at', 'occurred_at', '_timestamp'],
  ['_timestamp', 'occurred_at', 'occurred_at', undefined],
  ['occurred_at', undefined, undefined, '_timestamp'],
  ['occured_at', 'occurred_at', 'occurred_at', '_timestamp'],
  ['Occurred At', 'occurred_at', 'occurred_at', '_timestamp'],
  ['date', 'occurred_at', 'occurred_at', '_timestamp'],
  ['event', 'event_name', 'event_name', 'event_type'],
  ['Event Name', 'event_name', 'event_name', 'event_type'],
  ['event_name', undefined, undefined, 'event_type'],
  ['eventName', 'event_name', 'event_name', 'event_type'],
  ['userid', 'user_id', 'user_id', 'id in user'],
  ['userId', 'user_id', 'user_id', 'id in user'],
  ['User ID', 'user_id', 'user_id', 'id in user'],
  ['user-id', 'user_id', 'user_id', 'id in user'],
  ['user_id', undefined, undefined, 'id in user'],
  ['distinct_id', 'user_id', 'user_id', 'id in user'],
  ['user.email', 'email', 'email', 'email in user'],
  ['email', undefined, undefined, 'email in user'],
  ['e-mail', 'email', 'email', 'email in user'],
  ['emial', 'email', 'email', 'email in user'],
  ['anonymousId', 'anonymous_id', 'anonymous_id', 'anonymous_id in user'],
  ['eventid', 'event_id', 'event_id', 'event_id'],
  ['url', 'page_url', 'page_url', undefined],
  ['URL', 'page_url', 'page_url', 'url'],
  ['pageUrl', 'page_url', 'page_url', 'url'],
  ['page', 'page_url', 'page_url', 'url'],
  // What may mean several is told all of them.
  ['id', 'user_id', 'user_id or company_id', 'id in user or id in company'],
  ['name', 'event_name', 'event_name or company_name', 'event_type or name in company'],
  [
    'created_at',
    'occurred_at',
    'occurred_at, user_created_at or company_created_at',
    '_timestamp, created_at in user or created_at in company',
  ],
];

describe.each(NEAR)('a row with %s', (key, ...rights) => {
  test.each(
    Object.keys(SHAPES).map((shape, index) => [shape as keyof typeof SHAPES, rights[index]] as const),
  )('as %s is told the right name: %s', (shape, right) => {
    const issues = issuesOf(SHAPES[shape](key, 'https://example.com'));
    const says = `"${key}" is not ${KINDS[shape]}. Use ${right}.`;
    if (right === undefined) expect(issues.join()).not.toMatch(/is not (a column|the name|a key)/);
    else expect(issues).toEqual([says]);
  });
});

test.each([
  ['ours', 'ip', 'ip_address'],
  ['raw', 'ip', 'source_ip'],
  ['raw', 'User', 'user'],
  ['raw', 'time_stamp', '_timestamp'],
  ['ours', 'UTM', 'utm_source, utm_medium, utm_campaign, utm_term or utm_content'],
  ['raw', 'compnay', 'company'],
  ['raw', 'clickId', 'click_id'],
  ['ours', 'custom', 'user_attributes or company_attributes'],
  ['raw', 'custom', 'custom in user or custom in company'],
] as const)('a row of %s with %s is told the right name: %s', (shape, key, right) => {
  expect(issuesOf(SHAPES[shape](key, 'x'))).toEqual([`"${key}" is not ${KINDS[shape]}. Use ${right}.`]);
});

test.each<[key: string, ours: string, raw: string]>([
  ['ip', 'ip_address', 'source_ip'],
  ['user_ip', 'ip_address', 'source_ip'],
  ['clientIp', 'ip_address', 'source_ip'],
  ['title', 'page_title', 'page_title'],
])('a detail that no column holds has its right name in JSON: %s', (key, ours, raw) => {
  expect(issuesOf(SHAPES.ours(key, 'x'))).toEqual([`"${key}" is not ${KINDS.ours}. Use ${ours}.`]);
  expect(issuesOf(SHAPES.raw(key, 'x'))).toEqual([`"${key}" is not ${KINDS.raw}. Use ${raw}.`]);
});

describe('a key that is like none', () => {
  test.each(['amount', 'plan', 'toString', 'constructor', '__proto__', 'a', 'ids2'])(
    'is refused: %s',
    (key) => {
      for (const shape of ['ours', 'raw'] as const) {
        const input = SHAPES[shape]('x', 1);
        const [item = {}] = input.events_json as readonly JsonObject[];
        const { x: _x, ...rest } = item;
        const issues = issuesOf({ events_json: [Object.fromEntries([...Object.entries(rest), [key, 1]])] });
        expect(issues).toEqual([`"${key}" is not ${KINDS[shape]}. Put attributes into event_attributes.`]);
      }
    },
  );

  test('is refused as a column', () => {
    expect(issuesOf(SHAPES.column('amount', 1)).join()).toMatch(/^"amount" is not a column of Events\. /);
  });

  test('loses nothing where it is blank', () => {
    for (const blank of [null, '', ' ', [], {}]) {
      for (const shape of ['column', 'ours', 'raw'] as const) {
        expect(issuesOf(SHAPES[shape]('amount', blank))).toEqual([]);
      }
    }
  });

  test('is named beside the others', () => {
    const issues = issuesOf({ events_json: [{ ...ROW, plan: 'pro', userId: 5, seats: 3 }] });
    expect(issues.map((issue) => issue.split(' ', 1)[0])).toEqual(['"plan"', '"userId"', '"seats"']);
  });

  test('is one of at most fifty that are named, however many there are', () => {
    const row = Object.fromEntries(Array.from({ length: 2_000 }, (_none, at) => [`n${at}`, 1]));
    const issues = asMessages(
      checkKeys(row, new Set(), { what: 'right', candidates: () => [], otherwise: () => 'Remove it.' }),
    );
    expect(issues.at(-1)).toBe('And 1,950 more of this kind.');
  });
});

test('a field that rows have no column of is not told to be used as the column that it is', () => {
  const columns = new Set<string>(FIELDS.events.columns);
  for (const { key } of SENT_FIELDS.filter((field) => !columns.has(field.key))) {
    const [issue = ''] = issuesOf(SHAPES.column(key, 'x'));
    expect(issue).toMatch(new RegExp(`^"${key}" is not a column of Events\\. `));
    expect(issue).not.toContain(`Use ${key}.`);
  }
});

test('a field of Track Event that rows have no column of is told where it can be used', () => {
  for (const key of ['company_id', 'first_name', 'user_attributes', 'utm_source', 'page_title'])
    expect(issuesOf(SHAPES.column(key, 'x'))).toEqual([
      `"${key}" is not a column of Events. Use it in Events (JSON).`,
    ]);
});

test('flat names of the API are told where they belong', () => {
  for (const key of ['user.id', 'user.email', 'company.id', 'utm.source']) {
    const [issue = ''] = issuesOf(SHAPES.raw(key, 'x'));
    expect(issue).toContain(`"${key}" is not a key of the Events API`);
    expect(issue).not.toContain(`Use ${key}.`);
  }
});

test.each<[key: string, column: RegExp, ours: RegExp, raw: RegExp]>([
  ['user', /Use user_id, email or anonymous_id\.$/, /Use user_id, .* or user_attributes\.$/, /^$/],
  [
    'user.plan',
    /Use user_id, email/,
    /Use user_id, .* or user_attributes\.$/,
    /Use id in user, .* or custom in user\.$/,
  ],
  [
    'company.plan',
    /Extra Columns/,
    /Use company_id, .* or company_attributes\.$/,
    /Use id in company, .* or custom in company\.$/,
  ],
  ['utm.id', /Extra Columns/, /Use utm_source, /, /Use source in utm, /],
  [
    'event_attributes.amount',
    /Extra Columns/,
    /Put attributes into event_attr/,
    /Put attributes into event_attr/,
  ],
])('%s, as the API has it, is told all that is there', (key, ...says) => {
  for (const [at, shape] of (['column', 'ours', 'raw'] as const).entries())
    expect(issuesOf(SHAPES[shape](key, { id: 'usr_2' })).join()).toMatch(says[at] ?? '');
});

test('a message has what is unknown in a key once, as the value that is cleaned of secrets', () => {
  for (const key of ['user.s3cret', 'user.custom.s3cret', 'utm.s3cret', 's3cret.user', ' s3cret'])
    for (const shape of ['column', 'ours', 'raw'] as const)
      expect(issuesOf(SHAPES[shape](key, 'x')).join().split('s3cret')).toHaveLength(2);
});

test.each([' user_id', 'page_url ', '\ufeffevent_id', 'email\u200b'])(
  'a key with something invisible around it is told so: %j',
  (key) => {
    const issues = issuesOf({ events_json: [{ event_name: 'Signed Up', [key]: 'x' }] });
    expect(issues[0]).toMatch(/has something invisible around it\. Use (user_id|page_url|event_id|email)\.$/);
  },
);

test('a short name of ours is not what a longer key is nearly', () => {
  for (const key of ['fname', 'uname', 'names'])
    expect(issuesOf(SHAPES.ours(key, 'x'))).toEqual([
      `"${key}" is not the name of a field. Put attributes into event_attributes.`,
    ]);
});

test('attributes in rows belong into a column that there is', () => {
  for (const key of ['amount', 'attribute_amount', 'event_attributes', 'properties']) {
    const [issue = ''] = issuesOf(SHAPES.column(key, 'x'));
    expect(issue).toMatch(/\battributes\b|Extra Columns/);
    expect(issue).not.toMatch(/(into|Use) event_attributes/);
  }
});

test('a column whose name is no longer in Extra Columns is named, and what to do', () => {
  const row = { ...ROW, column_plan: 'pro', column_amount: '5' };
  expect(issuesOf({ events: [row], attribute_names: ['amount'] })).toEqual([
    '"column_plan" is not a column of Events. Its name is no longer in Extra Columns: add it there, or clear the column.',
  ]);
  expect(issuesOf({ events: [{ ...row, column_plan: ' ' }], attribute_names: ['amount'] })).toEqual([]);
  expect(issuesOf({ events: [row], attribute_names: ['amount', 'plan'] })).toEqual([]);
});

test('a key that is the name of a column, and not its key, is told the key', () => {
  const attribute_names = ['amount', 'Deal Size', 'timestamp'];
  for (const [key, right] of [
    ['amount', 'column_amount'],
    ['Amount', 'column_amount'],
    ['column_Amount', 'column_amount'],
    ['deal_size', columnKey('Deal Size')],
    ['column_deal size', columnKey('Deal Size')],
    // What other tools call the time of the event.
    ['timestamp', 'column_timestamp or occurred_at'],
  ] as const) {
    const issues = issuesOf({ events: [{ ...ROW, [key]: '5' }], attribute_names });
    expect(issues).toEqual([`"${key}" is not a column of Events. Use ${right}.`]);
  }
  // A name that is only similar may have been taken out.
  expect(issuesOf({ events: [{ ...ROW, column_amount2: '5' }], attribute_names })).toEqual([
    '"column_amount2" is not a column of Events. Its name is no longer in Extra Columns: add it there, or clear the column.',
  ]);
});

test('the name of an attribute is the same without case, spaces and underscores', () => {
  for (const name of ['zip_code', 'Zip Code', 'ZIPCODE', ' zip  code ', 'zip\u00A0code']) {
    expect(simplified(name)).toBe('zipcode');
  }
  expect(simplified('zip-code')).not.toBe('zipcode');
});
