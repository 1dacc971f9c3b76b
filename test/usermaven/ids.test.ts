import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type Json, type JsonObject } from '../../src/lib/json.ts';
import type { DraftEvent } from '../../src/usermaven/event.ts';
import {
  derivedId,
  hashedId,
  occurrenceCounter,
  randomId,
  stableId,
  transactionId,
} from '../../src/usermaven/ids.ts';
import { anyJsonObject, RUNS } from '../support/arbitraries.ts';

/** As little as an event with a time has. */
const SIGNED_UP: DraftEvent = {
  api_key: 'UMabcdefgh',
  event_type: 'Signed Up',
  _timestamp: 1_632_150_122_000,
  ids: {},
  user: { id: 'usr_1' },
  src: 'http',
};

/** Everything that counts for the id. */
const SAID = {
  event_type: 'Plan Upgraded',
  user: {
    id: 'usr_1',
    anonymous_id: '5zdta4zak9',
    email: 'jane@example.com',
    created_at: '2021-01-20T09:55:35.000Z',
    custom: { plan: 'pro', 'Müller & Söhne': ['é', '😀', null, 0.5] },
  },
  company: { id: 'acme-42', name: 'Acme', custom: { seats: 25 } },
  event_attributes: { trial: false, amount: 29.9, items: [{ sku: 'A1', quantity: 2 }] },
  _timestamp: 1_632_150_122_000,
  url: 'https://www.example.com/pricing?a=1',
  page_title: 'Pricing',
  referer: 'https://www.google.com/',
} satisfies Partial<DraftEvent>;

/** Everything else, so that a new member of an event has to be put on one of the two sides. */
const REST: Required<Omit<DraftEvent, keyof typeof SAID>> = {
  api_key: 'UMabcdefgh',
  event_id: 'evt_1',
  timestamp: 1_632_150_122_000,
  ids: {},
  doc_host: 'www.example.com',
  doc_path: '/pricing',
  doc_search: '?a=1',
  utm: { source: 'google' },
  click_id: { gclid: 'EAIaIQ' },
  user_agent: 'Mozilla/5.0',
  user_language: 'en-US',
  source_ip: '203.0.113.7',
  screen_resolution: '1920x1080',
  vp_size: '1280x720',
  src: 'http',
};

const UPGRADED: DraftEvent = { ...REST, ...SAID };

// Computed by hand, outside of this code: the first line is
//   printf '["Signed Up",{"id":"usr_1"},null,null,1632150122000,null,null,null]\n0' | sha256sum
// with the digits for version and variant put in. A change would make every import that is run again count twice.
describe('an upgrade never changes the id of an old import', () => {
  test.each([
    ['an event', stableId(SIGNED_UP), '15766f5b-fb15-8429-9cd8-2a434d359e04'],
    [
      'an event, the second time in its batch',
      stableId(SIGNED_UP, 1),
      'b0464bf0-fd97-81b3-b299-ce8f1f267782',
    ],
    ['an event that says all it can', stableId(UPGRADED), 'be2c5e2a-77a2-8692-bd4d-badf61158133'],
    [
      'the first event of a run',
      derivedId('0b6f2f3e-5c1d-4a7e-9f08-3d2c1b0a9f8e', 1),
      'b1ce8ad1-1d55-807e-ba91-d0e4ce3cc8c9',
    ],
    [
      'the second event of a run',
      derivedId('0b6f2f3e-5c1d-4a7e-9f08-3d2c1b0a9f8e', 2),
      '3741e19c-eb55-8a3a-b0c2-79e62ae45ec9',
    ],
    ['a text', hashedId(''), 'e3b0c442-98fc-8c14-9afb-f4c8996fb924'],
  ])('%s', (_of, id, frozen) => {
    expect(id).toBe(frozen);
  });
});

describe('the shape of an id', () => {
  test('a made one is a UUID of version 8, a random one of version 4', () => {
    const uuid = (version: 4 | 8) =>
      new RegExp(`^[\\da-f]{8}-[\\da-f]{4}-${version}[\\da-f]{3}-[89ab][\\da-f]{3}-[\\da-f]{12}$`);
    const check = (seed: string) => {
      expect(hashedId(seed)).toMatch(uuid(8));
      expect(randomId()).toMatch(uuid(4));
    };
    fc.assert(fc.property(fc.string(), check), RUNS);
  });

  test('random ids differ', () => {
    expect(new Set(Array.from({ length: 1_000 }, randomId)).size).toBe(1_000);
  });
});

describe('the id of an event with a time', () => {
  /** An event with these attributes, and a person with the same ones. */
  const withAttributes = (attributes: JsonObject): DraftEvent => ({
    ...SIGNED_UP,
    user: { id: 'usr_1', custom: attributes },
    event_attributes: attributes,
  });

  /** The same content, every object written the other way round. */
  const rewritten = <T>(value: T): T => {
    const turn = (inner: unknown): unknown => {
      if (Array.isArray(inner)) return inner.map(turn);
      if (typeof inner !== 'object' || inner === null) return inner;
      return Object.fromEntries(
        Object.entries(inner)
          .reverse()
          .map(([key, member]) => [key, turn(member)]),
      );
    };
    return turn(value) as T;
  };

  test('is the same whatever the order of the names of attributes, and of all other keys', () => {
    const check = (attributes: JsonObject) => {
      const event = withAttributes(attributes);
      expect(stableId(rewritten(event))).toBe(stableId(event));
      expect(stableId(JSON.parse(JSON.stringify(event)))).toBe(stableId(event));
    };
    fc.assert(fc.property(anyJsonObject, check), RUNS);
    expect(stableId(rewritten(UPGRADED))).toBe(stableId(UPGRADED));
  });

  test('is another one where any attribute differs', () => {
    const check = (one: JsonObject, other: JsonObject) => {
      const isSame = stableId(withAttributes(one)) === stableId(withAttributes(other));
      expect(isSame).toBe(canonicalJson(one) === canonicalJson(other));
    };
    fc.assert(fc.property(anyJsonObject, anyJsonObject, check), RUNS);
  });

  test.each<[what: string, other: Partial<DraftEvent>]>([
    ['another name', { event_type: 'Plan upgraded' }],
    ['another person', { user: { ...SAID.user, id: 'usr_2' } }],
    ['another attribute of the person', { user: { ...SAID.user, custom: { plan: 'free' } } }],
    ['another company', { company: { ...SAID.company, id: 'acme-43' } }],
    ['another name of the company', { company: { ...SAID.company, name: 'Acme Inc.' } }],
    ['text instead of a number', { event_attributes: { ...SAID.event_attributes, amount: '29.9' } }],
    [
      'another order in a list',
      { user: { ...SAID.user, custom: { ...SAID.user.custom, 'Müller & Söhne': ['😀', 'é', null, 0.5] } } },
    ],
    ['another millisecond', { _timestamp: SAID._timestamp + 1 }],
    ['another page', { url: 'https://www.example.com/pricing' }],
    ['another title', { page_title: 'Prices' }],
    ['another referrer', { referer: 'https://www.bing.com/' }],
  ])('differs for %s', (_what, other) => {
    expect(stableId({ ...UPGRADED, ...other })).not.toBe(stableId(UPGRADED));
  });

  test.each(Object.keys(SAID))('differs when there is no %s', (key) => {
    const left = Object.fromEntries(Object.entries(UPGRADED).filter(([name]) => name !== key));
    expect(stableId(left as unknown as DraftEvent)).not.toBe(stableId(UPGRADED));
  });

  test('knows which member a value belongs to', () => {
    expect(stableId({ ...SIGNED_UP, page_title: 'a' })).not.toBe(stableId({ ...SIGNED_UP, referer: 'a' }));
  });

  test.each<[key: string, other: Json]>([
    ['api_key', 'UMijklmnop'],
    ['event_id', 'evt_2'],
    ['ids', { ga: '1' }],
    ['doc_host', 'example.com'],
    ['doc_path', '/'],
    ['doc_search', ''],
    // From the address, which is in it.
    ['utm', { source: 'bing' }],
    ['click_id', { fbclid: 'IwAR' }],
    // A copy of the time.
    ['timestamp', 1_632_150_123_000],
    ['user_agent', 'Mozilla/6.0'],
    ['user_language', 'de'],
    ['source_ip', '203.0.113.8'],
    ['screen_resolution', '1x1'],
    ['vp_size', '1x1'],
    ['src', 'https'],
    ['doc_encoding', 'utf-8'],
  ])(
    'is the same whatever %s is, and without it: it is derived, or says nothing of what happened',
    (key, other) => {
      const left = Object.fromEntries(Object.entries(UPGRADED).filter(([name]) => name !== key));
      expect(stableId(left as unknown as DraftEvent)).toBe(stableId(UPGRADED));
      expect(stableId({ ...UPGRADED, [key]: other })).toBe(stableId(UPGRADED));
    },
  );

  test('is another one for each occurrence of identical rows', () => {
    const check = (attributes: JsonObject, occurrences: number) => {
      const event = withAttributes(attributes);
      const ids = Array.from({ length: occurrences }, (_, occurrence) => stableId(event, occurrence));
      expect(new Set(ids).size).toBe(occurrences);
      expect(ids[0]).toBe(stableId(event));
    };
    fc.assert(fc.property(anyJsonObject, fc.integer({ min: 1, max: 20 }), check), RUNS);
  });
});

describe('the id of an event without a time', () => {
  test('is the same when the run is resumed, and another one for every row and run', () => {
    const check = (seeds: readonly string[], rows: readonly number[]) => {
      const all = () => seeds.flatMap((seed) => rows.map((row) => derivedId(seed, row)));
      expect(all()).toEqual(all());
      expect(new Set(all()).size).toBe(seeds.length * rows.length);
    };
    const seeds = fc.uniqueArray(fc.uuid(), { maxLength: 5 });
    fc.assert(fc.property(seeds, fc.uniqueArray(fc.nat(), { maxLength: 5 }), check), RUNS);
  });
});

test('occurrences count from 0, each text for itself', () => {
  const count = occurrenceCounter();
  expect(['a', 'b', 'a', 'a', 'b', '__proto__', '__proto__'].map(count)).toEqual([0, 0, 1, 2, 1, 0, 1]);
  expect(occurrenceCounter()('a')).toBe(0);
});

describe('the id of the event of a transaction', () => {
  test('never changes: it is the SHA-256 of the name and the transaction, with a bar between them', () => {
    // printf 'Paid|ch_1' | sha256sum
    expect(transactionId('Paid', 'ch_1')).toBe(
      'e1017f8a1b0b6ed2c0e0776e269df31c84a775bd6f08357e7c6d6cb56071a0bd',
    );
  });

  test('is another one for another name or transaction', () => {
    const ids = [
      ['Paid', 'ch_1'],
      ['Paid', 'ch_2'],
      ['Refunded', 'ch_1'],
      ['Pai', 'dch_1'],
    ].map(([name = '', transaction = '']) => transactionId(name, transaction));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
