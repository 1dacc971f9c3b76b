import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TRACK_EVENT } from '../../src/actions/track-event.ts';
import { type Built, buildEvent } from '../../src/events/build.ts';
import { columnKey } from '../../src/events/columns.ts';
import { actionFor, underRules } from '../../src/events/row-rules.ts';
import { type Input, readContext } from '../../src/events/settings.ts';
import { BATCH_FIELDS } from '../../src/fields/batch.ts';
import { type Field, isSent } from '../../src/fields/field.ts';
import { fieldsOf } from '../../src/fields/index.ts';
import { canonicalJson, isBlank, type Json, type JsonObject } from '../../src/lib/json.ts';
import { trimText } from '../../src/lib/text.ts';
import type { Checked } from '../../src/lib/validation.ts';
import {
  attributeName,
  mostly,
  nobody,
  RUNS,
  steadyJson,
  steadyJsonObject,
  text,
} from '../support/arbitraries.ts';
import { NOW, PLAN, readRows } from '../support/building.ts';

/**
 * What reads one way in a row reads the same way in JSON with our keys and in a single action. Messages name values otherwise, so
 * they are compared without their labels.
 */

const ROW = { event_name: 'Signed Up', user_id: 'usr_1' };

/** Dates that read otherwise by the settings, emails, pages: what people hand over for a field of a type. */
const MEANT: Readonly<Partial<Record<Field['type'], readonly Json[]>>> = {
  event_time: [
    '11/05/2025',
    '2025-01-31 09:30',
    1_700_000_000,
    '25 Nov 2025',
    '46351',
    'N/A',
    '2025-11-25T09:14:00Z',
  ],
  creation_time: ['11/05/2020', '2020-01-31', '1912-06-23', 'soon'],
  email: ['Jane <jane@example.com>', 'mailto:jane@example.com', 'a@b.io, c@d.io', '{{email}}'],
  page_url: ['example.com/?utm_source=a&gclid=g', 'https://u:p@example.com/a b', 'a.com,b.com', '(not set)'],
  ip_address: ['203.0.113.7, 10.0.0.1', '[2001:db8::1]:443', 'unknown'],
  id: [12345, 0, '{{id}}', ['42'], 'null'],
  name: ['undefined', '{{name}}', 'user_identify', 5, '$pageview'],
};

/** What is meant for a field, what is nearly that, or anything. */
const valueFor = ({ placeholder = 'a', type }: Field): fc.Arbitrary<Json> =>
  fc.oneof(fc.constantFrom<Json>(placeholder, ...(MEANT[type] ?? [])), text, nobody, steadyJson);

const inputOf = (fields: readonly Field[]): fc.Arbitrary<JsonObject> =>
  fc
    .array(
      fc.constantFrom(...fields).chain((field) => fc.tuple(fc.constant(field.key), valueFor(field))),
      { maxLength: 5 },
    )
    .map((entries): JsonObject => Object.fromEntries(entries));

const dictionaryOf = (value: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc
    .uniqueArray(
      fc.tuple(
        attributeName.filter(
          (name) =>
            /^[^,\n\r{]+$/.test(name) && name !== '' && trimText(name) === name && name.isWellFormed(),
        ),
        value,
      ),
      { selector: ([name]) => name, maxLength: 3 },
    )
    .map((entries): JsonObject => Object.fromEntries(entries));

const settings = fc.record(
  {
    attribute_values: fc.constantFrom('detect', 'detect_point', 'detect_comma', 'text'),
    text_attributes: fc.constantFrom('a', ['length', 'toString']),
    date_order: fc.constantFrom('month_first', 'day_first'),
    time_zone: fc.constantFrom('Europe/Berlin', 'America/Chicago'),
  },
  { requiredKeys: [] },
);

/** What a reading says, whatever the order of its fields and their labels. */
const meaning = (built: Checked<Built> | undefined) => {
  if (built === undefined) return 'nothing';
  const said = (issues: Built['notes']) =>
    issues
      .map(({ invalid }) =>
        canonicalJson([invalid.reason.replace(/[\w ]+_id|[A-Z][a-z]+ ID/g, 'ID'), invalid.value ?? null]),
      )
      .sort();
  return 'issues' in built ? said(built.issues) : [canonicalJson(built.value.event), said(built.value.notes)];
};

const counted = (built: Checked<Built>) => ('value' in built ? 1 : 0);

const single = (input: Input, given: Input, changes: Partial<typeof PLAN> = {}): Checked<Built> => {
  const { context } = readContext(given, { now: NOW });
  // The rules of the action that sends events of the type, as for rows.
  const action = actionFor(input.event_name, context);
  const { needs, personReason } = action;
  const plan = { ...PLAN, needs, personReason, context, ...changes };
  return buildEvent(input, { ...plan, fields: underRules(action, plan.fields) });
};

describe('no input has two readings', () => {
  test('a row says what a single event says', () => {
    const columns = fieldsOf(BATCH_FIELDS.events.columns).filter(({ key }) => key !== 'attributes');
    let events = 0;
    const check = (cells: JsonObject, dictionary: JsonObject, json: Json, how: Input) => {
      const attributes = Object.entries(dictionary).map(([name, value]) => [columnKey(name), value]);
      const row = { ...ROW, ...cells, ...Object.fromEntries(attributes), attributes: json };
      // With nothing in it, it is no row.
      if (Object.values(row).every(isBlank)) return;
      const input = { ...ROW, ...cells, event_attributes: dictionary, event_attributes_json: json };
      const expected = single(input, how);
      events += counted(expected);
      const rows = readRows({ ...how, events: [row], attribute_names: Object.keys(dictionary) });
      expect(meaning(rows[0]?.built)).toEqual(meaning(expected));
    };
    const values = fc.oneof(text, steadyJson);
    fc.assert(
      fc.property(inputOf(columns), dictionaryOf(values), mostly(steadyJsonObject), settings, check),
      RUNS,
    );
    expect(events).toBeGreaterThan(50);
  });

  test('an item of Events (JSON) with our keys says what a single event says, as text too', () => {
    const isDictionary = ({ type }: Field) => type === 'dictionary';
    const fields = fieldsOf(TRACK_EVENT.fields).filter(isSent);
    const dictionaries = fields.filter(isDictionary);
    // Text is typed in a dictionary and exact in JSON, so these have values that both send as they are.
    const exact = dictionaryOf(fc.oneof(fc.integer(), fc.boolean()));
    const typed = fc
      .array(fc.tuple(fc.constantFrom(...dictionaries.map(({ key }) => key)), exact), { maxLength: 3 })
      .map((entries): JsonObject => Object.fromEntries(entries));
    const others = inputOf(fields.filter((field) => !isDictionary(field)));
    let events = 0;
    const check = (values: JsonObject, attributes: JsonObject, likely: boolean, how: Input) => {
      const known = likely ? { ...ROW, company_id: 'acme' } : {};
      const input = { ...known, ...values, ...attributes };
      if (Object.values(input).every(isBlank)) return;
      const expected = single(input, how, { labelOf: ({ key }) => key });
      events += counted(expected);
      for (const events_json of [[input], JSON.stringify([input]), JSON.stringify(input)]) {
        expect(meaning(readRows({ ...how, events_json })[0]?.built)).toEqual(meaning(expected));
      }
    };
    fc.assert(fc.property(others, typed, fc.boolean(), settings, check), RUNS);
    expect(events).toBeGreaterThan(50);
  });
});

describe('no input makes a second person', () => {
  test('whatever stands for nobody in it, in whatever shape it comes', () => {
    const property = (one: string, other: string, third: string, address: string) => {
      const email = `Jane <${address}>`;
      const row = (user_id: Json, anonymous_id: Json) => ({
        event_name: 'Signed Up',
        user_id,
        anonymous_id,
        email,
      });
      const raw = (id: Json, anonymous_id: Json) => ({
        event_type: 'Signed Up',
        user: { id, anonymous_id, email },
      });
      const users = readRows({
        events: [row(one, other), row(other, third), row([one], null)],
        events_json: [row(third, one), raw(one, other), raw(other, [third])],
      }).map(({ built }) => ('value' in built ? built.value.event.user : undefined));
      expect(users).toEqual(users.map(() => ({ id: address, email: address })));
    };
    const address = fc.emailAddress({ size: '-1' }).filter((one) => !/^'|\{\{/.test(one));
    fc.assert(fc.property(nobody, nobody, nobody, address, property), RUNS);
  });
});
