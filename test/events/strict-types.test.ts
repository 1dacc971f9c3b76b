import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BatchAction, EventAction } from '../../src/actions/action.ts';
import type { Input } from '../../src/events/settings.ts';
import type { Field } from '../../src/fields/field.ts';
import { FIELDS, fieldsOf } from '../../src/fields/index.ts';
import { isBlank, isObject, type Json, type JsonObject } from '../../src/lib/json.ts';
import { BATCH_ACTIONS, EVENT_ACTIONS } from '../support/actions.ts';
import { anyJson, attributeName, RUNS, text } from '../support/arbitraries.ts';
import { API_KEY, prepare, prepareRows } from '../support/building.ts';

/**
 * One key of a wrong type makes Usermaven refuse a whole request, or lose the value in silence (source of its collector). So the
 * types of everything that we send are checked, whatever came in.
 */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  text: [
    'api_key',
    'event_type',
    'event_id',
    'url',
    'page_title',
    'doc_path',
    'doc_host',
    'doc_search',
    'doc_encoding',
    'screen_resolution',
    'vp_size',
    'user_agent',
    'user_language',
    'source_ip',
    'referer',
    'utc_time',
    'src',
  ],
  object: ['user', 'company', 'event_attributes', 'autocapture_attributes', 'ids', 'utm', 'click_id'],
  integer: ['_timestamp', 'timestamp'],
  // Not read by the collector.
  any: ['local_tz_offset', 'namespace'],
};

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  user: ['id', 'anonymous_id', 'email', 'first_name', 'last_name', 'created_at'],
  company: ['id', 'name', 'created_at'],
  utm: ['source', 'medium', 'campaign', 'term', 'content'],
};

const IS_OF_TYPE: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  object: isObject,
  integer: Number.isSafeInteger,
  any: () => true,
};

const typeOf = (key: string): string | undefined =>
  Object.keys(TYPES).find((type) => TYPES[type]?.includes(key));

/** What is wrong with an event that is about to be sent, by its path. */
const faultsOf = (event: JsonObject): string[] => [
  ...['api_key', 'event_type', 'event_id', 'user', 'ids', 'src'].filter((key) => !Object.hasOwn(event, key)),
  ...Object.entries(event).flatMap(([key, value]) => {
    const type = typeOf(key);
    return type !== undefined && IS_OF_TYPE[type]?.(value) ? [] : [key];
  }),
  ...Object.entries(MEMBERS).flatMap(([section, names]) =>
    Object.entries(isObject(event[section]) ? event[section] : {})
      .filter(([name, value]) =>
        name === 'custom' && section !== 'utm'
          ? !isObject(value)
          : // What else there is of a campaign is kept: another reader of the API may know it.
            names.includes(name)
            ? typeof value !== 'string' || value === ''
            : section !== 'utm',
      )
      .map(([name]) => `${section}.${name}`),
  ),
  ...(event._timestamp === event.timestamp ? [] : ['timestamp is not _timestamp']),
  ...(isObject(event.company) && !Object.hasOwn(event.company, 'id') ? ['company without id'] : []),
  ...(isObject(event.user) && (Object.hasOwn(event.user, 'id') || Object.hasOwn(event.user, 'anonymous_id'))
    ? []
    : ['nobody']),
  // What a collector answers 200 to and throws away.
  ...(event.event_type === 'user_identify' && !Object.hasOwn(Object(event.user), 'id')
    ? ['identify without id']
    : []),
];

test.each<[fault: string, event: JsonObject]>([
  ['url', { url: 5 }],
  ['timestamp', { _timestamp: 1.5, timestamp: 1.5 }],
  ['timestamp is not _timestamp', { timestamp: 5 }],
  ['utm', { utm: 'google' }],
  ['utm.source', { utm: { source: 5 } }],
  ['user.plan', { user: { id: 'a', plan: 'pro' } }],
  ['user.custom', { user: { id: 'a', custom: 'pro' } }],
  ['company without id', { company: { name: 'Acme' } }],
  ['nobody', { user: {} }],
  ['identify without id', { event_type: 'user_identify', user: { anonymous_id: 'a' } }],
  ['anything', { anything: 1 }],
])('%s is found in %j', (fault, changes) => {
  const event = { api_key: API_KEY, event_type: 'A', event_id: 'e', user: { id: 'a' }, ids: {}, src: 'http' };
  expect(faultsOf(event)).toEqual([]);
  expect(faultsOf({ ...event, ...changes })).toContain(fault);
});

const valueFor = ({ placeholder = 'a' }: Pick<Field, 'placeholder'>): fc.Arbitrary<Json> =>
  fc.oneof({ arbitrary: fc.constant(placeholder), weight: 2 }, text, anyJson);

/** Inputs with some fields filled in, each as meant or with anything. */
const inputFor = (fields: readonly Field[]): fc.Arbitrary<JsonObject> =>
  fc
    .array(
      fc.constantFrom(...fields).chain((field) => fc.tuple(fc.constant(field.key), valueFor(field))),
      { maxLength: 8 },
    )
    .map((entries): JsonObject => Object.fromEntries(entries));

const KNOWN = { event_name: 'Signed Up', user_id: 'usr_1' };

/** What an action needs at least. */
const leastOf = ({ fields, needs }: EventAction): JsonObject =>
  Object.fromEntries(
    fieldsOf(fields).flatMap(({ key, required, placeholder = 'a' }) =>
      required || needs.some((needed) => needed === key) ? [[key, placeholder]] : [],
    ),
  );

describe.each(EVENT_ACTIONS)('everything that $key sends', (action: EventAction) => {
  test('has the types that Usermaven wants', async () => {
    let events = 0;
    const check = async (input: Input, likely: boolean) => {
      const prepared = await prepare(action, likely ? { ...input, ...leastOf(action) } : input);
      if ('issues' in prepared) return;
      events += 1;
      expect(faultsOf(JSON.parse(prepared.value.json))).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(inputFor(fieldsOf(action.fields)), fc.boolean(), check), RUNS);
    expect(events).toBeGreaterThan(100);
  });
});

/** An event in the API's own shape, its keys as meant or with anything. */
const rawEvent = fc
  .array(
    fc
      .constantFrom(...Object.values(TYPES).flat(), ...Object.keys(MEMBERS))
      .chain((key) => fc.tuple(fc.constant(key), fc.oneof(sectionOf(key), text, anyJson))),
    { maxLength: 6 },
  )
  .map(
    (entries): JsonObject => ({
      event_type: 'Signed Up',
      user: { id: 'usr_1' },
      ...Object.fromEntries(entries),
    }),
  );

function sectionOf(key: string): fc.Arbitrary<Json> {
  const names = [...(MEMBERS[key] ?? ['gclid']), 'custom', 'plan'];
  const member = fc.tuple(fc.oneof(fc.constantFrom(...names), attributeName), fc.oneof(text, anyJson));
  return fc
    .array(member, { maxLength: 4 })
    .map((entries): JsonObject => ({ id: 'a', ...Object.fromEntries(entries) }));
}

describe.each(BATCH_ACTIONS)('everything that $key sends', ({ fields }: BatchAction) => {
  const settings = fieldsOf(fields).filter(({ type }) => type !== 'rows' && type !== 'json_array');
  const rows = fieldsOf(FIELDS.events.columns);
  const ours = fieldsOf(EVENT_ACTIONS.flatMap((action) => action.fields)).filter(
    ({ path }) => path !== undefined,
  );

  test('has the types that Usermaven wants, in every shape of a row', async () => {
    let events = 0;
    const check = async (
      steering: JsonObject,
      row: JsonObject,
      item: JsonObject,
      raw: JsonObject,
      likely: boolean,
    ) => {
      const known = likely ? KNOWN : {};
      const input = {
        ...(likely ? {} : steering),
        events: [{ ...row, ...known }],
        events_json: [{ ...item, ...known }, raw],
        invalid_events: 'skip',
      };
      const prepared = await prepareRows(input);
      if ('issues' in prepared) return;
      for (const { json } of prepared.value.good) {
        events += 1;
        expect(faultsOf(JSON.parse(json))).toEqual([]);
      }
    };
    await fc.assert(
      fc.asyncProperty(inputFor(settings), inputFor(rows), inputFor(ours), rawEvent, fc.boolean(), check),
      RUNS,
    );
    expect(events).toBeGreaterThan(300);
  });
});

test('what is blank is left out, at the top and in sections', async () => {
  const blanks: readonly Json[] = ['', ' ', null, [], {}];
  for (const blank of blanks) {
    const item: JsonObject = {
      event_type: 'A',
      user: { id: 'a', email: blank },
      company: { id: 'c', name: blank },
    };
    for (const key of Object.values(TYPES).flat()) if (!Object.hasOwn(item, key)) item[key] = blank;
    const prepared = await prepareRows({ events_json: [item] });
    if ('issues' in prepared) throw new Error('The batch was refused.');
    const [sent = ''] = prepared.value.good.map(({ json }) => json);
    const { ids: _ids, ...rest } = JSON.parse(sent);
    expect(Object.values(rest).filter(isBlank)).toEqual([]);
    expect(rest).toMatchObject({ user: { id: 'a' }, company: { id: 'c' } });
  }
});
