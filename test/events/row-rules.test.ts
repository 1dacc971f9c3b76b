import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EventAction } from '../../src/actions/action.ts';
import { IDENTIFY_COMPANY } from '../../src/actions/identify-company.ts';
import { IDENTIFY_USER } from '../../src/actions/identify-user.ts';
import { TRACK_LEAD } from '../../src/actions/track-lead.ts';
import { TRACK_PAGE_VIEW } from '../../src/actions/track-page-view.ts';
import { type Field, isSent, splitPath } from '../../src/fields/field.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import { fromEntries, isJsonObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { prepare, readRows } from '../support/building.ts';

/** What a form may hold, by the type of the field: what it takes, blanks among it, and what cannot be read. */
const VALUES: Readonly<Partial<Record<Field['type'], { readonly good: Json[]; readonly bad: Json[] }>>> = {
  id: { good: ['usr_1', ' 42 ', 7, '0', ['a'], '', 'null'], bad: ['{{id}}', { a: 1 }] },
  email: {
    good: ['jane@example.com', ' Jane <jane@example.com>', ' jane@example.com', '', 'n/a'],
    bad: ['jane', 'a@b.co, c@d.co'],
  },
  text: { good: ['Jane', ' Jane ', 5, true, '', '{{name}}', '007'], bad: [{ a: 1 }] },
  event_time: { good: [1_741_185_072, '2026-01-31T09:30:00Z', ''], bad: ['soon', '11/05/2026'] },
  creation_time: { good: ['2024-01-31', 1_741_185_072_000, ''], bad: ['soon'] },
  page_url: {
    good: ['https://www.example.com/a?utm_source=x&gclid=1', 'example.com', ''],
    bad: ['/pricing', '{{url}}'],
  },
  ip_address: { good: ['203.0.113.7', '203.0.113.7, 10.0.0.1', ''], bad: ['home'] },
  dictionary: {
    good: [{ plan: 'pro', seats: 25 }, { items: [1] }, {}, ''],
    bad: [{ id: 'x' }, { Name: 'x' }, { email: 'x@example.com' }],
  },
  json_object: { good: [{ items: [{ sku: 'A1', price: 1.5 }] }, {}, ''], bad: [{ phone: 5 }] },
};

const inputOf = (fields: readonly Field[]): fc.Arbitrary<JsonObject> =>
  fc
    .tuple(
      ...fields.map(({ key, type }) =>
        fc.option(
          fc
            .oneof(
              { weight: 19, arbitrary: fc.constantFrom(...(VALUES[type]?.good ?? [])) },
              { weight: 1, arbitrary: fc.constantFrom(...(VALUES[type]?.bad ?? [])) },
            )
            .map((value) => [key, value] as const),
          { freq: 3, nil: undefined },
        ),
      ),
    )
    .map((entries) => fromEntries(entries.filter((entry) => entry !== undefined)));

/** The input of an action as an event in the API's own shape. */
const asRaw = (type: string, input: JsonObject, fields: readonly Field[]): JsonObject => {
  const raw: JsonObject = { event_type: type, user: {} };
  for (const { key, path = '' } of fields) {
    const value = input[key];
    if (value === undefined) continue;
    const { section, name } = splitPath(path);
    const there = section === undefined ? undefined : raw[section];
    if (section !== undefined) raw[section] = { ...(isJsonObject(there) ? there : {}), [name]: value };
    else if (isJsonObject(value) && isJsonObject(raw[name])) raw[name] = { ...raw[name], ...value };
    else if (name !== 'event_attributes' || isJsonObject(value)) raw[name] = value;
  }
  return raw;
};

/** An event without its id, which is the matter of another step, and otherwise in a form that can be compared; null if refused. */
const contentOf = (built: { readonly value: { readonly event: object } } | object): unknown => {
  if (!('value' in built)) return null;
  const { event_id: _, ...content } = JSON.parse(JSON.stringify(built.value)).event;
  return content;
};

// In the API's own shape, Lead Phone and its like have no key, and attributes may repeat what a form has fields for.
const hasKeyOfItsOwn = ({ path = '' }: Field): boolean => splitPath(path).section !== 'event_attributes';
const isAttributes = ({ path }: Field): boolean => path === 'event_attributes';

test.each<[type: string, action: EventAction]>([
  ['lead', TRACK_LEAD],
  ['pageview', TRACK_PAGE_VIEW],
  ['group', IDENTIFY_COMPANY],
  ['user_identify', IDENTIFY_USER],
])('a row of the type %s is the event of its action, or refused like it', async (type, action) => {
  const fields = fieldsOf(action.fields).filter(isSent);
  const withOwnKey = fields.filter(hasKeyOfItsOwn);
  // Values in JSON have their types, so the form gets the same ones.
  const single = async (input: JsonObject) => contentOf(await prepare(action, input));
  const row = (item: JsonObject) => contentOf(readRows({ events_json: [item] })[0]?.built ?? {});
  const compare = async (input: JsonObject) => {
    expect(row({ event_name: type, ...input })).toEqual(await single(input));
    const own = fromEntries(
      Object.entries(input).filter(([key, value]) =>
        withOwnKey.some(
          (field) => field.key === key && !(isAttributes(field) && VALUES[field.type]?.bad.includes(value)),
        ),
      ),
    );
    expect(row(asRaw(type, own, withOwnKey))).toEqual(await single(own));
  };
  await fc.assert(fc.asyncProperty(inputOf(fields), compare), { numRuns: 300 });
});

test('a row that is refused says why, also where an attribute says something else than its field', () => {
  const row = {
    event_name: 'pageview',
    user_id: 'usr_1',
    page_url: 'https://www.example.com/a',
    event_attributes: { url: 'https://www.example.com/b' },
  };
  const built = (more: JsonObject) => readRows({ events_json: [{ ...row, ...more }] })[0]?.built;
  expect(built({})).toMatchObject({ value: { notes: [{ label: 'event_attributes.url' }] } });
  expect(built({ occurred_at: 'soon' })).toMatchObject({ issues: [{ label: 'occurred_at' }] });
});
